"""The routine that --say and --rounds ask for, without a file."""

from dataclasses import replace

from coach.errors import Problem, UsageError
from coach.importing.bounds import MAX_ENTRIES
from coach.importing.exercise_line import UnreadError
from coach.importing.one_line import parse_said
from coach.importing.programme import Block, Entry, Part, Programme, list_works
from coach.importing.routine_yaml import format_routine
from coach.script.reader import read_script
from coach.script.routine import ROUTINE, Routine

OPTION = "--say"
TITLE = "Your session"
NAME = "your-session"


def make_said_routine(text: str, rounds: int | None = None) -> Routine:
    """Return the routine of a line, in rounds; raises UsageError for what is not understood."""
    try:
        entries: list[Entry] = parse_said(text)
    except UnreadError as error:
        raise UsageError(Problem(f"{OPTION}: {error}", hint=error.hint)) from error
    if not any(True for _ in list_works(tuple(entries))):
        hint = f'for instance {OPTION} "plank 30s, rest 10s"'
        raise UsageError(Problem(f"{OPTION}: expected an exercise, found none", hint=hint))
    if len(entries) > MAX_ENTRIES:
        message = f"{OPTION}: expected at most {MAX_ENTRIES:,} exercises, found {len(entries):,}"
        raise UsageError(Problem(message))
    if rounds is not None:
        entries = [Block(tuple(entries), rounds)]
    programme = Programme(TITLE, (Part("", tuple(entries)),))
    routine: Routine = read_script(format_routine(programme), ROUTINE, OPTION)
    return replace(routine, name=NAME)
