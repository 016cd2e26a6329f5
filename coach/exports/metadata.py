"""About: what a file of a session says of itself: tags, chapters, and the words spoken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a session, from `start` up to `end` in milliseconds."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A line as it is spoken, from `start` up to `end` in milliseconds."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """The tags of a file. `language` is ISO 639-1 (en), `cover` a JPEG or PNG image or nothing.

    `track` of `tracks` is its place among files that belong together; 0 is of none.
    """

    title: str
    artist: str = ""
    album: str = ""
    genre: str = ""
    year: int = 0
    description: str = ""
    language: str = "en"
    cover: bytes = b""
    chapters: tuple[Chapter, ...] = ()
    captions: tuple[Caption, ...] = ()
    track_number: int = 0
    track_count: int = 0


def format_track_number(metadata: Metadata) -> str:
    """Tell a file's place among others as most tags have it; nothing where it has none.

    >>> track_of(About("Bird dog", track=3, tracks=12))
    '3/12'
    """
    if not metadata.track_number:
        return ""
    return (
        f"{metadata.track_number}/{metadata.track_count}"
        if metadata.track_count
        else str(metadata.track_number)
    )
