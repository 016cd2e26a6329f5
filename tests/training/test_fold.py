"""What a log says of each exercise, and of the listener."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coach.training.fold import UNKNOWN_PAIN, fold_log
from coach.training.log_records import Log, Outcome
from tests.training.listeners import answer, by_hand, did, on, session
from tests.training.logs import ANSWERS, SESSIONS


def test_an_exercise_was_heard_where_it_was_done_or_a_part_of_it():
    outcomes = (Outcome.DONE, Outcome.SKIPPED, Outcome.PART, Outcome.UNREACHED)
    sessions = [session(n, did("bridge", outcome=one)) for n, one in enumerate(outcomes)]
    bridge = fold_log(Log(tuple(sessions)), on(9)).find("bridge")
    assert (bridge.first_day, bridge.last_day, bridge.times_done) == (on(0), on(2), 1)
    assert len(bridge.occurrences) == 4
    assert not bridge.is_new
    assert fold_log(Log(tuple(sessions)), on(0)).find("bridge").is_new


def test_days_count_once_and_weeks_begin_on_monday():
    sessions = [session(0), session(0, hour=18), session(6), session(7), session(21)]
    history = fold_log(Log(tuple(sessions)), on(22))
    assert history.days == (on(0), on(6), on(7), on(21))
    assert [(week.monday, len(week.days)) for week in history.weeks] == [
        (on(0), 2),
        (on(7), 1),
        (on(21), 1),
    ]
    assert history.days_away == 1


def test_a_session_of_which_nothing_was_heard_makes_no_day():
    unreached = session(1, did("bridge", outcome=Outcome.UNREACHED))
    log = Log((session(0, heard=0), unreached, by_hand(session(2, heard=0))))
    assert fold_log(log, on(9)).days == (on(2),)


def test_a_session_without_exercises_counts_where_half_of_it_was_heard():
    def days(heard: int) -> tuple[date, ...]:
        return fold_log(Log((session(0, heard=heard, asked=300_000),)), on(9)).days

    assert days(149_999) == ()
    assert days(150_000) == (on(0),)


def test_usual_is_the_median_of_the_last_five_answers():
    answers = [answer(n, pain) for n, pain in enumerate((9, 9, 1, 2, 3, 8, 2))]
    assert fold_log(Log((), tuple(answers)), on(9)).usual_pain == 2
    assert fold_log(Log(), on(9)).usual_pain == UNKNOWN_PAIN


@given(st.lists(SESSIONS, max_size=8), st.lists(ANSWERS, max_size=4), st.data())
def test_the_order_of_a_log_does_not_matter_and_nothing_of_the_day_itself_counts(
    sessions, answers, data
):
    log = Log(tuple(sessions), tuple(answers))
    until = data.draw(st.sampled_from([one.day for one in sessions] or [on(0)]))
    history = fold_log(log, until)
    shuffled = Log(tuple(data.draw(st.permutations(sessions))), tuple(answers))
    earlier = replace(
        log,
        sessions=tuple(one for one in sessions if one.day < until),
        answers=tuple(one for one in answers if one.day < until),
    )
    if len({one.id for one in sessions}) == len(sessions):
        assert fold_log(shuffled, until) == history
    assert fold_log(earlier, until) == history
    assert all(day < until for day in history.days)
