"""What is kept: within bounds, private, and never taken for more than it is."""

import json
import os
import stat

import pytest

from coach.exports.file_records import make_file_record
from coach.serve.kept_sessions import INDEX_NAME, KeptSessions
from coach.serve.served_session import KEY_DIGITS, ServedFile, ServedSession


@pytest.fixture
def open_kept():
    """Open what is kept in a folder, until the test ends."""
    opened = []

    def open_one(*arguments, **more):
        opened.append(KeptSessions(*arguments, **more))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def add(kept: KeptSessions, number: int, size: int = 10) -> str:
    key = KEY_DIGITS[number] * 20
    files = {}
    for suffix in (".mp3", ".html"):
        path = kept.folder / f"{key}{suffix}"
        path.write_bytes(bytes(size))
        with path.open("rb") as file:
            files[suffix] = ServedFile(path, make_file_record(file, key))
    kept.add(ServedSession(key, "x", f"T{number}", "", "en", 1, number, ".mp3", files=files))
    return key


def keys(kept: KeptSessions) -> list[str]:
    return [one.key[0] for one in kept.list_sessions()]


def test_the_one_asked_for_longest_ago_goes_first(open_kept, tmp_path):
    kept = open_kept(tmp_path / "served", most=3)
    first = add(kept, 1)
    add(kept, 2)
    add(kept, 3)
    assert kept.find(first)
    add(kept, 4)
    assert keys(kept) == ["4", "3", "1"]
    names = {path.name[0] for path in kept.folder.glob("*.mp3")}
    assert names == {"1", "3", "4"}


def test_bytes_are_bounded_but_the_last_one_stays(open_kept, tmp_path):
    kept = open_kept(tmp_path / "served", most_bytes=50)
    add(kept, 1)
    add(kept, 2)
    assert keys(kept) == ["2", "1"]
    add(kept, 3)
    assert keys(kept) == ["3", "2"]
    add(kept, 4, size=1000)
    assert keys(kept) == ["4"]


def test_it_is_there_again_after_a_restart(open_kept, tmp_path):
    kept = open_kept(tmp_path / "served")
    add(kept, 1)
    add(kept, 2)
    kept.find("1" * 20)
    before = kept.list_sessions()
    kept.close()
    again = open_kept(tmp_path / "served", most=2)
    assert again.list_sessions() == before
    add(again, 3)
    assert keys(again) == ["3", "1"]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_nobody_else_can_read_it_whatever_the_umask(open_kept, tmp_path):
    for number, mask in enumerate((0, 0o777 & ~0o700)):
        old = os.umask(mask)
        try:
            kept = open_kept(tmp_path / f"served{number}")
            add(kept, 1)
        finally:
            os.umask(old)
        assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept.folder.iterdir()} == {0o600}


def test_two_programs_have_folders_of_their_own(open_kept, tmp_path):
    first, second = open_kept(tmp_path / "served"), open_kept(tmp_path / "served")
    assert first.folder != second.folder
    add(first, 1)
    assert not second.list_sessions()
    first.close()
    assert keys(open_kept(tmp_path / "served")) == ["1"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda row: row.update(key="../../etc/passwd"),
        lambda row: row.update(key="/etc/passwd"),
        lambda row: row["files"].update({"/../x": row["files"][".mp3"]}),
        lambda row: row["files"][".mp3"].update(size=11),
        lambda row: row["files"].pop(".mp3"),
        lambda row: row.update(title=7),
        lambda row: row.update(length="7"),
        lambda row: row.update(more=1),
        lambda row: row.pop("made"),
        lambda row: row.clear(),
    ],
)
def test_a_damaged_list_leads_nowhere(open_kept, tmp_path, damage):
    kept = open_kept(tmp_path / "served")
    add(kept, 1)
    add(kept, 2)
    kept.close()
    path = kept.folder / INDEX_NAME
    content = json.loads(path.read_bytes())
    damage(content["sessions"][0])
    path.write_text(json.dumps(content))
    again = open_kept(tmp_path / "served")
    assert keys(again) == ["2"]
    assert {one.name[0] for one in again.folder.glob("*.mp3")} == {"2"}


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"[" * 100_000, b'{"version":1,"sessions":7}']
)
def test_a_list_that_is_none_is_as_an_empty_one(open_kept, tmp_path, content):
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / INDEX_NAME).write_bytes(content)
    (folder / "mine.txt").write_text("mine")
    assert not open_kept(folder).list_sessions()
    assert (folder / "mine.txt").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    from coach.errors import MachineError

    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="cannot be used"):
        KeptSessions(tmp_path / "file" / "served")


def test_what_was_cleared_is_no_longer_there(open_kept, tmp_path):
    kept = open_kept(tmp_path / "served")
    key = add(kept, 1)
    kept.find(key).files[".html"].path.unlink()
    assert kept.find(key) is None
    assert not kept.list_sessions()
