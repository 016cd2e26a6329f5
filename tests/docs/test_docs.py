"""The documents hold what they show: every script in them is checked, every field is listed.

A block of whole script is marked `yaml`, a part of one by what it is a part of: `yaml steps`,
`yaml routine`, `yaml card`. A block `yaml wrong` is followed by what coach says about it.
"""

import re
import shlex
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
import typer

from coach.checks.script_check import check_file
from coach.cli.main import app
from coach.errors import CoachError
from coach.script.doses import Range, RangeOf
from coach.script.exercise import EXERCISE
from coach.script.figure_shapes import Either, LimbAngles, Number, Numbers, Pinned, PlaceText
from coach.script.language_field import LanguageTag
from coach.script.lesson import LESSON
from coach.script.library_names import LibraryName
from coach.script.limits import PROFILES
from coach.script.named_work_schema import SidesShape
from coach.script.phrase_keys import PHRASE_KEYS
from coach.script.phrases import PHRASES
from coach.script.positions import Position
from coach.script.pronunciation import Pronunciation
from coach.script.reader import read_script
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.repeat_schema import CountOrList, CountOrVariable, RestOrSteps
from coach.script.routine import ROUTINE, AllOrListOf
from coach.script.safety_words import SafetyShape
from coach.script.scalars import Choice, Duration, Flag, SpokenText, Text, Whole
from coach.script.step_fields import PLACES, VARIABLES
from coach.script.step_list import StepList
from coach.script.step_schema import STEP
from coach.script.tagged_union import TaggedUnion
from coach.script.variants import VariantRecord
from coach.script.work_schema import TextOrCue
from coach.units import format_duration
from tests.paths import ROOT

PAGES = [path for path in [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))] if path.exists()]
REFERENCE = (ROOT / "docs" / "script-language.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CARD = {
    "name": "name: Bridge\n",
    "position": "position: supine\n",
    "work": "work: hold\n",
    "dose": "dose: {hold: [5s, 10s, 30s]}\n",
    "steps": "steps: Lift.\n",
    "sources": "sources: custom\n",
}


