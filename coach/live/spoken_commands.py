"""What spoken commands do that others do not: they may be misheard, so that none does harm.

"Stop" pauses and asks; that one went on can be taken back for some seconds; a word that is said to
an open ear lets the session go on first, which stood still for it.
"""

import time
from dataclasses import replace
from typing import Protocol

from coach.live.commands import Command, Verb
from coach.live.listening import Listening, open_ear
from coach.live.status import EarState, Phase, Status
from coach.live.tape_player import TapePlayer

UNDO_MS = 10_000
"""How long a spoken "next" can be taken back, in ms."""
ASKED_MS = 11_000
"""How long "yes" ends the session behind the question, in ms; the question takes three seconds."""
TAKEN_BACK_MS = 1_500
"""How soon behind a press an open ear takes back what it did, in ms: held, or pressed once more."""
STILL_VERBS = frozenset({Verb.PAUSE, Verb.STOP})
"""Commands behind which the session does not go on."""


class Ear(Protocol):
    """What hears spoken commands, in a process of its own: see `coach.ears.ear_control`."""

    @property
    def state(self) -> EarState:
        """Whether it hears."""

    @property
    def hears_speech(self) -> bool:
        """Whether somebody speaks to an open ear, or what they said is being looked at."""

    def pop_notice(self) -> str:
        """Return what is to be shown of it, once; "" for nothing."""

    def pop_unclear(self) -> bool:
        """Return True once if an open ear heard something that it did not understand."""


class SpokenCommands:
    """Has an ear opened for a session, and says what a command means that came from it."""

    def __init__(self, tape_player: TapePlayer, *, asks: bool) -> None:
        """Without words for it, a session that `asks` not is stopped by a spoken "stop" at once."""
        self.ear: Ear | None = None
        self._tape_player = tape_player
        self._asks = asks
        self._listening: Listening | None = None
        self._asked_until = 0
        self._undo: tuple[int, int] | None = None  # the moment to go back to, and until when
        self._press: tuple[int, bool] | None = None  # when it was, and if the session went on

    def interpret(self, command: Command) -> tuple[Command, ...]:
        """Return what is to be done for a command: itself, something else, or nothing."""
        now, verb = _read_ms(), command.verb
        if verb is Verb.LISTEN:
            return self._open(command, now)
        if command.is_press:
            self._press = now, self._goes_on_by_itself
        listening, self._listening = self._listening, None
        was_asked, self._asked_until = now < self._asked_until, 0
        if not command.is_spoken:
            return (command,)
        if verb is Verb.STOP and not was_asked and self._asks:
            self._asked_until = now + ASKED_MS
            self._tape_player.ask_to_stop()
            return ()
        before = (Command(Verb.RESUME),) if self._goes_on(listening, verb) else ()
        return (*before, self._remember_place(command, now))

    def advance(self) -> None:
        """Sound the sign once the ear is open, and close it in time."""
        if self.ear is None:
            return
        if notice := self.ear.pop_notice():
            self._tape_player.show_message(notice)
        is_unclear, now = self.ear.pop_unclear(), _read_ms()
        if self._asked_until and now >= self._asked_until:
            self._asked_until = 0
            self._tape_player.show_message(notice)
        if (listening := self._listening) is None:
            return
        has_ended = is_unclear or listening.has_ended(now, hears_speech=self.ear.hears_speech)
        if listening.opened_at is None and self.ear.state is EarState.OPEN:
            self._listening = open_ear(listening, now)
            self._tape_player.sound_sign("tick")
        elif has_ended or self.ear.state is EarState.DEAF:
            self._listening = None
            self._tape_player.end_listening(goes_on=listening.goes_on)
            self._tape_player.show_message(notice or "nothing was understood")

    def describe(self, status: Status) -> Status:
        """Return a status with what is known of the ear."""
        if self.ear is None:
            return status
        return replace(
            status,
            ear=self.ear.state,
            listens=self._listening is not None,
            asks_stop=_read_ms() < self._asked_until,
        )

    @property
    def _goes_on_by_itself(self) -> bool:
        """True if the session goes on without a command: it plays, or only stands for the ear."""
        if self._listening is not None:
            return self._listening.goes_on
        state = self._tape_player.state
        return state.phase is Phase.PLAYING and not state.is_waiting

    def _open(self, command: Command, now: int) -> tuple[Command, ...]:
        phase = self._tape_player.state.phase
        can_open = phase in (Phase.PLAYING, Phase.PAUSED)
        if not can_open or self.ear is None or self.ear.state is EarState.DEAF:
            self._tape_player.acknowledge(Verb.LISTEN, done=False)
            return ()
        if self._listening is not None:
            return ()
        self._asked_until = 0
        goes_on = self._goes_on_by_itself
        if goes_on:
            self._tape_player.pause_silently("listening")
        press, self._press = self._press, None
        if command.is_press and press and now - press[0] < TAKEN_BACK_MS:
            goes_on = press[1]
        self.ear.pop_unclear()
        self._listening = Listening(now, goes_on)
        return ()

    def _goes_on(self, listening: Listening | None, verb: Verb) -> bool:
        return listening is not None and listening.goes_on and verb not in STILL_VERBS

    def _remember_place(self, command: Command, now: int) -> Command:
        """Keep where "next" was said; return the command, which may go back there."""
        undo, self._undo = self._undo, None
        if command.verb is Verb.NEXT:
            self._undo = (self._tape_player.state.at, now + UNDO_MS)
        elif command.verb is Verb.PREVIOUS and undo and now < undo[1]:
            return replace(command, verb=Verb.SEEK, value=undo[0])
        return command


def _read_ms() -> int:
    return round(time.monotonic() * 1000)
