"""What is said of an ear: that it listens for commands, and once, that it does not any more.

Who listens with eyes shut does not see it on a screen. Each is said where the session has room.
"""

from collections.abc import Callable, Mapping

from coach.live.status import EarState
from coach.script.pace import Pace
from coach.script.scalars import Line
from coach.timeline.source import Utterance

OPEN, LOST = "ear_open", "ear_lost"
Say = Callable[[Utterance], bool]
"""Has a line said, if there is room for it now; returns whether it is."""


class EarLines:
    """The lines of one session in a language, which may lack them; of no ear nothing is said."""

    def __init__(self, lines: Mapping[str, Line]) -> None:
        self._lines = {
            key: Utterance(lines[key].text, Pace.INSTRUCT) for key in (OPEN, LOST) if key in lines
        }
        self._is_listening = False
        self._next: Utterance | None = None

    def begin(self, state: EarState) -> None:
        """Say of an ear that hears by itself that it does."""
        self._is_listening = state is not EarState.CLOSED
        self._next = self._lines.get(OPEN) if self._is_listening else None

    def list_expected(self) -> list[Utterance]:
        """Return what may be said."""
        return list(self._lines.values()) if self._is_listening else []

    def advance(self, state: EarState, say: Say) -> None:
        """Say what is still to be said."""
        if self._is_listening and state is EarState.DEAF:
            self._is_listening, self._next = False, self._lines.get(LOST)
        if self._next is not None and say(self._next):
            self._next = None
