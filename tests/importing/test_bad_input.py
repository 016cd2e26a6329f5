"""Whatever a source holds: it is read, or refused with its place; what is written can be read."""

import json
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError
from coach.importing.card_matching import match_cards
from coach.importing.programme import list_works
from coach.importing.routine_yaml import format_routine
from coach.importing.source_format import read_source
from coach.script.library import find_exercises
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.system.paths import exercise_names
from tests.importing.test_files import HIIT, INSTRUCTIONS, JAWT, RIDE

SHEET = """\
# Knee sheet (20 min)
description: For the first weeks.

## Lying down
1. Ankle pumps, 30 times, twice a day
2. Quad sets: hold 5 seconds, repeat 10 times
   Press the knee down.
Clamshell
  3 sets of 12 each side
Circuit, 3 rounds, rest 60s between:
  - Squats 12 reps tempo 3-1-3
  - rest 20s
21-15-9:
  Thrusters
EMOM 10:
  10 burpees
[1m (Work), 30s (Rest)]x5
Spin 5m
  at 10s: Turn the legs.
4-7-8 breath x4
Burpees | 30
"""
TABLE = "name,position,seconds,reps,sets,rest,side,comment\nLeg press,sitting,5,10,3,60,left,slow\n"
SOURCES = (SHEET, TABLE, RIDE, *(json.dumps(each) for each in (JAWT, HIIT, INSTRUCTIONS)))
PIECES = st.sampled_from(
    """
    3x10 ; 30s ; rest ; hold ; each side ; 8x ; rounds: ; EMOM ; AMRAP ; 21-15-9 ; 4-7-8 breath ; (
    ) ; [ ] ; x ; × ; -5 ; 0 ; 99999999999 ; 1:30 ; 1e9 ; ٣٠ ; ½ ; Plank ; say: ; at 10s: ; move: ;
    title: ; total: 5m ; # ; ** ; // ; | ; , ; : ; . ; - ; • ; 1. ; {side} ; " ; “ ; \\ ; 👩‍👩‍👧 ; É
    """.replace("\n", " ; ").split(" ; ")
) | st.sampled_from(("\n", "\n  ", "\t", " ", "\u2028", "\ue000", "\ue001", "\x1b[31m", "\u202e"))
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.lists(PIECES, max_size=40).map(" ".join)


@cache
def load_cards():
    """Return all shipped cards."""
    return find_exercises(dict.fromkeys(exercise_names()))


def judge(text):
    """Read a source; what it makes has to be a routine, and each problem a place in the source."""
    lines = text.count("\n") + text.count("\r") + text.count("\u2028") + text.count("\x85") + 2
    try:
        reading = read_source(text, "sheet", "My sheet")
    except CoachError as error:
        problems = error.problems
    else:
        problems = reading.problems
        for programme in (reading.programme, match_cards(reading.programme, load_cards())[0]):
            assert read_script(format_routine(programme), ROUTINE, "mine.yaml").sections
        assert any(True for _ in list_works(reading.programme.entries))
    assert all(1 <= each.where.line <= lines and each.where.column >= 1 for each in problems)


@given(TEXTS)
def test_any_text_is_read_or_refused(text):
    judge(text)


@pytest.mark.parametrize("number", range(120))
def test_a_damaged_source_is_read_or_refused(number):
    chance = Random(number)
    text = chance.choice(SOURCES)
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[at + chance.choice((1, 5, 40)) :]
            case 1:
                text = (
                    text[:at] + chance.choice(("0", "9" * 9, "-", '"', "<", "{", "\n")) + text[at:]
                )
            case 2:
                text = text[:at] + text[at : at + 30] * 3 + text[at:]
            case _:
                text = text.replace(*chance.sample("0123456789sxm,:;<>{}\n", 2))
    judge(text)


@pytest.mark.parametrize(
    "line",
    [
        "1 " * 490,
        "1 m " * 240,
        "12m30s" * 160,
        "-" * 990,
        "(" * 990,
        "1 s and" * 140,
        "hold " * 190,
    ],
)
def test_a_long_line_takes_no_long_time(line):
    # Held by the time that the whole suite may take: each of these took minutes, or should not.
    judge(f"Plank {line}\n8x {line}:\nat {line}: {line}\n")


def test_lines_ever_deeper_take_no_long_time():
    judge("\n".join(" " * depth + "Plank" for depth in range(600)))
    judge("\n".join(" " * depth + "8x" for depth in range(600)))
