"""The user interface of a live session: the screen or plain lines, and the controls."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.cli.messages import print_note
from coach.cli.terminal import is_terminal
from coach.errors import MachineError
from coach.live.commands import Command
from coach.live.controls import Control, GuardedControl, Send, StartedControls, start_controls

if TYPE_CHECKING:
    from coach.cli.display.segment_drawings import SegmentDrawings

NO_CONTROLS = StartedControls()
CommandFilter = Callable[[Command], Command]


@contextmanager
def open_user_interface(
    send: Send,
    show_to: Callable[..., None],
    plain: bool,
    drawings: "SegmentDrawings | None" = None,
    ear: Control | None = None,
) -> Iterator[None]:
    """Show a session and send it the commands of all controls, as long as the block runs.

    `show_to` is called with all that wants each new status; an `ear` is a control, too. With
    `drawings` a screen that has room shows them. What this machine lacks is left out without a
    word; what is broken is reported at the end, on standard error.
    """
    views: list[GuardedControl] = []
    started = NO_CONTROLS
    try:
        # The view first: at Ctrl-Z the keys then pause the sound before the screen is restored.
        views, interpret = _start_views(send, plain, drawings)

        def send_filtered(command: Command) -> None:
            send(interpret(command))

        if ear:
            views.append(GuardedControl("ear", ear))
            views[-1].start(send)
        started = start_controls(send_filtered)
        show_to(*views, *started.controls)
        yield
    finally:
        started.stop()
        for view in views:
            view.stop()
        faults = (control.fault for control in (*views, *started.controls) if control.fault)
        for fault in (*started.faults, *faults):
            print_note(fault)


def _start_views(
    send: Send, plain: bool, drawings: "SegmentDrawings | None"
) -> tuple[list[GuardedControl], CommandFilter]:
    """Start the view; return it, and a function that returns what each command means."""
    from coach.cli.display.plain import PlainView
    from coach.cli.display.screen import ScreenView

    if not plain:
        display = ScreenView(keys=is_terminal(sys.stdin), drawings=drawings)
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
    """Return a command unchanged."""
    return command
