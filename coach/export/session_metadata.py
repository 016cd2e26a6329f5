"""Prepared -> About: what the file of a session says of itself, in tags any player shows."""

from dataclasses import replace

from coach.export.captions import captions_of
from coach.export.chapters import chapters_of
from coach.export.metadata import About, Chapter
from coach.pipeline import Prepared
from coach.units import say_duration

ARTIST = "coach"
GENRE = "Podcast"
"""What players know a spoken programme by: the name Winamp's list of ID3 genres has for it."""
DISCLAIMER = "General guidance, not medical advice; it does not replace your own clinician."


def about_of(prepared: Prepared, year: int = 0, cover: bytes = b"") -> About:
    """Tell of a whole session. All lengths of a routine are one album, under its title.

    `year` is that of the build, or 0 for none: nothing here looks at a clock.
    """
    session, timeline = prepared.session, prepared.timeline
    length = say_duration(timeline.length)
    parts = (f"A voice-guided session of {length}.", session.description, DISCLAIMER)
    return About(
        title=f"{timeline.title}, {length}",
        artist=ARTIST,
        album=timeline.title,
        genre=GENRE,
        year=year,
        description=" ".join(part for part in parts if part),
        language=session.language,
        cover=cover,
        chapters=chapters_of(timeline),
        captions=captions_of(timeline),
    )


def about_part(whole: About, chapter: Chapter) -> About:
    """Tell of one chapter in a file of its own: a track of the album that the session is."""
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
        chapters=(Chapter(0, end - start, chapter.title),),
        captions=tuple(captions),
        track=whole.chapters.index(chapter) + 1,
        tracks=len(whole.chapters),
    )
