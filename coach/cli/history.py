"""`coach history`: what was done, by weeks, at a screen, as JSON or as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.action_options import ActionOptions
from coach.cli.json_output import JsonOption, print_json
from coach.cli.pager import NoPagerOption, paged_output
from coach.errors import Problem, UsageError
from coach.training.history_summary import USUAL_WEEKS

if TYPE_CHECKING:
    from coach.training.history_summary import HistorySummary

MAX_WEEKS = 520


def complete_action(incomplete: str) -> list[str]:
    """Complete what is done with the log."""
    from coach.cli.history_actions import ACTIONS

    return [action for action in ACTIONS if action.startswith(incomplete)]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("history")(history)


def history(
    action: Annotated[
        str | None,
        typer.Argument(
            metavar="[ACTION]",
            help="Instead of showing it: export FILE, import FILE, edit [ID] [KEY=VALUE], "
            "undo, forget ID.",
            autocompletion=complete_action,
            show_default=False,
        ),
    ] = None,
    words: Annotated[list[str] | None, typer.Argument(metavar="...", hidden=True)] = None,
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
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="DAY",
            help="forget: all before a day, 2026-01-31.",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="forget: the whole log.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="forget: without being asked.")] = False,
    health: Annotated[
        bool, typer.Option("--health", help="export: with what it says of pain, and limits.")
    ] = False,
) -> None:
    """Show what you did: weeks, how often, what grew, the last time."""
    from coach.cli.history_actions import check_options, run_action

    options = ActionOptions(before, everything, yes, health, force)
    if action is not None:
        run_action(action, words or (), options)
        return
    check_options(None, options)
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
