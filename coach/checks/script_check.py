"""Script check: finds in a file what would keep it from being performed, without a sound card.

What can be performed is laid out with the tone voice, whose lengths are the same everywhere: as
it stands, and where it has exercises, at its shortest and its longest as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coach.checks.style_rules import STYLE, Style
from coach.listener.screening import SCREENING, Screening
from coach.pipeline import PreparedSession, make_planner, prepare_from_planner
from coach.plan.request import Filters, SessionRequest
from coach.script.document import load_text, read_yaml, top_keys
from coach.script.exercise import Exercise
from coach.script.lesson import Lesson, make_lesson_routine
from coach.script.library import find_exercises, load_exercise, load_lesson, load_routine
from coach.script.phrases import PHRASES, Phrases
from coach.script.reader import load_file
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.speech.studio import Progress, ignore_progress, open_studio
from coach.system.paths import check_is_file
from coach.timeline.session import list_named_cards


@dataclass(frozen=True, slots=True)
class Script:
    """A file that was read: what it is, what stands in it, and what can be performed of it.

    `display_path` is the path as problems name it. What cannot be a session has no `routine`.
    """

    kind: str
    value: Routine | Exercise | Lesson | Phrases | Screening | Style
    display_path: str
    routine: Routine | None = None
    cards: Mapping[str, Exercise] = field(default_factory=dict)


def check_file(path: Path, progress: Progress = ignore_progress) -> str:
    """Return what kind of script a file is. Raises CoachError with all that is wrong with it."""
    script = load_script(path)
    for _ in prepare_sessions(script, progress):
        pass
    return script.kind


def load_script(path: Path) -> Script:
    """Return the script in a file of any kind. Raises CoachError with all that is wrong with it."""
    shown = str(path)
    check_is_file(path)
    keys = top_keys(read_yaml(load_text(path, shown), shown))
    if {"words", "moves"} <= keys:
        return Script("set of phrases", load_file(path, PHRASES, shown), shown)
    if {"notice", "questions"} <= keys:
        return Script("screening", load_file(path, SCREENING, shown), shown)
    if {"actions", "promises"} <= keys:
        return Script("table of style", load_file(path, STYLE, shown), shown)
    if keys & {"dose", "work"}:
        card = load_exercise(path, shown)
        alone = Section(card.name, (Perform(card.slug, where=card.where),))
        routine = Routine(card.name, (alone,))
        others = find_exercises({line.text: line.where for line in card.instead})
        return Script("exercise card", card, shown, routine, {**others, card.slug: card})
    if "lines" in keys:
        lesson = load_lesson(path, shown)
        return Script("talk", lesson, shown, make_lesson_routine(lesson))
    routine = load_routine(path, shown)
    return Script("routine", routine, shown, routine, find_exercises(list_named_cards(routine)))


def prepare_sessions(
    script: Script, progress: Progress = ignore_progress
) -> Iterator[PreparedSession]:
    """Yield the usual session of a script, and where it has exercises the shortest and longest.

    Raises CoachError for a session that cannot be laid out.
    """
    if script.routine is None:
        return
    with open_studio("tone", progress) as studio:
        optional = (p.exercise for p in script.routine.exercises if script.cards[p.exercise].opt_in)
        request = SessionRequest("tone", filters=Filters(opted=tuple(optional)))
        planner = make_planner(script.routine, script.cards, request, studio)
        yield prepare_from_planner(planner, studio, None)
        if planner.routine.exercises:
            length_range = planner.length_range
            for length in (length_range.shortest, length_range.longest):
                yield prepare_from_planner(planner, studio, length)
