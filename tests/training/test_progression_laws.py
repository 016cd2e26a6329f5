"""What coach makes of any log: the same each time, nothing but the log, and never too much."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.plan.request import DEFAULT_REQUEST, Filters, SessionRequest
from coach.script.library import load_phrases
from coach.training.dose_levels import make_dose_levels
from coach.training.fold import fold_log
from coach.training.level_course import DAYS_BETWEEN_RAISES, MAX_RAISES
from coach.training.listener_progression import make_levels, make_progression
from coach.training.log_file import collect_log, format_line
from coach.training.log_records import AnswerRecord, Log, Occasion, Outcome, SessionRecord
from tests.training.listeners import ROUTINE, answer, did, load, names, on, session
from tests.training.logs import LATER, SESSIONS

LAST = 60
HEARD = st.tuples(
    st.sampled_from(names()),
    st.integers(0, 20),
    st.sampled_from((Outcome.DONE,) * 4 + tuple(Outcome)),
)
SESSIONS_HEARD = st.dictionaries(
    st.integers(0, LAST), st.lists(HEARD, max_size=9, unique_by=lambda one: one[0]), max_size=40
)
PAINS = st.dictionaries(
    st.integers(0, LAST), st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=5
)
REQUESTS = st.builds(
    lambda stronger, easy, limits, opted: SessionRequest(
        stronger=stronger, easy=easy, filters=Filters(limits=limits, opted=opted, usual=opted)
    ),
    st.booleans(),
    st.booleans(),
    st.sampled_from([(), ("no-kneeling",), ("knee",), ("acute-flare",), ("pregnant",)]),
    st.sampled_from([(), ("superman",)]),
)


def make_log(heard, pains) -> Log:
    sessions = [session(n, *(did(*one) for one in some)) for n, some in sorted(heard.items())]
    answers = []
    for number, (before, after) in pains.items():
        answers += [answer(number, before, Occasion.BEFORE), answer(number, after)]
    return Log(tuple(sessions), tuple(answers))


ENGLISH = load_phrases("en")
LOGS = st.builds(make_log, SESSIONS_HEARD, PAINS)


def progress(log: Log, number: int, request: SessionRequest = DEFAULT_REQUEST):
    routine, cards = load()
    return make_progression(routine, cards, request, log, on(number))


@given(LOGS, REQUESTS, st.integers(0, LAST + 90))
def test_every_reason_has_words_in_the_file_of_the_language(log, request, number):
    found = progress(log, number, request)
    raised = [one.raised.reason for one in found.exercises.values() if one.raised]
    reasons = [reason for one in found.exercises.values() for reason in one.reasons]
    for reason in (found.origin, *raised, *reasons):
        assert "{" not in reason.format(ENGLISH)


def read(lines) -> Log:
    return collect_log(lines, LATER)


def records_of(log: Log) -> list[SessionRecord | AnswerRecord]:
    return [*log.sessions, *log.answers]


@given(LOGS, REQUESTS, st.integers(0, LAST + 90))
def test_the_same_log_makes_the_same_session(log, request, number):
    assert progress(log, number, request) == progress(log, number, request)


@given(LOGS, st.integers(0, LAST + 1), st.randoms())
def test_neither_the_order_of_the_lines_nor_what_comes_later_matters(log, number, random):
    lines = [format_line(one) for one in records_of(log)]
    earlier = [format_line(one) for one in records_of(log) if one.day < on(number)]
    random.shuffle(lines)
    assert progress(read(lines), number) == progress(read(earlier), number)


@given(LOGS, st.data())
def test_a_line_that_is_deleted_or_taken_back_never_happened(log, data):
    records = records_of(log)
    if not records:
        return
    gone = data.draw(st.sampled_from(records))
    kept = [format_line(one) for one in records if one.id != gone.id]
    taken_back = [
        *map(format_line, records),
        b'{"id": "%s", "gone": true, "routine": ""}' % gone.id.encode(),
    ]
    assert progress(read(kept), LAST + 1) == progress(read(taken_back), LAST + 1)


@given(st.lists(SESSIONS, max_size=6), REQUESTS)
def test_no_log_is_too_strange(sessions, request):
    routine, cards = load()
    day = max((one.day for one in sessions), default=on(0))
    strange = Log(tuple(sessions))
    progression = make_progression(routine, cards, request, strange, day + timedelta(days=1))
    assert progression.origin
    assert set(progression.exercises) <= set(cards)


@given(LOGS, st.lists(HEARD, max_size=3))
def test_exercises_of_no_card_change_nothing_of_the_others(log, others):
    def rename(one: SessionRecord) -> SessionRecord:
        strange = tuple(did(f"no-{name}", at, outcome) for name, at, outcome in others)
        return session((one.day - on(0)).days, *one.exercises, *strange)

    more = Log(tuple(map(rename, log.sessions)), log.answers)
    before, after = progress(log, LAST + 1), progress(more, LAST + 1)
    heard = [
        one for one in log.sessions if any(x.outcome in ("done", "part") for x in one.exercises)
    ]
    if len(heard) == len(log.sessions):
        assert after.exercises == before.exercises


@settings(max_examples=60)
@given(LOGS, REQUESTS, st.integers(0, LAST + 90))
def test_a_level_is_one_of_the_card_and_beyond_usual_only_to_get_stronger(log, request, number):
    routine, cards = load()
    history = fold_log(log, on(number))
    levels = make_levels(routine, cards, request, history).exercises
    for name, one in progress(log, number, request).exercises.items():
        if one.level is None:
            continue
        assert 0 <= one.level < len(levels[name].levels.doses)
        first = history.find(name).first_day
        is_long_done = first is not None and (on(number) - first).days >= 28
        if not (request.stronger and is_long_done):
            assert one.level <= levels[name].levels.usual


@given(LOGS, REQUESTS)
def test_two_exercises_are_raised_a_session_at_most_and_each_after_four_days(log, request):
    routine, cards = load()
    raised = make_levels(routine, cards, request, fold_log(log, on(LAST + 1))).raised
    assert all(0 < len(one.raises) <= MAX_RAISES for one in raised)
    assert all(after == before + 1 for one in raised for before, after in one.raises.values())
    for name in names():
        days = [one.day for one in raised if name in one.raises]
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        assert all(gap >= DAYS_BETWEEN_RAISES for gap in gaps)
    found = progress(log, LAST + 1, request).exercises.values()
    assert sum(one.raised is not None for one in found) <= MAX_RAISES


@given(LOGS, st.sampled_from(names()), st.integers(0, 20))
def test_to_skip_never_raises_what_was_skipped(log, name, at):
    """It may free another from waiting: a position with something new is not raised."""
    routine, cards = load()
    skipped = Log((*log.sessions, session(LAST + 1, did(name, at, Outcome.SKIPPED))), log.answers)
    before = make_levels(routine, cards, SessionRequest(), fold_log(log, on(LAST + 2))).exercises
    after = make_levels(routine, cards, SessionRequest(), fold_log(skipped, on(LAST + 2))).exercises
    if name in before:
        assert after[name].level <= before[name].level
        assert not after[name].may_rise


@given(LOGS, st.integers(0, LAST))
def test_a_worse_back_never_makes_a_level_higher(log, number):
    routine, cards = load()
    if not any(one.day == on(number) for one in log.sessions):
        return
    calm = Log(log.sessions, ())
    worse = Log(log.sessions, (answer(number, 0, Occasion.BEFORE), answer(number, 5)))
    for name in names():
        if not make_dose_levels(
            cards[name], next(p for p in routine.exercises if p.exercise == name)
        ):
            continue
        day = on(number + 1)
        low = make_levels(routine, cards, SessionRequest(), fold_log(worse, day)).exercises.get(
            name
        )
        high = make_levels(routine, cards, SessionRequest(), fold_log(calm, day)).exercises.get(
            name
        )
        if low and high:
            assert low.level <= high.level


@given(st.lists(st.integers(1, 20), min_size=1, max_size=14))
def test_who_hears_a_session_again_soon_never_needs_more_words(gaps):
    sessions: list[SessionRecord] = []
    number, stages, safety = 0, [], []
    for gap in gaps:
        progression = progress(Log(tuple(sessions)), number)
        stages.append(progression.find("bridge").familiarity.stage)
        safety.append(progression.safety_is_known)
        sessions.append(session(number, did("bridge")))
        number += gap
    assert stages == sorted(stages)
    assert not any(safety[:3])
    assert all(one.routine == ROUTINE for one in sessions)
