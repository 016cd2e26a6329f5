"""Rounds: what stands between them, a number for each, a time for each, as many as fit."""

from itertools import pairwise

import pytest

from coach import prepare
from coach.errors import ScriptError
from coach.script.positions import Position
from coach.script.work_steps import Hold
from coach.timeline.chimes import CHIME_SILENCE
from coach.timeline.source import Utterance
from tests.listening import acts_of, heard, laid
from tests.timeline.test_named_work import BELL, NAMES, refusal, steps_of, told


def starts(clips, text: str) -> list[int]:
    return [clip.start for clip in clips if heard([clip]) == [text]]


def fault(*written: str) -> str:
    with pytest.raises(ScriptError) as caught:
        laid(*steps_of(*written))
    (problem,) = caught.value.problems
    assert problem.where is not None
    return problem.message


def test_what_stands_between_rounds_is_left_out_behind_the_last():
    said = told("{rounds: 3, between: 10s, steps: [{work: A, hold: 9s}, {work: B, hold: 9s}]}")
    again = ("Rest.", "Next: A.", BELL, BELL, "B.")
    assert said == ["A.", BELL, BELL, "B.", *again, *again]
    assert told("{rounds: 2, steps: [hold: 9s], between: [Shake out., Breathe.]}") == [
        *(BELL, "Shake out.", "Breathe.", BELL)
    ]


def test_each_round_has_its_number_which_may_be_that_of_repetitions():
    written = '{rounds: [3, 2, 1], steps: ["{count} now.", {work: Squat, reps: "{count}"}]}'
    clips = laid(*steps_of(written)).clips
    assert heard(clips, "say") == ["3 now.", "2 now.", "1 now."]
    assert len(starts(clips, "♪breathe-out")) == 6
    breaths = laid(*steps_of('{rounds: [2, 4], steps: [{breathe: "{count}"}]}')).clips
    assert len(starts(breaths, "♪breathe-in")) == 6


def test_a_number_without_a_list_is_told():
    assert fault('{reps: "{count}"}') == "{count} means nothing here"
    assert fault('{work: A, reps: "{count}"}') == "{count} means nothing here"
    assert fault('{rounds: 3, steps: ["{count}", hold: 5s]}') == "{count} means nothing here"


@pytest.mark.parametrize("talk", ["full", "short", "bell"])
def test_every_minute_begins_on_the_minute_whatever_is_said(talk):
    inner = "{work: Jump, hold: 10s}, Now lie down., {work: Push-ups, hold: 10s}"
    clips = laid(*steps_of(f"{{rounds: 4, every: 1m, steps: [{inner}]}}", "Done."), talk=talk).clips
    first = starts(clips, BELL)[::2]
    assert [after - before for before, after in pairwise(first)] == [60_000] * 3
    assert clips[-1].end - first[-1] >= 60_000


def test_what_begins_a_minute_is_said_in_the_rest_before():
    assert told("{rounds: 3, every: 30s, steps: [{work: Jump, hold: 10s}]}") == [
        *("Jump.", BELL, "Rest.", "Round 2 of 3.", BELL, "Rest.", "Round 3 of 3.", BELL, "Rest."),
    ]
    assert told(
        "{rounds: 2, every: 30s, steps: [Up., {work: A, hold: 5s}, {work: B, hold: 5s}]}"
    ) == [
        *("Up.", "A.", BELL, BELL, "B.", "Rest.", "Up.", "A.", BELL, BELL, "B.", "Rest."),
    ]


def test_a_round_that_is_full_has_no_rest():
    clips = laid(*steps_of("{rounds: 3, every: 10s, steps: [hold: 10s]}")).clips
    assert heard(clips, "rest") == []
    assert [b - a for a, b in pairwise(starts(clips, BELL))] == [10_000, 10_000]


def test_a_round_longer_than_its_time_is_told():
    message = "expected a round of at most 30 s, found 40 s"
    assert fault("{rounds: 3, every: 30s, steps: [hold: 40s]}") == message
    long = "{rounds: 3, every: 30s, steps: [hold: 28s, Now we lie down on the floor together.]}"
    assert fault(long).startswith("expected a round of at most 30 s, found 3")


