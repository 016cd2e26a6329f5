"""A sheet -> a file: HTML to print, or PDF."""

from pathlib import Path

from coach.errors import Problem, UsageError
from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import Sheet
from coach.exports.handout.sheet_html import format_sheet
from coach.exports.handout.sheet_pdf import check_pdf, render_pdf
from coach.exports.qr_modules import can_make_codes
from coach.system.atomic_file import atomic_write

SHEET_SUFFIXES = (".html", ".pdf")


def check_sheet_path(path: Path) -> None:
    """Raise UsageError for another suffix, MachineError where no PDF can be made here."""
    suffix = path.suffix.lower()
    if suffix not in SHEET_SUFFIXES:
        found = repr(path.suffix) if path.suffix else "no suffix"
        message = f"{path}: expected a file that ends in .html or .pdf, found {found}"
        raise UsageError(Problem(message, hint=f"-o {path.stem or 'sheet'}.html"))
    if suffix == ".pdf":
        check_pdf()


def render_sheet(sheet: Sheet, paper: Paper, suffix: str) -> bytes:
    """Return the content of a file of that suffix; raises MachineError where there is no PDF."""
    html = format_sheet(sheet, paper, has_code=can_make_codes())
    return render_pdf(html) if suffix == ".pdf" else html.encode()


def write_sheet(sheet: Sheet, paper: Paper, path: Path) -> None:
    """Write a sheet, whole or not at all; raises MachineError where it cannot be written or made.

    It has the usual rights of a file: what it says of a patient was given for it to be handed out.
    """
    content = render_sheet(sheet, paper, path.suffix.lower())
    with atomic_write(path) as file:
        file.write(content)
