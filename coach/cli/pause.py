"""`coach pause`: days on which nothing is expected, as long as somebody wants."""

from datetime import date
from typing import Annotated

import typer

from coach.errors import Problem, UsageError

UNTIL_HINT = "write the last day of it as 2026-12-24"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pause")(pause)


def pause(
    until: Annotated[
        str | None,
        typer.Argument(
            metavar="[UNTIL]",
            help="The last day of it: 2026-12-24. If left out, until you end it.",
            show_default=False,
        ),
    ] = None,
    end: Annotated[
        bool, typer.Option("--end", help="End it: today is no longer part of it.")
    ] = False,
) -> None:
    """Take a pause, as long as you like; the weeks do not count it."""
    from coach.cli.listener_notes import open_notes
    from coach.training.pauses import begin_pause, end_pause, read_pauses, write_pauses
    from coach.training.session_day import find_today

    if end and until is not None:
        raise UsageError(Problem("expected --end or the last day of a pause, found both"))
    today, notes = find_today(), open_notes()
    pauses = read_pauses(notes)
    if end:
        if not any(one.is_on(today) for one in pauses):
            typer.echo("No pause is on.")
            return
        write_pauses(notes, end_pause(pauses, today))
        typer.echo("The pause is over. Welcome back.")
        return
    last = None if until is None else _read_last_day(until, today)
    write_pauses(notes, begin_pause(pauses, today, last))
    if last is None:
        typer.echo("A pause from today on, as long as you like. coach pause --end ends it.")
    else:
        typer.echo(f"A pause until {last.isoformat()}. coach pause --end ends it sooner.")


def _read_last_day(written: str, today: date) -> date:
    """Return the last day of a pause; raises UsageError for none, and for one that has gone by."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        message = f"expected the last day of the pause, found {written!r}"
        raise UsageError(Problem(message, hint=UNTIL_HINT)) from None
    if day < today:
        message = f"expected a day from today on, found {written!r}"
        raise UsageError(Problem(message, hint=f"today is {today.isoformat()}"))
    return day
