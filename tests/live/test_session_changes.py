"""More talk and less, while a session goes on, where its words go by what the listener knows."""

import pytest

from coach.live.commands import Verb
from coach.live.schedule import make_schedule
from coach.live.session_changes import SessionChanges
from coach.pipeline import load_routine_with_cards, prepare_in_studio
from coach.plan.request import SessionRequest
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from tests.familiar import make_knowledge

MORE, LESS = Verb.TALK_MORE, Verb.TALK_LESS


class AtOnce:
    """Speech that is made as soon as it is asked for."""

    def submit(self, make):
        make()


@pytest.fixture(scope="module")
def change():
    """Return a function that begins a session and asks for more talk, or less."""
    _, cards = load_routine_with_cards("desk-break")

    def make(talk, *verbs):
        known = make_knowledge(cards, "named", talk=talk)
        request = SessionRequest("tone", 300_000, TalkLevel.AUTO, progression=known)
        with open_studio("tone") as studio:
            prepared = prepare_in_studio(studio, "desk-break", request)
            level = prepared.session.delivery.talk_level
            schedule = make_schedule(
                prepared.sheet, studio.media.lengths, prepared.span_starts, level
            )
            changes = SessionChanges(prepared, studio, AtOnce(), schedule)
            done = [changes.request_change(verb) for verb in verbs]
            made = [changes.pop_change() for _ in verbs]
            change = next(filter(None, made), None)
            return changes, done, change and change.schedule, schedule

    return make


def count_words(schedule):
    kinds = ("purpose", "set-up", "caution", "step")
    return sum(cue.kind in kinds for span in schedule.spans for cue in span.cues)


def test_what_goes_by_what_is_known_is_shown_as_that(change):
    changes, _, _, _ = change(TalkLevel.SHORT)
    assert changes.shown_talk is TalkLevel.AUTO
    assert changes.talk is TalkLevel.SHORT


@pytest.mark.parametrize("talk", [TalkLevel.SHORT, TalkLevel.FULL])
def test_more_words_are_all_of_them(change, talk):
    changes, done, schedule, first = change(talk, MORE)
    assert (changes.talk, changes.shown_talk, done) == (TalkLevel.FULL, TalkLevel.FULL, [True])
    assert count_words(schedule) > count_words(first)
    _, done, _, _ = change(talk, MORE, MORE)
    assert done == [True, False], "there are no more"


def test_fewer_words_are_the_next_level_below(change):
    for talk, less in ((TalkLevel.FULL, TalkLevel.SHORT), (TalkLevel.SHORT, TalkLevel.BELL)):
        changes, done, schedule, _ = change(talk, LESS)
        assert (changes.shown_talk, done, schedule.talk) == (less, [True], less)
    changes, done, schedule, _ = change(TalkLevel.SHORT, LESS, LESS)
    assert (changes.talk, done) == (TalkLevel.BELL, [True, False])


def test_after_a_change_the_levels_are_those_of_every_session(change):
    changes, _, schedule, first = change(TalkLevel.SHORT, MORE, LESS)
    assert schedule.talk is changes.talk is TalkLevel.SHORT
    assert count_words(schedule) > count_words(first), "what was known is reminded of"


def test_the_pace_has_its_steps_and_never_is_quicker_than_planned(change):
    changes, done, schedule, first = change(TalkLevel.SHORT, Verb.FASTER, Verb.SLOWER, Verb.SLOWER)
    assert (changes.pace, done) == (150, [False, True, True])
    assert changes.shown_talk is TalkLevel.AUTO, "words go by what is known, as before"
    assert schedule.length > first.length
    assert len(schedule.spans) == len(first.spans)
    changes, done, schedule, first = change(TalkLevel.SHORT, Verb.SLOWER, Verb.FASTER)
    assert (changes.pace, done, schedule is first) == (100, [True, True], True)


def test_an_exercise_is_made_easier_as_often_as_it_can_be_beside_other_changes(change):
    changes, _, _, first = change(TalkLevel.SHORT, Verb.SLOWER)
    names = []
    while card := changes.ease("march"):
        names.append(card.variant)
        found = changes.pop_change()
        assert (found.exercise, found.is_near, found.moves_end) == ("march", True, False)
        assert found.schedule.length > first.length, "it is slower still"
    assert names == [way.name for way in card_of(changes, "march").easier]
    assert changes.ease("nothing") is None
    assert changes.pop_change() is None


def card_of(changes, name):
    return changes._prepared.cards[name]
