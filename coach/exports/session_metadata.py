"""Metadata of a session, or of one of its chapters, for tags that any player shows."""

from dataclasses import replace

from coach.exports.captions import make_captions
from coach.exports.chapters import make_chapters
from coach.exports.metadata import Chapter, Metadata
from coach.exports.session_mark import make_session_mark
from coach.pipeline import PreparedSession
from coach.training.export_mark import format_mark

ARTIST = "coach"
GENRE = "Podcast"
"""What players call a spoken programme, as in Winamp's list of ID3 genres."""


def session_metadata(prepared: PreparedSession, year: int = 0, cover: bytes = b"") -> Metadata:
    """Return the metadata of a whole session. All lengths of a routine are one album.

    `year` is that of the build, or 0 for none: nothing here reads a clock.
    """
    session, timeline = prepared.session, prepared.timeline
    phrases = session.delivery.phrases
    length = phrases.grammar.format_length((timeline.length + 500) // 1000)
    about = phrases.format_shown("session", length=length)
    mark = make_session_mark(prepared)
    entered = phrases.format_shown("enter_done", code=mark.code) if mark else ""
    parts = (about, session.description, phrases.format_shown("disclaimer"), entered)
    return Metadata(
        title=phrases.format_shown("session_title", title=timeline.title, length=length),
        artist=ARTIST,
        album=timeline.title,
        genre=GENRE,
        year=year,
        description=" ".join(part for part in parts if part),
        language=session.language,
        cover=cover,
        chapters=make_chapters(timeline, phrases),
        captions=make_captions(timeline),
        mark=format_mark(mark) if mark else "",
    )


def chapter_metadata(whole: Metadata, chapter: Chapter) -> Metadata:
    """Return the metadata of a file that holds one chapter: a track of the session as an album.

    Its cover is the picture of the chapter, where that has one.
    """
    start, end = chapter.start, chapter.end
    captions = (
        replace(line, start=max(0, line.start - start), end=min(line.end, end) - start)
        for line in whole.captions
        if line.start < end and line.end > start
    )
    return replace(
        whole,
        title=chapter.title,
        album=whole.title,
        cover=chapter.picture or whole.cover,
        chapters=(Chapter(0, end - start, chapter.title),),
        captions=tuple(captions),
        track_number=whole.chapters.index(chapter) + 1,
        track_count=len(whole.chapters),
    )
