"""The same session with more talk, or less, made while it goes on."""

from dataclasses import replace
from queue import SimpleQueue

from coach.live.background_speech import BackgroundSpeech
from coach.live.commands import Verb
from coach.live.schedule import Schedule, make_schedule
from coach.pipeline import PreparedSession, compile_session
from coach.script.talk_level import TalkLevel
from coach.speech.spoken_sheet import speak_sheet
from coach.speech.studio import Studio

TALK_LEVELS = (TalkLevel.BELL, TalkLevel.SHORT, TalkLevel.FULL)


class TalkChanges:
    """The talk level of a session, and its schedule for each level, made on request."""

    def __init__(
        self,
        prepared: PreparedSession,
        studio: Studio,
        speech: BackgroundSpeech,
        schedule: Schedule,
    ) -> None:
        self.talk = schedule.talk
        self._is_adapted = bool(prepared.session.delivery.familiarity)
        self._prepared = prepared
        self._studio = studio
        self._speech = speech
        self._schedules = {} if self._is_adapted else {schedule.talk: schedule}
        self._finished_schedules: SimpleQueue[Schedule] = SimpleQueue()

    @property
    def shown_talk(self) -> TalkLevel:
        """How much is said, as it is shown: AUTO where that goes by what the listener knows."""
        return TalkLevel.AUTO if self._is_adapted else self.talk

    def request_change(self, verb: Verb) -> bool:
        """Queue the schedule of the next level up or down; False if there is none.

        Where the words went by what the listener knows, more of them are all. Returns at once.
        """
        is_more = verb is Verb.TALK_MORE
        talk = TalkLevel.FULL if is_more and self._is_adapted else self._find_next(is_more=is_more)
        if talk is self.talk and not (is_more and self._is_adapted):
            return False
        self.talk, self._is_adapted = talk, False
        self._speech.submit(lambda: self._make_schedule(talk))
        return True

    def _find_next(self, *, is_more: bool) -> TalkLevel:
        number = TALK_LEVELS.index(self.talk) + (1 if is_more else -1)
        return TALK_LEVELS[min(max(0, number), len(TALK_LEVELS) - 1)]

    def pop_schedule(self) -> Schedule | None:
        """Return a schedule that was finished and is still wanted; None if there is none."""
        schedule = None if self._finished_schedules.empty() else self._finished_schedules.get()
        return schedule if schedule and schedule.talk is self.talk else None

    def _make_schedule(self, talk: TalkLevel) -> None:
        if talk not in self._schedules:
            self._schedules[talk] = make_schedule_at_level(self._prepared, self._studio, talk)
        self._finished_schedules.put(self._schedules[talk])


def make_schedule_at_level(prepared: PreparedSession, studio: Studio, talk: TalkLevel) -> Schedule:
    """Compile and speak a session at another talk level, at its natural length."""
    session = prepared.session
    delivery = replace(session.delivery, talk_level=talk, familiarity=(), knows_safety=None)
    session = replace(session, delivery=delivery)
    sheet = speak_sheet(compile_session(session), session, studio, None)
    studio.ensure_takes(sheet.sources, session.lexicon)
    studio.media.keep_in_memory(sheet.sources)
    sheet = replace(sheet, bed=prepared.sheet.bed)
    return make_schedule(sheet, studio.media.lengths, None, talk)
