"""What is written passes coach check, and lasts what the source says: holds, breaths and rests."""

import json

import pytest

from coach.checks.script_check import check_file
from coach.importing.routine_yaml import format_routine
from coach.importing.source_format import read_source
from coach.importing.totals import measure_total
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.steps import Rest
from coach.script.work_steps import Breathe, Hold
from coach.timeline.unroll import unroll
from tests.importing.test_files import HIIT, INSTRUCTIONS, JAWT, RIDE

JOGGING = "Brisk walk 5 min\n\n8 rounds\n  Jog 90s\n  Walk 2 min\n"
STATIONS = "\nrest 10s\n".join(f"{name} 30s" for name in "Squats Lunges Dips Crunches".split())
QUIET = "Breathe, in 4 s, out 6 s, 6 breaths\nrest 20s\nLie still 2m\n"
SHEETS = (JOGGING, STATIONS, QUIET, RIDE, *(map(json.dumps, (JAWT, HIIT, INSTRUCTIONS))))


@pytest.mark.parametrize("text", SHEETS, ids=range(len(SHEETS)))
def test_it_passes_check_and_lasts_what_is_stated(text, tmp_path):
    programme = read_source(text, "sheet", "My sheet").programme
    path = tmp_path / "mine.yaml"
    path.write_text(format_routine(programme), encoding="utf-8")
    check_file(path)
    prepared = prepare_session(path, SessionRequest("tone"))
    steps = [each.step for each in unroll(prepared.session)]
    lasted = sum(each.length for each in steps if isinstance(each, Hold | Breathe))
    lasted += sum(each.rest for each in steps if isinstance(each, Rest))
    total = measure_total(programme.entries)
    assert total.is_whole
    assert lasted == total.length
