"""A session without a script: the options --say and --rounds, and the routine made of them."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import Problem, UsageError

if TYPE_CHECKING:
    from coach.script.routine import Routine

PANEL = "Without a script"

SayOption = Annotated[
    str | None,
    typer.Option(
        "--say",
        metavar="TEXT",
        help='Exercises with their doses: "plank 30s, rest 10s, squats 3x10".',
        rich_help_panel=PANEL,
        show_default=False,
    ),
]
RoundsOption = Annotated[
    int | None,
    typer.Option(
        "--rounds",
        metavar="N",
        min=1,
        max=1000,
        help="How many rounds of what --say names.",
        rich_help_panel=PANEL,
        show_default=False,
    ),
]


def choose_source(
    command: str, name: str | None, say: str | None, rounds: int | None
) -> "str | Routine | None":
    """Return the routine that --say makes, or the name that was given; None for neither.

    Raises UsageError for both, for --rounds alone, and for a text that is not understood.
    """
    if say is None:
        if rounds is not None:
            hint = f'{command} --say "plank 30s, rest 10s" --rounds {rounds}'
            raise UsageError(Problem("--rounds goes with --say", hint=hint))
        return name
    if name is not None:
        message = f"expected NAME or --say, found both: {name!r} and {say[:40]!r}"
        raise UsageError(Problem(message, hint="leave one of them out"))
    from coach.importing.said_routine import make_said_routine

    return make_said_routine(say, rounds)


def require_source(
    command: str, name: str | None, say: str | None, rounds: int | None
) -> "str | Routine":
    """Return what `choose_source` does; raises UsageError for neither as well."""
    source = choose_source(command, name, say, rounds)
    if source is None:
        raise UsageError(Problem("expected the NAME of a routine", hint="coach list names them"))
    return source


def check_source(source: "str | Routine", resume: bool | None) -> None:
    """Raise UsageError for a name that is none, before there is a sound, and for --continue."""
    from coach.errors import Problem, UsageError
    from coach.script.script_names import is_session_name

    if not isinstance(source, str):
        if resume:
            message = "--continue goes with NAME: the place of what --say names is not kept"
            raise UsageError(Problem(message))
    elif not is_session_name(source):
        from coach.script.library import find_routine

        find_routine(source)  # raises, with a suggestion
