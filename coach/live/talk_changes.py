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
        self._prepared = prepared
        self._studio = studio
        self._speech = speech
        self._schedules = {schedule.talk: schedule}
        self._finished_schedules: SimpleQueue[Schedule] = SimpleQueue()

    def request_change(self, verb: Verb) -> bool:
        """Queue the schedule of the next level up or down; False if there is none.

        Returns at once.
        """
        step = 1 if verb is Verb.TALK_MORE else -1
        talk = TALK_LEVELS[min(max(0, TALK_LEVELS.index(self.talk) + step), len(TALK_LEVELS) - 1)]
        if talk is self.talk:
            return False
        self.talk = talk
        self._speech.submit(lambda: self._make_schedule(talk))
        return True

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
    session = replace(session, delivery=replace(session.delivery, talk_level=talk))
    sheet = speak_sheet(compile_session(session), session, studio, None)
    studio.ensure_takes(sheet.sources, session.lexicon)
    studio.media.keep_in_memory(sheet.sources)
    sheet = replace(sheet, bed=prepared.sheet.bed)
    return make_schedule(sheet, studio.media.lengths, None, talk)
