"""Metadata of an exported file: tags, chapters, and captions of what is spoken."""

from dataclasses import dataclass, field

MARK_NAME = "COACH"
"""The name of the mark among the tags of a file, where tags have names of one's own."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a session, from `start` up to `end` in milliseconds.

    `picture` is a PNG image that players show during it, or empty.
    """

    start: int
    end: int
    title: str
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Caption:
    """A line as it is spoken, from `start` up to `end` in milliseconds."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """The tags of a file. `language` is ISO 639-1 (en), `cover` a JPEG or PNG image or empty.

    `track_number` of `track_count` is its place among files that belong together; 0 for none.
    `year` is 0 where none is to be written. `mark` is a text for coach itself, by which a session
    that was heard elsewhere is entered in the log; players do not show it.
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
    mark: str = ""


def format_track_number(metadata: Metadata) -> str:
    """Return a file's place among others as most tags have it; empty where it has none.

    >>> format_track_number(Metadata("Bird dog", track_number=3, track_count=12))
    '3/12'
    """
    if not metadata.track_number:
        return ""
    return (
        f"{metadata.track_number}/{metadata.track_count}"
        if metadata.track_count
        else str(metadata.track_number)
    )
