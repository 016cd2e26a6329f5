"""`coach show`: what a routine holds."""

import typer

from coach.cli.options import Name


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(show)


def show(name: Name) -> None:
    """Show a routine: its parts, its exercises and their usual doses."""
    from rich.console import Console

    from coach.pipeline import load
    from coach.session import dose_of
    from coach.wording import dose_words

    routine, cards = load(name)
    console = Console(highlight=False)
    console.print(f"[bold]{routine.title}[/bold]")
    if routine.description:
        console.print(routine.description)
    for line in routine.safety:
        console.print(f"  ! {line.text}", style="yellow")
    for section in routine.sections:
        console.print(f"\n[bold]{section.title or 'Steps'}[/bold]")
        if section.steps:
            console.print(f"  {len(section.steps)} steps")
        for perform in section.exercises:
            card = cards[perform.exercise]
            console.print(f"  {card.name:<24} {dose_words(card, dose_of(card, perform))}")
