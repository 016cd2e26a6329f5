"""Programmes as people write them, in few lines, and the time that they last in the original."""

from itertools import pairwise

import pytest

from coach.pipeline import PreparedSession, prepare_session
from coach.plan.request import SessionRequest
from coach.timeline.cues import Purpose
from coach.timeline.source import Sound
from tests.talks import TALKS

SEVEN_MINUTES = """\
title: Seven minutes
safety: [Stop for chest pain or sharp pain.]
steps:
  - work: [Jumping jacks, Wall sit, Push-ups, Crunches, Step-ups, Squats, Chair dips, Plank,
           High knees, Lunges, Push-ups with a turn]
    hold: 30s
    rest: 10s
  - rest: 10s
  - {work: Side plank, hold: 15s, sides: true, first: left, switch: 5s}
closing: [Done.]
"""
EMOM = """\
title: Burpees on the minute
safety: [Stop for chest pain or dizziness.]
steps:
  - Ten burpees at the top of every minute, for ten minutes.
  - {rounds: 10, every: 1m, steps: [{work: Burpees, reps: 10}]}
closing: [Done. Walk about.]
"""
AMRAP = """\
title: Easy Mary
safety: [Stop for chest pain or dizziness.]
steps:
  - for: 20m
    steps:
      - {work: Handstand push-ups, reps: 5}
      - {work: Pull-ups, reps: 10}
      - {work: Squats, reps: 25}
"""
PYRAMID = """\
title: Twenty-one, fifteen, nine
safety: [Stop for chest pain or dizziness.]
steps:
  - rounds: [21, 15, 9]
    steps:
      - {work: Squats, reps: "{count}"}
      - {work: Press-ups, reps: "{count}"}
    between: 30s
"""
TABATA = """\
title: Tabata
safety: [Stop for chest pain or dizziness.]
steps:
  - {rounds: 8, between: 10s, steps: [{work: Sprint, hold: 20s}]}
"""
SHEET = """\
title: Knee
safety: [Stop for sharp pain.]
steps:
  - {work: Ankle pumps, reps: 30, into: 1s, out: 1s}
  - {work: Thigh squeeze, reps: 10, hold: 5s, side: left}
  - {work: Straight leg raise, reps: 10, sets: 2, side: left, rest: 30s}
  - {work: Heel slide, reps: 10, into: 3s, out: 3s, side: left}
  - {work: Calf stretch, hold: 30s, sets: 3, sides: {left: 3, right: 1}, rest: 15s}
"""


@pytest.fixture
def prepare(tmp_path):
    def prepare_text(text: str, **asked) -> PreparedSession:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        return prepare_session(path, SessionRequest("tone", **asked))

    return prepare_text


def exertion(prepared: PreparedSession) -> list[tuple[int, int]]:
    """When each hold and each set begins and ends, one that follows at once being part of it."""
    spans = zip(prepared.sheet.spans, pairwise(prepared.span_starts), strict=True)
    work = [times for span, times in spans if span.purpose is Purpose.WORK]
    sets: list[tuple[int, int]] = []
    for begin, end in work:
        if sets and sets[-1][1] == begin:
            begin = sets.pop()[0]
        sets.append((begin, end))
    return sets


