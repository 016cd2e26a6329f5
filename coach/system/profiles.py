"""Profiles: several people at one machine, each by a name, with notes and settings of their own.

Without a name nothing changes; and nothing that is kept of one is looked at for another.
"""

import os
import re
import unicodedata
from pathlib import Path

from coach.errors import Problem, UsageError

PROFILE_VARIABLE = "COACH_PROFILE"
FOLDER_NAME = "profiles"
MAX_LETTERS = 40
_NAME = re.compile(r"[^\W_]+([ .-][^\W_]+)*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
"""What no folder can be called on Windows."""


def find_profile() -> str | None:
    """Return the name by which somebody uses coach now, as it was typed; None without a name.

    Raises UsageError where it cannot be the name of a folder.
    """
    name = os.environ.get(PROFILE_VARIABLE, "").strip()
    if not name:
        return None
    if len(name) > MAX_LETTERS or not _NAME.fullmatch(_normalize(name)):
        message = f"expected a name of letters and digits, found {name[:MAX_LETTERS]!r}"
        raise UsageError(Problem(message, hint="coach --for anna, or COACH_PROFILE=anna"))
    if _RESERVED.fullmatch(_normalize(name)):
        raise UsageError(Problem(f"no folder can be called {name!r}", hint="choose another name"))
    return name


def add_profile(folder: Path) -> Path:
    """Return the folder of the current user within one that all share."""
    name = find_profile()
    return folder if name is None else folder / FOLDER_NAME / _folder_name(name)


def list_profiles(folder: Path) -> tuple[str, ...]:
    """Return the names of the people who have a folder within one that all share."""
    try:
        return tuple(sorted(path.name for path in (folder / FOLDER_NAME).iterdir()))
    except OSError:
        return ()


def _folder_name(name: str) -> str:
    return re.sub(r"[ .]", "-", _normalize(name))


def _normalize(name: str) -> str:
    """Return a name so that two spellings of it are the same text."""
    return unicodedata.normalize("NFC", name.strip().casefold())
