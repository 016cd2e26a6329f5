"""`coach history`: what was done, by weeks, at a screen, as JSON or as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.pager import NoPagerOption, paged_output
from coach.errors import Problem, UsageError

if TYPE_CHECKING:
    from coach.history.history_summary import HistorySummary

USUAL_WEEKS = 8
MAX_WEEKS = 520


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("history")(history)


def history(
    weeks: Annotated[
        int,
        typer.Option("--weeks", "-w", metavar="N", min=1, max=MAX_WEEKS, help="How many weeks."),
    ] = USUAL_WEEKS,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Draw it as a picture to print: weeks.svg, or .png. Nothing of pain is in it.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace a file.")] = False,
    as_json: JsonOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """Show what you did: weeks, how often, what grew, the last time."""
    if output is not None and as_json:
        raise UsageError(Problem("expected -o or --json, found both"))
    if output is not None:
        from coach.cli.history_picture import draw_history

        draw_history(output, weeks, force)
        return
    from coach.cli.kept_history import load_summary

    summary = load_summary(weeks)
    if as_json:
        from coach.cli.history_json import make_history_json

        print_json(make_history_json(summary))
        return
    _print_summary(summary, no_pager)


def _print_summary(summary: "HistorySummary", no_pager: bool) -> None:
    from coach.cli.history_lines import NOTHING_YET, HistoryWords, print_plain
    from coach.cli.output_style import is_plain
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import load_phrases

    if not summary.weeks:
        typer.echo(NOTHING_YET)
        return
    words = HistoryWords(summary, load_phrases(DEFAULT_LANGUAGE))
    if is_plain():
        print_plain(summary, words)
        return
    from coach.cli.history_screen import find_signs, print_screen

    signs = find_signs()
    with paged_output(no_pager):
        print_screen(summary, words, signs)
