"""The same session in another form, made while it goes on: more talk or less, slower, easier."""

from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import TypeVar

from coach.live.background_speech import BackgroundSpeech
from coach.live.commands import Verb
from coach.live.schedule import Schedule, make_schedule
from coach.live.schedule_changes import ScheduleChange
from coach.pipeline import PreparedSession, compile_session
from coach.plan.easier_ways import ease_session, make_easier
from coach.script.exercise import Exercise
from coach.script.talk_level import TalkLevel
from coach.speech.spoken_sheet import speak_sheet
from coach.speech.studio import Studio
from coach.timeline.session import Session
from coach.timeline.slow_pace import PACES, USUAL_PERCENT

Step = TypeVar("Step")
TALK_LEVELS = (TalkLevel.BELL, TalkLevel.SHORT, TalkLevel.FULL)
TALK_VERBS = (Verb.TALK_MORE, Verb.TALK_LESS)


@dataclass(frozen=True, slots=True)
class SessionForm:
    """How a session differs from what was planned; of no difference is the usual one.

    `talk` is its talk level, None as it was planned. What is counted takes `pace` percent of its
    usual time. `eased` are the exercises made easier, by the names of their cards, each as often.
    """

    talk: TalkLevel | None = None
    pace: int = USUAL_PERCENT
    eased: tuple[str, ...] = ()


class SessionChanges:
    """The form of a session, and its schedule in each form, made on request."""

    def __init__(
        self,
        prepared: PreparedSession,
        studio: Studio,
        speech: BackgroundSpeech,
        schedule: Schedule,
    ) -> None:
        self._form = SessionForm()
        self._planned_talk = schedule.talk
        self._is_planned_adapted = bool(prepared.session.delivery.familiarity)
        self._prepared = prepared
        self._studio = studio
        self._speech = speech
        self._schedules = {self._form: schedule}
        self._finished: SimpleQueue[tuple[SessionForm, ScheduleChange]] = SimpleQueue()

    @property
    def talk(self) -> TalkLevel:
        """The talk level."""
        return self._form.talk or self._planned_talk

    @property
    def shown_talk(self) -> TalkLevel:
        """How much is said, as it is shown: AUTO where that goes by what the listener knows."""
        return TalkLevel.AUTO if self._is_adapted else self.talk

    @property
    def pace(self) -> int:
        """In how many percent of its usual time what is counted is done."""
        return self._form.pace

    @property
    def _is_adapted(self) -> bool:
        return self._is_planned_adapted and self._form.talk is None

    def request_change(self, verb: Verb) -> bool:
        """Queue the schedule of the next talk level or pace, up or down; False if there is none.

        Where the words went by what the listener knows, more of them are all. Returns at once.
        """
        is_talk = verb in TALK_VERBS
        form = self._change_talk(verb) if is_talk else self._change_pace(verb)
        if form == self._form:
            return False
        self._request(form, is_near=not is_talk, moves_end=not is_talk)
        return True

    def ease(self, name: str) -> Exercise | None:
        """Queue the schedule with an exercise in its next gentler way, and return its card.

        It is named as its card is; None where there is no gentler way. Returns at once.
        """
        cards = self._ease(self._form.eased).cards
        card = make_easier(cards[name], self._prepared.cards) if name in cards else None
        if card is not None:
            form = replace(self._form, eased=(*self._form.eased, name))
            self._request(form, is_near=True, exercise=name)
        return card

    def pop_change(self) -> ScheduleChange | None:
        """Return a schedule that was finished and is still wanted; None if there is none."""
        if self._finished.empty():
            return None
        form, change = self._finished.get()
        return change if form == self._form else None

    def _change_talk(self, verb: Verb) -> SessionForm:
        is_more = verb is Verb.TALK_MORE
        if is_more and self._is_adapted:
            return replace(self._form, talk=TalkLevel.FULL)
        talk = _find_neighbour(TALK_LEVELS, self.talk, 1 if is_more else -1)
        if talk is self.talk:
            return self._form
        is_planned = talk is self._planned_talk and not self._is_planned_adapted
        return replace(self._form, talk=None if is_planned else talk)

    def _change_pace(self, verb: Verb) -> SessionForm:
        step = 1 if verb is Verb.SLOWER else -1
        return replace(self._form, pace=_find_neighbour(PACES, self._form.pace, step))

    def _request(
        self, form: SessionForm, *, is_near: bool, moves_end: bool = False, exercise: str = ""
    ) -> None:
        self._form = form

        def make() -> None:
            if form not in self._schedules:
                self._schedules[form] = make_schedule_in_form(self._prepared, self._studio, form)
            schedule = self._schedules[form]
            self._finished.put((form, ScheduleChange(schedule, is_near, moves_end, exercise)))

        self._speech.submit(make)

    def _ease(self, names: tuple[str, ...]) -> Session:
        return ease_session(self._prepared.session, names, self._prepared.cards)


def _find_neighbour(steps: tuple[Step, ...], now: Step, by: int) -> Step:
    """Return the step beside one, or that one at the end."""
    return steps[min(max(0, steps.index(now) + by), len(steps) - 1)]


def make_schedule_in_form(prepared: PreparedSession, studio: Studio, form: SessionForm) -> Schedule:
    """Compile and speak a session in another form, at its natural length."""
    session = ease_session(prepared.session, form.eased, prepared.cards)
    delivery = replace(session.delivery, pace_percent=form.pace)
    if form.talk is not None:
        delivery = replace(delivery, talk_level=form.talk, familiarity=(), knows_safety=None)
    session = replace(session, delivery=delivery)
    sheet = speak_sheet(compile_session(session), session, studio, None)
    studio.ensure_takes(sheet.sources, session.lexicon)
    studio.media.keep_in_memory(sheet.sources)
    sheet = replace(sheet, bed=prepared.sheet.bed)
    return make_schedule(sheet, studio.media.lengths, None, delivery.talk_level)
