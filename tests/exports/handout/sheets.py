"""Sheets to test: of shipped routines and of scripts, planned with the quick voice."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from coach.exports.handout.page_fit import SIZES_MM, TYPESETTINGS, measure_row
from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import Sheet, SheetDetails, make_sheet
from coach.exports.handout.sheet_html import format_sheet
from coach.exports.handout.sheet_session import choose_printed_session
from coach.plan.request import Filters, SessionRequest
from coach.system.paths import script_paths

DETAILS = SheetDetails(
    "Ann Example", "Riverside Physiotherapy", "01632 960 123", "", "Twice a day", "https://a.test/b"
)


@cache
def sheet(
    name: str, minutes: int = 0, limits: tuple[str, ...] = (), details: SheetDetails = DETAILS
) -> Sheet:
    length = minutes * 60_000 or None
    request = SessionRequest("tone", length, filters=Filters(limits=limits))
    return make_sheet(choose_printed_session(name, request), details)


def html(name: str, minutes: int = 0, paper: Paper = Paper.A4, *, has_code: bool = False) -> str:
    return format_sheet(sheet(name, minutes), paper, has_code=has_code)


def script_sheet(folder: Path, text: str) -> Sheet:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    printed = choose_printed_session(str(path), SessionRequest("tone"))
    return make_sheet(printed, SheetDetails())


@cache
def every_exercise() -> Sheet:
    """A sheet of all cards that there are."""
    names = sorted(script_paths("exercises"))
    steps = "".join(f"  - {{exercise: {name}}}\n" for name in names)
    with TemporaryDirectory() as folder:
        one = script_sheet(Path(folder), f"title: Lower back\nsteps:\n{steps}")
    return replace(one, details=DETAILS)


def wordiest(count: int, paper: Paper) -> Sheet:
    """A sheet of the exercises that need most room."""
    one = every_exercise()
    width = SIZES_MM[paper][0]
    rows = sorted(one.rows, key=lambda row: -measure_row(row, width, TYPESETTINGS[0], paper))
    return replace(one, rows=tuple(rows[:count]))
