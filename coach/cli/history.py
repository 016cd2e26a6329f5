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
    summary = load_summary(weeks)
    if as_json:
        from coach.cli.history_json import make_history_json

        print_json(make_history_json(summary))
        return
    _print_summary(summary, no_pager)


def load_summary(weeks: int) -> "HistorySummary":
    """Return what is shown of this listener's log today; damaged lines are told of once."""
    from datetime import datetime

    from coach.cli.listener_notes import open_notes
    from coach.cli.messages import print_note
    from coach.history.history_summary import summarize_history
    from coach.history.log_file import read_log
    from coach.history.pauses import read_pauses
    from coach.history.session_day import find_day
    from coach.listener.config_loader import load_config
    from coach.system.paths import state_folder

    now = datetime.now().astimezone()
    log = read_log(state_folder(), now)
    if log.damaged:
        lines = "one line" if log.damaged == 1 else f"{log.damaged} lines"
        print_note(f"{lines} of the log cannot be read, and {_be(log.damaged)} left out here")
    if log.future:
        sessions = "one session" if log.future == 1 else f"{log.future} sessions"
        print_note(f"{sessions} in the log {_be(log.future)} dated later than now, and left out")
    goal = load_config().weekly_goal
    return summarize_history(log, find_day(now), goal, read_pauses(open_notes()), weeks)


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


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
