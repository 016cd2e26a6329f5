"""What is kept in the cache folder, and how large it is; clearing removes that and nothing else.

The folder may be one that a user named, with things of their own in it: a file is taken for one of
coach only by its place and the form of its name.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coach.errors import MachineError, Problem

_KINDS = {
    "takes": re.compile(
        r"takes/(?:[0-9a-f]/(?:[0-9a-f]{39}\.take|\.[0-9a-f]{16}\.\d+\.part)"
        r"|\.used-[a-z0-9_]{8}\.keys)"
    ),
    "lengths": re.compile(
        r"routines-[0-9a-f]{24}\.json|\.routines-[0-9a-f]{24}.*\.part|lengths-differ-[0-9a-f]{10}"
    ),
    "served": re.compile(
        r"(?:profiles/[^/]+/)?served(?:-\d)?/(?:[0-9a-z]{20}\.(?:m4a|mp3|html|vtt|chapters\.json)"
        r"|index\.json|\.(?:[0-9a-z]{20}|index).*\.part|serve\.lock)"
    ),
    "covers": re.compile(r"covers/[0-9a-f]{16}\.(?:png|new)"),
}
"""The kinds of file there are, each by its place in the folder."""


@dataclass(frozen=True, slots=True)
class CacheKind:
    """The files of a kind, and their size in bytes."""

    name: str
    files: tuple[Path, ...]
    size: int


def list_cache(folder: Path) -> tuple[CacheKind, ...]:
    """Return what coach keeps in a folder, by kind; a kind of which there is nothing, too."""
    found: dict[str, list[tuple[Path, int]]] = {name: [] for name in _KINDS}
    for path in _walk(folder):
        place = path.relative_to(folder).as_posix()
        for name, form in _KINDS.items():
            if form.fullmatch(place):
                with suppress(OSError):  # It may have gone meanwhile.
                    found[name].append((path, path.lstat().st_size))
    return tuple(
        CacheKind(name, tuple(path for path, _ in files), sum(size for _, size in files))
        for name, files in found.items()
    )


def clear_cache(folder: Path) -> int:
    """Remove what coach keeps in a folder, and its folders where they are empty; return the bytes.

    Raises MachineError where something cannot be removed.
    """
    removed = 0
    for kind in list_cache(folder):
        for path in kind.files:
            size = path.lstat().st_size if os.path.lexists(path) else 0
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise MachineError(
                    Problem(f"{path}: cannot be removed: {error.strerror or error}")
                ) from error
            removed += size
    for name in (*(f"takes/{digit}" for digit in "0123456789abcdef"), "takes", "served", "covers"):
        with suppress(OSError):  # It is not empty, or is not there.
            (folder / name).rmdir()
    return removed


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, not through links: those lead to what coach did not make."""
    for place, _folders, names in os.walk(folder):
        yield from (Path(place, name) for name in names)
