"""Feed a card through simpleaudio, which plays one finished buffer at a time and tells little.

The sound is gathered and cut where it is silent, so that the joint of two buffers is never inside
a word. A joint costs some 25 ms; the next buffer gives up as much of the silence it begins with,
so that what follows is on time.
"""

import json
import os
import sys
import time
from array import array
from queue import Empty
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING or __package__:
    from coach.live.players.feeder import wire
else:
    import wire

RATE = 48_000
CELL = RATE // 100
"""Frames of the grid on which silence is looked for: 10 ms."""
JOINT = 30
"""Cells of silence that a joint needs: 300 ms."""
KEPT = 5
"""Cells of a joint's silence that stay with the sound before it."""
TICK = 0.004
"""Seconds between two looks at whether a buffer still plays."""
SAY_EVERY = 0.1
EARLY = 0.3
"""Seconds before its time at which the end of a buffer means that the device was lost."""


class Pile:
    """Mono sound gathered until it is worth a buffer: of at least `least` frames, at most `most`.

    Sound without a joint is cut at `most`, wherever that is.
    """

    def __init__(self, least: int, most: int) -> None:
        self.start = 0
        """The frame, counted from the first, at which the pile begins."""
        self.ended = False
        self._least, self._most = least, most
        self._sound = bytearray()

    def __len__(self) -> int:
        return len(self._sound) // 2

    def put(self, mono: bytes) -> None:
        """Add native int16 samples."""
        self._sound += mono
        self.ended = False

    def next(self) -> bytes:
        """Take the next buffer; empty while it is better to wait."""
        length = len(self)
        if length > self._most or not self.ended:
            length = self._joint()
        buffer = bytes(self._sound[: 2 * length])
        del self._sound[: 2 * length]
        self.start += length
        return buffer

    def _joint(self) -> int:
        """Find the last silence to cut in, between the limits; 0 for none yet."""
        run, silent = 0, bytes(2 * CELL)
        view = memoryview(self._sound)
        for cell in range(min(len(self), self._most) // CELL - 1, self._least // CELL - 1, -1):
            run = run + 1 if view[2 * CELL * cell : 2 * CELL * (cell + 1)] == silent else 0
            if run == JOINT:
                return (cell + KEPT) * CELL
        return self._most if len(self) >= self._most else 0


def leading_silence(mono: bytes) -> int:
    """Count the frames of digital silence at the start, in whole cells."""
    silent = bytes(2 * CELL)
    cell = 0
    while mono[2 * CELL * cell : 2 * CELL * (cell + 1)] == silent:
        cell += 1
    return cell * CELL


class Whole:
    """Buffers played one after the other, and the monotonic time that says how far."""

    def __init__(self, speech: wire.Speech, inbox: wire.Inbox) -> None:
        self._speech = speech
        self._inbox = inbox
        self._pile = Pile(RATE, RATE)
        self._library: ModuleType | None = None
        self._playing: Any = None
        self._zero = 0.0  # the time at which frame 0 was, or would have been, handed over
        self._starved = True
        self._first = self._last = 0  # the frames of the buffer that plays
        self._underruns = 0
        self._draining: int | None = None
        self._said = 0.0

    def run(self, stdin: BinaryIO) -> None:
        """Do what the parent says until it says no more."""
        parent = wire.Parent()
        wire.listen(stdin, self._inbox)
        while not parent.gone():
            try:
                message = self._inbox.get(timeout=TICK)
            except Empty:
                pass
            else:
                self._obey(message)
            if self._library:
                self._play()
            if time.monotonic() - self._said > SAY_EVERY:
                self._report()
        os._exit(0)

    def _obey(self, message: wire.Message) -> None:
        kind, serial, payload = message
        if kind == wire.OPEN:
            self._open(serial, json.loads(payload))
        elif kind == wire.SOUND:
            self._pile.put(payload)
        elif kind == wire.DRAIN:
            self._pile.ended = True
            self._draining = serial
        elif kind == wire.QUIT:
            # simpleaudio's own stop plays on for 0.3 s; the end of the process is heard at once.
            self._report()
            os._exit(0)

    def _open(self, serial: int, wish: dict[str, int]) -> None:
        self._pile = Pile(wish["least"], wish["most"])
        try:
            self._library = _import()
            self._start(bytes(2 * CELL))
        except (ImportError, OSError) as error:
            self._speech.say("missing", re=serial, why=str(error))
        except Exception as error:
            self._speech.say("failed", re=serial, tried=[("simpleaudio", str(error))])
        else:
            self._playing = None
            self._speech.say("ready", re=serial, backend="simpleaudio", buffer=100)

    def _play(self) -> None:
        """Follow the buffer that plays, and start the next when it has ended."""
        if self._playing is not None:
            if self._playing.is_playing():
                return
            reached, self._playing = self._position(), None
            if reached < self._last - EARLY * RATE:
                self._lose(reached, "it ended before the sound did")
                return
        buffer = self._pile.next()
        if buffer:
            self._begin(buffer)
        elif self._draining is not None:
            self._report()
            self._speech.say("drained", re=self._draining)
            self._draining, self._starved = None, True
        elif not self._starved:
            self._underruns += 1
            self._starved = True

    def _begin(self, buffer: bytes) -> None:
        last = self._pile.start
        first = last - len(buffer) // 2
        now = time.monotonic()
        if self._starved:  # time that passed without sound is not to be caught up with
            self._zero, self._starved = now - first / RATE, False
        late = round((now - self._zero) * RATE) - first
        first += max(0, min(late, leading_silence(buffer) - CELL))
        self._first, self._last = first, last
        try:
            self._start(buffer[len(buffer) - 2 * (last - first) :])
        except Exception as error:
            self._lose(first, str(error))

    def _lose(self, reached: int, why: str) -> None:
        """Tell that the device is lost, stay where the sound came to, and play no more."""
        self._last, self._library = reached, None
        self._report()
        self._speech.say("lost", why=why)

    def _start(self, mono: bytes) -> None:
        samples = array("h", mono)
        stereo = array("h", bytes(2 * len(mono)))
        stereo[0::2] = stereo[1::2] = samples
        assert self._library
        self._playing = self._library.play_buffer(stereo, 2, 2, RATE)

    def _position(self) -> int:
        if self._playing is None:
            return self._last
        heard = int((time.monotonic() - self._zero) * RATE)
        return max(self._first, min(heard, self._last))

    def _report(self) -> None:
        self._said = time.monotonic()
        frames, underruns = self._position(), self._underruns
        self._speech.say("at", frames=frames, time=self._said, underruns=underruns)


def _import() -> ModuleType:
    """Import simpleaudio; raises ImportError for the build that would crash the interpreter."""
    import simpleaudio

    if sys.version_info >= (3, 12):
        from importlib.metadata import distributions

        found = {(each.name, each.version) for each in distributions(name="simpleaudio")}
        patched = any(distributions(name="simpleaudio-patched"))
        if not patched and ("simpleaudio", "1.0.4") in found:
            raise ImportError("simpleaudio 1.0.4 crashes from Python 3.12 on")
    found: ModuleType = simpleaudio
    return found
