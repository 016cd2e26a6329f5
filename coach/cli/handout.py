"""`coach handout`: a session on paper, to print and to hand out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.messages import print_note
from coach.cli.name_command import NameCommand
from coach.cli.options import OptionalRoutineArgument
from coach.cli.output_paths import check_not_folder, check_output_paths
from coach.cli.said_session import RoundsOption, SayOption, require_source
from coach.cli.session_request import make_others_request, with_options
from coach.errors import Problem, UsageError
from coach.exports.handout.paper import Paper
from coach.system.printable import is_printable, make_file_name

if TYPE_CHECKING:
    from coach.exports.handout.sheet_content import Sheet, SheetDetails
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine

PANEL = "What is on it"
MAX_TEXT = 80
"""Characters of a text: there is one line for it."""
MAX_ADDRESS = 250
"""A longer address makes a code whose squares are too small to print well."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("handout", cls=NameCommand)(handout)


def _text_option(name: str, metavar: str, help_text: str) -> object:
    return typer.Option(
        name, metavar=metavar, help=help_text, rich_help_panel=PANEL, show_default=False
    )


@with_options(make_others_request)
def handout(
    request: "SessionRequest",
    name: OptionalRoutineArgument = None,
    say: SayOption = None,
    rounds: RoundsOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write, .html or .pdf. If left out, NAME-handout.html in this folder.",
            show_default=False,
        ),
    ] = None,
    paper: Annotated[Paper, typer.Option("--paper", help="What it is printed on.")] = Paper.A4,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace a file that exists.")
    ] = False,
    patient: Annotated[str, _text_option("--for", "NAME", "Who it is for.")] = "",
    clinic: Annotated[str, _text_option("--from", "NAME", "Who hands it out.")] = "",
    phone: Annotated[str, _text_option("--phone", "NUMBER", "The number to call.")] = "",
    next_visit: Annotated[str, _text_option("--next-visit", "WHEN", "The next visit.")] = "",
    often: Annotated[
        str, _text_option("--often", "TEXT", 'How often to do it: "twice a day".')
    ] = "",
    url: Annotated[
        str, _text_option("--url", "ADDRESS", "Where it can be heard: makes a QR code.")
    ] = "",
) -> None:
    """Write a session as a sheet to print, with drawings and doses.

    It says when to stop, and has days to tick. What is left out is a line to fill in by hand.
    Nothing of your own limits, likes and history is on it: it is for others.
    """
    from coach.exports.handout.sheet_content import SheetDetails
    from coach.exports.handout.sheet_writer import check_sheet_path, write_sheet

    source = require_source("coach handout", name, say, rounds)
    _check_no_talk(source)
    texts = {
        "--for": patient,
        "--from": clinic,
        "--phone": phone,
        "--next-visit": next_visit,
        "--often": often,
    }
    for option, text in texts.items():
        _check_text(option, text, MAX_TEXT)
    _check_address(url)
    path = _choose_path(source, output)
    check_sheet_path(path)
    check_output_paths((path,), force)
    details = SheetDetails(patient, clinic, phone, next_visit, often, url)
    _print_limits_note(request)
    sheet = _make_sheet(source, request, details)
    _print_code_note(url)
    write_sheet(sheet, paper, path)
    count = sheet.phrases.grammar.format_count(len(sheet.rows), "exercise")
    typer.echo(f"{path}: {sheet.title}, {count}")


def _check_no_talk(source: "str | Routine") -> None:
    """Raise UsageError for a talk: nothing is done in it."""
    from coach.script.library import is_lesson

    if isinstance(source, str) and is_lesson(source):
        message = f"{source} is a talk: there is nothing in it to do"
        raise UsageError(Problem(message, hint="coach list names the routines"))


def _choose_path(source: "str | Routine", output: Path | None) -> Path:
    """Return the file to write; raises UsageError where that is a folder."""
    stem = Path(source if isinstance(source, str) else source.name).stem
    usual = f"{make_file_name(stem) or 'session'}-handout.html"
    path = output or Path(usual)
    check_not_folder(path, usual)
    return path


def _check_text(option: str, text: str, most: int) -> None:
    """Raise UsageError for what cannot stand on a line of a sheet."""
    if len(text) > most:
        message = f"{option}: expected at most {most} characters, found {len(text)}"
        raise UsageError(Problem(message, hint="there is one line for it"))
    if not is_printable(text):
        raise UsageError(Problem(f"{option}: expected a line of text, found {text!r}"))


def _check_address(url: str) -> None:
    """Raise UsageError for what is no address that a phone opens."""
    _check_text("--url", url, MAX_ADDRESS)
    if url and (not url.startswith(("https://", "http://")) or " " in url or len(url) < 12):
        message = f"--url: expected an address, found {url!r}"
        raise UsageError(Problem(message, hint="it begins with https://"))


def _make_sheet(
    source: "str | Routine", request: "SessionRequest", details: "SheetDetails"
) -> "Sheet":
    from coach.cli.first_use import print_first_use_note
    from coach.cli.progress import progress_bar
    from coach.exports.handout.sheet_content import make_sheet
    from coach.exports.handout.sheet_session import choose_printed_session

    print_first_use_note(request.voice)
    with progress_bar("Planning") as progress:
        printed = choose_printed_session(source, request, progress)
    return make_sheet(printed, details)


def _print_limits_note(request: "SessionRequest") -> None:
    """Print which limits of the user's own are not minded: a sheet is for somebody else."""
    from coach.cli.listener_notes import open_notes
    from coach.listener.config_loader import load_config
    from coach.listener.screening_result import load_screening_limits

    own = (*load_config().limits, *load_screening_limits(open_notes()))
    if missing := [limit for limit in dict.fromkeys(own) if limit not in request.filters.limits]:
        hint = f"for a sheet of your own: --limits {','.join(missing)}"
        print_note(f"it is for somebody else, so it does not mind your limits; {hint}")


def _print_code_note(url: str) -> None:
    """Print why there is no code on a sheet, where there is none."""
    from coach.exports.qr_modules import can_make_codes
    from coach.system.install_hint import install_command

    if not url:
        print_note("no QR code on it: --url says where the session can be heard")
    elif not can_make_codes():
        command = install_command("segno")
        print_note(f"no QR code on it, only the address: {command} installs what makes one")
