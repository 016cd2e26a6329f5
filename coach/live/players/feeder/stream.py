"""Feed a card through miniaudio: the card asks, and what is on the belt is what it gets."""

import json
import os
import sys
import time
from collections.abc import Generator
from queue import Empty
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING or __package__:
    from coach.live.players.feeder import wire
    from coach.live.players.feeder.belt import CHANNELS, FRAME_BYTES, RATE, FrameQueue
else:
    import wire
    from belt import CHANNELS, FRAME_BYTES, RATE, FrameQueue

PERIODS_MS = {"PULSEAUDIO": 40, "ALSA": 50}
"""Milliseconds the card asks for at once, where 100 would be heard too late: miniaudio keeps
three periods queued in ALSA, and a stop is heard after all of them."""
DEFAULT_PERIOD_MS = 100
PULSE_QUEUE_MS = 200
"""Milliseconds queued in PulseAudio or PipeWire. miniaudio asks for no more than a period, and a
machine that stands still for longer is heard: with 100 ms from 60 ms on, with a queue of 200 that
is filled in small steps from 150 ms on, measured. Their own library takes a wish from the
environment over its caller's."""
LATENCIES_MS = {("PULSEAUDIO", 40): 140, ("ALSA", 50): 110}
"""Milliseconds from the moment the card asks for sound until the first of it is heard, measured;
elsewhere a period."""
TICK_S = 0.2
LOST_AFTER_TICKS = 4
"""Ticks without a call from the card until it counts as lost: 0.8 s. Counted, not taken from a
clock, so that a machine which slept is not a machine without sound. PulseAudio's end shows in no
other way."""
STARTUP_TICKS = 12
"""The same for a card that has not asked for anything yet: some need two seconds to wake up."""
QUIT_WITHIN_S = 0.2
"""Seconds a fade may take to be heard before the process ends."""

BLOCK_READ, DEVICE_STOPPED = b"T", b"S"
"""What the card's own thread puts into the inbox: it took a block; it stopped by itself."""


