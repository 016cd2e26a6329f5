"""An RSS 2.0 podcast feed of the sessions in a folder that is served on the web.

With the tags of Apple Podcasts, and those of Podcasting 2.0 for chapters and transcripts. It asks
directories not to list it: a clinic's sessions are for its patients.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import PurePath
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from coach.exports.batch.manifest import Manifest, SessionRecord
from coach.exports.formatting import join_lines
from coach.exports.media_types import CHAPTERS_SUFFIX, MEDIA_TYPES, TRANSCRIPT_TYPES
from coach.exports.session_metadata import ARTIST
from coach.script.library import load_phrases

FEED_NAME = "feed.xml"
DEFAULT_TITLE = "Coach sessions"
_PODCAST_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid, as Podcasting 2.0 defines it."""
_HEAD = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0">'
)


def normalize_url(url: str) -> str:
    """Return the address of a folder with one slash at its end; raises ValueError for any other."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"expected the address of a folder, https://..., found {url!r}")
    return quote(url.rstrip("/"), safe="/:%@~+,;=&$!*'()[]") + "/"


def format_feed(manifest: Manifest, cover: str) -> str:
    """Return the feed of all sessions that have a sound file; `cover` names the picture's file."""
    url, title = normalize_url(manifest.url), manifest.title or DEFAULT_TITLE
    sessions = [
        (stem, one)
        for stem, one in sorted(manifest.sessions.items(), key=lambda pair: _sort_key(*pair))
        if _list_audio_files(one)
    ]
    dates = _assign_dates(sessions)
    language = next((one.language for _, one in sessions), "en")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', _HEAD, "<channel>"]
    lines += [f" {line}" for line in _channel_tags(url, title, language, cover)]
    if sessions:
        lines.append(f" {_format_tag('lastBuildDate', _format_date(max(dates.values())))}")
    for stem, one in sessions:
        item = _item_tags(url, stem, one, dates[stem])
        lines += [" <item>", *(f"  {line}" for line in item), " </item>"]
    return "\n".join([*lines, "</channel>", "</rss>", ""])


def _channel_tags(url: str, title: str, language: str, cover: str) -> Iterator[str]:
    own = url + FEED_NAME
    guid = uuid5(_PODCAST_NAMESPACE, own.partition("://")[2].rstrip("/"))
    yield _format_tag("title", title)
    yield _format_tag("link", url)
    phrases = load_phrases(language)
    about = (phrases.format_shown("feed"), phrases.format_shown("disclaimer"))
    yield _format_tag("description", " ".join(about))
    yield _format_tag("language", language)
    yield _format_tag("generator", "coach")
    yield f'<atom:link href="{_escape_attribute(own)}" rel="self" type="application/rss+xml"/>'
    yield _format_tag("itunes:author", ARTIST)
    yield _format_tag("itunes:type", "episodic")
    yield _format_tag("itunes:explicit", "false")
    yield _format_tag("itunes:block", "Yes")
    yield '<itunes:category text="Health &amp; Fitness"><itunes:category text="Fitness"/>'
    yield "</itunes:category>"
    if cover:
        yield f'<itunes:image href="{_escape_attribute(url + quote(cover))}"/>'
    yield _format_tag("podcast:guid", str(guid))
    yield _format_tag("podcast:locked", "yes")
    yield _format_tag("podcast:medium", "podcast")


def _item_tags(url: str, stem: str, session: SessionRecord, date: int) -> Iterator[str]:
    sounds = _list_audio_files(session)
    yield _format_tag("title", session.title)
    yield _format_tag("description", session.description)
    if session.notes:
        yield _format_tag("content:encoded", _format_notes(session))
    yield _format_tag("itunes:author", ARTIST)
    yield f'<guid isPermaLink="false">{_escape_text("coach:" + stem)}</guid>'
    yield _format_tag("pubDate", _format_date(date))
    name = sounds[0]
    yield f'<enclosure {_enclosure_attributes(url, name)} length="{session.files[name].size}"/>'
    yield _format_tag("itunes:duration", str(round(session.length / 1000)))
    yield _format_tag("itunes:episodeType", "full")
    yield _format_tag("itunes:explicit", "false")
    if stem + CHAPTERS_SUFFIX in session.files:
        place = _escape_attribute(url + quote(stem + CHAPTERS_SUFFIX))
        yield f'<podcast:chapters url="{place}" type="application/json+chapters"/>'
    for suffix, kind in TRANSCRIPT_TYPES.items():
        if stem + suffix in session.files:
            place = _escape_attribute(url + quote(stem + suffix))
            language = _escape_attribute(session.language)
            yield f'<podcast:transcript url="{place}" type="{kind}" language="{language}"/>'
    for other in sounds[1:]:
        kind, size = MEDIA_TYPES[PurePath(other).suffix], session.files[other].size
        yield f'<podcast:alternateEnclosure type="{kind}" length="{size}">'
        yield f'<podcast:source uri="{_escape_attribute(url + quote(other))}"/>'
        yield "</podcast:alternateEnclosure>"


def _format_notes(session: SessionRecord) -> str:
    """Return the notes of an episode as HTML, which podcast apps show: times can be tapped."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in session.notes.splitlines())
    return f"<p>{escape(session.description)}</p><ul>{lines}</ul>"


def _assign_dates(sessions: list[tuple[str, SessionRecord]]) -> dict[str, int]:
    """Return a date of its own for each session, by stem: apps list the newest first.

    In seconds since 1970. What was made in one run is a second apart, so that it is listed in this
    order. A later run comes after it, and moves none of it.
    """
    dates: dict[str, int] = {}
    last = 0
    upwards = list(reversed(sessions))
    upwards.sort(key=lambda pair: pair[1].made)  # what was made together stays in this order
    for stem, session in upwards:
        last = max(session.made, last + 1)
        dates[stem] = last
    return dates


def _sort_key(stem: str, session: SessionRecord) -> tuple[str, int, str]:
    return session.routine, session.length, stem


def _list_audio_files(session: SessionRecord) -> list[str]:
    """Return the sound files of a session; the first is the one that most apps can play."""
    ranks = list(MEDIA_TYPES)
    known = [name for name in session.files if PurePath(name).suffix in MEDIA_TYPES]
    return sorted(known, key=lambda name: ranks.index(PurePath(name).suffix))


def _enclosure_attributes(url: str, name: str) -> str:
    return (
        f'url="{_escape_attribute(url + quote(name))}" type="{MEDIA_TYPES[PurePath(name).suffix]}"'
    )


def _format_tag(name: str, text: str) -> str:
    return f"<{name}>{_escape_text(text)}</{name}>"


def _escape_text(text: str) -> str:
    return escape(_to_plain_text(text), quote=False)


def _escape_attribute(text: str) -> str:
    return escape(_to_plain_text(text), quote=True)


def _to_plain_text(text: str) -> str:
    # What XML cannot hold at all becomes a space.
    return join_lines("".join(char if char.isprintable() else " " for char in text))


def _format_date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC))