def seconds(times: list[tuple[int, int]]) -> list[int]:
    return [(end - begin) // 1000 for begin, end in times]


def texts(prepared: PreparedSession, *kinds: str) -> list[str]:
    clips = prepared.timeline.clips
    return [c.source.text for c in clips if c.kind in kinds and not isinstance(c.source, Sound)]


def test_a_sheet_is_a_line_an_exercise():
    assert len(SHEET.splitlines()) <= 12
    assert len(SEVEN_MINUTES.splitlines()) <= 25


def test_seven_minutes_are_thirty_seconds_of_work_and_ten_of_rest(prepare):
    prepared = prepare(SEVEN_MINUTES)
    done = exertion(prepared)
    assert seconds(done) == [30] * 11 + [15, 15]
    rests = [after - end for (_, end), (after, _) in pairwise(done)][:11]
    assert all(10_000 <= rest < 10_200 for rest in rests)
    assert [m.title for m in prepared.timeline.markers][1:4] == [
        *("Jumping jacks", "Wall sit", "Push-ups")
    ]


@pytest.mark.parametrize("talk", TALKS)
def test_ten_minutes_begin_on_the_minute(prepare, talk):
    done = exertion(prepare(EMOM, talk=talk))
    assert seconds(done) == [40] * 10
    assert [b - a for (a, _), (b, _) in pairwise(done)] == [60_000] * 9


def test_as_many_rounds_as_fit_last_as_long_as_they_shall(prepare):
    prepared = prepare(AMRAP)
    done = exertion(prepared)
    spans = prepared.sheet.spans
    block = [n for n, span in enumerate(spans) if span.block]
    begin, end = prepared.span_starts[block[0]], prepared.span_starts[block[-1] + 1]
    assert end - begin == 1_200_000
    (told,) = texts(prepared, "fitted")
    rounds = len(done) // 3
    assert told == f"{rounds} rounds."
    # Not one more would have fitted.
    assert end - done[-1][1] < done[3][0] - done[0][0]


def test_twenty_one_fifteen_nine(prepare):
    prepared = prepare(PYRAMID)
    assert seconds(exertion(prepared)) == [84, 84, 60, 60, 36, 36]
    assert sum(span.purpose is Purpose.REST for span in prepared.sheet.spans) == 2


def test_a_tabata_is_eight_times_twenty_and_ten_without_a_rest_behind(prepare):
    prepared = prepare(TABATA)
    done = exertion(prepared)
    assert seconds(done) == [20] * 8
    assert done[-1][1] - done[0][0] < 231_000
    assert texts(prepared, "set") == [f"Round {n} of 8." for n in range(2, 9)]
    assert not [text for text in texts(prepared, "rest") if "Sprint" in text or "Tabata" in text]


MIXED = """\
title: Mixed
safety: [Stop if it hurts.]
sections:
  - title: First
    steps:
      - {rounds: 3, every: 30s, steps: [{work: Jump, hold: 10s}, Now lie down.]}
      - {for: 1m, steps: [{work: Press, reps: 3}, {work: Row, hold: 5s}]}
      - {work: [Plank, Squats], hold: 20s, sets: 2, rest: 10s, sides: alternate}
      - rest: 10s
  - title: Second
    exercises: [bridge, bird-dog, cat-camel, childs-pose]
  - title: Third
    steps: [{work: Plank, hold: 20s}, rest: 10s]
"""


@pytest.mark.parametrize("minutes", [12, 13, 14])
@pytest.mark.parametrize("talk", TALKS)
def test_a_length_is_met_with_named_work_and_blocks_beside_exercises(prepare, minutes, talk):
    prepared = prepare(MIXED, length=minutes * 60_000, talk=talk)
    assert prepared.length == minutes * 60_000


def test_the_usual_session_is_as_long_as_it_is_measured(prepare):
    prepared = prepare(MIXED)
    shortest, longest = prepared.length_range.shortest, prepared.length_range.longest
    for length in (shortest, longest):
        assert prepare(MIXED, length=length).length == length


def test_another_order_each_day_and_the_written_one_without_a_seed(prepare):
    text = TABATA.replace("steps: [{work: Sprint", "shuffle: true, steps: [{work: A, hold: 20s}")
    text = text.replace("20s}, hold: 20s}", "20s}, {work: B, hold: 20s}").replace("8,", "1,")
    named = "title: T\nsafety: [Stop.]\nsteps:\n  - {work: [A, B, C], hold: 9s, shuffle: true}\n"

    def order(script: str, seed: int) -> list[str]:
        markers = prepare(script, seed=seed).timeline.markers
        return [one.title for one in markers if len(one.title) == 1]

    assert order(named, 0) == ["A", "B", "C"]
    days = [order(named, seed) for seed in range(1, 7)]
    assert len({*map(tuple, days)}) == 6
    assert order(text, 0) == ["A", "B"]
    assert order(text, 1) == ["B", "A"]
