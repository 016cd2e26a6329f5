"""Feeds a card through simpleaudio, which plays one finished buffer at a time.

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
    from coach.live.players.feeder.belt import RATE
else:
    import wire
    from belt import RATE

CELL_FRAMES = RATE // 100
"""Frames of the grid on which silence is looked for: 10 ms."""
JOINT_CELLS = 30
"""Cells of silence that a joint needs: 300 ms."""
KEPT_CELLS = 5
"""Cells of a joint's silence that stay with the sound before it."""
TICK_S = 0.004
"""Seconds between two looks at whether a buffer still plays."""
REPORT_EVERY_S = 0.1
EARLY_END_S = 0.3
"""Seconds before its time at which the end of a buffer means that the device was lost."""


class BufferBuilder:
    """Mono sound gathered until it is worth a buffer: of at least `least` frames, at most `most`.

    Sound without a joint is cut at `most`, wherever that is.
    """

    def __init__(self, least: int, most: int) -> None:
        self.start = 0
        """The frame, counted from the first, at which the gathered sound begins."""
        self.is_complete = False
        self._least, self._most = least, most
        self._sound = bytearray()

    def __len__(self) -> int:
        return len(self._sound) // 2

    def put(self, mono: bytes) -> None:
        """Add native int16 samples."""
        self._sound += mono
        self.is_complete = False

    def pop_buffer(self) -> bytes:
        """Return the next buffer, mono, and drop it; empty while it is better to wait."""
        length = len(self)
        if length > self._most or not self.is_complete:
            length = self._find_joint()
        buffer = bytes(self._sound[: 2 * length])
        del self._sound[: 2 * length]
        self.start += length
        return buffer

    def _find_joint(self) -> int:
        """Return the frame of the last silence to cut in, between the limits; 0 for none yet."""
        run, silent = 0, bytes(2 * CELL_FRAMES)
        view = memoryview(self._sound)
        for cell in range(
            min(len(self), self._most) // CELL_FRAMES - 1, self._least // CELL_FRAMES - 1, -1
        ):
            run = (
                run + 1
                if view[2 * CELL_FRAMES * cell : 2 * CELL_FRAMES * (cell + 1)] == silent
                else 0
            )
            if run == JOINT_CELLS:
                return (cell + KEPT_CELLS) * CELL_FRAMES
        return self._most if len(self) >= self._most else 0


def count_leading_silence(mono: bytes) -> int:
    """Return the frames of digital silence at the start, in whole cells."""
    silent = bytes(2 * CELL_FRAMES)
    cell = 0
    while mono[2 * CELL_FRAMES * cell : 2 * CELL_FRAMES * (cell + 1)] == silent:
        cell += 1
    return cell * CELL_FRAMES


