"""What tests of reading share: a small card, a routine of one step, the problems of a text."""

import pytest

from coach.errors import ScriptError
from coach.script.reader import read_script
from coach.script.records import Record
from coach.script.routine import ROUTINE

CARD = """\
name: Bridge
position: supine
work: hold
dose: {hold: [5s, 10s, 30s]}
steps: Lift.
sources: custom
"""


def problems(text: str, shape: Record = ROUTINE) -> list[str]:
    """Give what is wrong, each as `line:column message | hint`."""
    with pytest.raises(ScriptError) as caught:
        read_script(text, shape, "x.yaml")
    assert all(problem.where.path == "x.yaml" for problem in caught.value.problems)
    return [
        f"{p.where.line}:{p.where.column} {p.message} | {p.hint}" for p in caught.value.problems
    ]


def step(*lines: str) -> str:
    """Give a routine with the lines in its steps; the first of them is line 3."""
    return "title: T\nsteps:\n" + "".join(f"  {line}\n" for line in lines)
