"""`coach show`: what a routine holds, and the session that would be made of it."""

import typer

from coach.cli.options import (
    Easy,
    Length,
    Limits,
    Minutes,
    Name,
    Only,
    Slow,
    TalkLevel,
    VoiceName,
    Without,
)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(show)


def show(
    name: Name,
    voice: VoiceName = None,
    minutes: Minutes = None,
    length: Length = None,
    talk: TalkLevel = None,
    slow: Slow = None,
    easy: Easy = None,
    without: Without = None,
    only: Only = None,
    limits: Limits = None,
) -> None:
    """Show what a routine is for, how long it can last, and what a session of it holds."""
    from rich.console import Console

    from coach.cli.overview import print_overview
    from coach.cli.progress import progress_bar
    from coach.cli.wishes import wishes
    from coach.config import load_config
    from coach.library import find_routine
    from coach.pipeline import prepare
    from coach.units import format_clock

    asked = wishes(
        load_config(),
        voice=voice,
        minutes=minutes,
        length=length,
        talk=talk,
        slow=slow,
        easy=easy,
        without=without,
        only=only,
        limits=limits,
    )
    routine = find_routine(name)
    with progress_bar("Speaking") as progress:
        prepared = prepare(name, asked, progress)
    console = Console(highlight=False)
    if routine.description:
        console.print(routine.description)
    for line in routine.safety:
        console.print(f"  ! {line.text}", style="yellow")
    shortest, longest = prepared.possible.shortest, prepared.possible.longest
    console.print(f"It can last from {format_clock(shortest)} to {format_clock(longest)}.\n")
    print_overview(prepared)
