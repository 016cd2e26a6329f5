"""A session that was entered by its name and minutes -> what it holds, as it would be planned."""

from dataclasses import replace
from datetime import date

from coach.cli.messages import print_note
from coach.errors import Problem, UsageError
from coach.training.export_mark import ExportMark

SILENT_VOICE = "tone"
"""What plans at once: nothing of it is spoken."""
MAX_LENGTH = 6 * 60 * 60_000
"""The longest session that is entered by hand, in ms: more is a slip of the hand."""


def plan_mark(typed: str, minutes: str, day: date) -> ExportMark:
    """Return what a session of some minutes holds for this listener on a day.

    Without exercises where a routine has no session of this length. Raises UsageError for an
    unknown name, and for minutes that are none.
    """
    from coach.cli.session_request import make_session_request
    from coach.exports.session_mark import make_session_mark
    from coach.listener.config_loader import load_config
    from coach.pipeline import prepare_session
    from coach.script.library import read_routine
    from coach.script.script_names import resolve_session_name
    from coach.training.own_history import learn_from_log
    from coach.training.record_ids import make_content_id

    length = _read_length(minutes)
    routine = read_routine(resolve_session_name(typed))  # a suggestion where there is none
    name = routine.name or routine.title
    try:
        request = make_session_request(load_config(), SILENT_VOICE, minutes, seed=day.toordinal())
        request = replace(request, as_of=day.isoformat())  # as it would have been on that day
        mark = make_session_mark(prepare_session(routine, request, learn=learn_from_log))
    except UsageError:
        print_note(f"{name} has no session of {minutes} minutes, so its exercises are not known")
        mark = None
    exercises = mark.exercises if mark else ()
    return ExportMark(make_content_id(f"{name} {length}"), name, length, exercises)


def _read_length(text: str) -> int:
    from coach.cli.lengths import parse_bare_minutes, read_minutes

    is_too_long = text.strip().isdigit() and parse_bare_minutes(text) is None
    try:
        length = 0 if is_too_long else read_minutes(text)
    except UsageError:
        length = 0
    if not 0 < length <= MAX_LENGTH:
        message = f"coach done: expected MINUTES, found {text!r}"
        raise UsageError(Problem(message, hint="coach done lower-back 20"))
    return length