def blocks() -> Iterator[tuple[str, str, str, str]]:
    """Give the page and line, the mark, the text and the text of the following block."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        found = list(BLOCK.finditer(text))
        for block, after in zip(found, [*found, None][1:], strict=True):
            line = text.count("\n", 0, block.start()) + 1
            name = f"{page.relative_to(ROOT)}:{line}"
            yield name, block[1].strip(), block[2], after[2] if after else ""


ALL = list(blocks())
SCRIPTS = [pytest.param(mark, text, id=name) for name, mark, text, _ in ALL if mark[:4] == "yaml"]
WRONG = [
    pytest.param(text, said, id=name) for name, mark, text, said in ALL if mark == "yaml wrong"
]
SHELL = [pytest.param(text, id=name) for name, mark, text, _ in ALL if mark == "sh"]


def whole(mark: str, text: str) -> str:
    """Make a whole script of a part."""
    match mark:
        case "yaml" | "yaml wrong":
            return text
        case "yaml steps":
            return f"title: Example\nsteps:\n{text}"
        case "yaml routine":
            steps = (
                "" if re.search(r"^(steps|sections):", text, re.MULTILINE) else "steps: [Hello.]\n"
            )
            return ("" if text.startswith("title:") else "title: Example\n") + text + steps
        case "yaml card":
            given = set(re.findall(r"^(\w+):", text, re.MULTILINE))
            return text + "".join(line for key, line in CARD.items() if key not in given)
    raise AssertionError(f"no such mark: {mark}")


@pytest.mark.parametrize(("mark", "text"), SCRIPTS)
def test_a_script_in_the_documents_can_be_performed(mark, text, tmp_path):
    if mark == "yaml wrong":
        return
    path = tmp_path / "example.yaml"
    path.write_text(whole(mark, text), encoding="utf-8")
    check_file(path)


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_script_in_the_documents_is_wrong_as_told(text, said):
    with pytest.raises(CoachError) as caught:
        read_script(text, ROUTINE, "mine.yaml")
    printed = "".join(f"error: {problem}\n" for problem in caught.value.problems)
    assert printed == said


@pytest.mark.parametrize("text", SHELL)
def test_a_command_in_the_documents_is_one_of_coach(text):
    group = typer.main.get_command(app)
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] != ["coach"] or len(words) == 1:
            continue
        command = group.get_command(None, words[1])
        assert command is not None, line
        options = {name for param in command.params for name in param.opts}
        given = {word.partition("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)}
        assert given <= options, line


def takes(shape: Any) -> str:
    """Say what a shape takes, for the table of a record."""
    match shape:
        case Pronunciation():
            return "a spelling, or sounds between slashes"
        case SpokenText():
            return "spoken text"
        case Text(most=most) | LibraryName(most=most):
            return f"text, at most {most} letters"
        case Flag():
            return "`true` or `false`"
        case Whole(least=least, most=most):
            return f"{least:,} to {most:,}"
        case Duration(least=least, most=most):
            return f"{format_duration(least)} to {format_duration(most)}"
        case LanguageTag():
            return "a language with [phrases](#phrases)"
        case Choice(names=names):
            return takes_one_of(names)
    return takes_several(shape)


def takes_one_of(names: tuple[str, ...]) -> str:
    """Say what a choice takes; positions and limits have tables of their own."""
    if names == PROFILES:
        return "a [limit](#limits)"
    if set(PLACES.names) <= set(names):
        return "a [position](#positions)" + (", or `any`" if Position.ANY in names else "")
    return ", ".join(f"`{name}`" for name in names)


def takes_several(shape: Any) -> str:
    """Say what a shape of several values takes."""
    match shape:
        case SidesShape(shape=inner):
            return f"`true`, `alternate`, or {takes(inner)}"
        case AllOrListOf(shape=ListOf(shape=inner)):
            return f"`true`, or list, each {takes(inner)}"
        case StepList() | ListOf(shape=TaggedUnion()):
            return "steps"
        case ListOf(shape=Record(expected=expected) | TextOrCue(expected=expected)):
            return f"list, each {expected}"
        case ListOf(shape=inner):
            return f"list, each {takes(inner)}"
        case MappingOf(shape=inner):
            return f"mapping to {takes(inner)}"
        case RangeOf(shape=inner):
            return f"dose, each {takes(inner)}"
        case Record(expected=expected):
            return expected
    return takes_either(shape)


def takes_either(shape: Any) -> str:
    """Say what a shape takes that takes one thing or another."""
    match shape:
        case SafetyShape():
            return "list, each spoken text or the name of a [set](#safety-words), or safety words"
        case CountOrVariable(number=number):
            return f"{takes(number)}, or `{{count}}`"
        case CountOrList(number=number):
            return f"{takes(number)}, or a list of them"
        case RestOrSteps(length=length):
            return f"{takes(length)} of rest, or steps"
        case Either(for_list=for_list, for_rest=for_rest):
            return f"{takes(for_rest)}, or {takes(for_list)}"
    return takes_drawn(shape)


def takes_drawn(shape: Any) -> str:
    """Say what a shape takes that only a drawing has."""
    match shape:
        case Number():
            return "a number"
        case Numbers(least=least, most=most):
            return f"{least} numbers" if least == most else f"{least} or {most} numbers"
        case LimbAngles():
            return "3 directions"
        case PlaceText():
            return "a place"
        case Pinned():
            return "a joint and a number"
    raise AssertionError(f"nothing says what {shape} takes")


def usual(field: Field) -> str:
    """Say what counts where a key is left out."""
    value: Any = field.default
    if field.is_required:
        return "needed"
    if isinstance(value, Range):
        value = value.usual
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int):
        timed = isinstance(getattr(field.shape, "shape", field.shape), Duration)
        return format_duration(value) if timed else str(value)
    if isinstance(value, StrEnum | str) and value:
        return f"`{value}`"
    return "—"


def table(record: Record) -> str:
    """Write the table of a record."""
    fields = record.common if isinstance(record, VariantRecord) else record.fields
    rows = [
        f"| `{name}` | {takes(field.shape)} | {usual(field)} | {field.doc} |"
        for name, field in fields.items()
    ]
    return "\n".join(["| key | takes | if left out | what it is |", "|---|---|---|---|", *rows])


def records() -> dict[str, Record]:
    """Find every record of the language, by what it expects."""
    found: dict[str, Record] = {}

    def walk(shape: Any) -> None:
        if isinstance(shape, Record):
            if shape.expected not in found:
                found[shape.expected] = shape
                for field in shape.fields.values():
                    walk(field.shape)
            assert found[shape.expected].fields == shape.fields
        elif isinstance(shape, TaggedUnion):
            for kind in shape.kinds().values():
                walk(kind)
        elif isinstance(shape, Either):
            walk(shape.for_rest)
        elif hasattr(shape, "shape"):
            walk(shape.shape)

    for root in (ROUTINE, EXERCISE, LESSON, PHRASES):
        walk(root)
    return found


RECORDS = records()


@pytest.mark.parametrize("name", RECORDS)
def test_the_reference_lists_every_field_as_it_is(name):
    wanted = table(RECORDS[name])
    assert f"<!-- {name} -->\n{wanted}\n" in REFERENCE, f"write:\n<!-- {name} -->\n{wanted}\n"


def test_the_reference_names_nothing_that_is_not_there():
    named = re.findall(r"^<!-- (.*) -->\n\| key", REFERENCE, re.MULTILINE)
    assert sorted(named) == sorted(RECORDS)


def test_every_step_has_its_example():
    for kind in STEP.kinds():
        part = REFERENCE.split(f"\n### `{kind}`\n")[1].split("\n### ")[0]
        assert re.search(rf"^```yaml steps\n(.*\n)*?.*\b{kind}:", part, re.MULTILINE), kind


@pytest.mark.parametrize(
    "names",
    [[f"{{{name}}}" for name in VARIABLES], list(PHRASE_KEYS), PROFILES, list(Position)],
    ids=["variables", "words", "profiles", "positions"],
)
def test_every_known_word_is_explained(names):
    rows = set(re.findall(r"^\| `([^`]+)` \|", REFERENCE, re.MULTILINE))
    assert not [name for name in names if name not in rows]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target
