"""Sheets to test: of shipped routines and of scripts, planned with the quick voice."""

from functools import cache
from pathlib import Path

from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import Sheet, SheetDetails, make_sheet
from coach.exports.handout.sheet_html import format_sheet
from coach.exports.handout.sheet_session import choose_printed_session
from coach.plan.request import Filters, SessionRequest

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
