"""Sections of steps with a priority: there where there is time for them, the highest first."""

import pytest

from coach.errors import ScriptError
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.timeline.cues import SECOND

SECTION = (
    "  - title: {0}\n    priority: {1}\n    steps: ['Notice {0}.', {{silence: 8s, stretch: 8s}}]\n"
)
PARTS = {"Toes": 5, "Heels": 9, "Ankles": 7}
TEXT = (
    "title: Feet\nlength: 30s\nsections:\n"
    "  - title: Both\n    steps: [Notice both of your feet., {silence: 5s, stretch: 10s}]\n"
    + "".join(SECTION.format(name, priority) for name, priority in PARTS.items())
)


def titles(tmp_path, seconds: int) -> list[str]:
    path = tmp_path / "feet.yaml"
    path.write_text(TEXT, encoding="utf-8")
    prepared = prepare_session(path, SessionRequest("tone", seconds * SECOND))
    assert prepared.length == seconds * SECOND
    return [part.title for part in prepared.session.parts]


def test_what_matters_most_comes_in_first_and_all_of_it_keeps_its_order(tmp_path):
    found = [titles(tmp_path, seconds) for seconds in range(25, 71, 5)]
    kinds = list(dict.fromkeys(map(tuple, found)))
    assert kinds == [
        ("Both",),
        ("Both", "Heels"),
        ("Both", "Heels", "Ankles"),
        ("Both", "Toes", "Heels", "Ankles"),
    ]


def test_a_priority_belongs_to_steps():
    text = "title: T\nsections:\n  - {priority: 3, exercises: [bridge]}\n"
    with pytest.raises(ScriptError, match="expected a priority beside steps"):
        read_script(text, ROUTINE, "mine.yaml")
