"""A file comes whole and right, or not at all; what has come of it is not asked for again."""

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from coach.errors import MachineError
from coach.system import verified_download
from coach.system.verified_download import RemoteFile, fetch_file, part_path
from tests.disk import full_disk
from tests.file_server import FileServer, serve_file

CONTENT = Random(17).randbytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
HALF = len(CONTENT) // 2


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serve_file(CONTENT) as server:
        yield server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "made" / "voice.onnx"


@pytest.fixture
def fetch(server, target):
    def fetch_it(manner: str = "good", **more):
        server.manner = manner
        remote = RemoteFile(f"{server.url}/voice.onnx", len(CONTENT), SHA256)
        fetch_file(remote, target, **{"stall_seconds": 5} | more)

    return fetch_it


def leave_part(target: Path, content: bytes) -> None:
    target.parent.mkdir(exist_ok=True)
    part_path(target).write_bytes(content)


def list_files(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_good_file_is_there_and_nothing_beside_it(fetch, target, server):
    seen = []
    fetch(advance=lambda done, whole: seen.append((done, whole)))
    assert target.read_bytes() == CONTENT
    assert list_files(target) == ["voice.onnx"]
    assert server.asked == [("/voices/voice.onnx", "")]
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_an_old_file_is_replaced_only_by_a_good_one(fetch, target):
    target.parent.mkdir()
    target.write_bytes(b"old")
    with pytest.raises(MachineError):
        fetch("wrong")
    assert target.read_bytes() == b"old"
    fetch()
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("manner", "message"),
    [
        ("wrong", f"expected the SHA-256 {SHA256[:12]}..., found "),
        ("short", "expected 300,000 bytes, found 28"),
        ("long", "expected 300,000 bytes, found more"),
        ("missing", "the server answers 404 Not Found"),
        ("broken", "the server answers 500 Internal Server Error"),
        ("odd", "the server does not answer as a web server does"),
    ],
)
def test_what_is_not_the_file_is_refused_and_nothing_is_kept(fetch, target, manner, message):
    with pytest.raises(MachineError) as caught:
        fetch(manner)
    (problem,) = caught.value.problems
    assert "/voices/voice.onnx: " in problem.message
    assert message in problem.message
    assert list_files(target) == []


@pytest.mark.parametrize(
    ("manner", "message", "stall"),
    [
        ("cut", "the connection ended after 150,000 of 300,000 bytes", 5),
        ("torn", "the connection ended after 150,000 of 300,000 bytes", 5),
        ("slow", "nothing has come for 0.2 s after 150,000 of 300,000 bytes", 0.2),
    ],
)
def test_what_came_is_kept_and_the_next_try_goes_on_from_there(
    fetch, target, server, manner, message, stall
):
    with pytest.raises(MachineError) as caught:
        fetch(manner, stall_seconds=stall)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert "goes on from there" in str(problem.hint)
    assert part_path(target).read_bytes() == CONTENT[:HALF]
    assert not target.exists()
    seen = []
    fetch(advance=lambda done, _: seen.append(done))
    assert server.asked[1:] == [("/voices/voice.onnx", f"bytes={HALF}-")]
    assert seen[0] > HALF
    assert target.read_bytes() == CONTENT
    assert list_files(target) == ["voice.onnx"]


def test_a_server_that_never_answers_is_not_waited_for(fetch, target):
    began = time.monotonic()
    with pytest.raises(MachineError, match=r"nothing has come for 0\.2 s"):
        fetch("mute", stall_seconds=0.2)
    assert time.monotonic() - began < 5
    assert list_files(target) == []


def test_a_server_that_knows_no_ranges_sends_it_all_again(fetch, target, server):
    leave_part(target, CONTENT[:HALF])
    fetch("deaf")
    assert [asked for _, asked in server.asked] == [f"bytes={HALF}-"]
    assert target.read_bytes() == CONTENT


