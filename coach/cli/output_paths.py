"""Paths and formats to write: checked, and confirmed by the user, before any work is done."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from coach.cli.terminal import ask_yes_no, is_terminal
from coach.errors import Problem, UsageError

MAX_NAMED_FILES = 3
"""How many of the files that exist are named in a question."""


def check_folder(folder: Path) -> None:
    """Raise UsageError where a folder does not exist or cannot be written to."""
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        message = f"the folder {folder} {what}"
        raise UsageError(Problem(message, hint="make it first, or name another"))
    if not os.access(folder, os.W_OK | os.X_OK):
        message = f"the folder {folder} cannot be written to"
        raise UsageError(Problem(message, hint="name another, or ask whose it is"))


def check_not_folder(path: Path, name: str) -> None:
    """Raise UsageError where a path is a folder; the hint names the file `name` in it."""
    with suppress(OSError):  # `check_output_paths` reports what cannot even be looked at
        if path.is_dir():
            message = f"{path}: expected a file to write, found a folder"
            raise UsageError(Problem(message, hint=f"name a file: -o {path / name}"))


def check_ending(path: Path, suffixes: tuple[str, ...], usual: str) -> None:
    """Raise UsageError where a file ends in none of some suffixes; `usual` is a stem to hint at."""
    if path.suffix.lower() not in suffixes:
        found = repr(path.suffix) if path.suffix else "no suffix"
        message = f"{path}: expected a file that ends in {' or '.join(suffixes)}, found {found}"
        name = path.with_suffix(suffixes[0]) if path.stem else f"{usual}{suffixes[0]}"
        raise UsageError(Problem(message, hint=f"-o {name}"))


def check_script_path(path: Path, asked: str) -> None:
    """Raise UsageError where a script would not end in .yaml; `asked` is what comes before it."""
    if path.suffix not in (".yaml", ".yml"):
        found = repr(path.suffix) if path.suffix else "no suffix"
        message = f"{path}: expected a file that ends in .yaml, found {found}"
        raise UsageError(Problem(message, hint=f"{asked} {path.stem or 'mine'}.yaml"))


def check_output_paths(paths: Iterable[Path], force: bool) -> None:
    """Raise UsageError where a file cannot be written, or may not be replaced.

    Without `force` the user is asked, once for all files that exist; a no, and no terminal to
    ask at, are refusals.
    """
    existing = []
    for path in paths:
        try:
            if _is_existing_file(path):
                existing.append(path)
        except OSError as error:
            message = f"{path}: no file can be called so: {error.strerror or error}"
            raise UsageError(Problem(message, hint="name another with -o")) from error
    if existing and not force:
        _confirm_replace(existing)


def _is_existing_file(path: Path) -> bool:
    """Return True if a file exists; raises UsageError where none can be written."""
    check_output_folder(path)
    if path.is_dir():
        raise UsageError(Problem(f"{path}: expected a file to write, found a folder"))
    return path.exists()


def check_output_folder(path: Path) -> None:
    """Raise UsageError where the folder of a file to write does not exist, or cannot be used."""
    if not path.parent.is_dir():
        message = f"{path}: there is no folder {path.parent}"
        raise UsageError(Problem(message, hint="make it first, or name another"))
    check_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder where there is none; raises UsageError where that is not possible."""
    if folder.is_dir():
        check_folder(folder)
        return
    if folder.exists():
        raise UsageError(Problem(f"{folder}: expected a folder, found a file"))
    check_folder(folder.parent)
    try:
        folder.mkdir()
    except OSError as error:
        message = f"{folder}: cannot be made: {error.strerror or error}"
        raise UsageError(Problem(message)) from error


def _confirm_replace(existing: list[Path]) -> None:
    more = len(existing) - MAX_NAMED_FILES
    names = ", ".join(map(str, existing[:MAX_NAMED_FILES])) + (
        f" and {more} more" if more > 0 else ""
    )
    one = len(existing) == 1
    if not is_terminal(sys.stdin):
        what, hint = ("file exists", "it") if one else ("files exist", "them")
        raise UsageError(Problem(f"{names}: the {what}", hint=f"--force replaces {hint}"))
    question = "exists. Replace it?" if one else "exist. Replace them?"
    if not ask_yes_no(f"{names} {question}", default=False):
        raise UsageError(Problem(f"{names}: kept as {'it was' if one else 'they were'}"))


def check_suffix(path: Path, sound_only: str = "") -> None:
    """Raise UsageError for a suffix that coach does not write, MachineError for a missing library.

    `sound_only` is an option, if any, that makes only files of sound; --split makes pages, too.
    """
    from coach.exports.encoders import find_encoder, list_suffixes
    from coach.exports.page.page_sound import check_page_sound
    from coach.exports.page.page_suffix import PAGE_SUFFIX, is_page
    from coach.exports.picture.drawing import PICTURE_SUFFIXES, check_picture, is_picture

    kind = "page" if is_page(path) else "picture" if is_picture(path) else "sound"
    is_split_page = kind == "page" and sound_only == "--split"
    if kind != "sound" and sound_only and not is_split_page:
        message = f"{sound_only} makes files of sound, {path.suffix} is a {kind}"
        raise UsageError(Problem(message, hint=f"there are: {', '.join(list_suffixes())}"))
    if kind == "page":
        check_page_sound()
    elif kind == "picture":
        check_picture(path)
    else:
        find_encoder(path, () if sound_only else (*PICTURE_SUFFIXES, PAGE_SUFFIX))


def read_formats(text: str, sound_only: str = "") -> tuple[str, ...]:
    """Return formats, `mp3,m4b`, as suffixes; raises as `check_suffix` does, and for none."""
    found = [f".{name.strip().lstrip('.').lower()}" for name in text.split(",") if name.strip(" .")]
    for suffix in found:
        check_suffix(Path(f"--format {suffix}"), sound_only)
    if not found:
        raise UsageError(Problem("--format: expected a format, found none", hint="write mp3,m4b"))
    return tuple(dict.fromkeys(found))
