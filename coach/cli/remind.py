"""`coach remind mon,wed,fri 7:30 -o coach.ics`: a file that reminds by anybody's calendar."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated

import typer

from coach.errors import Problem, UsageError

DAYS_HINT = "write mon,wed,fri, or daily"
TIME_HINT = "write 7:30 or 19:00"
DAY_GROUPS = {"daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekend": (5, 6)}
DEFAULT_LENGTH = 15 * 60_000
"""How long the calendar shows it to be, in ms, where no usual length is set."""
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("remind")(remind)


def remind(
    days: Annotated[
        str,
        typer.Argument(metavar="DAYS", help="mon,wed,fri; or daily, weekdays.", show_default=False),
    ],
    at: Annotated[
        str, typer.Argument(metavar="TIME", help="When: 7:30, 19:00.", show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="The file; - is standard output."),
    ] = Path("coach.ics"),
    title: Annotated[
        str | None,
        typer.Option(
            "--title",
            metavar="TEXT",
            help="What the calendar shows; others may read it.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace any file.")] = False,
) -> None:
    """Make a reminder for your calendar: mon,wed,fri 7:30."""
    from coach.cli.stdout import is_stdout, open_stdout

    weekdays, moment = _read_days(days), _read_time(at)
    if not is_stdout(output):
        _check_file(output, force)
    content = _make_content(weekdays, moment, title)
    if is_stdout(output):
        with open_stdout(seekable=False) as file:
            file.write(content)
        return
    from coach.system.atomic_file import atomic_write

    with atomic_write(output) as file:
        file.write(content)
    typer.echo(f"{output}: open it with your calendar; a new one takes the place of the last")


def _read_days(written: str) -> tuple[int, ...]:
    """Return the days, 0 for Monday; raises UsageError for what is none."""
    from coach.exports.calendar_file import find_day_number

    if found := DAY_GROUPS.get(written.strip().lower()):
        return found
    days = set()
    for name in written.replace(" ", ",").split(","):
        if not name:
            continue
        number = find_day_number(name)
        if number is None:
            message = f"expected days of the week, found {name!r}"
            raise UsageError(Problem(message, hint=DAYS_HINT))
        days.add(number)
    if not days:
        raise UsageError(Problem("expected days of the week, found none", hint=DAYS_HINT))
    return tuple(sorted(days))


def _read_time(written: str) -> time:
    found = _TIME.fullmatch(written.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        message = f"expected a time of the day, found {written!r}"
        raise UsageError(Problem(message, hint=TIME_HINT))
    return time(int(found[1]), int(found[2]))


def _check_file(path: Path, force: bool) -> None:
    """Raise UsageError where a file cannot be written; a reminder of ours is replaced unasked."""
    from contextlib import suppress

    from coach.cli.output_paths import check_ending, check_not_folder, check_output_paths
    from coach.exports.calendar_file import is_own_calendar

    check_not_folder(path, "coach.ics")
    check_ending(path, (".ics",), "coach")
    is_own = False
    with suppress(OSError):
        is_own = is_own_calendar(path.read_bytes())
    check_output_paths((path,), force or is_own)


def _make_content(days: tuple[int, ...], at: time, title: str | None) -> bytes:
    from datetime import datetime

    from coach.exports.build_date import build_time
    from coach.exports.calendar_file import Reminder, make_calendar
    from coach.listener.config_loader import load_config
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import load_phrases
    from coach.system.paths import state_folder

    if title is not None and not title.strip():
        raise UsageError(Problem("--title: expected a text, found none"))
    words = title or load_phrases(DEFAULT_LANGUAGE).format_shown("reminder")
    minutes = round((load_config().length or DEFAULT_LENGTH) / 60_000)
    # Its folder keeps people apart who share a machine, and stays when the days change.
    reminder = Reminder(days, at, max(1, minutes), words, str(state_folder()))
    return make_calendar(reminder, datetime.now(), build_time())
