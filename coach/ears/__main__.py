"""Listen beside a session, `python -m coach.ears [MICROPHONE]`; ends when its parent does.

It reads what may be said now, a line of JSON each (`hearing.pack_hearing`), and writes what
`listening_loop` says. It opens no file but the models, no network, and keeps nothing.
"""

import json
import os
import signal
import sys
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from coach.errors import MachineError
from coach.live.players.feeder.wire import MessageWriter

if TYPE_CHECKING:
    from coach.ears.listening_loop import Message


def main() -> None:
    """Listen until the parent is gone, or the microphone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    writer = MessageWriter(sys.stdout.fileno())
    inbox: SimpleQueue[Message] = SimpleQueue()
    Thread(target=_read_lines, args=(inbox,), daemon=True).start()
    try:
        _listen(inbox, writer)
    except MachineError as error:
        problem = error.problems[0]
        writer.write("absent", why=problem.message, hint=problem.hint or "")
    except Exception as error:
        writer.write("absent", why=f"the ear has failed: {type(error).__name__}: {error}", hint="")
    os._exit(0)  # a thread of the sound system may hang


def _listen(inbox: "SimpleQueue[Message]", writer: MessageWriter) -> None:
    from coach.ears.capture import Microphone
    from coach.ears.listening_loop import ListeningLoop
    from coach.ears.model_files import DECODER, ENCODER, SILERO, find_models, read_model
    from coach.ears.onnx_model import open_model
    from coach.ears.phrase_model import PhraseModel
    from coach.ears.voice_activity import VoiceActivity

    models = {file: open_model(read_model(file, path)) for file, path in find_models().items()}
    phrase_model = PhraseModel(models[ENCODER], models[DECODER])
    open_microphone = partial(Microphone, " ".join(sys.argv[1:]) or None)
    ListeningLoop(
        phrase_model, VoiceActivity(models[SILERO]), open_microphone, inbox, writer.write
    ).run()


def _read_lines(inbox: "SimpleQueue[Message]") -> None:
    """Move what is told into the inbox; the end of the parent ends the process at once."""
    for line in sys.stdin.buffer:
        inbox.put(json.loads(line))
    os._exit(0)


if __name__ == "__main__":
    main()
