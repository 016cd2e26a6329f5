"""Reads what the figures of several cards share: poses to begin with, and pictures of a family."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from coach.script.figure_schema import BASES, FAMILIES
from coach.script.figure_values import Figure, Pose
from coach.script.reader import load_file
from coach.system.paths import SCRIPT_SUFFIXES, format_path, shipped_folder, user_folder


def load_bases() -> Mapping[str, Pose]:
    """Return the poses that figures begin with, by name; raises ScriptError where one is wrong.

    Those in the user's own `figures/bases.yaml` come before shipped ones of the same name.
    """
    found: dict[str, Pose] = {}
    for path in _list_files("bases"):
        found |= _read_bases(path, path.stat().st_mtime_ns)
    return found


def load_families() -> Mapping[str, Figure]:
    """Return the figures that several cards share, by name; raises ScriptError as `load_bases`."""
    found: dict[str, Figure] = {}
    for path in _list_files("families"):
        found |= _read_families(path, path.stat().st_mtime_ns)
    return found


def _list_files(stem: str) -> list[Path]:
    """Return the files of a name, the shipped one first."""
    folders = (shipped_folder() / "scripts" / "figures", user_folder() / "figures")
    paths = [folder / (stem + suffix) for folder in folders for suffix in SCRIPT_SUFFIXES]
    return [path for path in paths if path.is_file()]


@cache
def _read_bases(path: Path, _changed_at: int) -> Mapping[str, Pose]:
    """Return the poses in a file, read once for all cards until it changes."""
    found: Mapping[str, Pose] = load_file(path, BASES, format_path(path))
    return found


@cache
def _read_families(path: Path, _changed_at: int) -> Mapping[str, Figure]:
    """Return the figures in a file, read once as the poses are."""
    found: Mapping[str, Figure] = load_file(path, FAMILIES, format_path(path))
    return found
