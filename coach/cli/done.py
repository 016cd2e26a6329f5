"""`coach done`: enters a session that was done elsewhere, from a file, or without coach."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.messages import print_note
from coach.errors import Problem, UsageError

if TYPE_CHECKING:
    from datetime import date

    from coach.training.export_mark import ExportMark
    from coach.training.log_records import SessionRecord

USAGE_HINT = "coach done CODE, or FILE, or NAME MINUTES: coach done lower-back 20"
MIN_YEAR = 2000
"""An earlier day is a slip of the hand."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("done")(enter_session)


def complete_name(incomplete: str) -> list[str]:
    """Complete the name of a routine."""
    from coach.system.paths import routine_names

    return [name for name in routine_names() if name.startswith(incomplete)]


def enter_session(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE|FILE|NAME MINUTES",
            help="The six letters of an export, its file, or a session and how long it was.",
            autocompletion=complete_name,
            show_default=False,
        ),
    ],
    yesterday: Annotated[
        bool,
        typer.Option(
            "--yesterday", help="It was yesterday; a day lasts until four in the morning."
        ),
    ] = False,
    on_day: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", help="Or on another day: 2026-11-28.", show_default=False
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="TIME",
            help="How far you came: 12:00 into it.",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="You did every repetition: it counts towards larger doses."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Enter what is entered for that day once more.")
    ] = False,
) -> None:
    """Enter a session that you did with a file, or without coach."""
    from coach.training.manual_entry import ManualEntry, make_manual_record

    now = datetime.now().astimezone()
    day = _find_day(now, on_day, yesterday=yesterday)
    moment = None if until is None else _read_until(until)
    mark = _find_mark(what, day)
    if moment is not None and moment > mark.length:
        from coach.units import format_clock

        message = f"--until {until}: the session lasts {format_clock(mark.length)}"
        raise UsageError(Problem(message, hint="leave it out where all was done"))
    entry = ManualEntry(day, moment, is_all=everything, again=again)
    _enter(make_manual_record(mark, entry, now))


def _enter(record: "SessionRecord") -> None:
    """Write a record down, unless it is there already."""
    from dataclasses import replace

    from coach.cli.log_reading import load_log
    from coach.system.paths import state_folder
    from coach.training.log_choice import describe_record
    from coach.training.log_file import append_record

    what = describe_record(record)
    same = next((one for one in load_log().sessions if one.id == record.id), None)
    if same is not None and replace(record, start=same.start) == same:
        typer.echo(f"entered before: {what}")
        print_note("--again enters it once more for that day")
        return
    append_record(state_folder(), record)
    verb = "entered" if same is None else "entered anew"
    typer.echo(f"{verb}: {what}; coach undo takes it back")


def _find_day(now: datetime, given: str | None, *, yesterday: bool) -> "date":
    from datetime import timedelta

    from coach.training.session_day import find_day, read_day

    today = find_day(now)
    if given is None:
        return today - timedelta(days=yesterday)
    if yesterday:
        raise UsageError(Problem("expected --yesterday or --on, found both"))
    day = read_day(given, "--on")
    if day > today:
        raise UsageError(Problem(f"--on {day}: that day is still to come"))
    if day.year < MIN_YEAR:
        raise UsageError(Problem(f"--on {day}: expected a day since {MIN_YEAR}"))
    return day


def _read_until(text: str) -> int:
    from coach.cli.lengths import parse_bare_minutes
    from coach.units import DURATION_HINT, parse_duration

    try:
        until = parse_bare_minutes(text) or parse_duration(text)
    except ValueError as error:
        raise UsageError(Problem(f"--until: {error}", hint=DURATION_HINT)) from error
    if not until:
        raise UsageError(Problem(f"--until: expected a time above zero, found {text!r}"))
    return until


def _find_mark(words: list[str], day: "date") -> "ExportMark":
    """Return what was done, by a code, by a file, or as a session of a length is planned."""
    from coach.cli.entered_session import plan_mark
    from coach.script.script_names import SESSION_KINDS, find_script
    from coach.training.record_ids import read_code

    whole = " ".join(words)
    if not find_script(whole, *SESSION_KINDS) and (code := read_code(whole)):
        return _find_by_code(code)
    if _is_sound(whole):
        return _read_file(Path(whole))
    if len(words) == 1:
        hint = USAGE_HINT
        if find_script(whole, *SESSION_KINDS):
            hint = f"coach done {whole} 20"
        elif Path(whole).suffix:
            raise UsageError(Problem(f"{whole}: no such file", hint=hint))
        raise UsageError(Problem(f"coach done {whole}: expected its MINUTES, too", hint=hint))
    return plan_mark(" ".join(words[:-1]), words[-1], day)


def _find_by_code(code: str) -> "ExportMark":
    from coach.system.paths import state_folder
    from coach.training.export_ledger import find_mark

    mark = find_mark(state_folder(), code)
    if mark is None:
        hint = "where its file is here: coach done FILE; else coach done NAME MINUTES"
        raise UsageError(Problem(f"{code}: nothing of that code was exported here", hint=hint))
    return mark


def _is_sound(text: str) -> bool:
    from coach.exports.encoders import list_suffixes
    from coach.system.paths import is_true_for_path

    path = Path(text)
    is_named_so = path.suffix.lower() in list_suffixes()
    is_script = path.suffix.lower() in (".yaml", ".yml")
    return is_named_so or (not is_script and is_true_for_path(path.is_file))


def _read_file(path: Path) -> "ExportMark":
    from coach.exports.session_mark import read_file_mark
    from coach.system.paths import check_is_file

    check_is_file(path, USAGE_HINT)
    mark = read_file_mark(path)
    if mark is None:
        message = f"{path}: its tags do not say which session it is"
        hint = "it is no session, or an older coach made it; coach done NAME MINUTES"
        raise UsageError(Problem(message, hint=hint))
    return mark
