"""The question how the back is before a session, for listeners who agreed, and what it changes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

import typer

from coach.cli.back_notes import keep_answer, note_asked, print_advice
from coach.cli.ear_opening import show_turn
from coach.cli.messages import print_note
from coach.errors import MachineError, UsageError
from coach.training.back_answers import COMFORT_FROM, Brake, judge_pain
from coach.training.log_records import Log, Occasion
from coach.training.session_day import find_day

if TYPE_CHECKING:
    from coach.ears.ear_control import EarControl
    from coach.live.answering import Answering
    from coach.live.closing_question import ClosingQuestion
    from coach.live.commands import Command
    from coach.live.controls import StartedControls
    from coach.live.players import Player
    from coach.live.question_player import Question, QuestionPlayer
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest
    from coach.script.phrases import Phrases
    from coach.script.routine import Routine
    from coach.speech.studio import Studio
    from coach.timeline.source import Utterance

FLARE_ROUTINE, BREATHING_ROUTINE = "flare-up", "breathing"
OFFERS = (FLARE_ROUTINE, BREATHING_ROUTINE)
"""What is offered instead, by the number to press, from one on."""
FLARE_LIMIT = "acute-flare"
OFFER_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Before:
    """What is known before a session: the log, the usual answer, and one given today, if any."""

    log: Log
    now: datetime
    day: date
    usual: int
    pain: int | None = None
    is_due: bool = False


def find_before(source: "str | Routine", clock: Callable[[], datetime] | None = None) -> Before:
    """Return what is known before a session of `source`: whether to ask, or what was said today."""
    from coach.cli.listener_notes import open_notes
    from coach.script.library import is_lesson
    from coach.system.paths import state_folder
    from coach.training.back_consent import read_consent
    from coach.training.back_question import find_braking_answer, is_due
    from coach.training.fold import fold_log
    from coach.training.log_file import read_log

    now = (clock or _read_clock)()
    day = find_day(now)
    log = read_log(state_folder(), now)
    usual = fold_log(log, day).usual_pain
    if isinstance(source, str) and is_lesson(source):
        return Before(log, now, day, usual)
    said = find_braking_answer(log, day)
    due = is_due(read_consent(open_notes()), log, day)
    return Before(log, now, day, usual, said.pain if said else None, due)


def _read_clock() -> datetime:
    return datetime.now().astimezone()


def change_session(
    source: "str | Routine", request: "SessionRequest", pain: int, usual: int
) -> "SessionRequest":
    """Return a request after an answer: for an easier session where it is higher than usual.

    A session that is gentle by itself stays as it is, apart from its words.
    """
    request = replace(request, is_sore=pain >= COMFORT_FROM)
    brake = judge_pain(pain, usual)
    if brake is Brake.NONE or source in OFFERS:
        return request
    filters = request.filters
    if brake is Brake.FLARE:
        limits = tuple(dict.fromkeys((*filters.limits, FLARE_LIMIT)))
        filters = replace(filters, limits=limits)
    return replace(request, easy=True, filters=filters)


def find_question(source: "str | Routine", language: str, *, is_new: bool) -> "BackQuestion":
    """Return the question before a session; one that goes on, and is not new, has none."""
    before = find_before(source)
    return BackQuestion(before if is_new else replace(before, pain=None, is_due=False), language)


class BackQuestion:
    """The question before one session; `ask` says which session it is to be."""

    def __init__(self, before: Before, language: str) -> None:
        self._before = before
        self._language = language
        self._is_eased = self._is_answered = False
        self.ear: EarControl | None = None
        """What may hear the answer, too, beside the controls that are always started."""

    @cached_property
    def _phrases(self) -> "Phrases":
        from coach.script.library import load_phrases

        return load_phrases(self._language)

    @property
    def is_due(self) -> bool:
        """Whether to ask aloud, where the language has the words."""
        return self._before.is_due and "ask_back" in self._phrases.live

    def prepare_session(
        self,
        source: "str | Routine",
        request: "SessionRequest",
        prepare: "Callable[[SessionRequest], PreparedSession]",
    ) -> "tuple[SessionRequest, PreparedSession]":
        """Return the request and the session, eased where an earlier answer of today asks for it.

        Where an easy session of its length is not possible it is shorter.
        """
        if self._before.pain is not None:
            request = self._change(source, request, self._before.pain)
        try:
            return request, prepare(request)
        except UsageError:
            if not self._is_eased or request.length is None:
                raise
        print_note("an easy session is not possible in that length: this one is shorter")
        request = replace(request, length=None)
        return request, prepare(request)

    def _change(
        self, source: "str | Routine", request: "SessionRequest", pain: int
    ) -> "SessionRequest":
        changed = change_session(source, request, pain, self._before.usual)
        self._is_eased = changed.easy and not request.easy
        return changed

    def make_closing_question(self, session: str) -> "ClosingQuestion | None":
        """Return the same question for the end of a session, by its id, where it was answered."""
        if not self._is_answered or "ask_back_after" not in self._phrases.live:
            return None
        from coach.live.closing_question import ClosingQuestion

        def keep(pain: int) -> None:
            now = _read_clock()
            keep_answer(now, find_day(now), pain, Occasion.AFTER, session)

        return ClosingQuestion(_say(self._text("ask_back_after")), keep)

    def speak(self, studio: "Studio") -> None:
        """Speak all that may be said, so that nobody waits for any of it."""
        questions = (self._make_question(counts=False), self._make_question(counts=True))
        sources = [source for one in (*questions, self._make_offer()) for source in one.sources]
        sources.append(_say(self._text("going_easy") or self._text("ask_back")))
        studio.ensure_takes(dict.fromkeys(sources), {})

    def ask(
        self,
        source: "str | Routine",
        request: "SessionRequest",
        studio: "Studio",
        sink: "Player",
        session: str,
    ) -> "tuple[str | Routine, SessionRequest]":
        """Ask aloud, keep the answer of a `session` by its id, and return what follows from it.

        Where nothing can answer, and where the sound is lost, nothing is asked. Ends coach where
        the listener stops it.
        """
        from queue import SimpleQueue

        from coach.live.controls import start_controls
        from coach.live.question_player import QuestionPlayer
        from coach.live.status import Phase, Status

        inbox: SimpleQueue[Command] = SimpleQueue()
        started = start_controls(inbox.put)
        try:
            if not started.controls:
                return source, request
            if self.ear:
                self.ear.start(inbox.put)
            shows = partial(show_turn, self.ear)
            asker = QuestionPlayer(sink, studio.media, request.levels, inbox, show_turn=shows)
            source, changed = self._ask_and_change(source, request, asker.ask, started, session)
            if self._is_eased and changed.easy:
                self._say_easy(asker)
            return source, changed
        finally:
            _show_question(started, asks=False)
            started.stop()
            if self.ear:
                self.ear.show(Status(Phase.IDLE, ""))

    def _ask_and_change(
        self,
        source: "str | Routine",
        request: "SessionRequest",
        ask: "Callable[[Question], Answering]",
        started: "StartedControls",
        session: str,
    ) -> "tuple[str | Routine, SessionRequest]":
        has_keys = any(one.name == "keys" for one in started.controls)
        _show_question(started, asks=True)
        note_asked(self._before.day)
        if has_keys:
            typer.echo(self._text("ask_back"), err=True)
        listens = self.ear is not None and self.ear.will_hear
        pain = _ask_for_number(ask, self._make_question(counts=not (has_keys or listens)))
        if pain is None:
            return source, request
        keep_answer(self._before.now, self._before.day, pain, Occasion.BEFORE, session)
        self._is_answered = True
        print_advice(self._before.log, self._before.day)
        changed = self._change(source, request, pain)
        brake = judge_pain(pain, self._before.usual)
        if brake is Brake.FLARE and self._can_offer(source):
            if has_keys:
                typer.echo(self._text("offer_flare"), err=True)
            chosen = _ask_for_number(ask, self._make_offer())
            if chosen is not None:
                offered = replace(request, length=None, progression=None, is_sore=True)
                return OFFERS[chosen - 1], offered
        return source, changed

    def _say_easy(self, asker: "QuestionPlayer") -> None:
        """Say that the session is easier than it was to be."""
        if text := self._text("going_easy"):
            typer.echo(text, err=True)
            with suppress(MachineError):
                asker.tell(_say(text))

    def _can_offer(self, source: "str | Routine") -> bool:
        known = "offer_flare" in self._phrases.live and self._language == OFFER_LANGUAGE
        return known and source not in OFFERS

    def _make_question(self, *, counts: bool) -> "Question":
        from coach.live.question_player import Question

        has_words = counts and "ask_back_counting" in self._phrases.live
        line = self._text("ask_back_counting" if has_words else "ask_back")
        return Question(_say(line), tuple(_say(str(n)) for n in range(11)), counts=counts)

    def _make_offer(self) -> "Question":
        from coach.live.question_player import Question

        numbers = tuple(_say(str(number)) for number in range(1, len(OFFERS) + 1))
        return Question(_say(self._text("offer_flare")), numbers, least=1)

    def _text(self, key: str) -> str:
        line = self._phrases.live.get(key)
        return line.text if line else ""


def _say(text: str) -> "Utterance":
    from coach.timeline.source import Utterance

    return Utterance(text)


def _show_question(started: "StartedControls", *, asks: bool) -> None:
    """Let the controls know whether a number is asked for; they are not told which it is."""
    from coach.live.status import Phase, Status

    for control in started.controls:
        control.show(Status(Phase.PLAYING, "", asks=asks))


def _ask_for_number(ask: "Callable[[Question], Answering]", question: "Question") -> int | None:
    """Return the number, None for none; ends coach where the listener has stopped it."""
    try:
        answering = ask(question)
    except MachineError:  # the session itself says that there is no device
        return None
    if answering.is_stopped:
        raise typer.Exit
    return answering.answer
