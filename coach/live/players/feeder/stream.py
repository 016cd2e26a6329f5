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
    from coach.live.players.feeder.belt import CHANNELS, FRAME_BYTES, RATE, Belt
else:
    import wire
    from belt import CHANNELS, FRAME_BYTES, RATE, Belt

PERIODS = {"PULSEAUDIO": 40, "ALSA": 50}
"""Milliseconds the card asks for at once, where 100 would be heard too late: miniaudio keeps
three periods queued in ALSA, and a stop is heard after all of them."""
USUAL_PERIOD = 100
PULSE_QUEUE = 200
"""Milliseconds queued in PulseAudio or PipeWire. miniaudio asks for no more than a period, and a
machine that stands still for longer is heard: with 100 ms from 60 ms on, with a queue of 200 that
is filled in small steps from 150 ms on, measured. Their own library takes a wish from the
environment over its caller's."""
LEADS = {("PULSEAUDIO", 40): 140, ("ALSA", 50): 110}
"""Milliseconds from the moment the card asks for sound until the first of it is heard, measured;
elsewhere a period."""
TICK = 0.2
LOST_AFTER = 4
"""Ticks without a call from the card until it counts as lost: 0.8 s. Counted, not taken from a
clock, so that a machine which slept is not a machine without sound. PulseAudio's end shows in no
other way."""
WAKING = 12
"""The same for a card that has not asked for anything yet: some need two seconds to wake up."""
LEAVE_WITHIN = 0.2
"""Seconds a fade may take to be heard before the process ends."""

TOOK, STOPPED = b"T", b"S"
"""What the card's own thread puts into the inbox: it took a block; it stopped by itself."""


class Stream:
    """One card, and the belt before it."""

    def __init__(self, speech: wire.Speech, inbox: wire.Inbox) -> None:
        self._speech = speech
        self._inbox = inbox
        self._belt = Belt()
        self._device: Any = None
        self._after = 0  # frames of silence after which the last sound has been heard
        self._draining: int | None = None
        self._missed = 0
        self._patience = WAKING
        self._broken = ""

    def run(self, stdin: BinaryIO) -> None:
        """Do what the parent says until it says no more."""
        parent = wire.Parent()
        Thread(target=self._listen, args=(stdin,), name="listen", daemon=True).start()
        library = _import()
        while not parent.gone():
            try:
                kind, serial, payload = self._inbox.get(timeout=TICK)
            except Empty:
                self._miss()
                continue
            if kind == wire.OPEN:
                self._open(library, serial, json.loads(payload))
            elif kind == wire.DRAIN:
                self._draining = serial
            elif kind == wire.CUT and self._draining is not None:
                self._speech.say("cut", re=self._draining, frames=self._belt.taken)
                self._draining = None
            elif kind == TOOK:
                self._report()
            elif kind == STOPPED:
                self._lose("it was taken away")
            elif kind == wire.QUIT:
                break
        self._leave()

    def _listen(self, stdin: BinaryIO) -> None:
        """Change the belt at once, and pass on what the main thread must know."""
        belt = self._belt
        for kind, serial, payload in wire.messages(stdin):
            if kind == wire.SOUND:
                belt.put(payload)
            elif kind == wire.SPLICE:
                (frame,) = wire.FRAME.unpack_from(payload)
                belt.splice(frame, payload[wire.FRAME.size :])
            elif kind == wire.HOLD:
                belt.hold()
            elif kind == wire.GO:
                belt.go()
            else:
                if kind == wire.DRAIN:
                    belt.end()
                elif kind == wire.CUT:
                    self._speech.say("cut", re=serial, frames=belt.cut())
                self._inbox.put((kind, serial, payload))
        self._inbox.put((wire.QUIT, 0, b""))

    def _open(self, library: ModuleType | str, serial: int, wish: dict[str, Any]) -> None:
        if isinstance(library, str):
            self._speech.say("missing", re=serial, why=library)
            return
        if self._device is not None:
            self._device.stop_callback = None
            self._device.close()
            self._device = None
            self._belt.clear()
        tried: list[tuple[str, str]] = []
        # One at a time: given a list, or none, miniaudio may end up playing to nobody.
        for backend in wish["backends"]:
            period = wish["buffer"] or PERIODS.get(backend, USUAL_PERIOD)
            try:
                device = self._start(library, backend, period)
            except (library.MiniaudioError, AttributeError, KeyError) as error:
                tried.append((backend, str(error.args[0] if error.args else error)))
                continue
            self._device, self._missed, self._patience = device, 0, WAKING
            lead = LEADS.get((backend, period), period)
            self._after = (2 * period + lead + 100) * RATE // 1000
            frames = self._belt.taken
            self._speech.say(
                "ready", re=serial, backend=device.backend, buffer=period, lead=lead, frames=frames
            )
            return
        self._speech.say("failed", re=serial, tried=tried)

    def _start(self, library: ModuleType, backend: str, period: int) -> Any:
        os.environ.setdefault("PULSE_LATENCY_MSEC", str(PULSE_QUEUE))
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
        device.stop_callback = lambda: self._inbox.put((STOPPED, 0, b""))
        device.start(blocks)
        return device

    def _blocks(self) -> Generator[bytes, int, None]:
        """Yield what the card asks for. An error in here would end the sound for good."""
        block = b""
        while True:
            frames = yield block
            try:
                block = self._belt.take(frames)
                self._inbox.put((TOOK, 0, b""))
            except Exception as error:
                self._broken = repr(error)
                block = bytes(frames * FRAME_BYTES)

    def _report(self) -> None:
        belt, self._missed, self._patience = self._belt, 0, LOST_AFTER
        self._speech.say(
            "at",
            frames=belt.taken,
            quiet=belt.quiet,
            time=time.monotonic(),
            underruns=belt.underruns,
        )
        if self._draining is not None and belt.empty() and belt.quiet >= self._after:
            self._speech.say("drained", re=self._draining)
            self._draining = None

    def _miss(self) -> None:
        self._missed += 1
        self._speech.say("here")
        if self._broken:
            self._speech.say("broken", why=self._broken)
        elif self._missed == self._patience and self._device is not None:
            self._lose("it takes no more sound")

    def _lose(self, why: str) -> None:
        self._speech.say("lost", why=why)

    def _leave(self) -> None:
        """End with a fade; at once, and without Python's farewell, which can hang on a card."""
        self._belt.cut()
        deadline = time.monotonic() + LEAVE_WITHIN
        while self._device and self._belt.quiet < self._after and time.monotonic() < deadline:
            time.sleep(0.01)
        os._exit(0)


def _import() -> ModuleType | str:
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
