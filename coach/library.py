"""Finds scripts and sounds: in the user's own folder first, then among the shipped ones."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from coach.document import parse, read_text, top_keys
from coach.errors import Problem, ScriptError, UsageError, Where
from coach.exercise import EXERCISE, Exercise
from coach.lesson import LESSON, Lesson, as_routine
from coach.phrases import PHRASES, Phrases
from coach.reader import Shape, read_file, suggest
from coach.routine import ROUTINE, Routine
from coach.shapes import Line

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
    """Load a routine by name, or by path where `name` looks like one; a talk is one as well.

    A routine goes before a talk of the same name. Raises UsageError when there is none,
    ScriptError when it is wrong.
    """
    if _is_path(name):
        path = Path(name)
        check_is_file(path, "coach list names the routines there are")
        return as_routine(load_talk(path, name)) if is_talk(path) else load_routine(path, name)
    found = dict(_scripts("routines"))
    if name not in found and name in (talks := dict(_scripts("talks"))):
        return as_routine(load_talk(talks[name]))
    if name not in found:
        here = next(
            (name + suffix for suffix in SUFFIXES if _holds(Path(name + suffix).is_file)), None
        )
        hint = f"did you mean the file {here}?" if here else suggest(name, found)
        raise UsageError(Problem(f"no routine is called {name!r}", hint=hint))
    return load_routine(found[name])


def _is_path(name: str) -> bool:
    return name.endswith(SUFFIXES) or os.sep in name or "/" in name


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


def load_talk(path: Path, shown: str | None = None) -> Lesson:
    """Read a talk."""
    talk: Lesson = read_file(path, LESSON, shown or _shown(path))
    return replace(talk, name=path.stem)


def is_talk(path: Path) -> bool:
    """Tell a talk from a routine by a key that only it has; raises ScriptError for no YAML."""
    return "lines" in top_keys(parse(read_text(path, str(path)), str(path)))


def is_a_talk(name: str) -> bool:
    """Tell whether `find_routine` gives a talk for this name or path."""
    if _is_path(name):
        return _holds(Path(name).is_file) and is_talk(Path(name))
    return name not in dict(_scripts("routines")) and name in dict(_scripts("talks"))


def talk_names() -> tuple[str, ...]:
    """List the names of all talks, in order."""
    return tuple(sorted(dict(_scripts("talks"))))


def talk_path(name: str) -> Path:
    """Find the file of a talk by its name, or by its path; raises UsageError for none."""
    if _is_path(name):
        check_is_file(Path(name), "coach learn names the talks there are")
        return Path(name)
    found = dict(_scripts("talks"))
    if name not in found:
        raise UsageError(Problem(f"no talk is called {name!r}", hint=suggest(name, found)))
    return found[name]


def find_talk(name: str) -> Lesson:
    """Load a talk by its name or path; raises UsageError for none, ScriptError for a wrong one."""
    return load_talk(talk_path(name), name if _is_path(name) else None)


def find_talks(names: dict[str, Where | None]) -> dict[str, Lesson]:
    """Load the talks that a routine names; raises ScriptError with every fault of every talk."""
    return _find("talks", "talk", load_talk, names)


def find_exercise(name: str) -> Exercise:
    """Load a card by its name or path; raises UsageError for none, ScriptError for a wrong one."""
    if _is_path(name):
        check_is_file(Path(name), "coach exercises names the cards there are")
        return load_exercise(Path(name), name)
    found = dict(_scripts("exercises"))
    if name not in found:
        message = f"no exercise card is called {name!r}"
        raise UsageError(Problem(message, hint=suggest(name, found)))
    return load_exercise(found[name])


def find_facts(routine: Routine) -> tuple[Line, ...]:
    """List the facts a routine may tell, of its talks in turn.

    Raises ScriptError with every fault of every talk.
    """
    if routine.facts is True:
        named: dict[str, Where | None] = dict.fromkeys(talk_names())
    else:
        named = {line.text: line.where for line in routine.facts or ()}
    turns = zip_longest(*(talk.facts for talk in find_talks(named).values()))
    return tuple(fact for turn in turns for fact in turn if fact)


def find_exercises(names: dict[str, Where | None]) -> dict[str, Exercise]:
    """Load the cards that a routine names, and those that may stand in for them.

    Raises ScriptError with every fault of every card.
    """

    def stand_ins(card: Exercise) -> dict[str, Where | None]:
        return {line.text: line.where for line in card.instead}

    return _find("exercises", "exercise card", load_exercise, names, stand_ins)


_Script = TypeVar("_Script")


def _find(
    kind: str,
    called: str,
    load: Callable[[Path], _Script],
    names: dict[str, Where | None],
    more: Callable[[_Script], dict[str, Where | None]] = lambda _: {},
) -> dict[str, _Script]:
    """Load scripts of a kind by their names, each with the place that named it.

    `more` gives the names in a script of others that are needed with it.
    """
    found = dict(_scripts(kind))
    problems: list[Problem] = []
    scripts = {}
    wanted = dict(names)
    for name in (queue := list(names)):
        where = wanted[name]
        if name not in found:
            message = f"no {called} is called {name!r}"
            problems.append(Problem(message, where, suggest(name, found)))
            continue
        try:
            scripts[name] = load(found[name])
            fresh = {n: w for n, w in more(scripts[name]).items() if n not in wanted}
            wanted |= fresh
            queue += fresh
        except ScriptError as error:
            problems += error.problems
    if problems:
        raise ScriptError(problems)
    return scripts


def load_phrases(language: str) -> Phrases:
    """Read the coach's own words in a language that is shipped."""
    path = dict(_scripts("phrases"))[language]
    phrases: Phrases = read_file(path, PHRASES, _shown(path))
    return phrases


def load_language(kind: str, language: str, shape: Shape) -> Any:
    """Read a file that there is one of for each language: `style`, `screening`."""
    path = dict(_scripts(kind))[language]
    return read_file(path, shape, _shown(path))


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


def script_paths(kind: str) -> dict[str, Path]:
    """Give the file of every script of a kind (`exercises`, `phrases` ...) by its name."""
    return dict(_scripts(kind))


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
