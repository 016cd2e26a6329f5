"""What suits today, by its rules in their order, for any log, clock and settings."""

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.timeline.dose import Dose
from coach.training.fold import fold_log
from coach.training.log_records import (
    AnswerRecord,
    End,
    ExerciseRecord,
    Log,
    Occasion,
    Outcome,
    SessionRecord,
)
from coach.training.session_day import find_day
from coach.training.session_offer import (
    SHORT_MS,
    Offer,
    Reason,
    Situation,
    choose_offer,
    find_usual,
    is_done_today,
    list_suitable,
)

ROUTINES = ("bedtime", "breathing", "flare-up", "hips", "lower-back", "morning", "walk")
STRENGTH = ("bird-dog", "bridge", "plank", "wall-sit")
ZONE = timezone(timedelta(hours=1))
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=ZONE)  # a Thursday
MINUTE = 60_000
DOSE = Dose(sets=1, reps=5, hold=0, breaths=0, time=0, pause=0, rest=0)


def session(days_ago: int, minutes: int = 20, routine: str = "lower-back", **more) -> SessionRecord:
    """A session so many days before NOON, with three exercises for strength where it is long."""
    names = STRENGTH[:3] if minutes > 10 and routine in ("lower-back", "hips") else ("breathing",)
    start = more.pop("start", NOON - timedelta(days=days_ago, hours=1))
    did = tuple(ExerciseRecord(name, Outcome.DONE, DOSE) for name in names)
    usual = {"asked": minutes * MINUTE, "heard": minutes * MINUTE, "exercises": did}
    return SessionRecord(f"{start}{routine}", start, find_day(start), routine, **usual | more)


def answer(pain: int, start: datetime = NOON, occasion=Occasion.BY_HAND) -> AnswerRecord:
    return AnswerRecord(f"a{start}", start, find_day(start), pain, occasion)


def offer(*sessions: SessionRecord, now=NOON, answers=(), **more) -> Offer:
    log = Log(tuple(sessions), tuple(answers))
    return choose_offer(Situation(log, now, ROUTINES, STRENGTH, **more))


def at(hour: int, minute: int = 0) -> datetime:
    return NOON.replace(hour=hour, minute=minute)


# The rules, one by one.


def test_nothing_is_offered_where_the_health_questions_say_stop():
    assert offer(session(1), stops=True, now=at(8)) == Offer(Reason.STOP)
    assert offer(session(0), stops=True, answers=[answer(9)]).reason is Reason.STOP


@pytest.mark.parametrize(
    ("pain", "reason"), [(4, Reason.SHORT), (5, Reason.SORE), (6, Reason.FLARE), (9, Reason.FLARE)]
)
def test_an_answer_is_a_brake_and_comes_before_all_but_a_stop(pain, reason):
    got = offer(session(1), answers=[answer(pain, at(11, 30))])
    assert got.reason is reason
    assert got.easy == (reason is Reason.SORE)
    if reason is Reason.FLARE:
        assert (got.routine, got.others) == ("flare-up", ("breathing",))


def test_an_answer_is_used_up_by_the_session_behind_it():
    assert offer(session(0), answers=[answer(9, at(10))]).reason is Reason.DONE
    assert offer(session(0), answers=[answer(9, at(11, 30))]).reason is Reason.FLARE
    yesterday = answer(9, NOON - timedelta(days=1))
    assert offer(session(1), answers=[yesterday]).reason is Reason.SHORT


def test_who_has_done_something_today_is_done():
    assert offer(session(0)) == Offer(Reason.DONE, "walk", others=("breathing",))
    late = at(22)
    assert offer(session(0), now=late) == Offer(Reason.DONE, "breathing", others=("walk",))


def test_what_was_broken_off_early_is_offered_again():
    stopped = session(0, end=End.STOPPED, heard=9 * MINUTE)
    again = Offer(Reason.BROKEN_OFF, "lower-back", 20 * MINUTE, others=("walk", "breathing"))
    assert offer(stopped) == again
    assert offer(session(1), stopped) == again
    assert offer(replace(stopped, heard=10 * MINUTE)).reason is Reason.DONE
    assert offer(replace(stopped, end=End.BY_HAND, heard=0, exercises=())).reason is Reason.DONE
    assert offer(session(0, start=at(9)), stopped).reason is Reason.DONE
    assert offer(replace(stopped, routine="gone")).reason is Reason.DONE
    sore = offer(session(1), stopped, answers=[answer(5, at(11, 30))])
    assert (sore.reason, sore.routine, sore.easy) == (Reason.SORE, "lower-back", True)


def test_where_nothing_was_heard_nothing_was_done():
    gone_past = (ExerciseRecord("bridge", Outcome.SKIPPED, DOSE),)
    stopped = session(0, end=End.STOPPED, heard=MINUTE, exercises=gone_past)
    assert offer(stopped).reason is Reason.FIRST


