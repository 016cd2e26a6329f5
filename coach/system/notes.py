"""Notes: what coach remembers from one session to the next, one small JSON file a note.

No session depends on them: a note that cannot be read counts as never written, and the caller
reports one that cannot be written. They tell of the health of a person: nobody else can read
them.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.errors import MachineError, Problem
from coach.system.atomic_file import atomic_write
from coach.system.paths import NO_HOME, NO_HOME_HINT, is_unknown
from coach.system.private_files import make_private_folder, mend_file, mend_folder

STATE_HINT = "set COACH_STATE to a folder that can be written to"


class Notes:
    """The notes in a folder, by name; the folder is made when the first is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> dict[str, Any] | None:
        """Read a note; None where there is none, or it is damaged."""
        mend_folder(self._folder)
        mend_file(self._path(name))
        try:
            note = json.loads(self._path(name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return note if isinstance(note, dict) else None

    def write(self, name: str, note: Mapping[str, Any]) -> None:
        """Write a note in place of the last of its name, whole or not at all.

        Raises MachineError where it cannot be written.
        """
        if is_unknown(self._folder):
            raise MachineError(Problem(f"{name}: cannot be kept: {NO_HOME}", hint=NO_HOME_HINT))
        try:
            make_private_folder(self._folder)
        except OSError as error:
            if not self._folder.is_dir():  # one that is there may do as it is
                message = f"{self._path(name)}: cannot be written: {error.strerror or error}"
                raise MachineError(Problem(message, hint=STATE_HINT)) from error
        with atomic_write(self._path(name), private=True, hint=STATE_HINT) as file:
            # A lone surrogate, which JSON may hold, cannot be encoded.
            file.write(json.dumps(note, ensure_ascii=False, indent=1).encode("utf-8", "replace"))

    def delete(self, name: str) -> None:
        """Remove a note; does nothing where there is none, or it cannot be removed."""
        with suppress(OSError):
            self._path(name).unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
