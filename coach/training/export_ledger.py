"""The ledger of exports: the marks of what was exported on this machine, by their codes.

One private file, a line an export; what is made again has its line already.
"""

import os
from contextlib import suppress
from pathlib import Path

from coach.system.private_files import make_private_folder, mend_file, mend_folder
from coach.system.private_lines import append_line
from coach.training.export_mark import ExportMark, format_mark, read_mark

LEDGER_NAME = "exports.jsonl"
MAX_LINES = 5000
"""How many exports are searched, the latest first."""
MAX_BYTES = 10_000_000
"""How much of the end of the file is read: a line has 1 to 2 kB."""


def keep_mark(folder: Path, mark: ExportMark) -> bool:
    """Keep the mark of an export in a folder; return False where it cannot be written."""
    if find_mark(folder, mark.code) is not None:
        return True
    try:
        make_private_folder(folder)
        append_line(folder / LEDGER_NAME, format_mark(mark).encode() + b"\n", sync=False)
    except OSError:
        return False
    return True


def find_mark(folder: Path, code: str) -> ExportMark | None:
    """Return the mark of an export by its code; None where none of that code is known."""
    mend_folder(folder)
    path = folder / LEDGER_NAME
    mend_file(path)
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - MAX_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return None
    for line in reversed(lines[-MAX_LINES:]):
        if code in line and (mark := read_mark(line)) and mark.code == code:
            return mark
    return None


def forget_marks(folder: Path) -> None:
    """Remove the ledger; does nothing where there is none, or it cannot be removed."""
    with suppress(OSError):
        (folder / LEDGER_NAME).unlink()
