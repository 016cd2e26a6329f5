"""Finds scripts by name and reads them: the user's own first, then the shipped ones.

What a kind of script is made of is imported as one is read: who only needs words, as a server for
its first page, comes without.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from coach.errors import Problem, ScriptError, UsageError, Where
from coach.script.document import load_text, read_yaml, top_keys
from coach.script.language_field import DEFAULT_LANGUAGE
from coach.script.library_names import suggest_card
from coach.script.phrases import PHRASES, Phrases
from coach.script.reader import Shape, load_file, suggest
from coach.script.scalars import Line
from coach.script.script_names import SESSION_KINDS, find_script
from coach.system.paths import (
    SCRIPT_SUFFIXES,
    check_is_file,
    format_path,
    is_path,
    is_true_for_path,
    lesson_names,
    script_paths,
)

if TYPE_CHECKING:
    from coach.script.exercise import Exercise
    from coach.script.lesson import Lesson
    from coach.script.routine import Routine

NO_CARDS: "Mapping[str, Exercise]" = MappingProxyType({})
CARD_NOUN = "exercise card"


def find_routine(name: str) -> "Routine":
    """Load a routine by name, or by path where `name` looks like one; a talk becomes a routine.

    A routine comes before a talk of the same name; `script_names` says what a name may look like.
    Raises UsageError when there is none, ScriptError when it is wrong.
    """
    if is_path(name):
        path = Path(name)
        check_is_file(path, "coach list names the routines there are")
        return (
            make_talk(load_lesson(path, name)) if is_lesson_file(path) else load_routine(path, name)
        )
    found = find_script(name, *SESSION_KINDS)
    if found is None:
        here = next(
            (
                name + suffix
                for suffix in SCRIPT_SUFFIXES
                if is_true_for_path(Path(name + suffix).is_file)
            ),
            None,
        )
        hint = f"did you mean the file {here}?" if here else suggest(name, script_paths("routines"))
        raise UsageError(Problem(f"no routine is called {name!r}", hint=hint))
    kind, known = found
    path = script_paths(kind)[known]
    return load_routine(path) if kind == "routines" else make_talk(load_lesson(path))


def read_routine(name: "str | Path | Routine") -> "Routine":
    """Return a routine by its name or path, or as it is; raises what `find_routine` does."""
    if isinstance(name, Path) and not is_path(str(name)):
        return find_routine(f"./{name}")  # a path is never the name of a shipped routine
    return find_routine(str(name)) if isinstance(name, str | Path) else name


def load_routine(path: Path, display_path: str | None = None) -> "Routine":
    """Read a routine file; raises ScriptError with every problem in it."""
    from coach.script.routine import ROUTINE

    routine: Routine = load_file(path, ROUTINE, display_path or format_path(path))
    return replace(routine, name=path.stem)


def load_exercise(path: Path, display_path: str | None = None) -> "Exercise":
    """Read an exercise card; raises ScriptError with every problem in it."""
    from coach.script.exercise import EXERCISE

    exercise: Exercise = load_file(path, EXERCISE, display_path or format_path(path))
    return replace(exercise, slug=path.stem)


def load_lesson(path: Path, display_path: str | None = None) -> "Lesson":
    """Read a talk; raises ScriptError with every problem in it."""
    from coach.script.lesson import LESSON

    lesson: Lesson = load_file(path, LESSON, display_path or format_path(path))
    return replace(lesson, name=path.stem)


def is_lesson_file(path: Path) -> bool:
    """Return True for a talk, by a key that only talks have; raises ScriptError for no YAML."""
    return "lines" in top_keys(read_yaml(load_text(path, str(path)), str(path)))


def is_card(keys: Set[str]) -> bool:
    """Return True for the keys of an exercise card, by those that only cards have."""
    return bool(keys & {"dose", "work"})


def is_lesson(name: str) -> bool:
    """Return True where `find_routine` makes its routine of a talk, for this name or path."""
    if is_path(name):
        return is_true_for_path(Path(name).is_file) and is_lesson_file(Path(name))
    found = find_script(name, *SESSION_KINDS)
    return found is not None and found[0] == "talks"


def find_lesson_path(name: str) -> Path:
    """Return the file of a talk by its name, or by its path; raises UsageError for none."""
    return _find_path("talks", "talk", name, "coach learn names the talks there are")


def find_lesson(name: str) -> "Lesson":
    """Load a talk by its name or path; raises UsageError for none, ScriptError for a wrong one."""
    return load_lesson(find_lesson_path(name), name if is_path(name) else None)


def find_lessons(names: dict[str, Where | None]) -> "dict[str, Lesson]":
    """Load the talks that a routine names; raises ScriptError with every problem of all of them."""
    return _find_scripts(script_paths("talks"), "talk", load_lesson, names)


def make_talk(lesson: "Lesson") -> "Routine":
    """Return the routine of a talk, described in the words of its language."""
    from coach.script.lesson import make_lesson_routine

    phrases = load_phrases(lesson.language)
    return make_lesson_routine(lesson, phrases.format_shown("talk", words=lesson.word_count))


def find_exercise(name: str) -> "Exercise":
    """Load a card by its name or path; raises UsageError for none, ScriptError for a wrong one."""
    hint = "coach exercises names the cards there are"
    path = _find_path("exercises", CARD_NOUN, name, hint)
    return load_exercise(path, name if is_path(name) else None)


def _find_path(kind: str, noun: str, name: str, hint: str) -> Path:
    """Return the file of a script by its name or path; raises UsageError for none."""
    if is_path(name):
        check_is_file(Path(name), hint)
        return Path(name)
    paths = script_paths(kind)
    found = find_script(name, kind)
    if found is None:
        raise UsageError(Problem(f"no {noun} is called {name!r}", hint=suggest(name, paths)))
    return paths[found[1]]


def find_facts(routine: "Routine") -> tuple[Line, ...]:
    """Return the facts a routine may tell, one of each of its talks in turn.

    Raises ScriptError with every problem of every talk, and for one in another language.
    """
    if routine.facts is True:
        every = find_lessons(dict.fromkeys(lesson_names())).values()
        lessons = [one for one in every if one.language == routine.language]
    else:
        named = {line.text: line.where for line in routine.facts or ()}
        found = find_lessons(named)
        _check_language(routine.language, {n: one.language for n, one in found.items()}, named)
        lessons = list(found.values())
    turns = zip_longest(*(lesson.facts for lesson in lessons))
    return tuple(fact for turn in turns for fact in turn if fact)


def find_exercises(
    names: dict[str, Where | None],
    own: "Mapping[str, Exercise]" = NO_CARDS,
    language: str | None = DEFAULT_LANGUAGE,
) -> "dict[str, Exercise]":
    """Load the cards that a routine names, and those that may be done in their place.

    The routine's `own` go before those in files, and one in a folder of its language, as
    `exercises/de`, before others of its name. Raises ScriptError with every problem of every card,
    and for one in another language; without a `language` any will do.
    """

    def substitute_names(card: "Exercise") -> dict[str, Where | None]:
        return {line.text: line.where for line in card.instead}

    of_language = script_paths(f"exercises/{language}") if language else {}
    paths = {**script_paths("exercises"), **of_language}
    cards = _find_scripts(paths, CARD_NOUN, load_exercise, names, own, substitute_names)
    instead = {n: w for card in cards.values() for n, w in substitute_names(card).items()}
    places = {**instead, **names}
    if language:
        languages = {n: card.language for n, card in cards.items() if n not in own}
        # What stands in for a card of another language is in that as well: it is told once.
        _check_language(language, {n: languages[n] for n in names if n in languages}, places)
        _check_language(language, languages, places)
    return cards


def _check_language(language: str, found: dict[str, str], places: dict[str, Where | None]) -> None:
    """Raise ScriptError for each script that is in another language than who names it."""
    problems = [
        Problem(
            f"expected {name} in the language {language!r}, found it in {other!r}",
            places.get(name),
            f"a session is in one language; write exercises/{language}/{name}.yaml",
        )
        for name, other in found.items()
        if other != language
    ]
    if problems:
        raise ScriptError(problems)


_Script = TypeVar("_Script")


def _find_scripts(
    paths: Mapping[str, Path],
    noun: str,
    load: Callable[[Path], _Script],
    names: dict[str, Where | None],
    read: Mapping[str, _Script] = MappingProxyType({}),
    more: Callable[[_Script], dict[str, Where | None]] = lambda _: {},
) -> dict[str, _Script]:
    """Load scripts by their names from `paths`, each with the place where it is named.

    Those that were `read` already are taken first. `more` returns the names in a script of others
    that are needed with it.
    """
    problems: list[Problem] = []
    scripts = {}
    places = dict(names)
    for name in (queue := list(names)):
        if name not in paths and name not in read:
            message = f"no {noun} is called {name!r}"
            known = {*paths, *read}
            problems.append(Problem(message, places[name], _suggest_script(noun, name, known)))
            continue
        try:
            scripts[name] = read[name] if name in read else load(paths[name])
            added = {n: w for n, w in more(scripts[name]).items() if n not in places}
            places |= added
            queue += added
        except ScriptError as error:
            problems += error.problems
    if problems:
        raise ScriptError(problems)
    return scripts


def _suggest_script(noun: str, name: str, known: Iterable[str]) -> str:
    return suggest_card(name, known) if noun == CARD_NOUN else suggest(name, known)


def load_phrases(language: str) -> Phrases:
    """Read the coach's own words in a language; raises KeyError for one that has no file.

    Scripts in such a language are refused as they are read.
    """
    path = script_paths("phrases")[language]
    phrases: Phrases = load_file(path, PHRASES, format_path(path))
    return phrases


def load_language_file(kind: str, language: str, shape: Shape) -> Any:
    """Read the file of a kind that has one for each language: `style`, `screening`."""
    path = script_paths(kind)[language]
    return load_file(path, shape, format_path(path))
