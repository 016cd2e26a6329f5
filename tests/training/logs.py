"""Records and logs for tests: strategies, and a log of some sessions."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from coach.timeline.dose import Dose
from coach.timeline.familiarity import Familiarity, Stage
from coach.training.log_records import (
    AnswerRecord,
    End,
    ExerciseRecord,
    Occasion,
    Outcome,
    SessionRecord,
    SideHeard,
)
from coach.training.record_ids import make_id
from coach.training.session_day import find_day

START = datetime(2026, 11, 2, 7, 12, 3, tzinfo=timezone(timedelta(hours=1)))
LATER = datetime(2027, 11, 2, tzinfo=UTC)


def make_session(days: int = 0, *exercises: ExerciseRecord, **fields) -> SessionRecord:
    """A session so many days after START."""
    start = START + timedelta(days=days)
    usual = {"id": make_id(start), "start": start, "day": find_day(start), "routine": "lower-back"}
    usual |= {"asked": 1_200_000, "heard": 1_187_250, "at": 1_187_250}
    return SessionRecord(**usual | fields, exercises=exercises)


TEXT = st.text(max_size=20)
LENGTHS = st.integers(0, 86_400_000)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1), timezones=OFFSETS)
DAYS = st.dates(date(1980, 1, 1), date(2090, 1, 1))
IDS = st.text("0123456789ABCDEFGHJK", min_size=1, max_size=26)
DOSES = st.builds(
    Dose,
    sets=st.integers(1, 9),
    reps=st.integers(1, 30),
    hold=LENGTHS,
    breaths=st.integers(0, 20),
    time=LENGTHS,
    pause=LENGTHS,
    rest=LENGTHS,
)
SIDES = st.lists(
    st.builds(SideHeard, st.sampled_from(["", "left", "right"]), st.integers(0, 99), LENGTHS),
    max_size=3,
    unique_by=lambda each: each.side,
).map(tuple)
TOLD = st.builds(Familiarity, st.sampled_from(Stage), st.integers(0, 9))
EXERCISES = st.builds(
    ExerciseRecord,
    TEXT,
    st.sampled_from(Outcome),
    DOSES,
    SIDES,
    st.none() | st.integers(0, 30),
    st.none() | TOLD,
    TEXT,
    st.booleans(),
    st.booleans(),
)
SESSIONS = st.builds(
    SessionRecord,
    IDS,
    MOMENTS,
    DAYS,
    TEXT,
    LENGTHS,
    LENGTHS,
    st.sampled_from(End),
    LENGTHS,
    TEXT,
    TEXT,
    TEXT,
    st.integers(0, 10**9),
    st.lists(TEXT, max_size=3).map(tuple),
    st.booleans(),
    st.lists(EXERCISES, max_size=4).map(tuple),
    st.booleans(),
)
ANSWERS = st.builds(
    AnswerRecord,
    IDS,
    MOMENTS,
    DAYS,
    st.integers(0, 10),
    st.sampled_from(Occasion),
    IDS,
    st.booleans(),
)
RECORDS = SESSIONS | ANSWERS