def test_as_many_rounds_are_done_as_fit_and_their_number_is_told():
    written = "{for: 2m, steps: [{work: A, hold: 20s}, {rest: 10s}]}"
    clips = laid(*steps_of("hold: 5s", written, "{hold: 7s}")).clips
    assert len(starts(clips, BELL)) == 1 + 4 + 1
    assert heard(clips, "fitted") == ["4 rounds."]
    begins = starts(clips, BELL)[1]
    (told_at,) = starts(clips, "4 rounds.")
    assert told_at - begins == 120_000 + CHIME_SILENCE


def test_words_between_take_their_time_from_the_rounds():
    inner = "hold: 20s, Shake out your arms and your legs for a moment."
    clips = laid(*steps_of(f"{{for: 1m, steps: [{inner}]}}", '"{fitted} rounds, good."')).clips
    assert heard(clips, "say")[-1] == "2 rounds, good."
    assert len(starts(clips, BELL)) == 2


def test_how_many_rounds_it_were_is_not_told_twice():
    written = "{for: 1m, steps: [hold: 20s]}"
    clips = laid(*steps_of(written, '"{fitted:round}, well done."')).clips
    assert heard(clips, "fitted") == []
    assert heard(clips, "say") == ["3 rounds, well done."]
    assert heard(laid(*steps_of(written, "Well done.")).clips, "fitted") == ["3 rounds."]


def test_one_round_is_one_round():
    clips = laid(*steps_of("{for: 30s, steps: [hold: 20s]}")).clips
    assert heard(clips, "fitted") == ["1 round."]


def test_not_even_one_round_that_fits_is_told():
    message = "expected a round of at most 20 s, found 40 s"
    assert fault("{for: 20s, steps: [hold: 40s]}") == message
    assert fault("{for: 20s, steps: [sound: tick]}") == "expected steps that take time, found none"


def test_how_many_rounds_there_are_is_not_known_within():
    assert fault('{for: 60s, steps: ["{round} of {rounds}.", hold: 9s]}') == (
        "{rounds} means nothing here"
    )
    assert fault("hold: 5s", '"{fitted} rounds."') == "{fitted} means nothing here"


def test_the_number_of_rounds_that_fit_is_refused_in_a_session_that_fits_none(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsteps: [hold: 5s, '{fitted} rounds done.']\n")
    with pytest.raises(ScriptError, match="fitted} means nothing here"):
        prepare(path, voice="tone")


def test_blocks_within_blocks_are_refused():
    inner = "{rounds: 2, every: 10s, steps: [hold: 5s]}"
    assert fault(f"{{for: 1m, steps: [{inner}]}}") == (
        "expected no rounds of a fixed time within others"
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "{rounds: 2, every: 30s, between: 5s, steps: [hold: 5s]}",
            "expected between or every, found both",
        ),
        ("{rounds: 2, between: 5 bananas, steps: [hold: 5s]}", "not a duration: '5 bananas'"),
        ("{rounds: [], steps: [hold: 5s]}", "expected at least 1 in this list, found 0"),
        (
            "{rounds: 2, shuffle: true, steps: [hold: 5s, hold: 6s]}",
            "expected two steps to shuffle that have names",
        ),
        (
            "{reps: {count}}",
            "expected a whole number from 1 to 1000, or '{count}', found a mapping",
        ),
    ],
)
def test_what_does_not_fit_together_is_told(written, message):
    (found,) = refusal(written)
    assert found == message or found.startswith("expected a duration")


def test_nothing_is_left_in_braces():
    written = "{for: 1m, steps: [{work: A, hold: 5s}]}"
    clips = laid(*steps_of(written)).clips
    assert all("{" not in c.source.text for c in clips if isinstance(c.source, Utterance))
    assert heard(clips, *NAMES)[0] == "A."


@pytest.mark.parametrize("block", ["rounds: 2, every: 3m", "for: 6m"])
def test_each_step_of_a_block_knows_the_position_it_is_done_in(block):
    inner = "move: supine, {hold: 20s}, move: standing, {hold: 20s}"
    acts = acts_of(*steps_of("move: standing", "hold: 5s", f"{{{block}, steps: [{inner}]}}"))
    held = [act.context.position for act in acts if isinstance(act.step, Hold)]
    assert held[1:5] == [Position.SUPINE, Position.STANDING] * 2
