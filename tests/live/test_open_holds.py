"""As long as you can: an open hold ends when its listener goes on, and its time is told back."""

from dataclasses import replace

import pytest

from coach.live.commands import Verb
from coach.live.reporting import make_status
from coach.live.status import Phase
from coach.live.tape import PieceKind
from coach.script.scalars import Line
from coach.script.steps import Group, Rest, Say
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import CountDirection, Hold
from tests.live.test_transitions import RULES, Rig, planned, said_between

OPEN = Hold(90_000, (Line("As long as you can."),), count=CountDirection.UP, is_open=True)
STEPS = (Say((Line("Stand on one leg."),)), OPEN, Group("Rest", (Rest(20_000, preview=False),)))
PLAN = planned(*STEPS)
HOLD = next(number for number, span in enumerate(PLAN.spans) if span.is_open)


def rig_after(seconds: int, plan=PLAN, rules=RULES) -> Rig:
    """A session in its open hold, so many seconds after its start."""
    rig = Rig.of(plan, rules)
    rig.listen(plan.span_starts[HOLD] + seconds * 1_000 - rig.frame // 48)
    return rig


def status_of(rig: Rig):
    return make_status(rig.state, rig.state.tape.place_at(rig.frame), 100, TalkLevel.FULL)


@pytest.mark.parametrize("verb", [Verb.GO, Verb.TOGGLE, Verb.RESUME])
def test_it_ends_when_the_listener_goes_on_and_tells_how_long_it_was(verb):
    rig = rig_after(42)
    frame = rig.frame
    rig.ask(verb)
    assert "That was 42 seconds." in said_between(rig, frame)
    pieces = rig.state.tape.pieces
    bell, words, session = pieces[-3:]
    assert [clip.source.name for clip in bell.timeline.clips if clip.kind == "hold"] == ["hold-end"]
    assert words.kind is PieceKind.INTERLUDE
    # The bell was heard: the session goes on behind it, with the rest.
    assert (session.kind, session.start) == (PieceKind.SESSION, PLAN.span_starts[HOLD + 2])
    assert not rig.state.is_waiting


def test_its_status_counts_up_while_it_waits():
    rig = rig_after(42)
    status = status_of(rig)
    assert (status.phase, status.count, status.count_unit) == (Phase.WAITING, 42, "seconds")
    assert status.counts_up
    assert not status.resting
    rig.ask(Verb.GO)
    rig.listen(10_000)
    assert not status_of(rig).counts_up


def test_left_alone_it_lasts_its_time_and_nothing_is_told_back():
    pieces = Rig.of(PLAN).finish()
    assert [(piece.start, piece.stop) for piece in pieces] == [(0, PLAN.length)]


def test_a_pause_in_it_does_not_count():
    rig = rig_after(20)
    rig.ask(Verb.PAUSE)
    assert status_of(rig).phase is Phase.PAUSED
    rig.listen(60_000)
    frame = rig.frame
    rig.ask(Verb.RESUME)
    assert "left" not in " ".join(said_between(rig, frame))
    piece = rig.state.tape.pieces[-1]
    rig.listen(10_000 + (rig.state.tape.end - piece.frames - rig.frame) // 48)
    assert rig.state.is_waiting
    frame = rig.frame
    rig.ask(Verb.GO)
    assert "That was 30 seconds." in said_between(rig, frame)


def test_help_in_it_leads_back_to_it_and_a_moment_ends_it():
    rig = rig_after(20)
    rig.ask(Verb.HELP)
    assert rig.state.tape.pieces[-1].start >= PLAN.span_starts[HOLD] + 20_000
    rig = rig_after(20)
    frame = rig.frame
    rig.ask(Verb.MOMENT)
    assert "That was 20 seconds." in said_between(rig, frame)
    rig.listen(30_000)
    assert rig.state.is_waiting
    assert rig.state.at == PLAN.span_starts[HOLD + 2]


def test_without_a_bell_it_goes_on_with_what_follows():
    plan = planned(STEPS[0], replace(OPEN, sounds=False), STEPS[2])
    rig = rig_after(12, plan)
    frame = rig.frame
    rig.ask(Verb.GO)
    assert "That was 12 seconds." in said_between(rig, frame)
    assert rig.state.tape.pieces[-1].start == plan.span_starts[HOLD + 1]


def test_more_time_may_be_asked_for():
    rig = rig_after(20)
    rig.ask(Verb.MORE)
    assert rig.state.schedule.layouts[HOLD].length == 105_000
    assert rig.state.refusal == ""
