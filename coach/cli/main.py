"""The program `coach`: its commands, and how an error becomes a message and an exit code."""

import errno
import gc
import os
import sys
from typing import Annotated

import typer

from coach import __version__
from coach.cli.groups import CommandGroup
from coach.cli.printable_output import printable_output
from coach.cli.signals import exit_on_signals
from coach.cli.terminal import is_terminal
from coach.errors import CoachError

app = typer.Typer(
    name="coach",
    cls=CommandGroup,
    help="A voice-guided audio coach: choose a session, lie down, and follow by ear.",
    epilog="Begin with: coach list, then coach play lower-back. Not medical advice.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"coach {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show a traceback for every error.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Keep what all commands share; without a command, ask which session to play."""
    del version
    context.obj = {"debug": debug}
    if context.invoked_subcommand is None:
        if is_terminal(sys.stdin, sys.stdout):
            from coach.cli import listing

            listing.pick_session(context)
        else:
            typer.echo(context.get_help())


GC_THRESHOLD = 50_000
"""Objects made before the garbage collector looks for cycles. Its usual 700 are reached hundreds
of times while a session is planned, which makes no cycles: that costs a twentieth of the time."""

DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Error numbers of a full or failing disk."""


@printable_output()
def main() -> None:
    """Run the command line; an error becomes a message and its exit code.

    With --debug or COACH_DEBUG it becomes a traceback.
    """
    gc.set_threshold(GC_THRESHOLD)
    debug = "--debug" in sys.argv or bool(os.environ.get("COACH_DEBUG"))
    try:
        with exit_on_signals():
            app(prog_name="coach")
    except CoachError as error:
        if debug:
            raise
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone: nothing more is written, not even at exit.
        sys.stdout = None
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if debug:
            raise
        if isinstance(error, OSError) and error.errno in DISK_ERRORS:
            # Code that writes a file reports that itself; at exit it would be tried again.
            sys.stdout = None
            typer.echo(f"standard output: cannot be written: {error.strerror}", err=True)
            sys.exit(3)
        typer.echo(f"coach failed: {type(error).__name__}: {error}", err=True)
        typer.echo("  hint: this is a fault of coach; run it with --debug to see where", err=True)
        sys.exit(70)
