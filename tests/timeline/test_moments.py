"""What is shown at a moment, by laws that hold at each."""

import pytest

from coach.timeline.cues import Purpose
from coach.timeline.moments import REPETITION, SECONDS, TimedSpan, find_moment
from tests.exports.page.sessions import SESSIONS, spans_of

HOLD = TimedSpan(1_000, 6_000, Purpose.WORK, "Bridge", held=True)


@pytest.mark.parametrize(
    ("at", "count"), [(1_000, 5), (1_001, 5), (2_000, 4), (5_000, 1), (5_001, 1), (5_999, 1)]
)
def test_a_hold_counts_down_to_its_last_second(at, count):
    moment = find_moment((HOLD,), at)
    assert (moment.count, moment.unit, moment.counts_up) == (count, SECONDS, False)


def test_a_repetition_shows_its_number_and_an_open_hold_how_long_it_lasted():
    rep = TimedSpan(0, 9_000, Purpose.WORK, rep=3, reps=8, whole=True)
    assert find_moment((rep,), 8_999).count == 3
    assert find_moment((rep,), 8_999).unit == REPETITION
    opened = TimedSpan(500, 60_500, Purpose.WORK, held=True, is_open=True)
    moment = find_moment((opened,), 12_400)
    assert (moment.count, moment.unit, moment.counts_up) == (11, SECONDS, True)


@pytest.mark.parametrize("purpose", [Purpose.QUIET, Purpose.SPEECH, Purpose.MOVE])
def test_nothing_counts_in_what_nobody_waits_out(purpose):
    moment = find_moment((TimedSpan(0, 9_000, purpose, held=purpose is Purpose.QUIET),), 10)
    assert (moment.count, moment.unit) == (None, "")


def test_before_the_first_and_behind_the_last_span_one_of_them_is_shown():
    assert find_moment((HOLD,), 0).exercise == "Bridge"
    assert find_moment((HOLD,), 99_000).exercise == "Bridge"


@pytest.mark.parametrize("name", SESSIONS)
def test_spans_fill_the_session_and_no_count_is_below_one(name):
    spans = spans_of(name)
    assert [one.end for one in spans[:-1]] == [one.start for one in spans[1:]]
    for span in spans:
        for at in (span.start, span.end - 1):
            moment = find_moment(spans, at)
            assert moment.exercise == span.exercise
            assert moment.count is None or moment.counts_up or moment.count >= 1
