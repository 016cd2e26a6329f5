"""Figures of the page: what was measured beside what is wanted, as lines and as a table in docs."""

import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from os import getloadavg
from pathlib import Path
from statistics import median

from tests.browser.browsing import find_browser_version
from tests.paths import ROOT

DOCS_PAGE = ROOT / "docs" / "page-figures.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end -->\n"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: of what, as it was measured, and what is wanted; `is_missed` where it is worse."""

    subject: str
    measured: str
    wanted: str = ""
    is_missed: bool = False


def make_figure(
    subject: str, values: Sequence[float], unit: str, most: float | None = None, digits: int = 2
) -> Figure:
    """Return a figure of several runs: the best of them, which load spoils least, and the median.

    >>> make_figure("shown", [0.31, 0.42, 0.66], "s", 0.5)
    Figure(subject='shown', measured='0.31 s (median of 3: 0.42)', wanted='0.5 s', is_missed=False)
    """
    best, middle = min(values), median(values)
    runs = f" (median of {len(values)}: {middle:.{digits}f})" if len(values) > 1 else ""
    return Figure(
        subject,
        f"{best:.{digits}f} {unit}{runs}",
        "" if most is None else f"{most:g} {unit}",
        most is not None and best > most,
    )


def count_figure(subject: str, faults: int, of: int, what: str) -> Figure:
    """Return a figure of which none is wanted: `faults` in `of` tries.

    >>> count_figure("axe-core", 0, 12, "pages").measured
    '0 in 12 pages'
    """
    return Figure(subject, f"{faults} in {of} {what}", "0", faults > 0)


def format_lines(figures: Iterable[Figure]) -> str:
    """Return figures as lines for a terminal."""
    rows = [
        (one.subject, one.measured, one.wanted, "MISSED" if one.is_missed else "")
        for one in figures
    ]
    widths = [max((len(row[n]) for row in rows), default=0) for n in range(3)]
    return "\n".join(
        "  ".join(
            (*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[3])
        ).rstrip()
        for row in rows
    )


def format_table(groups: dict[str, list[Figure]]) -> str:
    """Return figures as tables in Markdown, a heading for each group."""
    parts = []
    for title, figures in groups.items():
        rows = [
            f"| {one.subject} | {one.measured}{' — **missed**' * one.is_missed} | {one.wanted} |"
            for one in figures
        ]
        parts.append("\n".join((f"### {title}", "", "| figure | measured | at most |")))
        parts[-1] += "\n".join(("", "|---|---|---|", *rows, ""))
    return "\n".join(parts)


def describe_machine(load: float) -> str:
    """Return when and where it was measured, and how busy the machine was when that began."""
    return (
        f"Measured on {date.today().isoformat()} by `python -m tests.proof.page --write`:"
        f" {_find_processor()}, {platform.system()} {platform.release()}, Python"
        f" {platform.python_version()}, {find_browser_version()}. Load when it began:"
        f" {load:.1f}; figures of time are larger on a busy machine."
    )


def measure_load() -> float:
    """Return how many programs have wanted a processor in the last minute."""
    return getloadavg()[0]


def write_page(text: str, path: Path = DOCS_PAGE) -> None:
    """Put the figures between the marks of a page."""
    before, _, rest = path.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def _find_processor() -> str:
    from os import cpu_count

    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{cpu_count()} cores of {names[0] if names else platform.machine()}"
