"""Which record of a log is meant: by its id, the beginning of one, its code, or as the last."""

from coach.errors import Problem, UsageError
from coach.training.log_file import list_records
from coach.training.log_records import AnswerRecord, Log
from coach.training.record_ids import make_code, read_code
from coach.training.record_json import Record

LAST = "last"
LEAST_LETTERS = 4
"""How many letters of an id are enough to look for it."""


def choose_record(log: Log, typed: str) -> Record:
    """Return the record that was meant; raises UsageError where there is none, or several."""
    records: tuple[Record, ...] = (*log.sessions, *log.answers)
    if typed.lower() == LAST:
        if not log.sessions:
            raise UsageError(Problem("the log has no session yet", hint="coach done enters one"))
        return log.sessions[-1]
    code, letters = read_code(typed), typed.upper()
    found = [one for one in records if one.id.upper() == letters]
    found = found or [one for one in records if code and make_code(one.id) == code]
    if not found and len(letters) >= LEAST_LETTERS:
        found = [one for one in records if one.id.upper().startswith(letters)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(Problem(f"{len(found)} records begin with {typed!r}", hint=_hint()))
    raise UsageError(Problem(f"the log has no record {typed!r}", hint=_hint()))


def _hint() -> str:
    return "coach history export - shows their ids; last is the last session"


def find_last_entered(log: Log, lines: list[bytes]) -> Record | None:
    """Return the record that was written down last; None for an empty log."""
    alive: dict[str, Record] = {one.id: one for one in log.sessions}
    alive |= {one.id: one for one in log.answers}
    entered: dict[str, None] = {}
    for record in list_records(lines):
        if record.is_gone:
            entered.pop(record.id, None)
        else:
            entered.setdefault(record.id)
    last = next((id_ for id_ in reversed(entered) if id_ in alive), None)
    return None if last is None else alive[last]


def describe_record(record: Record) -> str:
    """Return what a record is, in a few words: `lower-back, 20 min, 2026-11-28`."""
    if isinstance(record, AnswerRecord):
        return f"an answer of {record.day}"
    length = record.heard or record.asked
    minutes = f"{max(1, round(length / 60_000))} min, " if length else ""
    return f"{record.routine or 'a session'}, {minutes}{record.day}"
