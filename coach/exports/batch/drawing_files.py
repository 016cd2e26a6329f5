"""The drawings of chapters as files in a folder that is served, for the list of chapters to name.

A file is named after its content: sessions share the drawings of the exercises that they share, and
one that is there already is the same, or the user's own, and stays.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from coach.exports.file_records import hash_bytes
from coach.exports.metadata import Chapter, Metadata

_NAME = re.compile(r"drawing-[0-9a-f]{32}\.png")


def is_drawing(name: str) -> bool:
    """Return whether a file has the name of a drawing of a chapter."""
    return _NAME.fullmatch(name) is not None


def name_drawing(chapter: Chapter) -> str:
    """Return the name of the file of a chapter's picture; "" where it has none."""
    return f"drawing-{hash_bytes(chapter.picture)}.png" if chapter.picture else ""


def list_drawings(metadata: Metadata) -> dict[str, bytes]:
    """Return the pictures of a session's chapters, each once, by the names of their files."""
    return {name_drawing(one): one.picture for one in metadata.chapters if one.picture}


def is_any_missing(folder: Path, names: Iterable[str]) -> bool:
    """Return whether one of the drawings among some files is not in a folder."""
    return any(is_drawing(name) and not (folder / name).is_file() for name in names)
