"""Paths: the folders of the user, and the names and files of scripts and sounds.

No file is opened here, so that names can be completed and listed at once.
"""

import os
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import platformdirs

from coach.errors import Problem, UsageError
from coach.system.printable import make_one_line
from coach.system.profiles import add_profile

APP_NAME = "audio-coach"
SCRIPT_SUFFIXES = (".yaml", ".yml")
COVER_NAMES = ("cover.png", "cover.jpg", "cover.jpeg")
HOME_VARIABLE = "COACH_HOME"
"""The variable that names the folder of the user's own scripts and sounds."""
SHOWN_AS: ContextVar[tuple[tuple[Path, str], ...]] = ContextVar("shown_as", default=())
"""Files and folders that came from another machine, each with the path that it has there."""
UNKNOWN_FOLDER = Path(os.devnull) / APP_NAME
"""Stands for a folder of somebody without a home: nothing is found in it, nothing can be made."""
NO_HOME = "there is no home folder"
NO_HOME_HINT = "set HOME, or COACH_HOME, COACH_CACHE, COACH_STATE and COACH_CONFIG"


def config_folder() -> Path:
    """Return the folder of the user's own defaults; it need not exist.

    People who use coach by name have one each, and so with `state_folder`. Raises UsageError for a
    name that no folder can have.
    """
    return add_profile(_find_folder("COACH_CONFIG", platformdirs.user_config_path))


def user_folder() -> Path:
    """Return the folder of the user's own scripts and sounds; it need not exist."""
    return _find_folder(HOME_VARIABLE, platformdirs.user_data_path)


def voices_folder() -> Path:
    """Return the folder of the voices that the user had fetched; it need not exist."""
    return user_folder() / "voices"


def cache_folder() -> Path:
    """Return the folder where takes are cached; it need not exist."""
    return _find_folder("COACH_CACHE", platformdirs.user_cache_path)


def state_folder() -> Path:
    """Return the folder of the notes that are kept between sessions; it need not exist."""
    return add_profile(shared_state_folder())


def shared_state_folder() -> Path:
    """Return the folder of the notes of people without a name, with the profiles of all others."""
    return _find_folder("COACH_STATE", platformdirs.user_state_path)


def has_unknown_folders() -> bool:
    """Return True where a folder of the user cannot be known, for they have no home."""
    folders = (config_folder(), user_folder(), cache_folder(), state_folder())
    return UNKNOWN_FOLDER in folders


def is_unknown(path: Path) -> bool:
    """Return True for what would lie in a folder that cannot be known."""
    return path.is_relative_to(UNKNOWN_FOLDER)


def _find_folder(variable: str, find_default: Callable[..., Path]) -> Path:
    """Return the folder that a variable names, or the usual one; UNKNOWN_FOLDER without a home.

    Raises UsageError for a variable that names the home of somebody who has none.
    """
    given = os.environ.get(variable)
    try:
        folder = Path(given).expanduser() if given else find_default(APP_NAME, appauthor=False)
    except RuntimeError:
        if not given:
            return UNKNOWN_FOLDER
        message = f"{variable}: expected a folder, found {given!r}, and nobody has such a home"
        raise UsageError(Problem(message, hint="write the whole path")) from None
    # Older versions of platformdirs leave the ~ where it is.
    return UNKNOWN_FOLDER if not given and folder.parts[0].startswith("~") else folder


@cache
def shipped_folder() -> Path:
    """Return the folder that holds the shipped `scripts/` and `audio_cues/`.

    In an installed wheel it is `coach/share`; in a checkout it is the checkout.
    """
    package = Path(__file__).parents[1]
    share = package / "share"
    return share if share.is_dir() else package.parent


def is_path(name: str) -> bool:
    """Return True for what looks like the path of a script, and not like a name."""
    return name.endswith(SCRIPT_SUFFIXES) or os.sep in name or "/" in name


def check_is_file(path: Path, hint: str | None = None) -> None:
    """Raise UsageError where a path is not that of a file."""
    if is_true_for_path(path.is_file):
        return
    if is_true_for_path(path.is_dir):
        raise UsageError(Problem(f"{path}: expected a file, found a folder", hint=hint))
    is_there = is_true_for_path(path.exists)
    found = "expected a file, found a device or a pipe" if is_there else "no such file"
    raise UsageError(Problem(f"{path}: {found}", hint=hint))


def is_true_for_path(test: Callable[[], bool]) -> bool:
    """Return the result of a test of a path; False for a name that no file can have."""
    try:
        return test()
    except (OSError, ValueError):
        return False


def routine_names() -> tuple[str, ...]:
    """Return the names of all routines, sorted."""
    return tuple(sorted(script_paths("routines")))


def exercise_names() -> tuple[str, ...]:
    """Return the names of all exercise cards, sorted."""
    return tuple(sorted(script_paths("exercises")))


def lesson_names() -> tuple[str, ...]:
    """Return the names of all talks, sorted."""
    return tuple(sorted(script_paths("talks")))


def find_sound(name: str) -> Path | None:
    """Return the WAV file of a sound, the user's own first; None for an unknown name, or a path."""
    if not name or any(character in name for character in "/\\:"):
        return None
    for path in (user_folder() / "audio_cues" / f"{name}.wav", shipped_sound_path(name)):
        if is_true_for_path(path.is_file):
            return path
    return None


def shipped_sound_path(name: str) -> Path:
    """Return the WAV file of a shipped sound, even where the user has one of that name."""
    return shipped_folder() / "audio_cues" / f"{name}.wav"


def cover_path() -> Path | None:
    """Return the picture of a cover: the one in the user's own folder, else the shipped one."""
    shipped = shipped_folder() / "pictures" / "cover.png"
    paths = (*(user_folder() / name for name in COVER_NAMES), shipped)
    return next((path for path in paths if is_true_for_path(path.is_file)), None)


def sound_names() -> tuple[str, ...]:
    """Return the names of all sounds, sorted."""
    folders = (user_folder() / "audio_cues", shipped_folder() / "audio_cues")
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.wav")}))


def script_paths(kind: str) -> dict[str, Path]:
    """Return the file of every script of a kind (`exercises`, `phrases` ...) by its name.

    The user's own come before shipped ones of the same name.
    """
    return dict(_list_scripts(kind))


def _list_scripts(kind: str) -> Iterator[tuple[str, Path]]:
    for folder in (shipped_folder() / "scripts" / kind, user_folder() / kind):
        for path in sorted(folder.glob("*.y*ml")):
            if path.suffix in SCRIPT_SUFFIXES:
                yield path.stem, path


def format_path(path: Path) -> str:
    """Return the path of a script as messages show it.

    A shipped one is named the same on every machine; one of the user's has its full path, on the
    machine that it comes from.
    """
    shipped = shipped_folder()
    for here, there in SHOWN_AS.get():
        if path.is_relative_to(here):
            path = Path(there) / path.relative_to(here)
    is_shipped = path.is_relative_to(shipped)
    return path.relative_to(shipped).as_posix() if is_shipped else make_one_line(str(path))
