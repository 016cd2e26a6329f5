"""Watch the output of a session, `python -m coach.live.output SESSION`; ends when its parent does.

It writes a line of JSON for what happens; `is` names it: `ready` {by} once the system has answered,
`moved` when the sound has moved, `absent` {why} where it cannot be watched, as long as it cannot.
"""

import os
import signal
import sys
import time
from threading import Thread
from typing import Protocol

from coach.errors import MachineError
from coach.live.output.move_detector import MoveDetector
from coach.live.players.feeder.wire import MessageWriter, ParentWatch

DEFAULT_BACKENDS = {"darwin": "COREAUDIO", "win32": "WASAPI"}
"""Where the default device is watched, and by which backend of miniaudio."""
WAIT_S = 1.0
"""Seconds of a wait, in which nothing happens."""
SETTLING_WAIT_S = 0.1
"""The same while an output that was left may come back."""


class OutputSource(Protocol):
    """What knows the output: see `SoundServer`."""

    output: str | None
    name: str
    failure: str

    def wait(self, seconds: float) -> None:
        """Wait for a change, no longer than so many seconds."""


def open_source(session: str) -> OutputSource:
    """Return what knows the output here; raises MachineError or OSError where nothing does."""
    if backend := DEFAULT_BACKENDS.get(sys.platform):
        from coach.live.output.default_device import DefaultDevice

        return DefaultDevice(backend)
    from coach.live.output.sound_server import SoundServer

    return SoundServer(session)


def main() -> None:
    """Watch until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    writer = MessageWriter(sys.stdout.fileno())
    try:
        source = open_source(sys.argv[1])
    except (MachineError, OSError) as error:
        why = error.problems[0].message if isinstance(error, MachineError) else str(error)
        writer.write("absent", why=why)
        return
    parent, detector, said = ParentWatch(), MoveDetector(), ("", "")
    while not parent.is_gone():
        source.wait(SETTLING_WAIT_S if detector.is_settling else WAIT_S)
        if said != (said := (source.name, source.failure)):
            _write_answer(writer, source)
        if detector.has_moved(source.output, time.monotonic()):
            writer.write("moved")


def _write_answer(writer: MessageWriter, source: OutputSource) -> None:
    if source.failure:
        writer.write("absent", why=source.failure)
    else:
        writer.write("ready", by=source.name)


def _end_with_parent() -> None:
    """End the process with its parent's end of the pipe, where `ParentWatch` sees nothing."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)


if __name__ == "__main__":
    Thread(target=_end_with_parent, daemon=True).start()
    main()
