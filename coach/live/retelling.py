"""Retelling: the same session with more talk, or less."""

from dataclasses import replace

from coach.live.plan import Plan, make_plan
from coach.pipeline import Prepared, compile_session, speak
from coach.studio import Studio
from coach.talk import Talk


def retell(prepared: Prepared, studio: Studio, talk: Talk) -> Plan:
    """Compile and speak a session with another talk; as long as it is by nature."""
    session = prepared.session
    session = replace(session, manner=replace(session.manner, talk=talk))
    sheet = speak(compile_session(session), session, studio, None)
    sheet = replace(sheet, bed=prepared.sheet.bed)
    return make_plan(sheet, studio.media.lengths, None, talk)
