"""The socket of controls, by which a listener commands a live session; all that work are on.

To add one: a class with the shape of `Control`, named in an entry point of `coach.controls`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from coach.errors import MachineError
from coach.live.commands import Command
from coach.live.status import Status
from coach.plugins import list_plugins, load_plugin

GROUP = "coach.controls"
BUILTINS = {
    "button": "coach.live.controls.long_press:LongPress",
    "keys": "coach.live.controls.keys:Keys",
    "mpris": "coach.live.controls.mpris:Mpris",
    "socket": "coach.live.controls.socket_server:SocketServer",
}

Send = Callable[[Command], None]


class Control(Protocol):
    """Turns what a listener does into commands, and may show what the session is doing.

    Made without arguments, for one session.

    Examples:
        >>> from coach.live.commands import Verb
        >>> class Pedal:
        ...     def start(self, send): self.press = lambda: send(Command(Verb.TOGGLE))
        ...     def show(self, status): pass
        ...     def stop(self): pass
        >>> pedal, sent = Pedal(), []
        >>> pedal.start(sent.append)
        >>> pedal.press()
        >>> sent[0].verb.value
        'toggle'
    """

    def start(self, send: Send) -> None:
        """Begin to listen.

        Args:
            send: Takes a command; may be called from any thread, and returns at once.

        Raises:
            MachineError: This machine lacks what it needs; the session goes on without it.
        """

    def show(self, status: Status) -> None:
        """Show the status of the session; called ten times a second, and has to return at once.

        Args:
            status: What is heard now; all times in milliseconds.
        """

    def stop(self) -> None:
        """Leave everything as it was found. Stopping twice, or without a start, is fine."""


class GuardedControl:
    """A control that can do no harm: one that raises is stopped, and the session goes on.

    `fault` says what went wrong, or is empty.
    """

    def __init__(self, name: str, control: Control) -> None:
        self.name = name
        self.fault = ""
        self._control: Control | None = control

    def start(self, send: Send) -> None:
        """Start the control; raises its MachineError where the machine lacks something."""
        try:
            if self._control:
                self._control.start(send)
        except MachineError:
            self.stop()
            raise
        except Exception as error:
            self._fail(error)

    def show(self, status: Status) -> None:
        """Show the status by the control, unless it has failed."""
        try:
            if self._control:
                self._control.show(status)
        except Exception as error:
            self._fail(error)

    def stop(self) -> None:
        """Stop the control, once; a fault in doing so is kept."""
        control, self._control = self._control, None
        try:
            if control:
                control.stop()
        except Exception as error:
            self.fault = self.fault or _format_fault(self.name, error)

    def _fail(self, error: Exception) -> None:
        self.fault = _format_fault(self.name, error)
        self.stop()


@dataclass(frozen=True, slots=True)
class StartedControls:
    """The controls that listen; why others cannot here (`absent`); what went wrong (`faults`)."""

    controls: tuple[GuardedControl, ...] = ()
    absent: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def stop(self) -> None:
        """Stop all controls, the last one first."""
        for control in reversed(self.controls):
            control.stop()


def start_controls(send: Send, builtins: Mapping[str, str] = BUILTINS) -> StartedControls:
    """Start every control there is, and return how that went; raises nothing."""
    controls, absent, faults = [], [], []
    for name in list_plugins(GROUP, builtins):
        try:
            control = GuardedControl(name, load_plugin(GROUP, builtins, name)())
        except Exception as error:
            faults.append(_format_fault(name, error))
            continue
        try:
            control.start(send)
        except MachineError as error:
            absent.append(f"{name}: {error.problems[0].message}")
            continue
        if control.fault:
            faults.append(control.fault)
        else:
            controls.append(control)
    return StartedControls(tuple(controls), tuple(absent), tuple(faults))


def _format_fault(name: str, error: Exception) -> str:
    return f"the control {name!r} has failed and is off: {type(error).__name__}: {error}"
