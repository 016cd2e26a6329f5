"""What was measured is kept in a folder: a long run may be stopped, and several may share it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Keep:
    """A folder of figures; without one nothing is kept."""

    folder: Path | None = None

    def load(self, name: str) -> dict[str, Any] | None:
        """Return what is kept under a name, or None."""
        path = self._find_path(name)
        found: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path else None
        return found

    def store(self, name: str, figures: dict[str, Any]) -> None:
        """Keep figures under a name."""
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._make_path(name).write_text(json.dumps(figures), "utf-8")

    def _find_path(self, name: str) -> Path | None:
        path = self._make_path(name) if self.folder else None
        return path if path and path.is_file() else None

    def _make_path(self, name: str) -> Path:
        assert self.folder
        return self.folder / f"{re.sub('[^a-z0-9.]+', '-', name.lower())}.json"
