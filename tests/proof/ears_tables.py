"""The tables of the ear's figures: as lines for a terminal, and in their page of the docs."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from os import cpu_count, getloadavg
from pathlib import Path

from tests.paths import ROOT

DOCS_PAGE = ROOT / "docs" / "voice-commands-figures.md"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title and notes below it; `faults` are what is worse than is wanted."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    faults: Sequence[str] = field(default=())


def format_lines(table: Table) -> str:
    """Return a table as lines for a terminal."""
    rows = [table.head, *table.rows]
    widths = [max(len(row[n]) for row in rows) for n in range(len(table.head))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    faults = [f"MISSED: {one}" for one in table.faults]
    return "\n".join((f"\n{table.title}", *lines, *table.notes, *faults))


def format_table(table: Table) -> str:
    """Return a table in Markdown, with its heading."""
    rule = "|".join("---" for _ in table.head)
    rows = [f"| {' | '.join(row)} |" for row in (table.head, *table.rows)]
    notes = [f"\n{note}" for note in table.notes]
    return "\n".join((f"### {table.title}", "", rows[0], f"|{rule}|", *rows[1:], *notes))


def describe_machine(part: str) -> str:
    """Return when and where a part was measured, and how busy the machine was at its end."""
    return (
        f"Measured on {date.today().isoformat()} by `python -m tests.proof.ears {part} --write`:"
        f" {cpu_count()} cores of {_find_processor()}, {platform.system()}, Python"
        f" {platform.python_version()}; {getloadavg()[0]:.0f} programs wanted a core."
    )


def write_part(part: str, tables: Sequence[Table], path: Path = DOCS_PAGE) -> None:
    """Put the tables of a part between its marks on the page; what others hold stays."""
    begin, end = f"<!-- {part} -->\n", f"<!-- end of {part} -->\n"
    before, _, rest = path.read_text("utf-8").partition(begin)
    after = rest.partition(end)[2]
    text = "\n\n".join((describe_machine(part), *map(format_table, tables)))
    path.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", "utf-8")


def _find_processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
