"""Whether a session notices that its sound moves to another device."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.live.output.output_watch import OutputWatch
    from coach.live.players import Player
    from coach.live.settings import Settings


@contextmanager
def open_output_watch(sink: "Player", settings: "Settings") -> "Iterator[OutputWatch | None]":
    """Open what notices that the sound moves; None where that is not wanted, or nothing heard."""
    from coach.live.output.output_watch import OutputWatch
    from coach.live.players.recorder import RecorderPlayer

    if not settings.pause_on_move or isinstance(sink, RecorderPlayer):
        yield None
    else:
        with closing(OutputWatch()) as output_watch:
            yield output_watch
