"""`coach ctl`: commands for a session that runs in another window."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.json_output import print_json
from coach.live.commands import Verb
from coach.live.settings import MAX_VOLUME

if TYPE_CHECKING:
    from coach.live.controls.socket_client import RunningSession

STATUS, EVENTS = "status", "events"
MAX_ANSWER = 10
START_HINT = "start one with: coach play lower-back"
WAIT_HINT = "coach ctl events --wait waits for one"
TIME_VERBS = (Verb.FORWARD, Verb.BACK, Verb.MORE, Verb.SEEK)
"""Verbs whose value is a duration or a position."""
VALUE_VERBS = (Verb.SEEK, Verb.VOLUME, Verb.ANSWER)
"""Verbs that make no sense without a value."""
OTHER_WORDS = MappingProxyType(
    {
        **dict.fromkeys(("follow", "watch", "monitor"), EVENTS),
        **dict.fromkeys(("skip", "advance"), Verb.NEXT),
        **dict.fromkeys(("prev", "restart"), Verb.PREVIOUS),
        **dict.fromkeys(("play", "continue", "unpause", "start"), Verb.RESUME),
        **dict.fromkeys(("again", "replay", "say"), Verb.REPEAT),
        **dict.fromkeys(("rewind", "backward"), Verb.BACK),
        **dict.fromkeys(("quit", "exit", "end"), Verb.STOP),
        **dict.fromkeys(("wait", "hold"), Verb.MOMENT),
        **dict.fromkeys(("longer", "extend"), Verb.MORE),
    }
)
"""Words that other programs have for a command."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ctl")(ctl)


def complete_verb(incomplete: str) -> list[str]:
    """Complete a command for a session."""
    return [verb for verb in (STATUS, EVENTS, *Verb) if verb.startswith(incomplete)]


def complete_session(incomplete: str) -> list[str]:
    """Complete the process id of a running session."""
    from coach.errors import CoachError
    from coach.live.controls.socket_client import list_sessions

    try:
        running = [str(session.pid) for session in list_sessions()]
    except CoachError:
        return []
    return [process for process in running if process.startswith(incomplete)]


def ctl(
    verb: Annotated[
        str,
        typer.Argument(
            metavar="COMMAND",
            help=f"One of {', '.join((STATUS, EVENTS, *Verb))}.",
            autocompletion=complete_verb,
            show_default=False,
        ),
    ],
    value: Annotated[
        str | None,
        typer.Argument(
            metavar="[VALUE]",
            help="How far, or where to: 30s, 4:30; for volume, percent; for answer, 0 to 10.",
            show_default=False,
        ),
    ] = None,
    session: Annotated[
        int | None,
        typer.Option(
            "--session",
            metavar="PID",
            help="The process of the session; else the newest.",
            autocompletion=complete_session,
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the status, or each event, as a line of JSON.")
    ] = False,
    wait: Annotated[
        bool,
        typer.Option("--wait", help="With events: wait for a session, and then for the next."),
    ] = False,
) -> None:
    """Command the session that plays, and print its status.

    next and previous go by exercises, forward and back by 10 s or VALUE. repeat says the
    instruction again, more gives 15 s or VALUE more of this, moment waits until go. talk-more and
    talk-less change how much is said, slower and faster how long what is counted takes. easier has
    this exercise done in an easier way. never, asked twice, leaves this exercise out for good;
    often and less let it come more or less often, from the next session on. help has the keys
    spoken, enough ends that. answer gives the number that is asked for. remaining says how much is
    left, listen opens an ear for a spoken command. stop keeps the place. events prints a line for
    each thing that happens, up to the end of the session.
    """
    from coach.errors import MachineError, Problem, UsageError
    from coach.live.controls.socket_client import send_request

    _check_verb(verb, wait)
    number = _read_value(verb, value)
    if verb == EVENTS:
        from coach.cli.event_printing import print_events

        print_events(None if wait else _find_session(session, WAIT_HINT), session, as_json)
        return
    found = _find_session(session)
    answer = send_request(found, verb, number)
    if not answer.get("ok"):
        kind = MachineError if answer.get("missing") else UsageError
        raise kind(Problem(f"the session refuses: {answer.get('error')}"))
    status = answer.get("status")
    if as_json:
        print_json({"session": found.pid} | (status or {}), indent=None)
    else:
        typer.echo(_format_status(status))


def _format_status(status: dict[str, Any] | None) -> str:
    from coach.live.controls.now_playing import format_status_line
    from coach.live.controls.socket_client import read_status

    return format_status_line(read_status(status)) if status else "no status"


def _find_session(wanted: int | None, hint: str = START_HINT) -> "RunningSession":
    """Return the session of process `wanted`, or the newest.

    Raises MachineError where none runs, with `hint`, or not this one.
    """
    from coach.errors import MachineError, Problem
    from coach.live.controls.socket_client import list_sessions

    running = list_sessions()
    if not running:
        raise MachineError(Problem("no session is running", hint=hint))
    for session in running:
        if wanted in (None, session.pid):
            return session
    pids = ", ".join(str(session.pid) for session in running)
    raise MachineError(Problem(f"no session runs in process {wanted}", hint=f"there are: {pids}"))


def _check_verb(verb: str, wait: bool) -> None:
    """Raise UsageError for an unknown command, and for one that does not wait where it is to."""
    from coach.errors import Problem, UsageError

    known = (STATUS, EVENTS, *(str(one) for one in Verb))
    if verb not in known:
        from coach.script.reader import suggest

        meant = OTHER_WORDS.get(verb.lower())
        hint = f"did you mean {str(meant)!r}?" if meant else suggest(verb, known)
        raise UsageError(Problem(f"no command is called {verb!r}", hint=hint))
    if wait and verb != EVENTS:
        raise UsageError(Problem(f"{verb}: --wait is for events alone"))


def _read_value(verb: str, value: str | None) -> int | None:
    """Return the value of a command: ms, percent for volume, or a number; None where none is given.

    Raises UsageError for a value that does not suit it.
    """
    from coach.errors import Problem, UsageError
    from coach.units import DURATION_HINT, parse_duration

    if value is None:
        if verb in VALUE_VERBS:
            example = {Verb.VOLUME: "80", Verb.ANSWER: "4"}.get(Verb(verb), "4:30")
            problem = Problem(f"{verb}: expected a value", hint=f"coach ctl {verb} {example}")
            raise UsageError(problem)
        return None
    if verb == Verb.VOLUME:
        if value.isdecimal() and int(value) <= MAX_VOLUME:
            return int(value)
        message = f"volume: expected a percentage from 0 to {MAX_VOLUME}, found {value!r}"
        raise UsageError(Problem(message))
    if verb == Verb.ANSWER:
        if value.isdecimal() and value.isascii() and int(value) <= MAX_ANSWER:
            return int(value)
        raise UsageError(Problem(f"answer: expected a number from 0 to 10, found {value!r}"))
    if verb not in TIME_VERBS:
        raise UsageError(Problem(f"{verb}: expected no value, found {value!r}"))
    try:
        return parse_duration(value)
    except ValueError as error:
        raise UsageError(Problem(f"{verb}: {error}", hint=DURATION_HINT)) from error
