"""A session that plays in a thread of its own, for a program that has other things to do."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from threading import Thread

from coach.errors import Problem, UsageError
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.players import make_player
from coach.live.status import Status
from coach.pipeline import PreparedSession
from coach.speech.fallback import FallbackVoice
from coach.speech.studio import Studio
from coach.speech.voices import open_voice

OnStatus = Callable[[Status], None]


class Playback:
    """A session that plays; made by `coach.play`.

    As a context manager it stops the session at the end of the block.
    """

    def __init__(
        self, session: PreparedSession, player: str | None = None, on_status: OnStatus | None = None
    ) -> None:
        self._on_status = on_status
        self._status: Status | None = None
        self._error: BaseException | None = None
        self._reached_end = False
        self._resources = ExitStack()
        with ExitStack() as opened:
            sink = opened.enter_context(closing(make_player(player)))
            sink.open()
            voice = opened.enter_context(closing(open_voice(session.request.voice)))
            studio = Studio(voice, session.media, fallback=FallbackVoice())
            self._live = LiveSession(session, studio, sink)
            self._live.add_views(self)
            self._resources = opened.pop_all()
        self._thread = Thread(target=self._run, name="coach playback", daemon=True)
        self._thread.start()

    @property
    def status(self) -> Status | None:
        """What is heard now, some ten times a second; None before the first sound."""
        return self._status

    def send(self, command: Command | str, value: int | None = None) -> None:
        """Ask for something, from any thread; returns at once.

        `command` is a `Command`, or its verb ("pause", "next", "more", "volume" ...) with `value`
        in the unit that verb has: milliseconds, or percent of the usual volume. Raises UsageError
        for a word that is no verb.
        """
        self._live.send(command if isinstance(command, Command) else make_command(command, value))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end; True if the session came to its end, False if it was stopped.

        `timeout` is in seconds. Raises TimeoutError if the session still plays then, and what
        ended it otherwise, such as MachineError where a take is gone.
        """
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise TimeoutError(f"the session still plays after {timeout} s")
        if self._error is not None:
            raise self._error
        return self._reached_end

    def stop(self) -> None:
        """Stop the session, and wait until its player is closed. Stopping twice is fine."""
        self._live.send(Command(Verb.STOP))
        self._thread.join()

    def show(self, status: Status) -> None:
        """Keep the status and pass it on; called in the thread of the session."""
        self._status = status
        if self._on_status is not None:
            self._on_status(status)

    def __enter__(self) -> "Playback":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            with self._resources:
                self._reached_end = self._live.run()
        except BaseException as error:  # raised again in the thread that waits
            self._error = error


def make_command(verb: str, value: int | None = None) -> Command:
    """Return the command of a verb's word; raises UsageError for a word that is none.

    >>> make_command("more", 30_000).value
    30000
    """
    try:
        return Command(Verb(verb), value)
    except ValueError:
        problem = Problem(
            f"expected a command, found {verb!r}", hint=f"there are: {', '.join(Verb)}"
        )
        raise UsageError(problem) from None
