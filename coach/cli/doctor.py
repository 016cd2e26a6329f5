"""`coach doctor`: what this machine has and lacks, and what mends it."""

from typing import Annotated

import typer

SIGNS = {"fine": ("✓", "green"), "less": ("–", "yellow"), "broken": ("✗", "red")}


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

    from coach.check.machine_check import State, examine, report

    console = Console(highlight=False)
    findings = []
    for finding in examine():
        findings.append(finding)
        if as_report:
            continue
        sign, colour = SIGNS[finding.state]
        told = Text(f"{sign} ", colour) + Text(f"{finding.what}: ", "bold") + Text(finding.told)
        console.print(told)
        if finding.mend:
            console.print(Text(f"    {finding.mend}", "cyan"), soft_wrap=True)
    if as_report:
        typer.echo(report(findings))
    if any(finding.state is State.BROKEN for finding in findings):
        raise typer.Exit(3)
