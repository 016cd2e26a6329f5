"""The feed, read as podcast apps read it."""

import json

import pytest

from coach.exports.file_records import FileRecord
from tests.serve.serving_here import TOKEN

feedparser = pytest.importorskip("feedparser")


def enter(shared):
    return shared.get(f"/?k={TOKEN}").headers["set-cookie"].split(";")[0]


def test_an_app_finds_the_sessions_their_sound_and_their_notes(shared):
    kept = enter(shared)
    path = shared.post(
        "/make",
        {"routine": "box-breathing", "minutes": 3, "limits": ["knee", "pregnant"], "easy": "1"},
        cookie=kept,
    ).headers["location"]
    while "<progress" in shared.get(path, cookie=kept).text:
        pass
    text = shared.get(f"/t/{TOKEN}/feed.xml").text
    feed = feedparser.parse(text)
    assert not feed.bozo
    assert feed.feed.author == "coach"
    assert feed.feed.subtitle
    assert feed.feed.itunes_block == 1
    base = f"http://{shared.host}/t/{TOKEN}/"
    assert feed.feed.image.href == f"{base}cover"
    (entry,) = feed.entries
    assert entry.title == "Box breathing, 3 minutes"
    assert entry.author == "coach"
    assert "coach done" in entry.summary
    assert "<li>0:00 " in entry.content[0].value
    (sound,) = entry.enclosures
    assert sound.href.startswith(f"{base}s/")
    got = shared.get(sound.href.partition(shared.host)[2], range="bytes=0-99")
    assert got.status == 206
    assert got.headers["content-range"].endswith(f"/{sound.length}")
    assert sound.type == got.headers["content-type"]
    for word in ("knee", "pregnan", "sore", "limit"):
        assert word not in text.lower()


def test_chapters_and_captions_are_where_the_feed_says(served):
    import re

    served.make()
    text = served.get("/feed.xml").text
    places = re.findall(
        r'<podcast:(?:chapters|transcript) url="http://[^/]+([^"]+)" type="([^"]+)', text
    )
    assert len(places) == 2
    for place, kind in places:
        answer = served.get(place)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith(kind)


def test_each_chapter_has_its_drawing_at_an_address_of_the_feed(shared):
    pytest.importorskip("PIL")
    kept = enter(shared)
    asked = {"routine": "box-breathing", "minutes": 3}
    path = shared.post("/make", asked, cookie=kept).headers["location"]
    while "<progress" in shared.get(path, cookie=kept).text:
        pass
    list_path = f"/t/{TOKEN}{path.rstrip('/')}.chapters.json"
    chapters = json.loads(shared.get(list_path).body)["chapters"]
    addresses = [one["img"] for one in chapters if "img" in one]
    assert addresses
    for address in addresses:
        assert address.startswith(f"http://{shared.host}/t/{TOKEN}/s/")
        got = shared.get(address.partition(shared.host)[2])
        assert (got.status, got.headers["content-type"]) == (200, "image/png")
        assert got.body.startswith(b"\x89PNG")
    for name in ("0.png", "99.png", "-1.png", "x.png", "1.svg", f"{10**30}.png"):
        assert shared.get(f"/t/{TOKEN}{path.rstrip('/')}.{name}").status == 404
    assert shared.get(f"{path.rstrip('/')}.1.png").status == 401


def make_session_of(path):
    """A session whose list of chapters is a file."""
    from coach.serve.served_session import ServedFile, ServedSession

    files = {".chapters.json": ServedFile(path, FileRecord("", 0, 0, ""))}
    return ServedSession("k", "r", "t", "d", "en", 1, 1, ".mp3", files=files)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"chapters": [1]}', '{"chapters": {"img": 2}}'])
def test_a_list_of_chapters_that_is_the_users_goes_out_as_it_is(text, tmp_path):
    from coach.serve.chapter_drawings import find_drawing, read_chapters

    path = tmp_path / "list"
    path.write_text(text)
    session = make_session_of(path)
    assert read_chapters(session, "x/") is None
    assert find_drawing(session, 1) is None


def test_a_list_of_chapters_with_half_a_letter_goes_out_all_the_same(tmp_path):
    from coach.serve.chapter_drawings import read_chapters

    path = tmp_path / "list"
    path.write_text('{"chapters": [{"title": "\\ud800"}]}')
    session = make_session_of(path)
    assert json.loads(read_chapters(session, "x/") or "")["chapters"] == [{"title": "\ud800"}]
