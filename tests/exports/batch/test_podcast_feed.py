"""The podcast feed: what apps read, dates of its own for each session, addresses."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from coach.exports.batch.manifest import (
    MAX_TIMESTAMP,
    Manifest,
    SessionRecord,
)
from coach.exports.batch.podcast_feed import format_feed, normalize_url
from coach.exports.file_records import FileRecord
from tests.exports.batch.stock import WHEN, shelf

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
ONCE = "title link description language generator lastBuildDate".split()


def strict_feed(text):
    """Read a feed as RSS 2.0 and the rules of Apple Podcasts have it; gives channel and items."""
    root = ElementTree.fromstring(text)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for name in ONCE:
        assert len(channel.findall(name)) <= 1
    for name in ("title", "link", "description", "language"):
        assert channel.findtext(name)
    link = channel.find("atom:link", NAMES)
    assert (link.get("rel"), link.get("type")) == ("self", "application/rss+xml")
    assert channel.findtext("itunes:explicit", None, NAMES) in ("true", "false")
    assert channel.find("itunes:category", NAMES).get("text")
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    for item in items:
        assert item.findtext("title")
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo == UTC
        (enclosure,) = item.findall("enclosure")
        assert int(enclosure.get("length")) > 0
        assert re.fullmatch(r"audio/\w+", enclosure.get("type"))
        assert item.findtext("itunes:duration", None, NAMES).isdecimal()
        urls = [element.get(key) for element in item.iter() for key in ("url", "uri")]
        for url in filter(None, urls):
            assert urlsplit(url).scheme == "https"
            assert " " not in url
    return channel, items


def test_the_feed_is_what_podcast_apps_read(tmp_path):
    channel, (item,) = strict_feed(format_feed(shelf(tmp_path, title="A & B"), "cover.png"))
    assert channel.findtext("title") == "A & B"
    assert channel.find("itunes:image", NAMES).get("href") == "https://x.org/a%20b/cover.png"
    assert channel.findtext("itunes:block", None, NAMES) == "Yes"
    assert item.findtext("title") == "Holds & <rest>, 5 minutes"
    assert item.findtext("description") == "What it is."
    assert item.findtext("guid") == "coach:holds-5min"
    assert item.find("guid").get("isPermaLink") == "false"
    enclosure = item.find("enclosure")
    assert (enclosure.get("type"), enclosure.get("length")) == ("audio/mpeg", "5000")
    assert item.findtext("itunes:duration", None, NAMES) == "300"
    chapters = item.find("podcast:chapters", NAMES)
    assert chapters.get("url").endswith("/holds-5min.chapters.json")
    assert chapters.get("type") == "application/json+chapters"
    assert item.find("podcast:transcript", NAMES).get("type") == "text/vtt"
    other = item.find("podcast:alternateEnclosure", NAMES)
    assert (other.get("type"), other.get("length")) == ("audio/mp4", "9000")


def dated(tmp_path, made):
    """Give the dates in the feed of sessions that were made at these times, in its order."""
    sessions = {
        f"{name}-{minutes}min": SessionRecord(
            *(name, f"{name} {minutes}", "", "en", minutes * 60_000, time),
            {f"{name}-{minutes}min.mp3": FileRecord("k", 1, 0, "d")},
        )
        for (name, minutes), time in made.items()
    }
    _, items = strict_feed(format_feed(Manifest(tmp_path, sessions, url="https://x.org"), ""))
    return {item.findtext("title"): item.findtext("pubDate") for item in items}


def test_every_session_has_a_date_of_its_own_by_which_apps_list_them_as_the_feed_does(tmp_path):
    first = {("b", 5): WHEN, ("a", 10): WHEN, ("a", 5): WHEN}
    dates = dated(tmp_path, first)
    times = {title: parsedate_to_datetime(date).timestamp() for title, date in dates.items()}
    assert list(times.items()) == [("a 5", WHEN + 2), ("a 10", WHEN + 1), ("b 5", WHEN)]
    # What a later run adds is newer, be it only by a second, and moves nothing that was there.
    more = dated(tmp_path, {("a", 7): WHEN + 1, ("c", 5): WHEN + 1} | first)
    assert {title: more[title] for title in dates} == dates
    assert list(more) == ["a 5", "a 7", "a 10", "b 5", "c 5"]
    newest = sorted(more, key=lambda title: parsedate_to_datetime(more[title]), reverse=True)
    assert newest == ["a 7", "c 5", "a 5", "a 10", "b 5"]
    latest = dated(tmp_path, {("a", 5): MAX_TIMESTAMP, ("a", 10): MAX_TIMESTAMP})
    assert latest["a 10"].startswith("Thu, 30 Dec 9999")


def test_a_feed_of_nothing_is_a_feed(tmp_path):
    assert strict_feed(format_feed(Manifest(tmp_path, url="https://x.org"), ""))[1] == []


@pytest.mark.parametrize("url", ["", "x.org", "ftp://x.org", "https://", "https://x.org/?a=1"])
def test_what_is_no_address_of_a_folder_is_refused(url):
    with pytest.raises(ValueError, match="expected the address of a folder"):
        normalize_url(url)
