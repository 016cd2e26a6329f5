"""Style: what a listener would stumble on in a script that could well be performed.

Sentences are judged one by one (`sentences`), and the session that is made of them as a whole
(`course`). What is looked for stands in a table of its language, `scripts/style/`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from coach.check.script_check import Script, laid_out, read_script
from coach.check.style.heard_lines import spoken_lines
from coach.check.style.sentence_rules import line_findings
from coach.check.style.session_rules import course_findings
from coach.check.style_rules import STYLE, Style
from coach.errors import Problem, Where, by_place
from coach.script.exercise import Exercise, Work
from coach.script.library import load_language
from coach.script.routine import Routine
from coach.speech.studio import Progress, silent
from coach.timeline.unroll import unroll


def check_style(path: Path, progress: Progress = silent) -> tuple[Problem, ...]:
    """Find what to say better in a script, in the order of its lines.

    Raises CoachError for one that cannot be performed at all.
    """
    script = read_script(path)
    style: Style = load_language("style", "en", STYLE)
    found = [*_of_script(script), *_of_lines(script, style), *_of_sessions(script, progress)]
    return by_place(dict.fromkeys(found))


def _of_lines(script: Script, style: Style) -> Iterator[Problem]:
    for told in spoken_lines(script.value):
        yield from line_findings(told, style)


def _of_sessions(script: Script, progress: Progress) -> Iterator[Problem]:
    """Look at the usual, the shortest and the longest session, whichever file a line is from."""
    if script.routine is None:
        return
    for prepared in laid_out(script, progress):
        for problem in course_findings(prepared, unroll(prepared.session)):
            yield replace(problem, where=problem.where or Where(script.shown, 1, 1))


def _of_script(script: Script) -> Iterator[Problem]:
    """Look at what is missing from the whole."""
    value = script.value
    if isinstance(value, Exercise):
        # Other work is one long hold: what must follow that is found in its session.
        holds = value.work is Work.REPS and value.doses.hold is not None
        if holds and not value.release.full and value.calls[2] is None:
            message = "expected a release of what is held, found none"
            yield Problem(message, value.where, "release: say how to come out of it")
    elif isinstance(value, Routine) and script.kind == "routine":
        if not value.safety:
            message = "expected a safety opening, found none"
            yield Problem(message, value.where, "safety: say what to mind, and when to stop")
        elif not any("stop" in line.text.lower() for line in value.safety):
            message = "expected the safety opening to tell when to stop, found nothing of it"
            yield Problem(message, value.safety[0].where, "Stop if ...")
