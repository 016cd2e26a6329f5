"""Memory: what was written is read back; what is damaged or missing is as if never written."""

import errno

import pytest

from coach.errors import MachineError
from coach.system.notes import Notes


def test_what_was_written_is_read(tmp_path):
    memory = Notes(tmp_path / "deep" / "state")
    memory.write("place", {"name": "lower-back", "at": 12})
    memory.write("place", {"name": "walk"})
    assert memory.read("place") == {"name": "walk"}
    assert memory.read("other") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b'"x"', b"[" * 100_000])
def test_a_damaged_note_is_no_note(tmp_path, damage):
    (tmp_path / "place.json").write_bytes(damage)
    assert Notes(tmp_path).read("place") is None


def test_forgetting_leaves_the_others(tmp_path):
    memory = Notes(tmp_path)
    memory.write("a", {"x": 1})
    memory.write("b", {"x": 2})
    memory.delete("a")
    memory.delete("a")
    assert memory.read("a") is None
    assert memory.read("b") == {"x": 2}


def test_where_nothing_can_be_written_it_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match=r"note\.json: cannot be written"):
        Notes(tmp_path / "file").write("note", {})


def test_why_a_folder_cannot_be_made_is_told(tmp_path, monkeypatch):
    def refuse(_folder):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("coach.system.notes.make_private_folder", refuse)
    with pytest.raises(MachineError, match=r"x\.json: cannot be written: Read-only file system"):
        Notes(tmp_path / "state").write("x", {})
    Notes(tmp_path).write("x", {})
    assert Notes(tmp_path).read("x") == {}
