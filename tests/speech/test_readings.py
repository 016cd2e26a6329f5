"""The table of readings: every row of readings.tsv is read as it stands there, and stays so."""

from pathlib import Path

import pytest

import coach
from coach.speech.normalize import normalize_text, spell_out
from coach.speech.pronunciations import RESPELLINGS_BY_ENGINE

TABLE = Path(__file__).with_name("readings.tsv")


def read_table() -> dict[str, list[tuple[str, str]]]:
    sections: dict[str, list[tuple[str, str]]] = {}
    rows: list[tuple[str, str]] = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("# "):
            rows = sections.setdefault(line[2:], [])
        elif line:
            written, spoken = line.split("\t")
            rows.append((written, spoken))
    return {name: rows for name, rows in sections.items() if rows}


READINGS = read_table()
ROWS = [row for rows in READINGS.values() for row in rows]


@pytest.mark.parametrize("section", READINGS)
def test_a_written_form_is_read_as_the_table_says(section: str) -> None:
    read = {written: spell_out(written) for written, _ in READINGS[section]}
    assert read == dict(READINGS[section])


@pytest.mark.parametrize("engine", RESPELLINGS_BY_ENGINE)
def test_what_is_read_stays_as_it_is(engine: str) -> None:
    table = RESPELLINGS_BY_ENGINE[engine]
    once = [normalize_text(written, respellings=table) for written, _ in ROWS]
    assert [normalize_text(spoken, respellings=table) for spoken in once] == once


def test_the_table_has_each_form_once_and_speaks_no_sign() -> None:
    assert len({written for written, _ in ROWS}) == len(ROWS) >= 500
    signs = set('<>[]{}*_`#@$&+=°"\\/→•~×')
    assert [spoken for _, spoken in ROWS if signs & set(spoken)] == []


def test_the_documentation_says_how_text_is_read() -> None:
    text = (Path(coach.__file__).parents[1] / "docs" / "script-language.md").read_text("utf-8")
    table = text.split("<!-- readings -->\n")[1].split("\n\n")[0].splitlines()[2:]
    rows = dict(line.strip("| ").split(" | ") for line in table)
    assert {written: spell_out(written) for written in rows} == rows
