"""Arguments and options that several commands share, each described once."""

from typing import Annotated

import typer


def complete_routine(incomplete: str) -> list[str]:
    """Complete the name of a routine."""
    from coach.library import routine_names

    return [name for name in routine_names() if name.startswith(incomplete)]


def complete_voice(incomplete: str) -> list[str]:
    """Complete the name of a voice: an engine, then one of its voices."""
    from coach.plugins import load, names
    from coach.voices import BUILTINS, GROUP

    engine, colon, _ = incomplete.partition(":")
    if not colon:
        return [name for name in names(GROUP, BUILTINS) if name.startswith(incomplete)]
    known = load(GROUP, BUILTINS, engine).catalog()
    spoken = (f"{engine}:{entry.name}" for entry in known)
    return [name for name in spoken if name.startswith(incomplete)]


def complete_player(incomplete: str) -> list[str]:
    """Complete the name of a player."""
    from coach.players import BUILTINS

    return [name for name in BUILTINS if name.startswith(incomplete)]


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A routine: its name as coach list shows it, or the path of a script.",
        autocompletion=complete_routine,
        show_default=False,
    ),
]
VoiceName = Annotated[
    str | None,
    typer.Option(
        "--voice",
        "-v",
        metavar="ENGINE[:VOICE]",
        help="Who speaks: espeak, pyttsx3, tone, or for instance espeak:en-us.",
        autocompletion=complete_voice,
        show_default=False,
    ),
]
