"""The protocol of player and feeder: framed bytes one way, lines of JSON the other.

To the feeder: a header (kind, serial number, size of the payload), then the payload. From it: one
JSON object a line; `is` names it, and `re` carries the serial number of what it answers.

    OPEN   JSON, the options     answered by ready, failed or missing; again after a loss
    SOUND  mono native int16     not answered
    DRAIN                        answered by drained, or by cut if a CUT came first
    CUT                          answered by cut {frames}: fades, drops what is queued
    SPLICE u64 frame, samples    not answered: these instead of what is queued from that frame on
    PAUSE, RESUME                not answered
    QUIT                         not answered; the end of the stream means the same

`whole` knows no CUT, SPLICE, PAUSE and RESUME.

Unasked, `stream` writes `at` {frames, quiet, time, underruns} whenever the card has taken sound or
silence, and at every tick in which it has not `here`, with `broken` {why} if the feeder has failed.
`whole` writes `at`, without `quiet`, ten times a second. Both write `lost` {why} when the device
is.
"""

import json
import os
import struct
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, BinaryIO

OPEN, SOUND, DRAIN, CUT, PAUSE, RESUME, QUIT = b"o", b"s", b"d", b"c", b"h", b"g", b"q"
SPLICE = b"j"
FRAME = struct.Struct("<Q")

_HEADER = struct.Struct("<cII")

Message = tuple[bytes, int, bytes]
"""Kind, serial number, payload."""
Inbox = SimpleQueue[Message]


def pack_message(kind: bytes, serial: int, payload: bytes = b"") -> bytes:
    """Return one message for the feeder, with its header."""
    return _HEADER.pack(kind, serial, len(payload)) + payload


def read_messages(stream: BinaryIO) -> Iterator[Message]:
    """Yield messages until the stream ends, whether behind a message or within one."""
    while len(header := stream.read(_HEADER.size)) == _HEADER.size:
        kind, serial, size = _HEADER.unpack(header)
        payload = stream.read(size)
        if len(payload) < size:
            return
        yield kind, serial, payload


class MessageWriter:
    """Writes the feeder's messages to its parent, from any thread."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = Lock()

    def write(self, name: str, **fields: Any) -> None:
        """Write one line; ends the process if the parent does not read any more."""
        line = json.dumps({"is": name, **fields}).encode() + b"\n"
        with self._lock:
            try:
                while line:
                    line = line[os.write(self._descriptor, line) :]
            except OSError:
                os._exit(0)


def start_reader(stream: BinaryIO, inbox: Inbox) -> None:
    """Move messages into the inbox from a thread; the end of the stream arrives as QUIT."""

    def move() -> None:
        for message in read_messages(stream):
            inbox.put(message)
        inbox.put((QUIT, 0, b""))

    Thread(target=move, name="listen", daemon=True).start()


class ParentWatch:
    """Notices the end of the parent, even if another process holds its end of the pipe."""

    def __init__(self) -> None:
        self._pid = os.getppid()

    def is_gone(self) -> bool:
        """Return True if another process has become the parent; never on Windows."""
        return os.getppid() != self._pid
