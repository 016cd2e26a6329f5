"""Taking up: a session that was broken off is offered when it is asked for again."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from coach.cli.terminal import is_terminal
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.listener.defaults import Config
    from coach.live.engine import Keep
    from coach.live.saved_place import Keeper, Unfinished
    from coach.live.settings import Settings
    from coach.pipeline import Prepared
    from coach.plan.request import Wishes


def broken_off(name: str, resume: bool | None) -> "Unfinished | None":
    """Give the session to take up: where it is this one, and the listener wants to go on.

    Unless told by an option, asks where there is somebody to answer. Raises UsageError where
    there is nothing to go on with and that was asked for.
    """
    from coach.errors import Problem, UsageError
    from coach.live.saved_place import read
    from coach.system.notes import Memory
    from coach.system.paths import state_folder

    last = read(Memory(state_folder()))
    if last is None or last.name != name:
        if resume:
            hint = f"coach play {last.name} --continue" if last else None
            raise UsageError(Problem(f"no session of {name} was broken off", hint=hint))
        return None
    if resume is None:
        resume = _wants_to_go_on(last)
    return last if resume else None


def _wants_to_go_on(last: "Unfinished") -> bool:
    from coach.cli.terminal import asking
    from coach.units import format_clock

    if not is_terminal(sys.stdin, sys.stdout):
        return False
    with asking():
        return typer.confirm(
            f"Continue {last.title}, {format_clock(last.left // 1000 * 1000)} left?", default=True
        )


def keeper(name: str, prepared: "Prepared", asked: "Wishes") -> "Keeper":
    """Make what keeps the place of a session."""
    from coach.live.saved_place import Keeper, Unfinished
    from coach.system.notes import Memory
    from coach.system.paths import state_folder

    length = prepared.timeline.length
    place = Unfinished(name, prepared.session.title, 0, length, asked)
    return Keeper(Memory(state_folder()), place)


def tell_where(keep: "Keeper") -> None:
    """Tell where a session has stopped and how to go on; nothing where that cannot be.

    On standard error, as notices are: standard output holds only what was asked for.
    """
    from coach.units import format_clock

    last = keep.offered
    if last is None:
        return
    where = f"stopped at {format_clock(last.at)} of {format_clock(last.length)}"
    with suppress(OSError, ValueError):  # The terminal may have gone, and that ended it.
        typer.echo(f"{where}; go on with: coach play {_as_typed(last.name)} --continue", err=True)


def _as_typed(name: str) -> str:
    """Give a name as a shell wants it: a path may have spaces."""
    import shlex

    if sys.platform == "win32":
        return f'"{name}"' if " " in name else name
    return shlex.quote(name)


def knowing(name: str, prepared: "Prepared", keep: "Keep") -> "Keep":
    """Make what keeps the place, and remembers the introduction once all of it was heard."""
    from coach.listener.heard_intro import note_heard
    from coach.script.library import find_routine
    from coach.system.notes import Memory
    from coach.system.paths import state_folder

    said = [clip.end for clip in prepared.timeline.clips if clip.kind == "safety"]
    if not said:
        return keep
    routine, memory = find_routine(name), Memory(state_folder())

    def told(at: int | None) -> None:
        nonlocal said
        if said and (at is None or at >= said[-1]):
            said = []
            # Not to be remembered is no reason to break off a session.
            with suppress(CoachError):
                note_heard(memory, routine)
        keep(at)

    return told


def settled(
    config: "Config", asked: "Wishes", wait: bool | None, keep_time: bool | None, start: int
) -> "Settings":
    """Put options over the user's defaults."""
    from coach.live.settings import Settings

    return Settings(
        start,
        config.wait if wait is None else wait,
        asked.length is not None,
        config.keep_time if keep_time is None else keep_time,
    )
