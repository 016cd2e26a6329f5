"""`coach doctor`: what this machine has and lacks, and what to do about it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.output_style import is_plain, print_row
from coach.cli.printable_output import open_console

if TYPE_CHECKING:
    from coach.checks.finding import Finding

STATE_MARKS = {"fine": ("✓", "green"), "less": ("–", "yellow"), "broken": ("✗", "red")}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(
    as_report: Annotated[
        bool,
        typer.Option(
            "--report", help="As text to paste into a report of a fault; no private paths."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Try out all that a session needs: voice, sound, controls."""
    from coach.checks.fault_report import format_report
    from coach.checks.finding import CheckOutcome
    from coach.checks.machine_check import run_checks

    show = (lambda _: None) if as_report or as_json else _row_printer()
    findings = []
    for finding in run_checks():
        findings.append(finding)
        show(finding)
    if as_report:
        typer.echo(format_report(findings))
    elif as_json:
        print_json({"findings": [_make_finding_json(finding) for finding in findings]})
    if any(finding.outcome is CheckOutcome.BROKEN for finding in findings):
        raise typer.Exit(3)


def _row_printer() -> "Callable[[Finding], None]":
    """Return what prints a finding at once: the checks take a while."""
    if is_plain():
        return lambda one: print_row((one.outcome, f"{one.subject}: {one.message}", one.hint))
    from rich.text import Text

    console = open_console()

    def show(finding: "Finding") -> None:
        mark, colour = STATE_MARKS[finding.outcome]
        subject = Text(f"{finding.subject}: ", "bold")
        console.print(Text(f"{mark} ", colour) + subject + Text(finding.message))
        if finding.hint:
            console.print(Text(f"    {finding.hint}", "cyan"), soft_wrap=True)

    return show


def _make_finding_json(finding: "Finding") -> dict[str, Any]:
    return {
        "subject": finding.subject,
        "outcome": str(finding.outcome),
        "message": finding.message,
        "hint": finding.hint or None,
    }
