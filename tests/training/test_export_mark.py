"""An export says what it holds, in every format, always the same; nothing of its listener."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exports.encoders import find_encoder, list_suffixes
from coach.exports.session_mark import make_session_mark, read_file_mark
from coach.exports.session_metadata import session_metadata
from coach.exports.writer import encode_range
from coach.pipeline import prepare_session
from coach.plan.request import Filters, SessionRequest
from coach.training.export_ledger import LEDGER_NAME, find_mark, forget_marks, keep_mark
from coach.training.export_mark import ExportMark, MarkedExercise, format_mark, read_mark
from coach.training.log_records import Outcome
from tests.training.logs import EXERCISES, LENGTHS

MARKS = st.builds(
    ExportMark,
    st.text("0123456789ABC", min_size=1, max_size=16),
    st.text(max_size=20),
    LENGTHS,
    st.lists(st.builds(MarkedExercise, EXERCISES, LENGTHS, LENGTHS), max_size=4).map(tuple),
)
NOTHING_HEARD = {"told": None, "words": "", "asks_words": False, "is_new": False}
REQUEST = SessionRequest(voice="tone", length=300_000)


@pytest.fixture(scope="module")
def prepared():
    return prepare_session("lower-back", REQUEST)


def without_words(mark):
    """A mark as it leaves this machine: what it says is the same for every listener."""
    exercises = (
        replace(one, record=replace(one.record, outcome=Outcome.UNREACHED, **NOTHING_HEARD))
        for one in mark.exercises
    )
    return replace(mark, exercises=tuple(exercises))


@given(MARKS)
def test_a_mark_comes_back_from_its_text(mark):
    found = read_mark(format_mark(mark))
    assert found == without_words(mark)
    assert (found.code, read_mark(format_mark(found))) == (mark.code, found)


@given(st.text(max_size=100))
def test_any_other_text_is_no_mark(text):
    assert read_mark(text) is None


@pytest.mark.parametrize("suffix", list_suffixes())
def test_every_format_has_it_and_is_the_same_each_time(prepared, tmp_path, suffix):
    metadata = replace(session_metadata(prepared), chapters=(), captions=())
    mix = prepared.make_mix()
    paths = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for path in paths:
        with path.open("w+b") as file:
            encode_range(mix, file, find_encoder(path), metadata, (0, 2000))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    mark = read_file_mark(paths[0])
    assert mark == without_words(make_session_mark(prepared))
    assert mark.routine == "lower-back"
    assert mark.length == prepared.length
    assert {one.record.exercise for one in mark.exercises} == prepared.session.exercises


def test_another_session_has_another_code(prepared):
    other = prepare_session("lower-back", SessionRequest(voice="tone", length=360_000))
    assert make_session_mark(other).code != make_session_mark(prepared).code
    assert make_session_mark(prepared).code in session_metadata(prepared).description


def test_where_its_script_lies_changes_nothing(tmp_path):
    marks = []
    for name, above in (("here", ""), ("there", "# A line above.\n")):
        path = tmp_path / name / "rest.yaml"
        path.parent.mkdir()
        path.write_text(f"{above}title: Rest\nsteps: [Lie down., {{hold: 5s}}]\n", "utf-8")
        marks.append(make_session_mark(prepare_session(str(path), SessionRequest("tone"))))
    assert marks[0] == marks[1]


def test_it_says_nothing_of_the_listener():
    request = SessionRequest(voice="tone", length=600_000, filters=Filters(limits=("no-kneeling",)))
    metadata = session_metadata(prepare_session("lower-back", request))
    assert "kneeling" not in metadata.mark
    assert "limit" not in metadata.mark


def test_what_was_heard_up_to_a_moment(prepared):
    mark = make_session_mark(prepared)
    first, second = mark.exercises[:2]
    assert [one.outcome for one in mark.list_heard(first.end)][:2] == [
        Outcome.DONE,
        Outcome.UNREACHED,
    ]
    assert mark.list_heard(second.start + 1)[1].outcome is Outcome.PART
    assert {one.outcome for one in mark.list_heard()} == {Outcome.DONE}


def test_a_file_of_another_program_has_none(tmp_path):
    for name, content in (("a.mp3", b""), ("b.mp3", b"ID3" + bytes(99)), ("c.wav", b"RIFF")):
        path = tmp_path / name
        path.write_bytes(content)
        assert read_file_mark(path) is None
    assert read_file_mark(Path(__file__)) is None


def test_the_ledger_knows_an_export_by_its_code(tmp_path):
    marks = [ExportMark(f"{number}", "lower-back", 1000 * number) for number in range(1, 4)]
    for mark in (*marks, *marks):
        assert keep_mark(tmp_path / "state", mark)
    assert [find_mark(tmp_path / "state", mark.code) for mark in marks] == marks
    path = tmp_path / "state" / LEDGER_NAME
    assert len(path.read_text().splitlines()) == 3
    path.write_text("damage\n" + path.read_text() + '{"id":')
    assert find_mark(tmp_path / "state", marks[0].code) == marks[0]
    assert find_mark(tmp_path / "state", "BCDFGH") is None
    forget_marks(tmp_path / "state")
    assert find_mark(tmp_path / "state", marks[0].code) is None


def test_a_line_that_was_torn_takes_no_other_with_it(tmp_path):
    one, other = ExportMark("1", "lower-back", 1000), ExportMark("2", "lower-back", 1000)
    keep_mark(tmp_path, one)
    path = tmp_path / LEDGER_NAME
    path.write_bytes(path.read_bytes()[:-9])
    keep_mark(tmp_path, other)
    assert find_mark(tmp_path, other.code) == other
    assert find_mark(tmp_path, one.code) is None


@pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277], ids=oct)
def test_the_ledger_is_read_by_its_owner_alone(tmp_path, umask):
    before = os.umask(umask)
    try:
        keep_mark(tmp_path / "state", ExportMark("1", "lower-back", 1000))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "state" / LEDGER_NAME).stat().st_mode) == 0o600
