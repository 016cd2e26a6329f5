"""Finds scripts and sounds: in the user's own folder first, then among the shipped ones."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import platformdirs

from coach.errors import Problem, ScriptError, UsageError, Where
from coach.exercise import EXERCISE, Exercise
from coach.phrases import PHRASES, Phrases
from coach.reader import read_file, suggest
from coach.routine import ROUTINE, Routine

APP = "audio-coach"
SUFFIXES = (".yaml", ".yml")


def user_folder() -> Path:
    """Give the folder of the user's own scripts and sounds; it need not exist."""
    given = os.environ.get("COACH_HOME")
    return Path(given).expanduser() if given else platformdirs.user_data_path(APP, appauthor=False)


def cache_folder() -> Path:
    """Give the folder where takes are kept; it need not exist."""
    given = os.environ.get("COACH_CACHE")
    return Path(given).expanduser() if given else platformdirs.user_cache_path(APP, appauthor=False)


def state_folder() -> Path:
    """Give the folder of what is remembered from session to session; it need not exist."""
    given = os.environ.get("COACH_STATE")
    return Path(given).expanduser() if given else platformdirs.user_state_path(APP, appauthor=False)


@cache
def shipped_folder() -> Path:
    """Give the folder that holds the shipped `scripts/` and `audio_cues/`.

    In an installed wheel it is `coach/share`; in a checkout it is the checkout.
    """
    package = Path(__file__).parent
    share = package / "share"
    return share if share.is_dir() else package.parent


def find_routine(name: str) -> Routine:
    """Load a routine by name, or by path where `name` looks like one.

    Raises UsageError when there is none, ScriptError when it is wrong.
    """
    if name.endswith(SUFFIXES) or os.sep in name or "/" in name:
        path = Path(name)
        check_is_file(path, "coach list names the routines there are")
        return load_routine(path, name)
    found = dict(_scripts("routines"))
    if name not in found:
        here = next(
            (name + suffix for suffix in SUFFIXES if _holds(Path(name + suffix).is_file)), None
        )
        hint = f"did you mean the file {here}?" if here else suggest(name, found)
        raise UsageError(Problem(f"no routine is called {name!r}", hint=hint))
    return load_routine(found[name])


def check_is_file(path: Path, hint: str | None = None) -> None:
    """Raise UsageError where a path that was asked for is no file."""
    if _holds(path.is_file):
        return
    if _holds(path.is_dir):
        raise UsageError(Problem(f"{path}: expected a file, found a folder", hint=hint))
    raise UsageError(Problem(f"{path}: no such file", hint=hint))


def _holds(test: Callable[[], bool]) -> bool:
    """Ask something of a path; of a name that no file can have, nothing is true."""
    try:
        return test()
    except (OSError, ValueError):
        return False


def routine_names() -> tuple[str, ...]:
    """List the names of all routines, in order."""
    return tuple(sorted(dict(_scripts("routines"))))


def exercise_names() -> tuple[str, ...]:
    """List the names of all exercise cards, in order."""
    return tuple(sorted(dict(_scripts("exercises"))))


def load_routine(path: Path, shown: str | None = None) -> Routine:
    """Read a routine file."""
    routine: Routine = read_file(path, ROUTINE, shown or _shown(path))
    return replace(routine, name=path.stem)


def load_exercise(path: Path, shown: str | None = None) -> Exercise:
    """Read an exercise card."""
    exercise: Exercise = read_file(path, EXERCISE, shown or _shown(path))
    return replace(exercise, slug=path.stem)


def find_exercises(names: dict[str, Where | None]) -> dict[str, Exercise]:
    """Load the cards that a routine names; raises ScriptError with every fault of every card."""
    found = dict(_scripts("exercises"))
    problems: list[Problem] = []
    cards = {}
    for name, where in names.items():
        if name not in found:
            message = f"no exercise card is called {name!r}"
            problems.append(Problem(message, where, suggest(name, found)))
            continue
        try:
            cards[name] = load_exercise(found[name])
        except ScriptError as error:
            problems += error.problems
    if problems:
        raise ScriptError(problems)
    return cards


def load_phrases(language: str) -> Phrases:
    """Read the coach's own words in a language that is shipped."""
    path = dict(_scripts("phrases"))[language]
    phrases: Phrases = read_file(path, PHRASES, _shown(path))
    return phrases


def find_sound(name: str) -> Path | None:
    """Find the WAV file of a sound, the user's own first; a name is no path."""
    if not name or any(sign in name for sign in "/\\:"):
        return None
    for folder in (user_folder() / "audio_cues", shipped_folder() / "audio_cues"):
        path = folder / f"{name}.wav"
        if _holds(path.is_file):
            return path
    return None


def sound_names() -> tuple[str, ...]:
    """List the names of all sounds, in order."""
    folders = (user_folder() / "audio_cues", shipped_folder() / "audio_cues")
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.wav")}))


def _scripts(kind: str) -> Iterator[tuple[str, Path]]:
    """Give the scripts of a kind by name; what comes later counts, so the user's own do."""
    for folder in (shipped_folder() / "scripts" / kind, user_folder() / kind):
        for path in sorted(folder.glob("*.y*ml")):
            if path.suffix in SUFFIXES:
                yield path.stem, path


def _shown(path: Path) -> str:
    """Give the path of a script as messages show it.

    One of the shipped ones is named the same on every machine; the user's own is where it is.
    """
    shipped = shipped_folder()
    return path.relative_to(shipped).as_posix() if path.is_relative_to(shipped) else str(path)
