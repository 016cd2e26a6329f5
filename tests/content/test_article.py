"""The article's table: every file it names is there, and says and doses what the table claims."""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from coach.script.library import load_exercise
from coach.system.paths import shipped_folder
from coach.units import parse_duration

FOLDER = shipped_folder()
DOCUMENT = FOLDER / "docs" / "article.md"
LINK = re.compile(r"\[([\w-]+)\]\(\.\./(scripts/[\w/.-]+)\)")
QUOTE = re.compile(r"“([^”]+)”")
DOSE = re.compile(r"`(sets|reps|hold|breaths|time) ([\w, ]+)`")

EXERCISES = (
    *("cat-camel", "childs-pose", "knee-to-chest", "pelvic-tilt", "hamstring", "piriformis"),
    *("hip-flexor", "quadriceps", "bridge", "superman", "bird-dog", "plank", "wall-sit"),
    *("march", "breathing"),
)
TALKS = (
    *("what-it-is", "causes", "symptoms", "desk", "lifting", "sitting-and-standing", "weight"),
    *("stress-and-breathing", "sleep", "staying-active", "pacing", "when-to-see-a-doctor"),
    "before-you-start",
)
ROUTINES = (
    *("lower-back", "lower-back-stretch", "lower-back-strength", "morning", "bedtime"),
    *(
        "desk-break",
        "after-sitting",
        "hips",
        "no-floor",
        "flare-up",
        "breathing",
        "walk",
        "cycle",
        "water",
    ),
    *("tabata", "box-breathing", "body-scan", "physio-sheet"),
)


class Row(NamedTuple):
    """A row of a table: what the article has, the files, and what is claimed of them."""

    article: str
    files: tuple[Path, ...]
    quotes: tuple[str, ...]
    doses: tuple[tuple[str, tuple[int, ...]], ...]


def rows() -> tuple[Row, ...]:
    found = []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|") or line.startswith(("|---", "| In the article")):
            continue
        article, files, _corrected, now = (cell.strip() for cell in line.split("|")[1:5])
        paths = tuple(FOLDER / path for _, path in LINK.findall(files))
        doses = tuple((name, values(name, text)) for name, text in DOSE.findall(now))
        found.append(Row(article, paths, tuple(QUOTE.findall(now)), doses))
    return tuple(found)


def values(name: str, text: str) -> tuple[int, ...]:
    read = parse_duration if name in ("hold", "time") else int
    return tuple(read(value.strip()) for value in text.split(","))


@cache
def words(path: Path) -> str:
    """Give all text of a script, one piece behind the other."""

    def texts(node: Any) -> list[str]:
        if isinstance(node, dict):
            return [text for value in node.values() for text in texts(value)]
        if isinstance(node, list):
            return [text for value in node for text in texts(value)]
        return [" ".join(node.split())] if isinstance(node, str) else []

    return " ".join(texts(yaml.safe_load(path.read_text(encoding="utf-8"))))


ROWS = rows()


def test_the_tables_are_read() -> None:
    assert len(ROWS) >= 50
    assert sum(len(row.quotes) for row in ROWS) >= len(ROWS)
    assert sum(len(row.doses) for row in ROWS) >= 15


def test_every_link_leads_to_a_script_of_that_name() -> None:
    links = LINK.findall(DOCUMENT.read_text(encoding="utf-8"))
    for name, path in links:
        assert (FOLDER / path).is_file(), path
        assert name == Path(path).stem or path == "scripts/phrases/en.yaml", name


@pytest.mark.parametrize("row", ROWS, ids=[row.article[:40] for row in ROWS])
def test_the_files_of_a_row_say_what_it_claims(row: Row) -> None:
    if row.article.startswith("Headings without text"):
        assert not row.files
        return
    assert row.files, "nothing covers it"
    assert row.quotes, "nothing is quoted"
    said = " ".join(map(words, row.files))
    for quote in row.quotes:
        assert quote in said, quote
    cards = [load_exercise(path) for path in row.files if path.parent.name == "exercises"]
    for name, wanted in row.doses:
        dose = getattr(cards[0].doses, name)
        assert (dose.least, dose.usual, dose.most) == wanted, f"{name} of {cards[0].slug}"


@pytest.mark.parametrize(
    ("kind", "names"), [("exercises", EXERCISES), ("talks", TALKS), ("routines", ROUTINES)]
)
def test_everything_that_should_be_there_is_there_and_in_the_document(
    kind: str, names: tuple[str, ...]
) -> None:
    named = {path for _, path in LINK.findall(DOCUMENT.read_text(encoding="utf-8"))}
    assert {f"scripts/{kind}/{name}.yaml" for name in names} <= named


def test_every_talk_and_routine_is_named() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for kind in ("talks", "routines"):
        for path in (FOLDER / "scripts" / kind).glob("*.yaml"):
            assert f"scripts/{kind}/{path.name}" in text, path.name


def test_every_row_tells_what_was_corrected_or_that_nothing_was() -> None:
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("| "):
            assert len(line.split("|")[3].strip()) >= 4, line
