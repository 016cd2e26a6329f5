"""Media keys, headset buttons, lock screens and desktop widgets of Linux, by MPRIS2 on D-Bus.

A player has tracks: ours are the segments of the session, which next and previous go through, so
length and position are those of the segment. What the desktop is told stands in `Shown`; who
tells it is `coach.controls.desktop`, which is imported in a thread of its own, because D-Bus
costs 0.2 s and nobody's first word shall wait for it.
"""

import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from coach.commands import Command, Verb
from coach.controls import Send
from coach.controls.headline import headline
from coach.errors import MachineError, Problem
from coach.status import Phase, Status

if TYPE_CHECKING:
    from coach.controls.desktop import Desktop

PATH = "/org/mpris/MediaPlayer2"
NO_TRACK = f"{PATH}/TrackList/NoTrack"
JUMP = 400
"""By how much, in ms, a position must be off its course for the desktop to be told of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the desktop shows; times in ms, `begin` being where the segment begins."""

    playing: str = "Stopped"
    track: str = NO_TRACK
    title: str = ""
    album: str = ""
    number: int = 0
    begin: int = 0
    length: int = 0
    volume: float = 1.0


def shown(status: Status) -> Shown:
    """Tell a status as a player would."""
    playing = "Paused"
    if status.phase is Phase.PLAYING:
        playing = "Playing"
    elif status.phase in (Phase.IDLE, Phase.ENDED):
        playing = "Stopped"
    begin, end = 0, status.length
    if 0 <= status.segment < len(status.segments):
        segment = status.segments[status.segment]
        begin, end = segment.start, segment.end
    return Shown(
        playing,
        f"{PATH}/coach/segment/{status.segment + 1}",
        headline(status),
        status.title,
        status.segment + 1,
        begin,
        end - begin,
        status.volume / 100,
    )


def jumped(before: Status, after: Status, passed: float) -> bool:
    """Tell whether the position is elsewhere than `passed` seconds would have brought it."""
    course = before.elapsed + (passed * 1000 if before.phase is Phase.PLAYING else 0)
    return abs(after.elapsed - course) > JUMP and after.elapsed != before.elapsed


def play_pause(phase: Phase) -> Command:
    """Say what the one button of a headset asks for: to go on, where the session waits."""
    return Command(Verb.GO if phase is Phase.WAITING else Verb.TOGGLE)


def play(phase: Phase) -> Command:
    """Say what a button asks for that only plays."""
    return Command(Verb.GO if phase is Phase.WAITING else Verb.RESUME)


def bus_address() -> str:
    """Find the session's bus; raises MachineError where there is none."""
    if sys.platform == "linux":
        if given := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return given
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        if runtime and Path(runtime, "bus").is_socket():
            return f"unix:path={runtime}/bus"
    raise MachineError(Problem("there is no D-Bus session"))


class Mpris:
    """Shows the session as a player, and takes what the desktop asks of a player."""

    def __init__(self) -> None:
        self._desktop: Desktop | None = None
        self._thread: Thread | None = None
        self._leave = Event()
        self._last: tuple[Status, float] | None = None

    def start(self, send: Send) -> None:
        """Look for a bus, and connect in the background; raises MachineError without a bus."""
        address = bus_address()
        target = self._serve
        self._thread = Thread(target=target, args=(address, send), name="mpris", daemon=True)
        self._thread.start()

    def show(self, status: Status) -> None:
        """Tell the desktop what it does not know yet; that time goes by, it knows."""
        now = time.monotonic()
        last, self._last = self._last, (status, now)
        if desktop := self._desktop:
            moved = last is not None and jumped(last[0], status, now - last[1])
            desktop.show(status, moved)

    def stop(self) -> None:
        """Leave the bus."""
        self._leave.set()
        if desktop := self._desktop:
            desktop.leave()
        if self._thread:
            self._thread.join(1)

    def _serve(self, address: str, send: Send) -> None:
        """Live on the bus; whoever cannot get onto it, or falls off, is simply not there."""
        import asyncio

        # Whatever goes wrong here must not be written over the screen of a session.
        with suppress(Exception):
            asyncio.run(self._live(address, send))
        self._desktop = None

    async def _live(self, address: str, send: Send) -> None:
        from coach.controls.desktop import Desktop

        desktop = self._desktop = Desktop(send)
        if self._last:
            desktop.show(self._last[0], moved=False)
        if not self._leave.is_set():
            await desktop.live(address)
