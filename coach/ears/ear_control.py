"""EarControl: spoken commands as a control of a session, and what is known of the ear.

It is told the status ten times a second, and tells the process what may be said. The process is
started with the session where it is to listen, or else when an open ear is first asked for.
"""

import time
from collections.abc import Sequence
from threading import Lock
from typing import Any

from coach.ears.allowed_phrases import COMMANDS, Words, choose_hearing
from coach.ears.ear_process import EarProcess
from coach.ears.echo_reference import EchoReference
from coach.ears.hearing import NOTHING, Hearing
from coach.ears.quiet_watch import QuietWatch
from coach.live.controls import Send
from coach.live.settings import EarSettings
from coach.live.status import EarState, Phase, Status

MUTE_NOTICE = "the microphone gives no sound: it may be muted"


class EarControl:
    """An ear for one session, which knows `words`; `command` runs instead of the process."""

    def __init__(self, words: Words, settings: EarSettings, command: Sequence[str] = ()) -> None:
        self._words = words
        self._settings = settings
        self._command = command
        self._send: Send | None = None
        self._process: EarProcess | None = None
        self._quiet_watch = QuietWatch()
        self._told = NOTHING
        self._microphone = ""
        self._failure = self._notice = ""
        self._is_unclear = self._hears_speech = False
        self._cancels_echo: bool | None = None  # None until the process has said so
        self._lock = Lock()

    @property
    def state(self) -> EarState:
        """Whether it hears: as far as it has been told, and has answered."""
        if self._failure:
            return EarState.DEAF
        if self._microphone and self._told.expected:
            return EarState.OPEN
        return EarState.READY if self._settings.listens else EarState.CLOSED

    @property
    def will_hear(self) -> bool:
        """Whether it hears by itself, now or when it may."""
        return self._settings.listens and not self._failure

    @property
    def echo_reference(self) -> EchoReference | None:
        """Return what is to be told of all that is played; None where that is not wanted."""
        settings = self._settings
        if settings.listens and settings.echo_cancellation and not settings.headphones:
            return EchoReference(self._tell_played)
        return None

    @property
    def microphone(self) -> str:
        """The name of the microphone that is open; "" for none."""
        return self._microphone

    @property
    def pid(self) -> int:
        """The number of the process that listens; 0 for none."""
        return self._process.pid if self._process else 0

    @property
    def hears_speech(self) -> bool:
        """Whether somebody speaks to an open ear, or what they said is being looked at."""
        return self._hears_speech and not self._failure

    def pop_notice(self) -> str:
        """Return what went wrong with it, once."""
        notice, self._notice = self._notice, ""
        return notice

    def pop_unclear(self) -> bool:
        """Return True once if something was said to an open ear that it did not understand."""
        was_unclear, self._is_unclear = self._is_unclear, False
        return was_unclear

    def start(self, send: Send) -> None:
        """Begin to listen, if that is wanted from the beginning; go on where it is so already."""
        self._send = send
        if self._settings.listens and self._process is None:
            self._start_process()

    def show(self, status: Status) -> None:
        """Send the process what may be said now, where that has changed."""
        is_quiet = self._quiet_watch.update(status.quiet, round(time.monotonic() * 1000))
        wanted = choose_hearing(
            status,
            self._words,
            self._settings,
            is_quiet=is_quiet,
            cancels_echo=bool(self._cancels_echo),
        )
        if status.phase is Phase.ENDED:
            wanted = NOTHING
        if wanted == self._told or self._failure:
            return
        if wanted.expected and self._process is None:
            self._start_process()
        self._tell(wanted)

    def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process:
            process.close()

    def _start_process(self) -> None:
        try:
            self._process = EarProcess(self._settings.microphone, self._receive, self._command)
        except (OSError, RuntimeError, MemoryError) as error:
            self._fail(str(error), "")  # no process, or no thread, is to be had
            return
        if self._settings.listens:
            self._tell(Hearing(holds=True))

    def _tell(self, hearing: Hearing) -> None:
        with self._lock:
            self._told = hearing
            self._hears_speech = False
            if not (hearing.expected or hearing.holds):
                self._microphone = ""
            if self._process:
                self._process.tell(hearing)

    def _tell_played(self, told: dict[str, Any]) -> None:
        if self._process and self._cancels_echo is not False:
            self._process.tell_played(told)

    def _receive(self, said: dict[str, Any]) -> None:
        """Take what the process says; garbage raises what `EarProcess` ignores."""
        kind = said["is"]
        if kind == "ready":
            with self._lock:
                # It may have been told to close since.
                open_wanted = self._told.expected or self._told.holds
                self._microphone = str(said["microphone"]) if open_wanted else ""
        elif kind == "heard" and self._send:
            self._hears_speech = False
            self._send(COMMANDS[said["key"]])
        elif kind in ("speech", "silence", "unclear"):
            self._hears_speech = kind == "speech"
            self._is_unclear = kind == "unclear"
        elif kind == "echo":
            self._cancels_echo = bool(said["is_cancelled"])
        elif kind == "mute":
            self._notice = MUTE_NOTICE
        elif kind == "absent":
            self._fail(str(said["why"]), str(said.get("hint", "")))

    def _fail(self, why: str, hint: str) -> None:
        """Say it once: nothing is heard any more, and all else goes on."""
        if not self._failure:
            self._failure = why
            self._notice = f"nobody listens: {why}{f' ({hint})' if hint else ''}"
