"""The log leaves and comes back: as a table, as lines, merged from copies; and it is forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.training.fold import fold_log
from coach.training.log_erasing import erase_log, erase_records
from coach.training.log_file import (
    append_record,
    append_records,
    collect_log,
    format_line,
    list_log_files,
    read_log,
)
from coach.training.log_merging import Merge, merge_records
from coach.training.log_records import AnswerRecord, SessionRecord
from coach.training.log_table import format_table
from coach.training.log_transfer import read_log_copy
from tests.training.logs import LATER, RECORDS, make_session

FAR = LATER + timedelta(days=40_000)
LOGS = st.lists(RECORDS, max_size=6, unique_by=lambda each: each.id).map(
    lambda records: collect_log(map(format_line, records), FAR)
)


def sorted_sides(record):
    """A record with the sides of each exercise in one order, as a table has them."""
    if isinstance(record, AnswerRecord):
        return record
    exercises = (
        replace(one, sides=tuple(sorted(one.sides, key=lambda each: each.side)))
        for one in record.exercises
    )
    return replace(record, exercises=tuple(exercises))


@given(LOGS)
def test_a_table_comes_back_as_the_log_it_was(log):
    records, damaged = read_log_copy(format_table(log, with_health=True).encode())
    assert not damaged
    found = collect_log(map(format_line, records), FAR)
    assert found.answers == log.answers
    assert [*map(sorted_sides, found.sessions)] == [*map(sorted_sides, log.sessions)]


@given(LOGS)
def test_what_follows_from_a_log_follows_from_its_copies(log):
    until = FAR.date()
    lines = b"".join(map(format_line, (*log.sessions, *log.answers)))
    again = collect_log(map(format_line, read_log_copy(lines)[0]), FAR)
    assert again == log
    table = read_log_copy(format_table(log, with_health=True).encode())[0]
    days = fold_log(collect_log(map(format_line, table), FAR), until)
    assert days.days == fold_log(log, until).days
    assert days.exercises.keys() == fold_log(log, until).exercises.keys()


@given(LOGS)
def test_a_table_without_health_has_no_answer_and_no_limit(log):
    text = format_table(log, with_health=False)
    assert not {"limits", "pain"} & set(text.splitlines()[0].split(","))
    records = read_log_copy(text.encode())[0]
    assert all(isinstance(one, SessionRecord) and not one.limits for one in records)
    assert len(records) == len(log.sessions)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_a_file_of_any_kind_has_records_or_none(content):
    records, damaged = read_log_copy(content)
    assert not records or not damaged or len(records) + len(damaged) > 1


def test_a_table_that_a_spreadsheet_has_saved_is_read(tmp_path):
    append_record(tmp_path, make_session())
    log = read_log(tmp_path, LATER)
    text = format_table(log, with_health=True).replace(",", ";").replace("1187.25", "1187,25")
    for content in (text.encode("utf-8-sig"), text.replace("\r\n", "\n").encode("utf-16")):
        assert read_log_copy(content) == ([*log.sessions], [])


def test_a_copy_adds_what_is_new_and_no_more(tmp_path):
    here, there, both = make_session(), make_session(1), make_session(2)
    append_records(tmp_path, (here, both))
    assert merge_records(tmp_path, (there, both)) == Merge(added=1, kept=1)
    assert read_log(tmp_path, LATER).sessions == (here, there, both)
    assert merge_records(tmp_path, (there, both)) == Merge(kept=2)


@given(st.lists(RECORDS, max_size=5), st.lists(RECORDS, max_size=5))
def test_merging_twice_is_merging_once(tmp_path_factory, mine, others):
    folder = tmp_path_factory.mktemp("log")
    append_records(folder, mine)
    merge_records(folder, others)
    log = read_log(folder, FAR)
    assert {one.id for one in others if not one.is_gone} - {one.id for one in mine} <= {
        one.id for one in (*log.sessions, *log.answers)
    } | {one.id for one in others if one.is_gone}
    merge_records(folder, others)
    assert read_log(folder, FAR) == log


def test_an_old_copy_undoes_no_change(tmp_path):
    one = make_session(seed=1)
    append_records(tmp_path, (one, replace(one, seed=2)))
    assert merge_records(tmp_path, (one,)) == Merge(kept=1)
    newer = replace(one, seed=3)
    assert merge_records(tmp_path, (one, newer)) == Merge(changed=1)
    assert read_log(tmp_path, LATER).sessions == (newer,)
    assert merge_records(tmp_path, (replace(one, is_gone=True),)) == Merge(taken_back=1)
    assert not read_log(tmp_path, LATER).sessions


def test_a_copy_without_limits_takes_none_away(tmp_path):
    one = make_session(limits=("no-kneeling",))
    append_record(tmp_path, one)
    assert merge_records(tmp_path, (replace(one, limits=()),)) == Merge(kept=1)


def test_what_is_forgotten_is_in_no_file_and_does_not_come_back(tmp_path):
    one, other = make_session(routine="secret"), make_session(60)
    append_records(tmp_path, (one, other, replace(one, day=other.day, start=other.start)))
    erase_records(tmp_path, {one.id})
    assert not any(b"secret" in path.read_bytes() for _, path in list_log_files(tmp_path))
    assert read_log(tmp_path, LATER).sessions == (other,)
    assert merge_records(tmp_path, (one, other)) == Merge(kept=2)
    append_record(tmp_path, make_session(3))
    assert len(read_log(tmp_path, LATER).sessions) == 2


def test_forgetting_leaves_lines_that_cannot_be_read_but_those_of_the_record(tmp_path):
    one = make_session()
    append_record(tmp_path, one)
    [(_, path)] = list_log_files(tmp_path)
    torn = format_line(one)[:60]
    path.write_bytes(b"what is this\n" + torn + b"\n" + path.read_bytes())
    erase_records(tmp_path, {one.id}, leave_marks=False)
    assert path.read_bytes() == b"what is this\n"
    erase_log(tmp_path)
    assert not list_log_files(tmp_path)


def test_nothing_is_left_of_a_whole_log(tmp_path):
    append_records(tmp_path, (make_session(), make_session(60)))
    erase_records(
        tmp_path, {one.id for one in read_log(tmp_path, LATER).sessions}, leave_marks=False
    )
    assert not list_log_files(tmp_path)
    erase_log(tmp_path)


@pytest.mark.parametrize("content", [b"", b"id,name\n1,2\n", b"\0\0", b"{}", b"[1, 2]", b"<html>"])
def test_what_another_program_wrote_holds_no_records(content):
    assert read_log_copy(content)[0] == []
