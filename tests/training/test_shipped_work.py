"""The work of the shipped routines is the same at all talk levels, and heard whole it is done."""

import pytest

from coach.live.session_changes import SessionForm, make_schedule_in_form
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.script.library import read_routine
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.system.paths import routine_names
from coach.training.log_records import Outcome
from coach.training.planned_exercises import list_planned_exercises
from coach.training.tally import Tally

FEW = ("lower-back", "tabata", "walk")


@pytest.mark.parametrize(
    "name",
    [
        name if name in FEW else pytest.param(name, marks=pytest.mark.slow)
        for name in routine_names()
    ],
)
def test_what_is_heard_whole_is_done_at_every_talk_level(name):
    with open_studio("tone") as studio:
        prepared = prepare_in_studio(studio, name, SessionRequest("tone"))
        levels = (TalkLevel.SHORT, TalkLevel.BELL)
        schedules = [
            make_schedule_in_form(prepared, studio, SessionForm(level)) for level in levels
        ]
    spans, starts = prepared.sheet.spans, prepared.span_starts
    planned = list_planned_exercises(prepared.session, read_routine(name), None)
    whole = Tally(spans, starts, planned)
    whole.hear(spans, starts, 0, prepared.length)
    for one in whole.exercises:
        asked = one.asked.sets * (one.asked.breaths or one.asked.reps)
        assert (one.outcome, {side.reps for side in one.sides}) == (Outcome.DONE, {asked})
    assert {one.exercise for one in whole.exercises} == prepared.session.exercises
    for schedule in schedules:
        other = Tally(spans, starts, planned)
        other.hear(schedule.spans, schedule.span_starts, 0, schedule.length)
        assert other.exercises == whole.exercises
