"""Attending: all that shows a session to its listener, and all that listens to him."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from coach.controls import Control, Guarded, Send, Started, start_all
from coach.errors import MachineError

NONE = Started()


@contextmanager
def attending(send: Send, show_to: Callable[..., None], plain: bool) -> Iterator[None]:
    """Show a session, and take what is asked of it, until it ends; then all is as it was.

    What cannot be had on this machine is left out without a word; what is broken is told of.
    """
    views: list[Guarded] = []
    started = NONE
    try:
        # First the view: at Ctrl-Z the keys ask for quiet before the screen is given back.
        views = _views(send, plain)
        started = start_all(send)
        show_to(*views, *started.controls)
        yield
    finally:
        started.stop()
        for view in views:
            view.stop()
        faults = (control.fault for control in (*views, *started.controls) if control.fault)
        for fault in (*started.faults, *faults):
            typer.echo(f"note: {fault}", err=True)


def _views(send: Send, plain: bool) -> list[Guarded]:
    from coach.cli.display import Display
    from coach.cli.plain import Plain

    wanted: Control = Plain() if plain else Display(keys=sys.stdin.isatty())
    view = Guarded("screen", wanted)
    try:
        view.start(send)
    except MachineError:
        if not sys.stdout.isatty():
            return []
        view = Guarded("screen", Plain())
        view.start(send)
    return [view]
