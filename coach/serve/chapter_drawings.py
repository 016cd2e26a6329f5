"""The list of a session's chapters, and their drawings for podcast apps, which are kept in it.

Each is kept as a `data:` address, which hardly an app reads. Whoever asks for the list gets
addresses of this server in their place, under the name by which it was asked.
"""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from coach.exports.media_types import CHAPTERS_SUFFIX
from coach.exports.metadata import Chapter
from coach.serve.served_session import ServedFile, ServedSession

MAX_BYTES = 4_000_000
_KEPT = "data:image/png;base64,"


def make_kept_address(chapter: Chapter) -> str:
    """Return the picture of a chapter as an address that holds it; "" where it has none."""
    return _KEPT + b64encode(chapter.picture).decode() if chapter.picture else ""


def read_chapters(session: ServedSession, start: str) -> bytes | None:
    """Return the list of a session's chapters, its drawings at addresses that begin with `start`.

    None where it has no list, or one that is not coach's.
    """
    content = read_chapter_file(session.files.get(CHAPTERS_SUFFIX))
    if content is None:
        return None
    for number, chapter in enumerate(content["chapters"], 1):
        if str(chapter.get("img", "")).startswith(_KEPT):
            chapter["img"] = f"{start}{number}.png"
    return json.dumps(content, indent=1).encode()


def find_drawing(session: ServedSession, number: int) -> bytes | None:
    """Return the drawing of a chapter, counted from 1; None where there is none."""
    content = read_chapter_file(session.files.get(CHAPTERS_SUFFIX))
    chapters = content["chapters"] if content else []
    address = str(chapters[number - 1].get("img", "")) if 0 < number <= len(chapters) else ""
    if not address.startswith(_KEPT):
        return None
    try:
        return b64decode(address.removeprefix(_KEPT), validate=True)
    except ValueError:
        return None


def read_chapter_file(file: ServedFile | None) -> dict[str, Any] | None:
    """Return what a file of chapters holds; None without one, or where it is not as it should be.

    In a folder of `coach export --all` it may be the user's by now.
    """
    if file is None:
        return None
    try:
        content = json.loads(_read_bounded(file.path))
        is_list = all(isinstance(chapter, dict) for chapter in content["chapters"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return content if is_list else None


def _read_bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES)
