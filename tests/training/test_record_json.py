"""A record comes back from JSON as it was; what cannot be is put right or refused."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.training.log_records import AnswerRecord, End, SessionRecord
from coach.training.record_json import make_record_fields, read_record
from tests.training.logs import RECORDS, make_session

LEAST = {"id": "1", "start": "2026-11-29T00:30:00+01:00", "routine": "lower-back"}


@given(RECORDS)
def test_a_record_comes_back_as_it_was(record):
    assert read_record(json.loads(json.dumps(make_record_fields(record)))) == record


def test_the_least_that_a_hand_writes_is_a_session_of_its_day():
    record = read_record(LEAST)
    assert isinstance(record, SessionRecord)
    assert (record.day, record.end) == (date(2026, 11, 28), End.DONE)


def test_a_time_without_an_offset_is_the_one_on_the_wall():
    record = read_record(LEAST | {"start": "2026-11-29T08:00"})
    assert record.start == datetime(2026, 11, 29, 8).astimezone()


def test_fields_of_other_versions_are_kept():
    fields = make_record_fields(make_session()) | {"v": 1, "mood": {"a": [1]}}
    fields["did"] = [{"e": "bridge", "out": "done", "load": 3}]
    assert make_record_fields(read_record(fields)) == fields


def test_a_record_that_takes_back_needs_no_more_than_its_id():
    assert read_record({"id": "1", "gone": True}).is_gone


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"asked": -3}, "asked", 0),
        ({"heard": 10**400}, "heard", 86_400_000),
        ({"asked": 1e300}, "asked", 86_400_000),
        ({"routine": "x" * 1000}, "routine", "x" * 300),
        ({"did": [{"e": "a", "out": "done"}] * 999}, "exercises", None),
    ],
)
def test_what_cannot_be_becomes_what_can(changes, field, value):
    found = getattr(read_record(LEAST | changes), field)
    assert found == value if value is not None else len(found) == 300


def test_pain_stays_between_nought_and_ten():
    fields = {"id": "1", "start": "2026-11-29T08:00+01:00", "pain": 47}
    assert read_record(fields) == AnswerRecord(
        "1", datetime.fromisoformat(fields["start"]), date(2026, 11, 29), 10
    )


@pytest.mark.parametrize(
    "fields",
    [
        None,
        [],
        "session",
        {},
        {"id": 1},
        {"id": ""},
        LEAST | {"start": "yesterday"},
        LEAST | {"start": "0001-01-01T00:00:00"},
        LEAST | {"start": "9999-12-31T23:59:59+00:00"},
        LEAST | {"day": 3},
        LEAST | {"asked": "long"},
        LEAST | {"asked": float("nan")},
        LEAST | {"heard": True},
        LEAST | {"end": "somehow"},
        LEAST | {"limits": "no-kneeling"},
        LEAST | {"did": {"e": "bridge"}},
        LEAST | {"did": ["bridge"]},
        LEAST | {"did": [{"e": "bridge"}]},
        LEAST | {"did": [{"e": "bridge", "out": "done", "side": {"left": 5}}]},
        LEAST | {"did": [{"e": "bridge", "out": "done", "side": {"left": [[]]}}]},
        LEAST | {"did": [{"e": "bridge", "out": "done", "asked": {"reps": {}}}]},
        {key: value for key, value in LEAST.items() if key != "routine"},
        {"id": "1", "start": "2026-11-29T08:00+01:00", "pain": None},
    ],
)
def test_what_is_no_record_is_refused(fields):
    with pytest.raises(ValueError, match=r"\w"):
        read_record(fields)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(RECORDS, st.data())
def test_a_field_of_any_kind_is_read_or_refused_and_never_breaks(record, data):
    fields = make_record_fields(record)
    place = data.draw(st.sampled_from([fields, *fields.get("did", [])]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(JSON_VALUES)
    try:
        once = read_record(fields)
    except ValueError:
        return
    assert read_record(make_record_fields(once)) == once
    assert once.start.astimezone(UTC)