class SimpleaudioFeeder:
    """Plays buffers one after the other, and reckons by the monotonic clock how far."""

    def __init__(self, writer: wire.MessageWriter, inbox: wire.Inbox) -> None:
        self._writer = writer
        self._inbox = inbox
        self._builder = BufferBuilder(RATE, RATE)
        self._library: ModuleType | None = None
        self._playing: Any = None
        self._start_time = 0.0  # the time at which frame 0 was, or would have been, handed over
        self._is_starved = True
        self._buffer_start = self._buffer_end = 0  # the frames of the buffer that plays
        self._underruns = 0
        self._draining: int | None = None
        self._last_report = 0.0

    def run(self, stdin: BinaryIO) -> None:
        """Carry out the messages of the parent until QUIT or its end; ends the process."""
        parent = wire.ParentWatch()
        wire.start_reader(stdin, self._inbox)
        while not parent.is_gone():
            try:
                message = self._inbox.get(timeout=TICK_S)
            except Empty:
                pass
            else:
                self._process_message(message)
            if self._library:
                self._play_next()
            if time.monotonic() - self._last_report > REPORT_EVERY_S:
                self._report_position()
        os._exit(0)

    def _process_message(self, message: wire.Message) -> None:
        kind, serial, payload = message
        if kind == wire.OPEN:
            self._open_device(serial, json.loads(payload))
        elif kind == wire.SOUND:
            self._builder.put(payload)
        elif kind == wire.DRAIN:
            self._builder.is_complete = True
            self._draining = serial
        elif kind == wire.QUIT:
            # simpleaudio's own stop plays on for 0.3 s; the end of the process is heard at once.
            self._report_position()
            os._exit(0)

    def _open_device(self, serial: int, options: dict[str, int]) -> None:
        self._builder = BufferBuilder(options["least"], options["most"])
        try:
            self._library = _import_simpleaudio()
            self._play_samples(bytes(2 * CELL_FRAMES))
        except (ImportError, OSError) as error:
            self._writer.write("missing", re=serial, why=str(error))
        except Exception as error:
            self._writer.write("failed", re=serial, tried=[("simpleaudio", str(error))])
        else:
            self._playing = None
            self._writer.write("ready", re=serial, backend="simpleaudio", buffer=100)

    def _play_next(self) -> None:
        """Start the next buffer if the one that plays has ended."""
        if self._playing is not None:
            if self._playing.is_playing():
                return
            reached, self._playing = self._position(), None
            if reached < self._buffer_end - EARLY_END_S * RATE:
                self._report_lost(reached, "it ended before the sound did")
                return
        buffer = self._builder.pop_buffer()
        if buffer:
            self._begin_buffer(buffer)
        elif self._draining is not None:
            self._report_position()
            self._writer.write("drained", re=self._draining)
            self._draining, self._is_starved = None, True
        elif not self._is_starved:
            self._underruns += 1
            self._is_starved = True

    def _begin_buffer(self, buffer: bytes) -> None:
        last = self._builder.start
        first = last - len(buffer) // 2
        now = time.monotonic()
        if self._is_starved:  # time that passed without sound is not to be caught up with
            self._start_time, self._is_starved = now - first / RATE, False
        late = round((now - self._start_time) * RATE) - first
        first += max(0, min(late, count_leading_silence(buffer) - CELL_FRAMES))
        self._buffer_start, self._buffer_end = first, last
        try:
            self._play_samples(buffer[len(buffer) - 2 * (last - first) :])
        except Exception as error:
            self._report_lost(first, str(error))

    def _report_lost(self, reached: int, why: str) -> None:
        """Report that the device is lost, with the frame that was reached, and play no more."""
        self._buffer_end, self._library = reached, None
        self._report_position()
        self._writer.write("lost", why=why)

    def _play_samples(self, mono: bytes) -> None:
        samples = array("h", mono)
        stereo = array("h", bytes(2 * len(mono)))
        stereo[0::2] = stereo[1::2] = samples
        assert self._library
        self._playing = self._library.play_buffer(stereo, 2, 2, RATE)

    def _position(self) -> int:
        if self._playing is None:
            return self._buffer_end
        heard = int((time.monotonic() - self._start_time) * RATE)
        return max(self._buffer_start, min(heard, self._buffer_end))

    def _report_position(self) -> None:
        self._last_report = time.monotonic()
        frames, underruns = self._position(), self._underruns
        self._writer.write("at", frames=frames, time=self._last_report, underruns=underruns)


def _import_simpleaudio() -> ModuleType:
    """Return simpleaudio; raises ImportError also for a build that would crash Python."""
    import simpleaudio

    if sys.version_info >= (3, 12):
        from importlib.metadata import distributions

        found = {(each.name, each.version) for each in distributions(name="simpleaudio")}
        patched = any(distributions(name="simpleaudio-patched"))
        if not patched and ("simpleaudio", "1.0.4") in found:
            raise ImportError("simpleaudio 1.0.4 crashes from Python 3.12 on")
    found: ModuleType = simpleaudio
    return found
