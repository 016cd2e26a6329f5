"""Ids sort by time and are never alike; a code is six letters, typed in any way."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.training.record_ids import (
    CODE_LETTERS,
    make_code,
    make_content_id,
    make_id,
    make_id_of,
    read_code,
)

NOW = datetime(2026, 11, 29, 7, tzinfo=UTC)


def test_ids_sort_by_their_time_and_are_never_alike():
    ids = [make_id(NOW + timedelta(milliseconds=index)) for index in range(100)]
    assert ids == sorted(set(ids))
    assert len({make_id(NOW) for _ in range(100)}) == 100
    assert {len(each) for each in ids} == {26}


def test_what_is_entered_twice_has_one_id():
    day = date(2026, 11, 29)
    assert make_id_of("a", day) == make_id_of("a", day)
    others = {make_id_of("b", day), make_id_of("a", day + timedelta(days=1))}
    assert len(others | {make_id_of("a", day)}) == 3
    assert make_id(NOW - timedelta(days=1)) < make_id_of("a", day) < make_id(NOW + timedelta(1))


@given(st.text())
def test_a_code_is_six_letters_and_read_however_it_is_typed(content):
    code = make_code(make_content_id(content))
    assert len(code) == 6
    assert set(code) <= set(CODE_LETTERS)
    assert read_code(f" {code[:3].lower()}-{code[3:]} ") == code


def test_a_name_is_no_code():
    words = ("lower-back", "office", "BCDFG", "BCDFGHJ", "BCDFGA", "", "123456")
    assert not any(map(read_code, words))
