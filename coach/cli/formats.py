"""Formats: what a file is to be, by its suffix or by --format. What cannot be is told at once."""

from pathlib import Path

from coach.errors import Problem, UsageError


def check_suffix(path: Path, sound_only: str = "") -> None:
    """See that a file of this suffix can be written here.

    `sound_only` is the option, if any, that makes no pictures. Raises UsageError for a suffix that
    nobody writes, MachineError for one whose library is missing.
    """
    from coach.encoders import find_encoder, suffixes
    from coach.picture.drawing import SUFFIXES, check_picture, is_picture

    if not is_picture(path):
        find_encoder(path, () if sound_only else SUFFIXES)
    elif sound_only:
        message = f"{sound_only} makes files of sound, {path.suffix} is a picture"
        raise UsageError(Problem(message, hint=f"there are: {', '.join(suffixes())}"))
    else:
        check_picture(path)


def read_formats(text: str, sound_only: str = "") -> tuple[str, ...]:
    """Read formats as suffixes: `mp3,m4b`; raises as `check_suffix` does."""
    found = [f".{name.strip().lstrip('.').lower()}" for name in text.split(",") if name.strip(" .")]
    for suffix in found:
        check_suffix(Path(f"--format {suffix}"), sound_only)
    if not found:
        raise UsageError(Problem("--format: expected a format, found none", hint="write mp3,m4b"))
    return tuple(dict.fromkeys(found))
