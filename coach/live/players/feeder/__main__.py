"""Start the feeder named on the command line; it leaves when its parent does."""

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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _raise_priority()
    speech = wire.MessageWriter(sys.stdout.fileno())
    inbox: wire.Inbox = wire.Inbox()
    if sys.argv[1] == "miniaudio":
        if TYPE_CHECKING or __package__:
            from coach.live.players.feeder import stream
        else:
            import stream
        stream.MiniaudioFeeder(speech, inbox).run(sys.stdin.buffer)
    else:
        if TYPE_CHECKING or __package__:
            from coach.live.players.feeder import whole
        else:
            import whole
        whole.SimpleaudioFeeder(speech, inbox).run(sys.stdin.buffer)


def _raise_priority() -> None:
    """Ask to be let in before all else, for a moment ten times a second, as sound servers do.

    Few may; to who may, a busy machine is not heard. Where each session of processes has its
    share of the machine, as with Linux's autogroups, being nice to others counts for little.
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
