"""Weeks: all that was done is in them, what lies between is blank, a pause counts for nothing."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.timeline.dose import Dose
from coach.training.dose_increases import find_increases, list_changes
from coach.training.fold import fold_log
from coach.training.history_summary import summarize_history
from coach.training.log_records import (
    AnswerRecord,
    End,
    ExerciseRecord,
    Log,
    Outcome,
    SessionRecord,
)
from coach.training.pauses import Pause, begin_pause, end_pause
from coach.training.weeks import DayMark, GoodWeeks, count_good_weeks, list_weeks

TODAY = date(2026, 11, 29)  # a Sunday
DAY = timedelta(days=1)
OFFSETS = st.sets(st.integers(0, 80))
PAUSES = st.lists(
    st.tuples(st.integers(0, 80), st.integers(0, 30)).map(
        lambda pair: Pause(TODAY - pair[0] * DAY, TODAY - max(0, pair[0] - pair[1]) * DAY)
    ),
    max_size=3,
)


def session(day, *exercises, end=End.DONE, minutes=10):
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    time = minutes * 60_000
    known = exercises or (ExerciseRecord("bridge", Outcome.DONE, Dose(reps=5)),)
    heard = 0 if end is End.BY_HAND else time
    return SessionRecord(f"{day}", start, day, "x", time, heard, end, heard, exercises=known)


def log_of(offsets):
    return Log(tuple(session(TODAY - offset * DAY) for offset in sorted(offsets, reverse=True)))


def history_of(offsets):
    return fold_log(log_of(offsets), TODAY + DAY)


@given(OFFSETS, st.integers(1, 20), PAUSES)
def test_weeks_have_every_day_and_minute_of_their_time_whatever_was_a_pause(offsets, count, pauses):
    history = history_of(offsets)
    weeks = list_weeks(history, TODAY, count, pauses)
    assert len(weeks) <= count
    if not offsets:
        assert not weeks
        return
    mondays = [week.monday for week in weeks]
    assert mondays == [mondays[0] + number * 7 * DAY for number in range(len(weeks))]
    assert mondays[-1] <= TODAY < mondays[-1] + 7 * DAY
    shown = [day for week in weeks for day in week.days]
    assert shown == [day for day in history.days if day >= mondays[0]]
    assert sum(week.time for week in weeks) == 600_000 * len(shown)
    assert mondays[0].weekday() == 0


@given(OFFSETS, st.integers(1, 7), PAUSES)
def test_a_pause_never_makes_the_weeks_worse(offsets, goal, pauses):
    history = history_of(offsets)
    before = count_good_weeks(history, TODAY, goal)
    after = count_good_weeks(history, TODAY, goal, pauses)
    if before and after:
        assert after.reached * before.total >= before.reached * after.total


@given(OFFSETS, st.integers(1, 7))
def test_of_the_last_weeks_only_good_news_is_told(offsets, goal):
    good = count_good_weeks(history_of(offsets), TODAY, goal)
    if good:
        assert 0 < good.reached <= good.total <= 6
        assert 2 * good.reached >= good.total


def test_five_of_six_weeks_and_a_week_that_has_only_begun():
    whole = {7 * week + day for week in (1, 2, 4, 5, 6) for day in (0, 2, 4)}
    assert count_good_weeks(history_of(whole), TODAY, 3) == GoodWeeks(5, 6)
    # Nothing of this week is held against anybody; it counts once its goal is reached.
    assert count_good_weeks(history_of(whole | {6}), TODAY, 3) == GoodWeeks(5, 6)
    assert count_good_weeks(history_of((whole | {0, 1, 2}) - {42, 44}), TODAY, 3) == GoodWeeks(5, 6)
    paused = Pause(TODAY - 25 * DAY, TODAY - 22 * DAY)
    assert count_good_weeks(history_of(whole), TODAY, 3, [paused]) == GoodWeeks(5, 5)


def test_a_session_of_which_nothing_was_heard_never_happened():
    skipped = session(TODAY, ExerciseRecord("bridge", Outcome.SKIPPED, Dose()))
    log = log_of({8})
    shown = summarize_history(Log((*log.sessions, skipped)), TODAY, 3)
    assert shown == summarize_history(log, TODAY, 3)


def test_a_pause_is_grey_as_far_as_it_has_gone_and_what_was_done_in_it_counts():
    history = history_of({9, 2})
    active, paused, blank = DayMark.ACTIVE, DayMark.PAUSED, DayMark.BLANK
    (_, this) = list_weeks(history, TODAY, 9, [Pause(TODAY - 4 * DAY)])
    assert this.marks == (blank, blank, paused, paused, active, paused, paused)
    (_, this) = list_weeks(history, TODAY - 2 * DAY, 9, [Pause(TODAY - 4 * DAY)])
    assert this.marks == (blank, blank, paused, paused, active, blank, blank)


@given(PAUSES, st.none() | st.integers(0, 40))
def test_a_pause_begins_today_and_ends_when_it_is_said_to(pauses, length):
    end = None if length is None else TODAY + length * DAY
    begun = begin_pause(pauses, TODAY, end)
    assert any(one.is_on(TODAY) and one.end == end for one in begun)
    ended = end_pause(begun, TODAY)
    assert not any(one.is_on(TODAY) for one in ended)
    for offset in range(1, 60):
        day = TODAY - offset * DAY
        assert any(one.covers(day, TODAY) for one in ended) == any(
            one.covers(day, TODAY) for one in pauses
        )


def test_who_said_by_hand_how_long_it_was_has_those_minutes():
    log = Log((session(TODAY, end=End.BY_HAND, minutes=20),))
    assert summarize_history(log, TODAY, 3).weeks[0].time == 20 * 60_000


def hold(seconds, outcome=Outcome.DONE, **given):
    level = given.get("level", seconds // 5)
    return ExerciseRecord("hip", outcome, Dose(reps=2, hold=seconds * 1000), level=level)


def increases_of(*doses):
    log = Log(tuple(session(TODAY - offset * DAY, record) for offset, record in doses))
    return find_increases(fold_log(log, TODAY + DAY))


def test_what_grew_says_from_what_and_since_when():
    (increase,) = increases_of((26, hold(15)), (20, hold(15)), (6, hold(20)), (2, hold(25)))
    assert increase.since == TODAY - 26 * DAY
    assert [*list_changes(increase)] == [("hold", 15_000, 25_000)]


def test_a_short_session_between_hides_no_increase_and_makes_none():
    assert increases_of((26, hold(15)), (6, hold(25)), (1, hold(10)))
    assert not increases_of((26, hold(15)), (25, hold(20)), (1, hold(20)))
    assert not increases_of((26, hold(25)), (1, hold(15)))
    assert not increases_of((26, hold(15)), (1, hold(25, Outcome.PART)))
    assert not increases_of((26, hold(15, level=2)), (1, hold(25, level=2)))


def test_what_is_raised_on_the_fourth_day_has_grown_since_the_first():
    (increase,) = increases_of(
        (9, hold(15)), (8, hold(15)), (7, hold(15)), (6, hold(20)), (1, hold(20))
    )
    assert increase.since == TODAY - 9 * DAY


def test_what_fills_the_time_that_there_is_never_grew():
    assert not increases_of((26, hold(15, level=None)), (1, hold(25, level=None)))


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9)), max_size=12))
def test_nothing_that_shrank_is_called_grown(doses):
    for increase in increases_of(*((offset, hold(5 * size)) for offset, size in doses)):
        assert increase.after.hold > increase.before.hold


def test_counts_are_of_the_weeks_that_are_shown():
    log = log_of({1, 3, 40})
    assert summarize_history(log, TODAY, 3, weeks=1).counts[0].times == 2
    assert summarize_history(log, TODAY, 3, weeks=9).counts[0].times == 3


def test_pain_is_the_last_answer_and_the_median_of_four_weeks():
    answers = tuple(
        AnswerRecord(f"a{offset}", datetime(2026, 11, 29, tzinfo=UTC), TODAY - offset * DAY, pain)
        for offset, pain in ((40, 9), (30, 9), (20, 2), (10, 4), (1, 6))
    )
    summary = summarize_history(Log(log_of({1}).sessions, answers), TODAY, 3)
    assert summary.pain is not None
    assert (summary.pain.pain, summary.pain.usual) == (6, 4)
    assert summarize_history(log_of({1}), TODAY, 3).pain is None
