"""Attending: all that shows a session to its listener, and all that listens to him."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from coach.cli.terminal import is_terminal
from coach.errors import MachineError
from coach.live.commands import Command
from coach.live.controls import GuardedControl, Send, StartedControls, start_controls

NO_CONTROLS = StartedControls()
CommandFilter = Callable[[Command], Command]


@contextmanager
def open_user_interface(send: Send, show_to: Callable[..., None], plain: bool) -> Iterator[None]:
    """Show a session, and take what is asked of it, until it ends; then all is as it was.

    What cannot be had on this machine is left out without a word; what is broken is told of.
    """
    views: list[GuardedControl] = []
    started = NO_CONTROLS
    try:
        # First the view: at Ctrl-Z the keys ask for quiet before the screen is given back.
        views, asked = _start_views(send, plain)

        def send_filtered(command: Command) -> None:
            send(asked(command))

        started = start_controls(send_filtered)
        show_to(*views, *started.controls)
        yield
    finally:
        started.stop()
        for view in views:
            view.stop()
        faults = (control.fault for control in (*views, *started.controls) if control.fault)
        for fault in (*started.faults, *faults):
            typer.echo(f"note: {fault}", err=True)


def _start_views(send: Send, plain: bool) -> tuple[list[GuardedControl], CommandFilter]:
    """Start what shows the session; gives, too, what knows of every command what it means."""
    from coach.cli.display.plain import PlainView
    from coach.cli.display.screen import ScreenView

    if not plain:
        display = ScreenView(keys=is_terminal(sys.stdin))
        view = GuardedControl("screen", display)
        try:
            view.start(send)
        except MachineError:
            if not is_terminal(sys.stdout):
                return [], _pass_through
        else:
            return [view], display.interpret_command
    view = GuardedControl("screen", PlainView())
    view.start(send)
    return [view], _pass_through


def _pass_through(command: Command) -> Command:
    """Take every command for what it is."""
    return command
