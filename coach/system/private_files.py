"""Private files: what a person told of themselves is kept where nobody else can read it.

A folder is entered by its owner alone (0700), a file in it read by them alone (0600), whatever
the umask. Those of earlier versions, which others could read, are mended when they are next used.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from coach.system.paths import APP_NAME
from coach.system.profiles import FOLDER_NAME as PROFILES_NAME

FOLDER_MODE = 0o700
FILE_MODE = 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO
OWN_SUFFIXES = frozenset({".json", ".jsonl", ".lock", ".part"})
OWN_NAMES = frozenset({"run", "told-voice", PROFILES_NAME})
"""What else lies there: the folder of sockets, and what was told once."""


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, or mend the one that is there.

    Raises OSError where it cannot be made.
    """
    if folder.is_dir():
        mend_folder(folder)
        return
    if PROFILES_NAME in (folder.name, folder.parent.name):
        make_private_folder(folder.parent)
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    folder.chmod(FOLDER_MODE)  # the umask may have taken rights from the owner, too


def mend_folder(folder: Path) -> None:
    """Take a folder of coach from all but its owner.

    One that holds anything else, as a home or `/tmp` does, stays as it is: somebody named it to
    coach, and coach did not make it.
    """
    with suppress(OSError):
        is_profile = PROFILES_NAME in (folder.name, folder.parent.name)
        if folder.name == APP_NAME or is_profile or all(map(_is_own, folder.iterdir())):
            _restrict(folder, FOLDER_MODE)


def mend_file(path: Path) -> None:
    """Take a file of coach from all but its owner."""
    with suppress(OSError):
        _restrict(path, FILE_MODE)


def _is_own(path: Path) -> bool:
    return path.suffix in OWN_SUFFIXES or path.name in OWN_NAMES


def _restrict(path: Path, mode: int) -> None:
    if sys.platform == "win32":
        return  # the folders of a user are theirs alone there
    found = path.stat()
    if found.st_mode & OTHERS and found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX:
        path.chmod(mode)
