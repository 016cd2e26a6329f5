"""Memory: small notes the coach keeps from one session to the next, one JSON file a note.

Nothing here is needed to work: what cannot be read is as if it had never been written, what
cannot be written is told once by whoever wrote it.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.system.atomic_file import atomic_write


class Notes:
    """Notes in a folder, by name; the folder is made when the first is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> dict[str, Any] | None:
        """Read a note; None where there is none, or what is there is damaged."""
        try:
            found = json.loads(self._path(name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def write(self, name: str, note: Mapping[str, Any]) -> None:
        """Keep a note in place of the last of its name, whole or not at all.

        Raises MachineError where nothing can be written.
        """
        # A folder that cannot be made is reported by `replacing`, with the path of the note.
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._path(name)) as file:
            # Half a letter, which JSON may hold, cannot be written.
            file.write(json.dumps(note, ensure_ascii=False, indent=1).encode("utf-8", "replace"))

    def delete(self, name: str) -> None:
        """Remove a note; fine where there is none, or it cannot be removed."""
        with suppress(OSError):
            self._path(name).unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
