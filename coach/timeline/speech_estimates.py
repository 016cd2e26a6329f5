"""Estimates: about how long words take to say, before a voice has said them.

They decide what has room in a rest or a hold, so that it is the same for every voice.
"""

from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.scalars import Line
from coach.script.steps import Say, Travel
from coach.timeline.context import ContextStep
from coach.timeline.cues import SECOND

MARGIN = 300
"""Added to what a line is estimated to take, in ms: voices differ."""


def estimate_words(text: str, pace: Pace = Pace.INSTRUCT) -> int:
    """Return about how many ms the words of a text take."""
    return len(text.split()) * 60 * SECOND // WORDS_PER_MINUTE[pace]


def estimate_slow_words(text: str) -> int:
    """Return how many ms a slow voice takes for a text at the most."""
    return (len(text.split()) + 1) * 90 * SECOND // WORDS_PER_MINUTE[Pace.INSTRUCT]


def estimate_line(text: str, pace: Pace = Pace.INSTRUCT) -> int:
    """Return about how many ms a line takes, with MARGIN."""
    return estimate_words(text, pace) + MARGIN


def estimate_lines(one: ContextStep) -> list[int]:
    """Return about how many ms each line of a step of speech takes; none for another step."""
    match one.step:
        case Say(say=lines, pace=pace):
            return [estimate_line(_with_name(line, one), pace) for line in lines]
        case Travel(lines=lines):
            return [estimate_line(line.text) for line in lines]
        case _:
            return []


def estimate_speech(one: ContextStep) -> int:
    """Return about how many ms a step of speech takes without its pauses; 0 for another."""
    return sum(estimate_lines(one))


def _with_name(line: Line, one: ContextStep) -> str:
    return line.text.replace("{exercise}", one.context.exercise)