def test_what_suits_is_what_is_offered_then_the_usual_one():
    def suits(*sessions, now=NOON, **more):
        return list_suitable(Situation(Log(tuple(sessions)), now, ROUTINES, STRENGTH, **more))

    assert suits(session(3)) == ("lower-back",)
    assert suits(session(1)) == ("lower-back", "walk")
    assert suits(session(0)) == ("walk", "breathing", "lower-back")
    assert suits(session(3), now=at(8)) == ("morning", "lower-back")
    assert suits(session(1), stops=True) == ()
    sore = Log((session(1),), (answer(9, at(11, 30)),))
    assert list_suitable(Situation(sore, NOON, ROUTINES)) == ("flare-up", "breathing")


def test_a_day_ends_when_one_goes_to_bed():
    evening = session(0, start=at(23))
    assert offer(evening, now=at(2) + timedelta(days=1)).reason is Reason.DONE
    assert offer(evening, now=at(4) + timedelta(days=1)).reason is Reason.MORNING


def test_the_first_session_is_the_usual_one_of_most_people():
    assert offer() == Offer(Reason.FIRST, "lower-back")
    assert offer(now=at(7), length=15 * MINUTE) == Offer(Reason.FIRST, "lower-back", 15 * MINUTE)


@pytest.mark.parametrize(("days", "reason"), [(14, Reason.STRENGTH), (15, Reason.AWAY)])
def test_after_two_weeks_one_begins_gently_with_every_word(days, reason):
    got = offer(session(days))
    assert got.reason is reason
    if reason is Reason.AWAY:
        assert (got.length, got.easy, got.full_words) == (SHORT_MS, True, True)


@pytest.mark.parametrize(
    ("clock", "reason"),
    [
        (at(3, 59), Reason.EVENING),
        (at(4), Reason.MORNING),
        (at(8, 59), Reason.MORNING),
        (at(9), Reason.STRENGTH),
        (at(20, 29), Reason.STRENGTH),
        (at(20, 30), Reason.EVENING),
        (at(23, 59), Reason.EVENING),
    ],
)
def test_early_and_late_have_sessions_of_their_own(clock, reason):
    assert offer(session(3), now=clock).reason is reason


def test_early_and_late_the_usual_session_is_offered_as_well():
    for clock in (at(8), at(22)):
        assert offer(session(3), now=clock).others == ("lower-back",)


def test_within_an_hour_of_rising_it_is_morning():
    assert offer(session(3), now=at(14, 59), rises=time(14)).reason is Reason.MORNING
    assert offer(session(3), now=at(15), rises=time(14)).reason is Reason.STRENGTH
    assert offer(session(3), now=at(0, 20), rises=time(23, 30)).reason is Reason.MORNING


def test_strength_is_due_two_days_after_the_last_in_a_week_below_its_goal():
    due = offer(session(2))
    assert (due.reason, due.routine, due.length) == (Reason.STRENGTH, "lower-back", 20 * MINUTE)
    assert (due.days, due.done, due.goal) == (2, 1, 3)
    short = offer(session(1))
    assert (short.reason, short.length, short.others) == (Reason.SHORT, SHORT_MS, ("walk",))
    # Monday and Tuesday of this week: the goal is met, though strength was two days ago.
    assert offer(session(3), session(2), weekly_goal=2).reason is Reason.SHORT
    assert offer(session(8), session(7), weekly_goal=2).reason is Reason.STRENGTH


def test_short_sessions_in_between_are_no_days_of_strength_and_no_habit():
    log = [session(days, 20 if days % 2 else 10) for days in range(1, 20)]
    got = offer(*log, now=NOON + timedelta(days=1))
    assert (got.reason, got.length) == (Reason.STRENGTH, 20 * MINUTE)


