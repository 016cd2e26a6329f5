"""A name and its time with a bar, a semicolon or a tab between: Burpees | 30."""

import re

from coach.importing.dose_phrases import DURATION, PAUSE_NAME, read_duration
from coach.importing.exercise_line import LineMeaning, UnreadError, check_bounds
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import Pause, Timed, Work, as_sentence

_ROW = re.compile(
    rf"(?P<name>[^|;\t]+?)\s*[|;\t]\s*(?P<time>\d{{1,6}}|{DURATION})\s*[|;]?", re.IGNORECASE
)


def find_cell_entry(line: str) -> LineMeaning | None:
    """Return the exercise of a name and its time; None for a line of another form.

    A bare number is seconds here. The name is taken as it is; words behind a colon in it are said.
    Raises UnreadError for a time out of bounds.
    """
    found = _ROW.fullmatch(line.strip())
    if not found:
        return None
    try:
        length = read_duration(found["time"])
    except ValueError as error:
        raise UnreadError(str(error)) from error
    return LineMeaning(make_timed_entry(found["name"], length))


def make_timed_entry(name: str, length: int) -> Work | Pause:
    """Return work of a name for a time in ms, or a rest; raises UnreadError out of bounds."""
    name, say = split_name(name)
    is_pause = PAUSE_NAME.fullmatch(name)
    return check_bounds(Pause(length) if is_pause else Work(name, Timed(length), say=say))


def split_name(text: str) -> tuple[str, str]:
    """Return a name, and the words behind its colon as a sentence.

    >>> split_name("forward fold: reach for your toes")
    ('Forward fold', 'Reach for your toes.')
    """
    name, colon, words = normalize_line(text).partition(": ")
    said = as_sentence(words.rstrip(" .!"))
    return as_sentence(name.rstrip(".")), f"{said}." if colon and said else ""
