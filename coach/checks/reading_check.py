"""Reading check: what in a script is read by a guess, and what is a mark that no voice speaks.

These are notes and no faults: the script can be performed, perhaps otherwise than it was meant.
"""

import re
from collections.abc import Iterator, Mapping

from coach.checks.script_check import Script
from coach.checks.style.heard_lines import list_spoken_lines
from coach.errors import Problem, sort_problems
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.speech.normalize import has_reading_rules, list_guessed_readings
from coach.speech.reading.pause_marks import PauseMark, list_pause_marks


def find_reading_notes(script: Script) -> tuple[Problem, ...]:
    """Return a note for each word that is read by a guess, and each mark that is not read.

    None in a language whose voices are given the text as it is.
    """
    if not has_reading_rules(script.language):
        return ()
    lexicon = script.value.lexicon if isinstance(script.value, Routine) else {}
    lines = dict.fromkeys((line.line, line.line.where) for line in list_spoken_lines(script.value))
    return sort_problems(note for line, _ in lines for note in _find_notes_in_line(line, lexicon))


def _find_notes_in_line(line: Line, lexicon: Mapping[str, str]) -> Iterator[Problem]:
    text = re.sub(r"\{[\w:]+\}", "x", line.text)
    for mark in list_pause_marks(text):
        yield Problem(_describe_mark(mark), line.where, _hint_at_step(mark))
    for reading in list_guessed_readings(text, lexicon):
        message = f"{reading.written!r} is read as {reading.spoken!r}"
        yield Problem(message, line.where, f"where that is not meant, {reading.hint}")


def _describe_mark(mark: PauseMark) -> str:
    what = "plays no sound" if mark.is_sound else "makes no pause"
    return f"expected words, found {mark.written!r}, which is not spoken and {what}"


def _hint_at_step(mark: PauseMark) -> str:
    if mark.is_sound:
        return "write a step of its own in its place: sound, with the name of the sound"
    length = mark.length or "2s"
    step = f"write a step of its own in its place, `silence: {length}`"
    return f"{step}, or `pause: {length}` with `say`"