class MiniaudioFeeder:
    """One card, and the belt before it."""

    def __init__(self, writer: wire.MessageWriter, inbox: wire.Inbox) -> None:
        self._writer = writer
        self._inbox = inbox
        self._queue = FrameQueue()
        self._device: Any = None
        self._drained_after = 0  # frames of silence after which the last sound has been heard
        self._draining: int | None = None
        self._missed_ticks = 0
        self._allowed_ticks = STARTUP_TICKS
        self._error = ""

    def run(self, stdin: BinaryIO) -> None:
        """Do what the parent says until it says no more."""
        parent = wire.ParentWatch()
        Thread(target=self._receive_messages, args=(stdin,), name="listen", daemon=True).start()
        library = _import_miniaudio()
        while not parent.is_gone():
            try:
                kind, serial, payload = self._inbox.get(timeout=TICK_S)
            except Empty:
                self._count_missed_tick()
                continue
            if kind == wire.OPEN:
                self._open_device(library, serial, json.loads(payload))
            elif kind == wire.DRAIN:
                self._draining = serial
            elif kind == wire.CUT and self._draining is not None:
                self._writer.write("cut", re=self._draining, frames=self._queue.frames_read)
                self._draining = None
            elif kind == BLOCK_READ:
                self._report_position()
            elif kind == DEVICE_STOPPED:
                self._report_lost("it was taken away")
            elif kind == wire.QUIT:
                break
        self._quit()

    def _receive_messages(self, stdin: BinaryIO) -> None:
        """Change the belt at once, and pass on what the main thread must know."""
        belt = self._queue
        for kind, serial, payload in wire.read_messages(stdin):
            if kind == wire.SOUND:
                belt.put(payload)
            elif kind == wire.SPLICE:
                (frame,) = wire.FRAME.unpack_from(payload)
                belt.splice(frame, payload[wire.FRAME.size :])
            elif kind == wire.PAUSE:
                belt.pause()
            elif kind == wire.RESUME:
                belt.resume()
            else:
                if kind == wire.DRAIN:
                    belt.finish()
                elif kind == wire.CUT:
                    self._writer.write("cut", re=serial, frames=belt.cut())
                self._inbox.put((kind, serial, payload))
        self._inbox.put((wire.QUIT, 0, b""))

    def _open_device(self, library: ModuleType | str, serial: int, wish: dict[str, Any]) -> None:
        if isinstance(library, str):
            self._writer.write("missing", re=serial, why=library)
            return
        if self._device is not None:
            self._device.stop_callback = None
            self._device.close()
            self._device = None
            self._queue.clear()
        tried: list[tuple[str, str]] = []
        # One at a time: given a list, or none, miniaudio may end up playing to nobody.
        for backend in wish["backends"]:
            period = wish["buffer"] or PERIODS_MS.get(backend, DEFAULT_PERIOD_MS)
            try:
                device = self._start_device(library, backend, period)
            except (library.MiniaudioError, AttributeError, KeyError) as error:
                tried.append((backend, str(error.args[0] if error.args else error)))
                continue
            self._device, self._missed_ticks, self._allowed_ticks = device, 0, STARTUP_TICKS
            lead = LATENCIES_MS.get((backend, period), period)
            self._drained_after = (2 * period + lead + 100) * RATE // 1000
            frames = self._queue.frames_read
            self._writer.write(
                "ready", re=serial, backend=device.backend, buffer=period, lead=lead, frames=frames
            )
            return
        self._writer.write("failed", re=serial, tried=tried)

    def _start_device(self, library: ModuleType, backend: str, period: int) -> Any:
        os.environ.setdefault("PULSE_LATENCY_MSEC", str(PULSE_QUEUE_MS))
        device = library.PlaybackDevice(
            library.SampleFormat.SIGNED16,
            CHANNELS,
            RATE,
            period,
            backends=[library.Backend[backend]],
            app_name="Coach",
        )
        blocks = self._blocks()
        next(blocks)
        device.stop_callback = lambda: self._inbox.put((DEVICE_STOPPED, 0, b""))
        device.start(blocks)
        return device

    def _blocks(self) -> Generator[bytes, int, None]:
        """Yield what the card asks for. An error in here would end the sound for good."""
        block = b""
        while True:
            frames = yield block
            try:
                block = self._queue.read(frames)
                self._inbox.put((BLOCK_READ, 0, b""))
            except Exception as error:
                self._error = repr(error)
                block = bytes(frames * FRAME_BYTES)

    def _report_position(self) -> None:
        belt, self._missed_ticks, self._allowed_ticks = self._queue, 0, LOST_AFTER_TICKS
        self._writer.write(
            "at",
            frames=belt.frames_read,
            quiet=belt.silent_frames,
            time=time.monotonic(),
            underruns=belt.underruns,
        )
        if (
            self._draining is not None
            and belt.is_empty()
            and belt.silent_frames >= self._drained_after
        ):
            self._writer.write("drained", re=self._draining)
            self._draining = None

    def _count_missed_tick(self) -> None:
        self._missed_ticks += 1
        self._writer.write("here")
        if self._error:
            self._writer.write("broken", why=self._error)
        elif self._missed_ticks == self._allowed_ticks and self._device is not None:
            self._report_lost("it takes no more sound")

    def _report_lost(self, why: str) -> None:
        self._writer.write("lost", why=why)

    def _quit(self) -> None:
        """End with a fade; at once, and without Python's farewell, which can hang on a card."""
        self._queue.cut()
        deadline = time.monotonic() + QUIT_WITHIN_S
        while (
            self._device
            and self._queue.silent_frames < self._drained_after
            and time.monotonic() < deadline
        ):
            time.sleep(0.01)
        os._exit(0)


def _import_miniaudio() -> ModuleType | str:
    """Import miniaudio, or say why not."""
    # It would load these two if it could: 150 ms for what is never used here. None is what tells
    # Python that there is no such module.
    loaded: dict[str, Any] = sys.modules
    loaded["numpy"] = None
    loaded["urllib.request"] = ModuleType("urllib.request")
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        return str(error)
    found: ModuleType = miniaudio
    return found
