"""What a content is, by the content alone, and its reader: a text, a table, JSON or .zwo."""

from dataclasses import replace

from coach.errors import Problem, ScriptError, Where
from coach.importing.plain_text import read_plain_text
from coach.importing.programme import Reading, list_works
from coach.importing.speech_room import estimate_length
from coach.importing.table_sheet import find_delimiter, read_table_sheet
from coach.importing.timer_json import is_json, read_timer_json
from coach.importing.totals import compare_stated
from coach.importing.zwift_workout import is_xml, read_zwift_workout
from coach.script.syntax_errors import split_lines

MAX_SESSION = 12 * 3_600_000
"""The longest that a session may be, in ms."""


def read_source(text: str, path: str, title: str) -> Reading:
    """Return what a source says, with notes of what its totals say otherwise.

    `title` is that of a source without one. Raises ScriptError with all that could not be read
    where nothing could.
    """
    reading = _read(text, path, title)
    if not any(True for _ in list_works(reading.programme.entries)):
        problems = reading.problems or (
            Problem(
                "expected exercises, found none",
                Where(path, 1, 1),
                "one a line: Plank 30s, or Squats 3x10",
            ),
        )
        raise ScriptError(problems)
    if estimate_length(reading.programme.entries) > MAX_SESSION:
        message = "expected a session of at most 12 h, found more"
        raise ScriptError(Problem(message, Where(path, 1, 1), "fewer rounds, or fewer sets"))
    # A title that is the name of a file states nothing.
    named = replace(reading.programme, title="") if reading.programme.title == title else None
    notes = (*reading.notes, *compare_stated(named or reading.programme, path))
    return Reading(reading.programme, reading.lines, reading.problems, notes)


def _read(text: str, path: str, title: str) -> Reading:
    if is_xml(text):
        return read_zwift_workout(text, path, title)
    if is_json(text):
        return read_timer_json(text, path, title)
    if delimiter := find_delimiter(text):
        return read_table_sheet("\n".join(split_lines(text)), path, title, delimiter)
    return read_plain_text("\n".join(split_lines(text)), path, title)
