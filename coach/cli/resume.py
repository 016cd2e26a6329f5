"""Taking up: a session that was broken off is offered when it is asked for again."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from coach.cli.terminal import is_terminal
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.listener.defaults import Config
    from coach.live.engine import SavePlace
    from coach.live.saved_place import PlaceSaver, SavedPlace
    from coach.live.settings import Settings
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest


def find_unfinished(name: str, resume: bool | None) -> "SavedPlace | None":
    """Give the session to take up: where it is this one, and the listener wants to go on.

    Unless told by an option, asks where there is somebody to answer. Raises UsageError where
    there is nothing to go on with and that was asked for.
    """
    from coach.errors import Problem, UsageError
    from coach.live.saved_place import load_saved_place
    from coach.system.notes import Notes
    from coach.system.paths import state_folder

    last = load_saved_place(Notes(state_folder()))
    if last is None or last.name != name:
        if resume:
            hint = f"coach play {last.name} --continue" if last else None
            raise UsageError(Problem(f"no session of {name} was broken off", hint=hint))
        return None
    if resume is None:
        resume = _confirm_continue(last)
    return last if resume else None


def _confirm_continue(last: "SavedPlace") -> bool:
    from coach.cli.terminal import exit_on_abort
    from coach.units import format_clock

    if not is_terminal(sys.stdin, sys.stdout):
        return False
    with exit_on_abort():
        return typer.confirm(
            f"Continue {last.title}, {format_clock(last.remaining_ms // 1000 * 1000)} left?",
            default=True,
        )


def make_keeper(name: str, prepared: "PreparedSession", request: "SessionRequest") -> "PlaceSaver":
    """Make what keeps the place of a session."""
    from coach.live.saved_place import PlaceSaver, SavedPlace
    from coach.system.notes import Notes
    from coach.system.paths import state_folder

    length = prepared.timeline.length
    place = SavedPlace(name, prepared.session.title, 0, length, request)
    return PlaceSaver(Notes(state_folder()), place)


def print_resume_hint(keep: "PlaceSaver") -> None:
    """Tell where a session has stopped and how to go on; nothing where that cannot be.

    On standard error, as notices are: standard output holds only what was asked for.
    """
    from coach.units import format_clock

    last = keep.resumable_place
    if last is None:
        return
    where = f"stopped at {format_clock(last.at)} of {format_clock(last.length)}"
    with suppress(OSError, ValueError):  # The terminal may have gone, and that ended it.
        typer.echo(f"{where}; go on with: coach play {_quote_name(last.name)} --continue", err=True)


def _quote_name(name: str) -> str:
    """Give a name as a shell wants it: a path may have spaces."""
    import shlex

    if sys.platform == "win32":
        return f'"{name}"' if " " in name else name
    return shlex.quote(name)


def track_heard_intro(name: str, prepared: "PreparedSession", keep: "SavePlace") -> "SavePlace":
    """Make what keeps the place, and remembers the introduction once all of it was heard."""
    from coach.listener.heard_intro import mark_intro_heard
    from coach.script.library import find_routine
    from coach.system.notes import Notes
    from coach.system.paths import state_folder

    said = [clip.end for clip in prepared.timeline.clips if clip.kind == "safety"]
    if not said:
        return keep
    routine, memory = find_routine(name), Notes(state_folder())

    def keep_place(at: int | None) -> None:
        nonlocal said
        if said and (at is None or at >= said[-1]):
            said = []
            # Not to be remembered is no reason to break off a session.
            with suppress(CoachError):
                mark_intro_heard(memory, routine)
        keep(at)

    return keep_place


def merge_settings(
    config: "Config",
    request: "SessionRequest",
    wait: bool | None,
    keep_time: bool | None,
    start: int,
) -> "Settings":
    """Put options over the user's defaults."""
    from coach.live.settings import Settings

    return Settings(
        start,
        config.wait if wait is None else wait,
        request.length is not None,
        config.keep_time if keep_time is None else keep_time,
    )
