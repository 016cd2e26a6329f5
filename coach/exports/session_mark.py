"""The mark of a prepared session, and of a file that was exported from one."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from coach.errors import MachineError, Problem
from coach.exports.metadata import MARK_NAME, Metadata
from coach.exports.page.page_suffix import is_page
from coach.pipeline import PreparedSession
from coach.system.install_hint import install_command
from coach.timeline.transcript import make_timeline_json
from coach.training.export_ledger import keep_mark
from coach.training.export_mark import ExportMark, make_export_mark, read_mark
from coach.training.planned_exercises import list_planned_exercises

MP4_MARK = "tven"
"""The tag of MP4 that holds the mark."""
MAX_HEAD_LENGTH = 200_000
"""How many characters of a page are searched for its mark: one is some thousands long."""
_PAGE_MARK = re.compile(r'<meta name="coach-session" content="([^"]*)">')


def make_session_mark(prepared: PreparedSession) -> ExportMark | None:
    """Return the mark of a session; None where it is not known what it was drawn from."""
    routine = prepared.routine
    if routine is None:
        return None
    planned = list_planned_exercises(prepared.session, routine, None)
    content = make_timeline_json(prepared.timeline)
    for clip in content["clips"]:
        del clip["where"]  # the same session, in whatever folder its script lies
    return make_export_mark(
        routine.name or routine.title,
        prepared.sheet,
        prepared.span_starts,
        planned,
        json.dumps(content),
    )


def read_file_mark(path: Path) -> ExportMark | None:
    """Return the mark in the tags of a file, or of a page; None where it has none.

    Raises MachineError where the package that reads tags is not installed.
    """
    if is_page(path):
        return _read_page_mark(path)
    try:
        import mutagen
    except ImportError as error:
        hint = install_command("export")
        raise MachineError(Problem(f"{path}: its tags cannot be read", hint=hint)) from error
    try:
        file = mutagen.File(path)
    except (mutagen.MutagenError, OSError, ValueError):
        return None
    tags = file.tags if file is not None else None
    for text in _list_texts(tags):
        if mark := read_mark(text):
            return mark
    return None


def _read_page_mark(path: Path) -> ExportMark | None:
    """Return the mark in the head of a page."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(MAX_HEAD_LENGTH)
    except OSError:
        return None
    found = _PAGE_MARK.search(head)
    return read_mark(unescape(found[1])) if found else None


def keep_metadata_mark(folder: Path, metadata: Metadata) -> bool:
    """Keep the mark in the metadata of an export; return False where it cannot be written."""
    mark = read_mark(metadata.mark)
    return mark is None or keep_mark(folder, mark)


def _list_texts(tags: Any) -> list[str]:
    """Return the texts of the tags that may be the mark, in any format."""
    if tags is None:
        return []
    found: list[str] = []
    # By the frame of ID3 for a text with a name of its own, as a Vorbis comment, as an atom of MP4.
    for name in (f"TXXX:{MARK_NAME}", MARK_NAME, MP4_MARK):
        try:
            values = tags[name]
        except (KeyError, ValueError, TypeError):
            continue
        found += [value for value in getattr(values, "text", values) if isinstance(value, str)]
    return found
