"""Reads the log of the person who uses coach, and reports once what in it cannot be used."""

from datetime import datetime
from typing import TYPE_CHECKING

from coach.cli.listener_notes import open_notes
from coach.cli.messages import print_note
from coach.errors import MachineError
from coach.system.paths import state_folder

if TYPE_CHECKING:
    from coach.training.log_records import Log

NOTE_NAME = "log-notes"


def load_log(now: datetime | None = None) -> "Log":
    """Return the log, with sessions that were lost since.

    Lines that cannot be read are reported once, and again when there are more.
    """
    from coach.training.running_session import read_whole_log

    log = read_whole_log(state_folder(), now or datetime.now().astimezone())
    if log.damaged or log.future:
        _print_unused(log)
    return log


def _print_unused(log: "Log") -> None:
    notes = open_notes()
    told = notes.read(NOTE_NAME) or {}
    found = {"damaged": log.damaged, "future": log.future}
    if told == found:
        return
    if log.damaged and log.damaged != told.get("damaged"):
        print_note(f"the log: {format_damaged(log.damaged)}")
    if log.future and log.future != told.get("future"):
        print_note(f"the log: {format_future(log.future)}")
    try:
        notes.write(NOTE_NAME, found)
    except MachineError:
        return  # it is reported once more


def format_damaged(count: int) -> str:
    """Return a sentence about lines of a log that are left out."""
    are = (
        "1 line cannot be read, and is" if count == 1 else f"{count} lines cannot be read, and are"
    )
    return f"{are} left out; nothing is changed in its file"


def format_future(count: int) -> str:
    """Return a sentence about records of a log that are left out, as they begin later than now."""
    are = "1 record begins" if count == 1 else f"{count} records begin"
    return f"{are} more than a day from now, so a clock was wrong; left out until then"
