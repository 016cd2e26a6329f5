"""Run the feeder named on the command line; it ends when its parent does."""

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING or __package__:
    from coach.live.players.feeder import wire
else:
    import wire


PRIORITY = 4
"""Below the threads of the sound server itself: PulseAudio's have 5."""


def main() -> None:
    """Feed the card until told to quit, or until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    _raise_priority()
    writer = wire.MessageWriter(sys.stdout.fileno())
    inbox: wire.Inbox = wire.Inbox()
    if sys.argv[1] == "miniaudio":
        if TYPE_CHECKING or __package__:
            from coach.live.players.feeder import stream
        else:
            import stream
        stream.MiniaudioFeeder(writer, inbox).run(sys.stdin.buffer)
    else:
        if TYPE_CHECKING or __package__:
            from coach.live.players.feeder import whole
        else:
            import whole
        whole.SimpleaudioFeeder(writer, inbox).run(sys.stdin.buffer)


def _raise_priority() -> None:
    """Raise the priority of this process, which works for a moment ten times a second.

    Few users may; for those a busy machine does not break the sound. Where each session of
    processes has its share of the machine, as with Linux's autogroups, `nice` does little.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(PRIORITY))
            return
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(-11)


if __name__ == "__main__":
    main()
