"""No path of a request reaches the disk: what is opened is watched, whatever is asked for."""

import sys
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.serve.serving_here import make_serving, serve

PIECES = [
    "..",
    ".",
    "",
    "etc",
    "passwd",
    "s",
    "make",
    "t",
    "index.json",
    "%2e%2e",
    "\\..",
    "C:",
    "0" * 20,
]
ENDS = ["", "/", ".mp3", ".m4a", ".html", ".json", "/done", "/progress", "\0", ".mp3/..", "?k=x"]
paths = st.builds(
    lambda parts, end: "/" + "/".join(parts) + end,
    st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=6),
    st.sampled_from(ENDS),
)

OPENED: list[str] = []
WATCHING = [False]


def watch(event, arguments):
    if WATCHING[0] and event in ("open", "os.listdir", "os.scandir"):
        OPENED.append(str(arguments[0]))


sys.addaudithook(watch)  # there is no way to take one back


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ("home", "cache", "config", "state"):
            patch.setenv(f"COACH_{name.upper()}", str(tmp_path_factory.mktemp(f"asked_{name}")))
        with serve(make_serving()) as served:
            served.get("/")
            served.get("/make/box-breathing")
            served.get("/feed.xml")
            yield served


@settings(max_examples=150)
@given(path=paths)
def test_whatever_is_asked_for_nothing_is_opened(one, path):
    OPENED.clear()
    WATCHING[0] = True
    try:
        answer = one.get(quote(path, safe="/%?=.\\"))
    finally:
        WATCHING[0] = False
    assert answer.status in (200, 400, 404, 405)
    assert b"root:" not in answer.body
    assert not [name for name in OPENED if not name.endswith((".py", ".pyc", ".so"))]


@pytest.mark.parametrize(
    "path",
    [
        "/s/../../../../etc/passwd",
        "/s/..%2f..%2fetc%2fpasswd",
        "/s/index.json",
        "/s/serve.lock",
        "/s/",
        "/s",
        "/../etc/passwd",
        "//etc/passwd",
        "/s/%00.mp3",
        "/static/serve.css",
        "/s/" + "0" * 20 + "/../index.json",
    ],
)
def test_nothing_is_there_but_what_the_table_has(one, path):
    assert one.get(path).status in (400, 404)
