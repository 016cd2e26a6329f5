"""Never again, more often, less often: what is kept, what is refused, and what goes on."""

from dataclasses import replace

import pytest

from coach.errors import MachineError, Problem
from coach.listener.likes import Likes, Liking
from coach.live.acknowledgements import acknowledge_liking
from coach.live.commands import Verb
from coach.live.controls.keymap import command_for
from coach.live.engine import LiveSession
from coach.live.like_changes import CONFIRM_S, LikeChanges, LikingAnswer
from coach.live.players.recorder import RecorderPlayer
from coach.live.status import Phase
from coach.live.transitions import CutMode
from coach.pipeline import prepare_in_studio
from coach.plan.request import Filters, SessionRequest
from coach.speech.studio import open_studio
from coach.timeline.layout import find_overlaps
from coach.timeline.source import Utterance
from tests.live.test_transitions import PLAN, RULES, Rig

CARDS = """
title: Small
sections:
  - title: All
    exercises: [{exercise: bridge, always: true}, {exercise: bird-dog, always: true}]
"""


@pytest.fixture
def studio():
    with open_studio("tone") as studio:
        yield studio


@pytest.fixture
def prepared(studio, tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(CARDS, encoding="utf-8")
    return prepare_in_studio(studio, str(path), SessionRequest("tone"))


class Kept:
    def __init__(self, prepared, failure=None):
        self.likes, self.time, self.failure = Likes(), 0.0, failure
        self.changes = LikeChanges(prepared, self.keep, lambda: self.time)

    def keep(self, name, liking):
        if self.failure:
            raise MachineError(Problem(self.failure))
        self.likes = self.likes.set_liking(name, liking)

    def ask(self, verb, title="Bridge"):
        return self.changes.answer(verb, title)


def test_never_again_is_asked_for_twice(prepared):
    kept = Kept(prepared)
    first = kept.ask(Verb.NEVER)
    assert (first.done, first.leaves, first.phrase) == (True, False, "leave_out")
    assert kept.likes == Likes()
    kept.time += CONFIRM_S
    second = kept.ask(Verb.NEVER)
    assert second.leaves
    assert second.message == "Bridge: left out from now on; coach back bridge"
    assert kept.likes == Likes(("bridge",))


def test_once_more_too_late_or_of_another_exercise_asks_again(prepared):
    kept = Kept(prepared)
    kept.ask(Verb.NEVER)
    kept.time += CONFIRM_S + 0.1
    assert not kept.ask(Verb.NEVER).leaves
    assert not kept.ask(Verb.NEVER, "Bird dog").leaves
    assert not kept.ask(Verb.NEVER).leaves
    kept.ask(Verb.OFTEN, "Bird dog")
    assert not kept.ask(Verb.NEVER).leaves
    assert kept.likes == Likes(more=("bird-dog",))


def test_more_and_less_are_kept_at_once_and_take_each_others_place(prepared):
    kept = Kept(prepared)
    assert kept.ask(Verb.OFTEN).phrase == "more_often"
    assert kept.likes == Likes(more=("bridge",))
    again = kept.ask(Verb.OFTEN)
    assert (again.done, again.message) == (False, "Bridge comes more often already")
    assert kept.ask(Verb.LESS).phrase == "less_often"
    assert kept.likes == Likes(less=("bridge",))


def test_the_last_exercise_of_a_routine_stays(prepared):
    kept = Kept(prepared)
    for _ in range(2):
        kept.ask(Verb.NEVER)
    refused = kept.ask(Verb.NEVER, "Bird dog")
    assert (refused.done, refused.message) == (
        False,
        "Bird dog is all that is left of Small: it stays",
    )
    assert kept.likes == Likes(("bridge",))


def test_what_cannot_be_kept_is_refused_and_the_exercise_goes_on(prepared):
    kept = Kept(prepared, failure="the disk is full")
    kept.ask(Verb.NEVER)
    answer = kept.ask(Verb.NEVER)
    assert (answer.done, answer.leaves, answer.message) == (
        False,
        False,
        "not kept: the disk is full",
    )


def test_where_there_is_no_exercise_it_says_so(studio, prepared, tmp_path):
    assert Kept(prepared).ask(Verb.OFTEN, "Welcome").message == "no exercise is heard here"
    assert LikeChanges(prepared, None).answer(Verb.OFTEN, "Bridge").done is False
    path = tmp_path / "words.yaml"
    path.write_text("title: Words\nsteps: [Lie down., {hold: 20s}]\n", encoding="utf-8")
    words = prepare_in_studio(studio, str(path), SessionRequest("tone"))
    assert "Words has no exercises" in Kept(words).ask(Verb.NEVER, "Words").message


def test_exercises_of_steps_as_written_are_not_chosen(studio, tmp_path):
    path = tmp_path / "fixed.yaml"
    path.write_text("title: Fixed\nsteps: [{exercise: bridge}]\n", encoding="utf-8")
    fixed = prepare_in_studio(studio, str(path), SessionRequest("tone"))
    assert "always done as it is written" in Kept(fixed).ask(Verb.NEVER).message


class Asking:
    """Presses a key once something is done, and again once that has been answered."""

    def __init__(self, live, keys):
        self.live, self.keys, self.seen = live, list(keys), []

    def show(self, status):
        self.seen.append(status)
        if status.exercise not in ("Bridge", "Bird dog") or not self.keys:
            return
        if status.commands == len(self.sent):
            self.press()

    sent: tuple = ()

    def press(self):
        key = self.keys.pop(0)
        self.sent = (*self.sent, key)
        self.live.send(command_for(key))


def play(studio, prepared, *keys, kept=None):
    marks = []
    live = LiveSession(
        prepared,
        studio,
        RecorderPlayer(),
        keep_liking=(lambda name, liking: marks.append((name, liking))) if kept is None else kept,
    )
    view = Asking(live, keys)
    live.add_views(view)
    assert live.run()
    words = [
        clip.source.text
        for piece in live.state.tape.pieces
        for clip in piece.timeline.clips
        if isinstance(clip.source, Utterance)
    ]
    return view.seen, words, marks


def test_x_twice_in_play_says_so_and_goes_to_the_next(studio, prepared):
    seen, words, marks = play(studio, prepared, "x", "x")
    assert marks == [(marks[0][0], Liking.NEVER)]
    title = prepared.session.cards[marks[0][0]].name
    assert f"{title} is left out from now on." in words
    assert any("never again? once more" in status.message for status in seen)
    assert any("coach back" in status.message for status in seen)
    assert seen[-1].phase is Phase.ENDED


def test_l_and_large_l_in_play_are_answered_and_change_nothing_that_is_heard(studio, prepared):
    seen, _, marks = play(studio, prepared, "l", "L")
    assert [liking for _, liking in marks] == [Liking.MORE, Liking.LESS]
    assert not any(status.refusal for status in seen)


@pytest.mark.parametrize("on_the_way", [False, True])
@pytest.mark.parametrize("at", range(0, 40_000, 3_700))
def test_the_answer_is_said_where_there_is_room_within_a_while(at, on_the_way):
    rig = Rig.of(PLAN)
    rig.listen(at)
    if on_the_way:  # to the same place, behind an earcon and where that is
        rig.ask(Verb.PAUSE)
        rig.ask(Verb.RESUME)
        rig.listen(300)
    rig.cut(CutMode.JOIN)
    answer = LikingAnswer("more often", exercise="Bird dog", phrase="more_often")
    rig.state = acknowledge_liking(rig.state, Verb.OFTEN, RULES, answer)
    rig.speak()
    schedule = rig.state.schedule
    said = [clip for clip in schedule.timeline.clips if clip.kind == "remark"]
    assert [clip.source.text for clip in said if isinstance(clip.source, Utterance)] == [
        "Bird dog will come more often."
    ]
    assert 0 <= said[-1].start - at <= 40_000
    assert not find_overlaps(schedule.timeline)
    assert schedule.length == PLAN.length


def test_a_session_without_a_place_for_likes_refuses(studio, prepared):
    live = LiveSession(prepared, studio, RecorderPlayer())
    view = Asking(live, ["l"])
    live.add_views(view)
    assert live.run()
    assert any(status.refusal.startswith("what is wanted") for status in view.seen)


def test_names_of_the_session_that_were_never_wanted_are_known(prepared):
    wanted = replace(prepared, request=SessionRequest(filters=Filters(less=("bridge",))))
    assert Kept(wanted).ask(Verb.LESS).done is False
