"""`coach ctl events`: a line for each thing that happens in a session, in words or as JSON."""

import sys
from io import UnsupportedOperation
from typing import Any

import typer

from coach.cli.json_output import print_json
from coach.live.controls.event_client import Events
from coach.live.controls.socket_client import RunningSession
from coach.units import format_clock


def print_events(session: RunningSession | None, wanted: int | None, as_json: bool) -> None:
    """Print the events of a session up to its end; without one, of all that come, for ever.

    Of these only the session of process `wanted` counts, unless it is None. Raises BrokenPipeError
    where the reader of standard output has gone.
    """
    from coach.live.controls.event_client import follow_all, follow_session, make_wait

    wait = make_wait(_find_output_number())
    events: Events = follow_session(session, wait) if session else follow_all(wait, wanted)
    for event in events:
        if as_json:
            print_json(event, indent=None)
        else:
            typer.echo(format_event(event))


def _find_output_number() -> int | None:
    """Return the number of the file that is standard output; None where it is no file."""
    try:
        return sys.stdout.fileno() if sys.stdout else None
    except (UnsupportedOperation, ValueError):
        return None


def format_event(event: dict[str, Any]) -> str:
    """Return an event in words.

    >>> format_event({"kind": "repetition", "position_ms": 252_000, "rep": 4, "reps": 10})
    '4:12 · repetition · 4 of 10'
    """
    kind = str(event["kind"])
    parts = (format_clock(event["position_ms"]), kind.replace("-", " "), *_list_details(event))
    return " · ".join(filter(None, parts))


def _list_details(event: dict[str, Any]) -> tuple[str, ...]:
    """Return what an event has besides its time and its kind, by that."""
    match event["kind"]:
        case "status" | "started":
            phase = event["phase"] if event["kind"] == "status" else ""
            return phase, event["title"] or "", format_clock(event["length_ms"])
        case "part":
            side = f"{event['side']} side" if event["side"] else ""
            sets = f"set {event['set']} of {event['sets']}" if event["sets"] > 1 else ""
            return event["part_title"] or "", side, sets
        case "repetition":
            return (f"{event['rep']} of {event['reps']}",)
        case "length":
            return (format_clock(event["length_ms"]),)
        case "volume" | "pace" as percent:
            return (f"{event[percent]} %",)
        case "talk":
            return (event["talk"],)
        case "ended":
            return (event["how"],)
        case "skipped" | "seeked":
            return f"from {format_clock(event['from_ms'])}", event["command"] or ""
        case "hold" | "rest" if event["left_ms"] is not None:
            return (f"{event['left_ms'] // 1000} s",)
    return ()
