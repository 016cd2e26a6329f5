"""Attending: all that shows a session to its listener, and all that listens to him."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from coach.cli.terminal import is_terminal
from coach.errors import MachineError
from coach.live.commands import Command
from coach.live.controls import Guarded, Send, Started, start_all

NONE = Started()
Meaning = Callable[[Command], Command]


@contextmanager
def attending(send: Send, show_to: Callable[..., None], plain: bool) -> Iterator[None]:
    """Show a session, and take what is asked of it, until it ends; then all is as it was.

    What cannot be had on this machine is left out without a word; what is broken is told of.
    """
    views: list[Guarded] = []
    started = NONE
    try:
        # First the view: at Ctrl-Z the keys ask for quiet before the screen is given back.
        views, asked = _views(send, plain)

        def listen(command: Command) -> None:
            send(asked(command))

        started = start_all(listen)
        show_to(*views, *started.controls)
        yield
    finally:
        started.stop()
        for view in views:
            view.stop()
        faults = (control.fault for control in (*views, *started.controls) if control.fault)
        for fault in (*started.faults, *faults):
            typer.echo(f"note: {fault}", err=True)


def _views(send: Send, plain: bool) -> tuple[list[Guarded], Meaning]:
    """Start what shows the session; gives, too, what knows of every command what it means."""
    from coach.cli.display.plain import Plain
    from coach.cli.display.screen import Display

    if not plain:
        display = Display(keys=is_terminal(sys.stdin))
        view = Guarded("screen", display)
        try:
            view.start(send)
        except MachineError:
            if not is_terminal(sys.stdout):
                return [], _itself
        else:
            return [view], display.asked
    view = Guarded("screen", Plain())
    view.start(send)
    return [view], _itself


def _itself(command: Command) -> Command:
    """Take every command for what it is."""
    return command