def test_who_follows_what_is_offered_for_weeks_keeps_their_length():
    done: list[SessionRecord] = [session(60, 25)]
    for day in range(59, 0, -1):
        now = NOON - timedelta(days=day)
        got = offer(*done, now=now)
        minutes = (got.length or 20 * MINUTE) // MINUTE
        done.append(session(0, minutes, got.routine, start=now))
    lengths = {one.asked // MINUTE for one in done[-28:] if one.routine == "lower-back"}
    assert max(lengths) >= 20
    days = [one.day for one in done if one.asked > SHORT_MS]
    assert all((later - day).days >= 2 for day, later in pairwise(days[1:]))


def test_usual_is_what_was_done_most_of_late_and_the_last_of_what_was_as_often():
    def usual(*sessions):
        return find_usual(Situation(Log(tuple(sessions)), NOON, ROUTINES, STRENGTH, 12 * MINUTE))

    assert usual() == ("lower-back", 12 * MINUTE)
    assert usual(session(9, 15), session(6, 15), session(3, 25)) == ("lower-back", 15 * MINUTE)
    assert usual(session(6, 15, "hips"), session(3, 25)) == ("lower-back", 25 * MINUTE)
    assert usual(session(40, 15, "hips"), session(41, 15, "hips"))[0] == "lower-back"
    # Where nothing was done on a day when strength was due, what was done besides is what there is.
    assert usual(session(29, 20), session(28, 8, "hips")) == ("hips", 8 * MINUTE)
    mornings = [session(days, 10, "morning") for days in range(1, 9)]
    assert usual(*mornings) == ("lower-back", 12 * MINUTE)
    assert usual(session(3, 15, "thrown-away")) == ("lower-back", 12 * MINUTE)


def test_a_routine_that_is_not_there_is_never_offered():
    here = Situation(Log(), at(8), ("mine",))
    assert choose_offer(here) == Offer(Reason.FIRST, "mine")
    log = Log((session(3, routine="mine"),))
    for clock in (at(8), at(12), at(22)):
        assert choose_offer(Situation(log, clock, ("mine",))).routine == "mine"
    assert choose_offer(Situation(log, at(8), ())).reason is Reason.STOP


# Laws.

SESSIONS = st.lists(
    st.builds(
        session,
        st.integers(0, 60),
        st.integers(1, 45),
        st.sampled_from((*ROUTINES, "gone")),
        end=st.sampled_from(End),
        heard=st.integers(0, 2_700_000),
    ),
    max_size=30,
)
ANSWERS = st.lists(
    st.builds(
        answer,
        st.integers(0, 10),
        st.integers(0, 72 * 60).map(lambda minutes: NOON - timedelta(minutes=minutes)),
        st.sampled_from(Occasion),
    ),
    max_size=4,
)
SITUATIONS = st.builds(
    Situation,
    st.builds(lambda s, a: Log(tuple(s), tuple(a)), SESSIONS, ANSWERS),
    st.integers(0, 24 * 60 - 1).map(lambda minute: at(minute // 60, minute % 60)),
    st.sets(st.sampled_from(ROUTINES), min_size=1).map(tuple),
    st.just(STRENGTH),
    st.none() | st.integers(1, 60).map(lambda minutes: minutes * MINUTE),
    st.integers(1, 7),
    st.none() | st.times().map(lambda clock: clock.replace(microsecond=0)),
    st.booleans(),
)


@given(SITUATIONS)
def test_only_what_is_there_is_offered_and_the_same_to_the_same(here):
    got = choose_offer(here)
    assert (got.reason is Reason.STOP) == here.stops
    assert {got.routine, *got.others} - {""} <= set(here.routines)
    assert got == choose_offer(replace(here))
    assert bool(got.routine) != here.stops


@given(SITUATIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_of_a_log_does_not_matter(here, random):
    """But for which of two at the same moment is the last."""
    sessions = list({one.start: one for one in here.log.sessions}.values())
    answers = list({one.start: one for one in here.log.answers}.values())
    first = replace(here, log=Log(tuple(sessions), tuple(answers)))
    random.shuffle(sessions)
    random.shuffle(answers)
    assert choose_offer(first) == choose_offer(
        replace(here, log=Log(tuple(sessions), tuple(answers)))
    )


@given(SITUATIONS)
def test_of_today_nothing_counts_but_that_it_was_done(here):
    """What was not done today might as well not be in the log."""
    if is_done_today(here) or any(one.day == here.day for one in here.log.answers):
        return
    before = tuple(one for one in here.log.sessions if one.day < here.day)
    assert choose_offer(here) == choose_offer(replace(here, log=Log(before, here.log.answers)))


@given(SITUATIONS, st.integers(0, 9), st.integers(1, 10))
def test_a_higher_answer_never_makes_a_session_harder(here, pain, more):
    def offered(number: int) -> Offer:
        said = answer(min(10, number), here.now)
        return choose_offer(replace(here, log=Log(here.log.sessions, (said,))))

    lower, higher = offered(pain), offered(pain + more)
    order = (Reason.FLARE, Reason.SORE)

    def gentleness(one: Offer) -> int:
        return order.index(one.reason) if one.reason in order else len(order)

    assert gentleness(higher) <= gentleness(lower)


@given(SITUATIONS)
def test_strength_is_never_offered_on_two_days_running(here):
    got = choose_offer(here)
    if got.reason is Reason.STRENGTH:
        assert got.days is None or got.days >= 2
        assert got.done < got.goal


@given(SITUATIONS)
def test_a_day_is_done_for_today_where_the_history_has_it_the_next_day(here):
    tomorrow = fold_log(here.log, here.day + timedelta(days=1))
    assert is_done_today(here) == (here.day in tomorrow.days)
