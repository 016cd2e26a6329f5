"""Each law of guidance finds what it is for: in a session that is sound but for one fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from coach.plan.request import Filters
from coach.script.doses import Range
from coach.script.talk_level import TalkLevel
from coach.timeline.clips import Clip
from coach.timeline.cues import Purpose
from coach.timeline.source import Utterance
from tests import guidance_laws as laws
from tests.heard_sessions import HeardSession, hear_sessions
from tests.talks import TALKS

Clips = Iterator[Clip]


@cache
def session(name: str, talk: TalkLevel = TalkLevel.FULL, *limits: str) -> HeardSession:
    (heard,) = hear_sessions(name, ["usual"], talk, filters=Filters(limits=limits))
    return heard


def alter(heard: HeardSession, change: Callable[[Clip], Clip | None]) -> HeardSession:
    """Return a session with clips changed, or without those that become None."""
    old = heard.prepared.timeline
    clips = tuple(clip for one in old.clips if (clip := change(one)) is not None)
    return replace(heard, prepared=replace(heard.prepared, timeline=replace(old, clips=clips)))


def reword(heard: HeardSession, kind: str, words: str, exercise: str = "") -> HeardSession:
    """Return a session with other words in the speech of a kind."""

    def change(clip: Clip) -> Clip:
        is_meant = clip.kind == kind and isinstance(clip.source, Utterance)
        if not is_meant or exercise not in ("", clip.exercise):
            return clip
        assert isinstance(clip.source, Utterance)
        return replace(clip, source=replace(clip.source, text=words))

    return alter(heard, change)


def assert_finds(
    law: Callable[[HeardSession], laws.Found], heard: HeardSession, bad: HeardSession
) -> None:
    assert not [*law(heard)]
    assert [*law(bad)]


@pytest.mark.parametrize(
    ("limit", "kind", "words"),
    [
        ("acute-flare", "call", "Lift your hips into one line."),
        ("flex-sensitive", "cue", "Bring your knee to your chest."),
        ("no-kneeling", "move", "Kneel on the mat."),
        ("knee-replaced", "rise", "Come onto your hands and knees."),
    ],
)
def test_what_a_limit_forbids(limit: str, kind: str, words: str) -> None:
    heard = session("lower-back", TalkLevel.FULL, limit)
    assert heard.said(kind)
    assert_finds(laws.asks_for_what_a_limit_forbids, heard, reword(heard, kind, words))


def test_a_line_that_undoes_another() -> None:
    heard = session("lower-back")
    bad = reword(heard, "cue", "Keep both hands down on the floor.", "Bird dog")
    assert_finds(laws.asks_for_what_a_limit_forbids, heard, bad)


def test_what_is_skipped_and_done_all_the_same() -> None:
    heard = session("lower-back")
    request = replace(heard.request, filters=Filters(limits=("no-floor",)))
    assert "Bridge is done with no-floor" in [
        *laws.asks_for_what_a_limit_forbids(replace(heard, request=request))
    ]


@pytest.mark.parametrize("talk", TALKS)
def test_no_word_of_safety(talk: TalkLevel) -> None:
    heard = session("lower-back", talk)
    bad = alter(heard, lambda clip: None if clip.kind == "safety" else clip)
    assert_finds(laws.warns_of_too_little, heard, bad)


@pytest.mark.parametrize("words", ["Numbness between your legs is an emergency.", "Be careful."])
def test_a_warning_that_is_missing_or_asks_for_nothing(words: str) -> None:
    heard = session("lower-back")
    assert_finds(laws.warns_of_too_little, heard, reword(heard, "safety", words))


@pytest.mark.parametrize(("more", "flare"), [(4_000, ""), (9_000, "acute-flare")])
def test_a_hurried_line_of_a_move(more: int, flare: str) -> None:
    heard = session("lower-back", TalkLevel.FULL, *filter(None, [flare]))
    longer = alter(
        heard, lambda one: replace(one, length=one.length + more) if one.kind == "move" else one
    )
    found = [fault for fault in laws.hurries_a_move(longer) if "behind" in fault]
    assert not [*laws.hurries_a_move(heard)]
    assert found


def test_a_move_that_is_over_too_soon() -> None:
    heard = session("lower-back", TalkLevel.SHORT)
    late = alter(
        heard, lambda one: replace(one, start=one.start + 9_000) if one.kind == "move" else one
    )
    found = [fault for fault in laws.hurries_a_move(late) if "which takes" in fault]
    assert not [*laws.hurries_a_move(heard)]
    assert found


@pytest.mark.parametrize("talk", TALKS)
def test_no_time_from_one_position_to_the_next(talk: TalkLevel) -> None:
    heard = session("lower-back", talk)
    sheet = heard.prepared.sheet
    spans = tuple(
        replace(one, purpose=Purpose.QUIET) if one.purpose is Purpose.MOVE else one
        for one in sheet.spans
    )
    bad = replace(heard, prepared=replace(heard.prepared, sheet=replace(sheet, spans=spans)))
    assert_finds(laws.leaves_no_time_between_positions, heard, bad)


def test_an_exercise_behind_the_breathing() -> None:
    heard = session("lower-back")
    whole = heard.prepared.session
    turned = replace(heard.prepared, session=replace(whole, parts=whole.parts[::-1]))
    assert_finds(laws.goes_on_after_breathing, heard, replace(heard, prepared=turned))


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize(
    ("kind", "words"), [("announce", "Next."), ("side", "Top side first."), ("switch", "Change.")]
)
def test_a_name_or_a_side_that_is_not_said(talk: TalkLevel, kind: str, words: str) -> None:
    heard = session("lower-back", talk)
    assert_finds(laws.leaves_a_name_or_side_unsaid, heard, reword(heard, kind, words))


def test_a_wrong_side() -> None:
    heard = session("lower-back", TalkLevel.BELL)
    bad = reword(heard, "switch", "Change sides. Now the right side.")
    assert_finds(laws.leaves_a_name_or_side_unsaid, heard, bad)


@pytest.mark.parametrize("kind", ["half-way", "count"])
def test_much_talk_in_a_hold(kind: str) -> None:
    heard = session("lower-back-stretch")

    def say_more(clip: Clip) -> Clip:
        if kind == "half-way":
            return replace(clip, kind=kind) if clip.kind == "cue" else clip
        early = clip.kind == "count" and clip.beat is not None
        return clip.shift_by(-3_000) if early else clip

    assert_finds(laws.talks_through_a_hold, heard, alter(heard, say_more))


@pytest.mark.parametrize("name", ["reps", "hold"])
def test_more_than_usual(name: str) -> None:
    heard = session("lower-back")
    whole = heard.prepared.session
    most = {"reps": Range(1, 1, 99), "hold": Range(1_000, 1_000, 99_000)}
    cards = {
        slug: replace(card, doses=replace(card.doses, **{name: most[name]}))
        for slug, card in whole.cards.items()
    }
    less = replace(heard.prepared, session=replace(whole, cards=cards))
    assert_finds(laws.asks_for_more_than_usual, heard, replace(heard, prepared=less))


def test_something_said_twice() -> None:
    heard = session("lower-back")
    assert_finds(laws.says_something_twice, heard, reword(heard, "safety", "Stop if it hurts."))


def test_a_way_to_where_one_is() -> None:
    heard = session("lower-back")
    bad = reword(heard, "set-up", "Lie down on your back.", "Bridge")
    assert_finds(laws.sends_who_is_there, heard, bad)