def test_a_range_that_is_refused_is_not_asked_for_again(fetch, target, server):
    leave_part(target, CONTENT[:HALF])
    fetch("refusing")
    assert [asked for _, asked in server.asked] == [f"bytes={HALF}-", ""]
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("part", [CONTENT[1 : HALF + 1], CONTENT[::-1], CONTENT + b"more"])
def test_a_part_of_something_else_is_begun_anew(fetch, target, part):
    leave_part(target, part)
    fetch()
    assert target.read_bytes() == CONTENT
    assert list_files(target) == ["voice.onnx"]


def test_a_part_that_is_complete_asks_for_nothing(fetch, target, server):
    leave_part(target, CONTENT)
    fetch()
    assert target.read_bytes() == CONTENT
    assert server.asked == []


def test_a_server_that_is_down_is_told(server, target):
    server.close()
    remote = RemoteFile(f"{server.url}/voice.onnx", len(CONTENT), SHA256)
    with pytest.raises(MachineError, match=r"voice\.onnx: cannot be fetched: .*refused"):
        fetch_file(remote, target)
    assert list_files(target) == []


@pytest.mark.parametrize("path", ["a b", "é", "a\x1b"])
def test_an_address_that_cannot_be_asked_for_is_told(server, target, path):
    remote = RemoteFile(f"{server.url}/{path}", len(CONTENT), SHA256)
    with pytest.raises(MachineError, match="expected an address of ASCII without spaces"):
        fetch_file(remote, target)
    assert server.asked == []
    assert list_files(target) == []


def test_a_server_may_send_on_to_another(fetch, target, server):
    with serve_file(CONTENT) as other:
        server.target = f"{other.url}/there"
        leave_part(target, CONTENT[:HALF])
        fetch("elsewhere")
        assert other.asked == [("/voices/there", f"bytes={HALF}-")]
    assert target.read_bytes() == CONTENT


def test_a_safe_address_never_leads_to_an_unsafe_one():
    follow = verified_download._SafeRedirects().redirect_request
    headers: dict[str, str] = {}
    from urllib.request import Request

    safe, plain = Request("https://a.example/x"), Request("http://a.example/x")
    assert follow(safe, None, 302, "", headers, "https://b.example/x") is not None
    assert follow(plain, None, 302, "", headers, "http://b.example/x") is not None
    for request, to in ((safe, "http://b.example/x"), (plain, "ftp://b.example/x")):
        with pytest.raises(OSError, match="leads to"):
            follow(request, None, 302, "", headers, to)


@pytest.mark.skipif(os.name != "posix", reason="there is no such limit elsewhere")
def test_a_full_disk_is_told_and_nothing_is_kept(fetch, target):
    with full_disk(100_000), pytest.raises(MachineError) as caught:
        fetch()
    (problem,) = caught.value.problems
    assert str(target) in problem.message
    assert "cannot be written: " in problem.message
    assert list_files(target) == []


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_asked_for(fetch, target, server):
    target.parent.write_text("a file")
    with pytest.raises(MachineError, match=r"voice\.onnx: cannot be written: "):
        fetch()
    assert server.asked == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(fetch, target, server):
    target.parent.mkdir(mode=0o500)
    with pytest.raises(MachineError, match=r"voice\.onnx: cannot be written: Permission denied"):
        fetch()
    assert server.asked == []


@pytest.mark.skipif(os.name != "posix", reason="there are no such locks elsewhere")
def test_two_do_not_fetch_the_same_at_once(fetch, target, server):
    import fcntl

    leave_part(target, CONTENT[:10])
    with part_path(target).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(MachineError, match="another coach is fetching it"):
            fetch()
    assert part_path(target).read_bytes() == CONTENT[:10]
    assert server.asked == []


def test_an_interrupt_keeps_what_came(fetch, target):
    def interrupt(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(advance=interrupt)
    kept = part_path(target).read_bytes()
    assert kept
    assert CONTENT.startswith(kept)
