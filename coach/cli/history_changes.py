"""`coach history edit`, `undo` and `forget`: the log put right, or parts of it removed for good."""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import typer

from coach.cli.terminal import ask_yes_no, is_terminal
from coach.errors import MachineError, Problem, UsageError
from coach.units import format_count

if TYPE_CHECKING:
    from datetime import date

    from coach.cli.action_options import ActionOptions
    from coach.training.log_records import Log
    from coach.training.record_json import Record

EDITOR_HEAD = """\
# {what}
# Change what was otherwise, and save. Lines with # are left out; what is not here stays.
# end: done, stopped, lost or hand; an exercise: done, part, skip or unreached.
"""


def edit_record(words: Sequence[str]) -> None:
    """Change a record, by `KEY=VALUE` or in an editor; the earlier state stays in the file."""
    from coach.cli.log_reading import load_log
    from coach.system.paths import state_folder
    from coach.training.log_choice import LAST, choose_record, describe_record
    from coach.training.log_file import append_record
    from coach.training.record_text import change_record, read_changes

    typed = words[0] if words and "=" not in words[0] else LAST
    given = words if words and "=" in words[0] else words[1:]
    record = choose_record(load_log(), typed)
    changes = read_changes(given) if given else _ask_editor(record)
    changed = change_record(record, changes)
    if changed == record:
        typer.echo(f"nothing changed: {describe_record(record)}")
        return
    append_record(state_folder(), changed)
    typer.echo(f"changed: {describe_record(changed)}")


def _ask_editor(record: "Record") -> dict[str, str]:
    """Return what a person has made of the lines of a record in their editor."""
    from coach.training.log_choice import describe_record
    from coach.training.record_text import format_record, read_changes

    if not is_terminal(sys.stdin, sys.stdout):
        hint = "coach history edit last end=stopped minutes=12"
        raise UsageError(Problem("coach history edit: expected KEY=VALUE", hint=hint))
    command = _find_editor()
    handle, name = tempfile.mkstemp(prefix="coach-", suffix=".txt")  # its owner's alone
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(EDITOR_HEAD.format(what=describe_record(record)) + format_record(record))
        try:
            ended = subprocess.run([*command, name], check=False).returncode
        except OSError as error:
            message = f"{command[0]}: cannot be started: {error.strerror or error}"
            raise MachineError(Problem(message, hint="set EDITOR to an editor")) from error
        if ended:
            raise UsageError(Problem(f"{command[0]} ended with {ended}: nothing is changed"))
        return read_changes(path.read_text(encoding="utf-8", errors="replace").splitlines())
    finally:
        path.unlink(missing_ok=True)


def _find_editor() -> list[str]:
    """Return the command of the user's editor; raises MachineError where there is none."""
    for variable in ("VISUAL", "EDITOR"):
        try:
            if command := shlex.split(os.environ.get(variable, "")):
                return command
        except ValueError as error:
            raise UsageError(Problem(f"{variable}: expected a command: {error}")) from error
    for name in ("nano", "vi", "notepad"):
        if found := which(name):
            return [found]
    raise MachineError(Problem("no editor was found", hint="set EDITOR, or write KEY=VALUE"))


def undo_last(words: Sequence[str] = ()) -> None:
    """Take back what was entered last; it stays in the file, marked as gone."""
    from dataclasses import replace

    from coach.cli.log_reading import load_log
    from coach.system.paths import state_folder
    from coach.training.log_choice import describe_record, find_last_entered
    from coach.training.log_file import append_record, read_lines
    from coach.training.running_session import forget_running

    if words:
        hint = f"coach history forget {words[0]}"
        message = f"undo takes back what was entered last: expected no more, found {words[0]!r}"
        raise UsageError(Problem(message, hint=hint))
    record = find_last_entered(load_log(), read_lines(state_folder()))
    if record is None:
        raise UsageError(Problem("there is nothing to take back: the log is empty"))
    append_record(state_folder(), replace(record, is_gone=True))
    forget_running(state_folder(), (record.id,))
    typer.echo(f"taken back: {describe_record(record)}")


def forget_records(words: Sequence[str], options: "ActionOptions") -> None:
    """Remove records for good: some by their ids, those before a day, or all there are."""
    from coach.cli.log_reading import load_log
    from coach.system.paths import state_folder
    from coach.training.log_choice import choose_record
    from coach.training.log_erasing import erase_records
    from coach.training.running_session import forget_running
    from coach.training.session_day import read_day

    if sum((bool(words), options.before is not None, options.everything)) != 1:
        hint = "coach history forget ID, or --before 2026-01-01, or --all"
        raise UsageError(Problem("coach history forget: expected what to forget", hint=hint))
    if options.before is not None:
        _forget_before(read_day(options.before, "--before"), options)
        return
    log = load_log()
    if options.everything:
        _forget_all(log, options)
        return
    chosen = {(one := choose_record(log, word)).id: one for word in words}
    if _confirm(_list_records(chosen.values()), options):
        erase_records(state_folder(), chosen.keys())
        forget_running(state_folder(), chosen.keys())
        typer.echo("forgotten")


def _forget_before(day: "date", options: "ActionOptions") -> None:
    from coach.system.paths import state_folder
    from coach.training.log_erasing import erase_records
    from coach.training.log_file import list_records, read_lines
    from coach.training.running_session import forget_running

    latest = {record.id: record for record in list_records(read_lines(state_folder()))}
    old = {id_: record for id_, record in latest.items() if record.day < day}
    if not old:
        typer.echo(f"there is nothing before {day}")
        return
    count = sum(not one.is_gone for one in old.values())
    what = f"{format_count(count, 'record')} before {day}"
    if _confirm(what, options):
        erase_records(state_folder(), old.keys(), leave_marks=False)
        forget_running(state_folder(), old.keys())
        typer.echo("forgotten")


def _forget_all(log: "Log", options: "ActionOptions") -> None:
    """Remove the log, and all else that says what was played or exported."""
    from coach.cli.listener_notes import open_notes
    from coach.cli.log_reading import NOTE_NAME
    from coach.system.paths import state_folder
    from coach.training.export_ledger import forget_marks
    from coach.training.log_erasing import erase_log
    from coach.training.pauses import PAUSES_NOTE
    from coach.training.running_session import forget_running

    count = len(log.sessions) + len(log.answers)
    if not _confirm(f"the whole log, {format_count(count, 'record')}", options):
        return
    erase_log(state_folder())
    forget_marks(state_folder())
    forget_running(state_folder())
    notes = open_notes()
    for name in (NOTE_NAME, PAUSES_NOTE, "unfinished"):
        notes.delete(name)
    typer.echo("forgotten; what was answered to coach screen, and settings, stay")


def _confirm(what: str, options: "ActionOptions") -> bool:
    """Ask whether to remove something for good; raises UsageError where nobody can be asked."""
    if options.yes:
        return True
    if not is_terminal(sys.stdin, sys.stdout):
        message = "coach history forget: expected somebody at a terminal to ask"
        raise UsageError(Problem(message, hint=f"--yes forgets {what} unasked"))
    is_sure = ask_yes_no(f"Forget {what} for good?", default=False)
    if not is_sure:
        typer.echo("nothing is forgotten")
    return is_sure


def _list_records(records: "Iterable[Record]") -> str:
    from coach.training.log_choice import describe_record

    return "; ".join(map(describe_record, records))
