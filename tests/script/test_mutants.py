"""Whatever happens to a script on its way here, it is read, or refused with a place."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import ScriptError
from coach.script import document
from coach.script.document import decode
from coach.script.exercise import EXERCISE
from coach.script.phrases import PHRASES
from coach.script.reader import read_script
from coach.script.records import Record
from coach.script.routine import ROUTINE
from tests.paths import ROOT

SCRIPTS = ROOT / "scripts"
ROUTINES = [SCRIPTS / "starter.yaml", *sorted((SCRIPTS / "routines").glob("*.yaml"))]
CARDS = sorted((SCRIPTS / "exercises").glob("*.yaml"))
SOURCES = [(path, ROUTINE) for path in ROUTINES] + [(path, EXERCISE) for path in CARDS]
SOURCES.append((SCRIPTS / "phrases" / "en.yaml", PHRASES))
VALUES = "yes|null|~|1:30|90|-1|.inf|[]|{}|[a]|{a: b}|''|text|{side}|*a|&a b|!x y|\"|0x1|<<".split(
    "|"
)
BITS = [
    *map(str.encode, VALUES),
    b"\t",
    b": ",
    b"- ",
    b"\n",
    b"\x00",
    b"\xff",
    b"#",
    b"\xef\xbb\xbf",
]


@st.composite
def mutants(draw) -> tuple[bytes, Record]:
    """Draw a shipped script with some bytes, lines or values of it changed."""
    path, shape = draw(st.sampled_from(SOURCES))
    content = path.read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        lines = content.split(b"\n")
        n, m = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        at = draw(st.integers(0, len(content)))
        size = draw(st.integers(1, 20))
        match draw(st.sampled_from("drop repeat insert swap line value indent any".split())):
            case "drop":
                content = content[:at] + content[at + size :]
            case "repeat":
                content = content[: at + size] + content[at:]
            case "insert":
                content = content[:at] + draw(st.sampled_from(BITS)) + content[at:]
            case "any":
                content = content[:at] + draw(st.binary(max_size=8)) + content[at:]
            case "swap":
                lines[n], lines[m] = lines[m], lines[n]
                content = b"\n".join(lines)
            case "line":
                lines.insert(n, lines[m])
                content = b"\n".join(lines)
            case "indent":
                lines[n] = b" " * draw(st.integers(1, 3)) + lines[n]
                content = b"\n".join(lines)
            case "value":
                key, colon, _ = lines[n].partition(b": ")
                lines[n] = key + colon + draw(st.sampled_from(BITS))
                content = b"\n".join(lines)
    return content, shape


def survives(mutant: tuple[bytes, Record]) -> None:
    """Hold that a script is read, or refused with places inside it."""
    content, shape = mutant
    try:
        read_script(decode(content, "x.yaml"), shape, "x.yaml")
    except ScriptError as error:
        problems = error.problems
    else:
        return
    assert problems
    ends = sum(map(content.count, (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80")))
    for problem in problems:
        assert problem.where is not None
        assert 1 <= problem.where.line <= ends + 1
        assert problem.where.column >= 1
        assert all(line.isprintable() for line in str(problem).split("\n"))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutants())
def test_no_mutant_of_a_script_ends_in_another_way(mutant):
    survives(mutant)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutants())
def test_no_mutant_of_a_script_ends_in_another_way_long(mutant):
    survives(mutant)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutants())
def test_the_loader_in_python_survives_as_well(monkeypatch, mutant):
    monkeypatch.setattr(document, "_Loader", yaml.SafeLoader)
    survives(mutant)
