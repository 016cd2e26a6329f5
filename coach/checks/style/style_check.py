"""Style check: everything in a script that a listener would stumble on, in order.

`sentence_rules` judge each sentence, and `session_rules` the session that is made of them. What
they look for is in the table of `scripts/style/` for the language of the script.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from coach.checks.script_check import TONE, Script, load_script, prepare_sessions
from coach.checks.style.body_rules import find_repeated_positions, find_untold_moves
from coach.checks.style.card_rules import find_card_problems
from coach.checks.style.fact_rules import find_misplaced_facts
from coach.checks.style.heard_lines import list_spoken_lines
from coach.checks.style.sentence_rules import find_line_problems
from coach.checks.style.session_rules import find_session_problems
from coach.checks.style_rules import STYLE, Style
from coach.errors import (
    Problem,
    ScriptError,
    Where,
    first_of_each_place,
    merge_alike,
    sort_problems,
)
from coach.plan.request import DEFAULT_REQUEST, SessionRequest
from coach.script.exercise import Exercise, WorkKind
from coach.script.lesson import Lesson
from coach.script.library import load_language_file
from coach.script.routine import Routine
from coach.speech.studio import Progress, ignore_progress
from coach.system.paths import script_paths
from coach.timeline.unroll import unroll


def find_style_problems(
    path: Path,
    progress: Progress = ignore_progress,
    voice: str | None = TONE,
    own: SessionRequest = DEFAULT_REQUEST,
) -> tuple[Problem, ...]:
    """Return what could be said better in a script, in the order of its lines.

    `voice` speaks it, `own` is what its user always asks for. Raises CoachError for a script that
    cannot be performed at all.
    """
    script = load_script(path)
    style = load_style(script)
    problems = [
        *_find_problems_in_script(script, style),
        *_find_problems_in_lines(script, style),
        *_find_problems_in_sessions(script, style, progress, voice, own),
    ]
    return sort_problems(first_of_each_place(problems))


def load_style(script: Script) -> Style:
    """Return the table of style for the language of a script; raises ScriptError for none."""
    language = script.language
    if language not in script_paths("style"):
        message = f"expected a table of style for the language {language!r}, found none"
        hint = f"without it no promise is found; write style/{language}.yaml"
        raise ScriptError(Problem(message, Where(script.display_path, 1, 1), hint))
    style: Style = load_language_file("style", language, STYLE)
    return style


def _find_problems_in_lines(script: Script, style: Style) -> Iterator[Problem]:
    for spoken_line in list_spoken_lines(script.value):
        yield from find_line_problems(spoken_line, style)


def _find_problems_in_sessions(
    script: Script, style: Style, progress: Progress, voice: str | None, own: SessionRequest
) -> Iterator[Problem]:
    """Yield the problems of the sessions of a script, whichever file their lines are from."""
    for prepared in prepare_sessions(script, progress, voice, own):
        context_steps = unroll(prepared.session)
        found = find_session_problems(prepared, context_steps)
        if not isinstance(script.value, Lesson):  # a talk is listened to
            found = chain(
                found,
                find_untold_moves(context_steps, style),
                find_repeated_positions(context_steps, style),
            )
        for problem in merge_alike(found):
            yield replace(problem, where=problem.where or Where(script.display_path, 1, 1))


def _find_problems_in_script(script: Script, style: Style) -> Iterator[Problem]:
    """Yield a problem for what is missing from the whole."""
    value = script.value
    if isinstance(value, Exercise):
        yield from _find_missing_release(value)
        yield from find_card_problems(value, style)
    elif isinstance(value, Routine) and script.kind == "routine":
        yield from find_misplaced_facts(value)
        for card in value.cards.values():
            yield from _find_missing_release(card)
            yield from find_card_problems(card, style)
        if not value.safety:
            message = "expected a safety opening, found none"
            yield Problem(message, value.where, "safety: say what to mind, and when to stop")
        elif not any(style.stop.search(line.text) for line in value.safety):
            message = "expected the safety opening to tell when to stop, found nothing of it"
            yield Problem(message, value.safety[0].where, "Stop if ...")


def _find_missing_release(card: Exercise) -> Iterator[Problem]:
    """Yield a problem for a card whose repetitions are held, and that does not say how to stop."""
    # Other work is one long hold: what must follow that is found in its session.
    holds = card.work is WorkKind.REPS and card.doses.hold is not None
    if holds and not card.release.full and card.calls[2] is None:
        message = "expected a release of what is held, found none"
        yield Problem(message, card.where, "release: say how to come out of it")
