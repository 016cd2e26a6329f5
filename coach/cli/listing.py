"""`coach list`, and the pick of a session when coach is called alone."""

from dataclasses import dataclass

import typer

from coach.errors import CoachError


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    title: str
    about: str


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("list")(list_routines)


def list_routines() -> None:
    """List the routines: the shipped ones and your own."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", style="cyan", no_wrap=True)
    table.add_column("title", no_wrap=True)
    table.add_column("about")
    for row in _rows():
        table.add_row(row.name, row.title, row.about)
    Console().print(table)


def pick(context: typer.Context) -> None:
    """Let the user pick a session and play it."""
    from coach.cli.play import play

    rows = _rows()
    typer.echo("Which session?")
    for number, row in enumerate(rows, 1):
        typer.echo(
            f"  {number}  {row.title} — {row.about}" if row.about else f"  {number}  {row.title}"
        )
    chosen = 0
    while not 1 <= chosen <= len(rows):
        chosen = typer.prompt("Number", type=int, default=1)
    context.invoke(play, name=rows[chosen - 1].name)


def _rows() -> list[_Row]:
    from coach.library import find_routine, routine_names

    rows = []
    for name in routine_names():
        try:
            routine = find_routine(name)
        except CoachError as error:
            # One broken script of the user's own must not hide all the others.
            rows.append(_Row(name, "(cannot be read)", str(error.problems[0].where or "")))
        else:
            rows.append(_Row(name, routine.title, routine.description))
    return rows
