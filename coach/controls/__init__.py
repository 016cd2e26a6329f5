"""The socket of how a listener commands a live session. All that work here are on together.

To add one: a class with the shape of `Control`, named in an entry point of `coach.controls`.
"""

from collections.abc import Callable
from typing import Protocol

from coach.commands import Command
from coach.status import Status

GROUP = "coach.controls"
BUILTINS: dict[str, str] = {}

Send = Callable[[Command], None]


class Control(Protocol):
    """Turns what a listener does into commands, and may show what the session is doing."""

    def start(self, send: Send) -> None:
        """Begin to listen; `send` may be called from any thread, and returns at once.

        Raises MachineError where this machine has no such thing; the session goes on without.
        """

    def show(self, status: Status) -> None:
        """Take news of the session; called some ten times a second, and has to return at once."""

    def stop(self) -> None:
        """Leave everything as it was found. Stopping twice is fine, so is never having started."""
