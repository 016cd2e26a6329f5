"""Start the feeder named on the command line; it leaves when its parent does."""

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING or __package__:
    from coach.players.feeder import wire
else:
    import wire


def main() -> None:
    """Feed the card until told to quit, or until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    if hasattr(os, "nice"):
        with suppress(OSError):  # few may; to who may, a busy machine is not heard
            os.nice(-11)
    speech = wire.Speech(sys.stdout.fileno())
    inbox: wire.Inbox = wire.Inbox()
    if sys.argv[1] == "miniaudio":
        if TYPE_CHECKING or __package__:
            from coach.players.feeder import stream
        else:
            import stream
        stream.Stream(speech, inbox).run(sys.stdin.buffer)
    else:
        if TYPE_CHECKING or __package__:
            from coach.players.feeder import whole
        else:
            import whole
        whole.Whole(speech, inbox).run(sys.stdin.buffer)


if __name__ == "__main__":
    main()
