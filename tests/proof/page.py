"""Measures the page, the server, the drawings and the hand-out, and prints what came of it.

    python -m tests.proof.page            all of it: some minutes
    python -m tests.proof.page --short    each thing once
    python -m tests.proof.page --write    and put the tables into docs/page-figures.md

It needs Chromium, playwright, npm for axe-core, and the extra `serve`. Of times it is the best of
several runs that counts, since a busy machine spoils it least; the median is beside it. Tones stand
for the voice, since neither sizes nor times hang on what is said. Ends with 1 where something is
missed.
"""

import argparse
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.browser.browsing import fetch_axe, open_chromium
from tests.proof.page_browser import (
    MEASURED,
    find_measured,
    measure_accessibility,
    measure_playing,
    measure_sizes,
    measure_speed,
    write_pages,
    write_tested_page,
)
from tests.proof.page_figures import (
    Figure,
    describe_machine,
    format_lines,
    format_table,
    measure_load,
    write_page,
)
from tests.proof.page_paper import measure_drawings, measure_sheets
from tests.proof.page_server import measure_answers, measure_making, measure_start

MINUTES = (5, 10, 20, 45)
RUNS, SHORT_RUNS = 9, 2


def measure_all(browser: Any, folder: Path, *, is_short: bool) -> dict[str, list[Figure]]:
    """Return all figures by their groups, printed as they come."""
    runs = SHORT_RUNS if is_short else RUNS
    pages = write_pages(folder, (MEASURED,) if is_short else MINUTES)
    page, port = find_measured(pages), _find_port()
    tested, kept = write_tested_page(folder), folder / "server"
    sound = next(page.folder.glob("session.*"))
    axe = fetch_axe(folder)
    groups: dict[str, list[Callable[[], Iterator[Figure]]]] = {
        "The page": [
            lambda: measure_sizes(pages),
            lambda: measure_speed(browser, "one file", page.file.as_uri(), runs),
            lambda: measure_speed(
                browser, "beside its sound", (page.folder / "index.html").as_uri(), runs
            ),
            lambda: measure_playing(browser, tested),
        ],
        "`coach serve`": [
            lambda: measure_start(kept, port, runs),
            lambda: measure_making(kept, port),
            lambda: measure_answers(browser, kept, port, runs),
        ],
        "For everybody": [
            lambda: measure_accessibility(browser, axe, tested, sound, is_short=is_short)
        ],
        "Drawings and paper": [measure_drawings, measure_sheets],
    }
    return {title: _collect(title, measures) for title, measures in groups.items()}


def _collect(title: str, measures: list[Callable[[], Iterator[Figure]]]) -> list[Figure]:
    found: list[Figure] = []
    _show(f"\n{title}")
    for measure in measures:
        figures = list(measure())
        _show(format_lines(figures))
        found += figures
    return found


def _show(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _find_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def main() -> int:
    """Print the figures; return 1 where something is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="each thing once")
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    given = parser.parse_args()
    load = measure_load()
    with TemporaryDirectory() as folder, open_chromium() as browser:
        groups = measure_all(browser, Path(folder), is_short=given.short)
    missed = [one for figures in groups.values() for one in figures if one.is_missed]
    if given.write:
        write_page(f"{describe_machine(load)}\n\n{format_table(groups)}")
    _show(f"\n{len(missed)} figures miss what is wanted")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
