"""Retelling: the same session with more talk, or less."""

from dataclasses import replace
from queue import SimpleQueue

from coach.live.background_speech import Speaker
from coach.live.commands import Verb
from coach.live.schedule import Plan, make_plan, sources_of
from coach.pipeline import Prepared, compile_session, speak
from coach.script.talk_level import Talk
from coach.speech.studio import Studio

ORDER = (Talk.BELL, Talk.SHORT, Talk.FULL)


class Retelling:
    """How much is said now, and the plans of a session for each talk, made when asked for."""

    def __init__(self, prepared: Prepared, studio: Studio, speaker: Speaker, plan: Plan) -> None:
        self.talk = plan.talk
        self._prepared = prepared
        self._studio = studio
        self._speaker = speaker
        self._plans = {plan.talk: plan}
        self._made: SimpleQueue[Plan] = SimpleQueue()

    def ask(self, verb: Verb) -> bool:
        """Have the plan of the next talk up or down made; tells at once whether there is one."""
        step = 1 if verb is Verb.TALK_MORE else -1
        talk = ORDER[min(max(0, ORDER.index(self.talk) + step), len(ORDER) - 1)]
        if talk is self.talk:
            return False
        self.talk = talk
        self._speaker.do(lambda: self._make(talk))
        return True

    def news(self) -> Plan | None:
        """Give a plan that was made meanwhile and is still wanted; None where there is none."""
        plan = None if self._made.empty() else self._made.get()
        return plan if plan and plan.talk is self.talk else None

    def _make(self, talk: Talk) -> None:
        if talk not in self._plans:
            self._plans[talk] = retold(self._prepared, self._studio, talk)
        self._made.put(self._plans[talk])


def retold(prepared: Prepared, studio: Studio, talk: Talk) -> Plan:
    """Compile and speak a session with another talk; as long as it is by nature."""
    session = prepared.session
    session = replace(session, manner=replace(session.manner, talk=talk))
    sheet = speak(compile_session(session), session, studio, None)
    studio.media.hold(sources_of(sheet))
    sheet = replace(sheet, bed=prepared.sheet.bed)
    return make_plan(sheet, studio.media.lengths, None, talk)
