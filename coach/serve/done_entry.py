"""A session that was done with a page -> the log: what `coach done CODE` enters, and no more."""

from dataclasses import dataclass, replace
from datetime import datetime

from coach.errors import MachineError, Problem
from coach.exports.session_mark import read_file_mark
from coach.serve.served_session import ServedSession
from coach.system.paths import state_folder
from coach.training.export_mark import ExportMark, read_mark
from coach.training.log_file import append_record
from coach.training.manual_entry import ManualEntry, make_manual_record
from coach.training.running_session import read_whole_log
from coach.training.session_day import find_day


@dataclass(frozen=True, slots=True)
class DoneEntry:
    """What was entered; `is_new` is false where it was entered before."""

    is_new: bool


def enter_done(
    session: ServedSession, now: datetime, until: int | None = None, *, is_all: bool = False
) -> DoneEntry:
    """Enter a session in the log, for today: up to `until` ms, or whole.

    Entered twice on a day it counts once. Raises MachineError where the log cannot be written, or
    it is not known what the session holds.
    """
    mark = find_session_mark(session)
    if mark is None:
        raise MachineError(Problem("it is not known what this session holds"))
    if until is not None and until >= mark.length:
        until = None
    entry = ManualEntry(find_day(now), until, is_all=is_all)
    record = make_manual_record(mark, entry, now)
    log = read_whole_log(state_folder(), now)
    same = next((one for one in log.sessions if one.id == record.id), None)
    if same is not None and replace(record, start=same.start) == same:
        return DoneEntry(is_new=False)
    append_record(state_folder(), record)
    return DoneEntry(is_new=True)


def find_session_mark(session: ServedSession) -> ExportMark | None:
    """Return what a session holds, as it was kept, or from the tags of its file."""
    if session.mark:
        return read_mark(session.mark)
    try:
        return read_file_mark(session.sound.path)
    except MachineError:
        return None
