"""`coach new`: a commented routine or card to start from, or a copy of one that is there."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coach.script.starters import Starter


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new)


def complete_copied(incomplete: str) -> list[str]:
    """Complete the name of a script that can be copied."""
    from coach.system.paths import exercise_names, lesson_names, routine_names

    names = {*routine_names(), *exercise_names(), *lesson_names()}
    return sorted(name for name in names if name.startswith(incomplete))


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: mine.yaml.")],
    card: Annotated[
        bool, typer.Option("--card", help="Write the card of an exercise, not a routine.")
    ] = False,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help="Copy a routine, an exercise or a talk by its name, or a file.",
            autocompletion=complete_copied,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write a routine or an exercise to start from, or copy one."""
    from coach.cli.messages import print_note
    from coach.cli.output_paths import check_output_folder, check_script_path
    from coach.cli.schema_file import write_schema_beside
    from coach.errors import MachineError
    from coach.script.starters import load_copy, load_starter

    check_script_path(file, "coach new")
    check_output_folder(file)
    starter = load_copy(source, card=card) if source else load_starter(card=card)
    _write_new(file, starter.text)
    try:
        write_schema_beside(file, starter.text)
    except MachineError as error:  # the script is there, and an editor can do without
        print_note(f"an editor cannot complete it: {error.problems[0].message}")
    typer.echo(f"{file}: {_describe_next_step(file, starter)}")


def _write_new(file: Path, text: str) -> None:
    """Write a text to a file that is not there yet, whole or not at all.

    Raises UsageError where it is there, MachineError where it cannot be written.
    """
    from coach.errors import MachineError, Problem, UsageError

    try:
        with file.open("x", encoding="utf-8") as handle, _removed_on_failure(file):
            handle.write(text)
            handle.flush()
    except FileExistsError as error:
        raise UsageError(Problem(f"{file}: the file exists", hint="name a new one")) from error
    except OSError as error:
        message = f"{file}: cannot be written: {error.strerror or error}"
        raise MachineError(Problem(message)) from error


@contextmanager
def _removed_on_failure(file: Path) -> Iterator[None]:
    """Remove a file where the block fails: a full disk, Ctrl-C."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            file.unlink()
        raise


def _describe_next_step(file: Path, starter: "Starter") -> str:
    """Return what the file is, where it is a copy, and what to do with it."""
    from coach.system.paths import is_unknown, user_folder

    edit = f"a copy of {starter.copied}; edit it" if starter.copied else "edit it"
    if not starter.is_card:
        return f"{edit}, then: coach check {file}, coach play {file}"
    edit = f"{edit if starter.copied else 'fill it in'}, then: coach check {file}"
    place = user_folder() / "exercises"
    if is_unknown(place):
        return edit
    return f"{edit}\nIn {place} every routine finds it: - exercise: {file.stem}"
