"""The sound by ranges, as browsers and podcast apps ask for it."""

import shutil
import subprocess

import pytest

from coach.exports.file_records import FileRecord
from coach.serve.served_session import ServedFile, ServedSession
from tests.serve.serving_here import make_serving, serve

CONTENT = bytes(range(256)) * 1000
KEY = "0" * 20
PATH = f"/s/{KEY}.mp3"


@pytest.fixture
def sounds(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(CONTENT)
    files = {".mp3": ServedFile(path, FileRecord("k", len(CONTENT), 0, "d1"))}
    session = ServedSession(KEY, "x", "X", "About", "en", 1000, 1, ".mp3", files=files)
    with serve(make_serving(exported={KEY: session})) as one:
        yield one


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-1", 206, 0, 2),
        ("bytes=0-", 206, 0, len(CONTENT)),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=255999-", 206, 255_999, 256_000),
        ("bytes=-500", 206, 255_500, 256_000),
        ("bytes=-999999999", 206, 0, 256_000),
        ("bytes=100-999999999", 206, 100, 256_000),
        # What is none, or several at once, is answered with all of it.
        ("bytes=5-2", 200, 0, 256_000),
        ("bytes=0-1,4-5", 200, 0, 256_000),
        ("lines=1-2", 200, 0, 256_000),
        ("bytes=" + "9" * 5000 + "-", 200, 0, 256_000),
        ("bytes=a-b", 200, 0, 256_000),
    ],
)
def test_a_range_is_answered_with_its_bytes(sounds, asked, status, start, stop):
    answer = sounds.get(PATH, range=asked)
    assert answer.status == status
    assert answer.body == CONTENT[start:stop]
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(stop - start)
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_length(sounds, asked):
    answer = sounds.get(PATH, range=asked)
    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


def test_a_part_is_sent_only_of_what_is_still_the_same(sounds):
    etag = sounds.get(PATH).headers["etag"]
    assert sounds.get(PATH, range="bytes=0-1", if_range=etag).status == 206
    assert sounds.get(PATH, range="bytes=0-1", if_range='"other"').status == 200
    assert sounds.get(PATH, range="bytes=0-1", if_range=f"W/{etag}").status == 200
    assert sounds.get(PATH, if_none_match=etag).status == 304


def test_the_head_says_what_the_whole_is(sounds):
    answer = sounds.ask("HEAD", PATH)
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["content-type"] == "audio/mpeg"
    assert "immutable" in answer.headers["cache-control"]
    assert sounds.ask("HEAD", PATH, range="bytes=0-9").headers["content-length"] == "10"


def test_a_file_that_is_gone_is_not_there(sounds):
    sounds.serving.exported[KEY].sound.path.unlink()
    assert sounds.get(PATH).status == 404


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is missing")
def test_curl_resumes_a_download(sounds, tmp_path):
    target = tmp_path / "got.mp3"
    target.write_bytes(CONTENT[:1234])
    url = f"http://{sounds.host}{PATH}"
    subprocess.run(["curl", "-sS", "-C", "-", "-o", target, url], check=True)
    assert target.read_bytes() == CONTENT
