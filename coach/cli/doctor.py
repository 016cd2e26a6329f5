"""`coach doctor`: what this machine has and lacks, and what to do about it."""

from typing import Annotated

import typer

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
) -> None:
    """Try out all that a session needs: voice, sound, controls."""
    from rich.console import Console
    from rich.text import Text

    from coach.checks.machine_check import CheckOutcome, format_report, run_checks

    console = Console(highlight=False)
    findings = []
    for finding in run_checks():
        findings.append(finding)
        if as_report:
            continue
        mark, colour = STATE_MARKS[finding.outcome]
        subject = Text(f"{finding.subject}: ", "bold")
        console.print(Text(f"{mark} ", colour) + subject + Text(finding.message))
        if finding.hint:
            console.print(Text(f"    {finding.hint}", "cyan"), soft_wrap=True)
    if as_report:
        typer.echo(format_report(findings))
    if any(finding.outcome is CheckOutcome.BROKEN for finding in findings):
        raise typer.Exit(3)
