"""Named scripts: a routine with all that it names, or everything that is wrong with either.

Where the structure of a file is wrong, what could be read of it is looked at all the same: its
cards, their doses, its sounds and talks, so that every mistake is told at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from coach.checks.style.heard_lines import list_spoken_lines
from coach.errors import Problem, ScriptError, Where
from coach.pipeline import check_bed
from coach.script.card_names import resolve_card
from coach.script.document import load_text
from coach.script.exercise import Exercise
from coach.script.library import find_exercises, find_lessons
from coach.script.library_names import find_where
from coach.script.own_cards import OWN_CARD_KIND, find_own_cards
from coach.script.reader import Reader, read_what_can_be_read, suggest
from coach.script.routine import ROUTINE, Routine
from coach.script.steps import Perform
from coach.system.paths import exercise_names, find_sound, sound_names
from coach.timeline.dose_ranges import find_dose_problems
from coach.timeline.session import list_named_cards


def load_whole_routine(path: Path, display_path: str) -> tuple[Routine, dict[str, Exercise]]:
    """Return a routine and the cards that it names. Raises ScriptError with all that is wrong."""
    text = load_text(path, display_path)
    value, reader = read_what_can_be_read(text, ROUTINE, display_path)
    routine = replace(value, name=path.stem) if isinstance(value, Routine) else None
    named = list_named_cards(routine) if routine else _list_cards_read(reader)
    own = routine.cards if routine else find_own_cards(reader)
    # What is wrong with the others of its own was told as they were read.
    unread = find_where(reader.names, OWN_CARD_KIND).keys() - own.keys()
    files = exercise_names()
    named = {
        resolve_card(name, own, files): where for name, where in named.items() if name not in unread
    }
    cards, card_problems = _find_known_cards(named, own, routine.language if routine else None)
    problems = [
        *reader.problems,
        *card_problems,
        *_find_dose_problems(reader, cards, own),
        *_find_sound_problems(reader),
        *_list_problems(lambda: find_lessons(find_where(reader.names, "talks"))),
        *(_list_problems(lambda: check_bed(routine)) if routine else ()),
        *find_silent_lines((routine, *cards.values()) if routine else reader.made),
    ]
    if problems or routine is None:
        raise ScriptError(dict.fromkeys(problems))
    return routine, cards


def _list_cards_read(reader: Reader) -> dict[str, Where | None]:
    """Return the cards named in what could be read, each with its place."""
    performs = (made for made in reader.made if isinstance(made, Perform))
    named = {perform.exercise: perform.where for perform in performs}
    return find_where(reader.names, "exercises") | named


def find_silent_lines(values: Iterable[object]) -> tuple[Problem, ...]:
    """Return a problem for every line of scripts, said or not today, that has no word to speak."""
    lines = (spoken.line for value in values for spoken in list_spoken_lines(value))
    silent = [line for line in lines if not any(map(str.isalnum, line.text))]
    message = "expected words to speak, found {!r}"
    return tuple(dict.fromkeys(Problem(message.format(one.text), one.where) for one in silent))


def _find_known_cards(
    named: Mapping[str, Where | None], own: Mapping[str, Exercise], language: str | None
) -> tuple[dict[str, Exercise], tuple[Problem, ...]]:
    """Return the cards that can be read, and the problems of the others."""
    try:
        return find_exercises(dict(named), own, language), ()
    except ScriptError as error:
        problems = error.problems
    cards: dict[str, Exercise] = {}
    for name, where in named.items():
        with suppress(ScriptError):
            cards |= find_exercises({name: where}, own, language)
    return cards, problems


def _find_dose_problems(
    reader: Reader, cards: Mapping[str, Exercise], own: Mapping[str, Exercise]
) -> Iterator[Problem]:
    """Yield the problems of the doses of all exercises that could be read."""
    for made in reader.made:
        if isinstance(made, Perform):
            name = resolve_card(made.exercise, own, cards)
            if name in cards:
                yield from find_dose_problems(made, cards[name])


def _find_sound_problems(reader: Reader) -> Iterator[Problem]:
    for name, where in find_where(reader.names, "sounds").items():
        if not find_sound(name):
            yield Problem(f"no sound is called {name!r}", where, suggest(name, sound_names()))


def _list_problems(action: Callable[[], object]) -> tuple[Problem, ...]:
    """Return the problems that an action raises."""
    try:
        action()
    except ScriptError as error:
        return error.problems
    return ()
