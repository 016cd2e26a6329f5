"""`coach undo`: takes back the last entry of the log."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("undo")(undo)


def undo() -> None:
    """Take back the session that was played or entered last."""
    from coach.cli.history_changes import undo_last

    undo_last()
