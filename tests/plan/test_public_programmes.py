"""Programmes that others published, in their numbers and our words: short, and as long as stated.

What is done, and what is rested, is a matter of the original: each is met to the second, whatever
the voice says beside it. Where a source's own total is wrong, as in Couch-to-5k, its parts count.
"""

from pathlib import Path

import pytest

from coach.checks.script_check import load_script, prepare_sessions
from coach.checks.style.style_check import find_style_problems
from coach.timeline.cues import Purpose

FOLDER = Path(__file__).parents[1] / "programmes"

# Name: seconds of work, of rest, and the most lines that a person would write.
PROGRAMMES = {
    "amrap-easy-mary": (1200, 0, 13),
    "c25k-w1": (1500, 0, 8),
    "c25k-w2": (1980, 0, 8),
    "c25k-w3": (1380, 0, 10),
    "c25k-w5": (1560, 0, 10),
    "c25k-w9": (2100, 0, 8),
    "c25k-week1": (1500, 0, 10),
    "emom": (300, 300, 10),
    "hiit-two-sets": (450, 150, 15),
    "hip-opening": (690, 0, 20),
    "kegel": (110, 0, 15),
    "knee-after-surgery": (360, 45, 20),
    "physio-csv": (760, 480, 15),
    "pmr": (20, 40, 20),
    "pyramid": (80, 50, 8),
    "qi-gong-phrases": (600, 0, 15),
    "seven-minutes": (360, 110, 12),
    "sun-salutation-a": (440, 0, 20),
    "twenty-twenty-twenty": (160, 0, 10),
    "vocal-function": (280, 60, 18),
    "w2a-example": (240, 40, 12),
    "yoga-nidra": (56, 0, 25),
    "zwo-sweet-spot": (2040, 0, 12),
}


def test_every_programme_is_held_to_its_numbers() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(PROGRAMMES)


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_is_short_easy_to_follow_and_lasts_what_its_source_says(name: str) -> None:
    path = FOLDER / f"{name}.yaml"
    work, rest, lines = PROGRAMMES[name]
    assert len(path.read_text(encoding="utf-8").splitlines()) <= lines
    assert list(find_style_problems(path)) == []
    (prepared,) = prepare_sessions(load_script(path))
    lasting = {
        purpose: sum(span.length or 0 for span in prepared.sheet.spans if span.purpose is purpose)
        for purpose in (Purpose.WORK, Purpose.REST)
    }
    assert lasting == {Purpose.WORK: work * 1000, Purpose.REST: rest * 1000}
