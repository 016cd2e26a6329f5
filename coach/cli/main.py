"""The program `coach`: its commands, and how an error becomes a message and an exit code."""

import errno
import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from coach import __version__
from coach.cli.command_line_errors import OptionError, explain_option_error
from coach.cli.groups import CommandGroup
from coach.cli.messages import print_errors, print_note
from coach.cli.printable_output import printable_output
from coach.cli.signals import exit_on_signals
from coach.cli.terminal import is_terminal
from coach.errors import INTERNAL_ERROR, CoachError, MachineError, Problem
from coach.system.shortages import find_shortage, limit_threads

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


def complete_profile(incomplete: str) -> list[str]:
    """Complete the name of somebody who has used coach by name."""
    from coach.system.paths import shared_state_folder
    from coach.system.profiles import list_profiles

    return [name for name in list_profiles(shared_state_folder()) if name.startswith(incomplete)]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    profile: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="NAME",
            help="Who it is for, where several use coach: with notes and settings of their own.",
            autocompletion=complete_profile,
            show_default=False,
        ),
    ] = None,
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
    """Keep what all commands share; without a command, offer a session."""
    del version
    context.obj = {"debug": debug}
    if profile is not None or os.environ.get("COACH_PROFILE"):
        from coach.cli.profile_choice import choose_profile

        choose_profile(profile, context.invoked_subcommand)
    if not _has_home():
        _print_homeless_note()
    if context.invoked_subcommand is None:
        if is_terminal(sys.stdin, sys.stdout):
            from coach.cli.today import today

            today()
        else:
            typer.echo(context.get_help())


def _run_app() -> object:
    """Run a command, or complete a word where the shell asks; return what the command returns."""
    run = partial(app, prog_name="coach", standalone_mode=False)
    if os.environ.get("_COACH_COMPLETE") != "complete_bash":
        return run()
    from coach.cli.completion import run_for_bash

    run_for_bash(run)
    return 0


GC_THRESHOLD = 50_000
"""Objects made before the garbage collector looks for cycles. Its usual 700 are reached hundreds
of times while a session is planned, which makes no cycles: that costs a twentieth of the time."""

DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Error numbers of a full or failing disk."""


def _has_home() -> bool:
    try:
        Path.home()
    except RuntimeError:
        return False
    return True


def _print_homeless_note() -> None:
    from coach.system.paths import NO_HOME, NO_HOME_HINT, has_unknown_folders

    if has_unknown_folders():
        print_note(f"{NO_HOME}, so nothing is kept: {NO_HOME_HINT}")


@printable_output()
def main() -> None:
    """Run the command line; an error becomes a message and its exit code.

    With --debug or COACH_DEBUG it becomes a traceback.
    """
    gc.set_threshold(GC_THRESHOLD)
    limit_threads()
    debug = "--debug" in sys.argv or bool(os.environ.get("COACH_DEBUG"))
    try:
        with exit_on_signals():
            # So that what is wrong with the command line comes here, and is said in our words.
            ended = _run_app()
        sys.exit(ended if isinstance(ended, int) else 0)
    except typer.Abort:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone: nothing more is written, not even at exit.
        sys.stdout = None
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        # What was typed wrong is no fault to be traced, least of all a misplaced --debug.
        if debug and not isinstance(error, OptionError):
            raise
        sys.exit(_print_failure(error))


def _print_failure(error: Exception) -> int:
    """Print an error as its messages; return the exit code that goes with it."""
    if isinstance(error, OSError) and error.errno in DISK_ERRORS:
        # Code that writes a file reports that itself; at exit it would be tried again.
        sys.stdout = None
        print_errors([Problem(f"standard output: cannot be written: {error.strerror}")])
        return MachineError.exit_code
    if known := _find_known_error(error):
        print_errors(known.problems)
        return known.exit_code
    message = f"coach failed: {type(error).__name__}: {error}"
    hint = "this is a fault of coach; run it with --debug to see where"
    print_errors([Problem(message, hint=hint)])
    return INTERNAL_ERROR


def _find_known_error(error: Exception) -> CoachError | None:
    """Return what is not a fault of coach as an error for the user; None for anything else."""
    if isinstance(error, OptionError):
        return explain_option_error(error)
    return error if isinstance(error, CoachError) else find_shortage(error)
