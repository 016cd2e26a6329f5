"""The feed, read as podcast apps read it."""

import pytest

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
