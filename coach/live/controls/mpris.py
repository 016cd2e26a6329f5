"""Media keys, headset buttons, lock screens and desktop widgets of Linux, by MPRIS2 on D-Bus.

A player has tracks: ours are the segments of the session, which next and previous go through, so
length and position are those of the segment. `mpris_state` has what the desktop shows;
`mpris_service` talks to D-Bus, and is imported in a thread of its own, because D-Bus costs 0.2 s
and the first word is not to wait for it.
"""

import time
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from coach.live.controls import Send
from coach.live.controls.mpris_state import find_bus_address, has_jumped
from coach.live.status import Status

if TYPE_CHECKING:
    from coach.live.controls.mpris_service import MprisService


class Mpris:
    """Shows the session as a player, and takes what the desktop asks of a player."""

    def __init__(self) -> None:
        self._service: MprisService | None = None
        self._thread: Thread | None = None
        self._stop_event = Event()
        self._last: tuple[Status, float] | None = None

    def start(self, send: Send) -> None:
        """Find the bus, and connect in the background; raises MachineError without a bus."""
        address = find_bus_address()
        target = self._serve
        self._thread = Thread(target=target, args=(address, send), name="mpris", daemon=True)
        self._thread.start()

    def show(self, status: Status) -> None:
        """Show the desktop what has changed; that time goes by it knows itself."""
        now = time.monotonic()
        last, self._last = self._last, (status, now)
        if service := self._service:
            moved = last is not None and has_jumped(last[0], status, now - last[1])
            service.show(status, moved)

    def stop(self) -> None:
        """Leave the bus."""
        self._stop_event.set()
        if service := self._service:
            service.stop()
        if self._thread:
            self._thread.join(1)

    def _serve(self, address: str, send: Send) -> None:
        """Serve on the bus until stopped; without a bus, or once it is lost, return."""
        import asyncio

        # Whatever goes wrong here must not be written over the screen of a session.
        with suppress(Exception):
            asyncio.run(self._run_service(address, send))
        self._service = None

    async def _run_service(self, address: str, send: Send) -> None:
        from coach.live.controls.mpris_service import MprisService

        service = self._service = MprisService(send)
        if self._last:
            service.show(self._last[0], moved=False)
        if not self._stop_event.is_set():
            await service.serve(address)
