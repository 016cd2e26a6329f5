"""`coach export NAME -o back.html --split`: the page of a session in a folder for web space."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.export_steps import (
    export_progress_bar,
    format_summary,
    keep_export_mark,
    prepare_export,
    print_softer,
)
from coach.cli.messages import print_note
from coach.cli.output_paths import check_folder, check_output_paths, make_folder
from coach.errors import Problem, UsageError
from coach.system.atomic_file import remove_new_on_failure

if TYPE_CHECKING:
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine


def print_page_notes(page: Path) -> None:
    """Print that a page is so large that a phone may not open it, where it is."""
    from coach.exports.page.page_writer import LARGE_PAGE_BYTES

    size = page.stat().st_size
    if size > LARGE_PAGE_BYTES:
        message = f"{page} has {size // 1_000_000} MB, which some phones do not open"
        print_note(f"{message}: --split makes a folder for web space, a shorter session less")


def export_page_folder(
    name: "str | Routine",
    request: "SessionRequest",
    kinds: tuple[str, ...],
    folder: Path,
    force: bool,
) -> None:
    """Write a page and its sound into a folder; raises UsageError for what cannot be replaced."""
    from coach.exports.page.page_writer import list_folder_files, write_page_folder

    if kinds:
        message = f"--{kinds[0]} stands beside one file, --split makes a folder"
        raise UsageError(Problem(message, hint="leave one of them out"))
    check_folder(folder if folder.exists() else folder.parent)
    index, sound = list_folder_files(folder)
    if folder.exists():
        check_output_paths((index, sound), force)
    prepared, about = prepare_export(name, request)
    with remove_new_on_failure((folder, index, sound)), export_progress_bar() as progress:
        make_folder(folder)
        print_softer(write_page_folder(prepared, folder, progress, about))
    typer.echo(sound)
    keep_export_mark(about)
    typer.echo(f"{index}: {format_summary(prepared)}")
