"""`coach voices`: the voices of this machine, or a text spoken by one."""

from typing import Annotated

import typer

from coach.cli.options import PlayerOption, VoiceOption
from coach.errors import CoachError

NO_LANGUAGE = "zxx"
"""The tag of a voice that hums: it suits any language."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("voices")(voices)


def complete_language(incomplete: str) -> list[str]:
    """Complete the tag of a language that a voice here speaks, or `all`."""
    from coach.cli.completion import complete_word
    from coach.plugins import load_plugin
    from coach.speech.voices import BUILTINS, GROUP, default_engine

    try:
        catalog = load_plugin(GROUP, BUILTINS, default_engine()).catalog()
    except CoachError:
        return complete_word(incomplete, ("all",))
    return complete_word(incomplete, ("all", *sorted({entry.language for entry in catalog})))


def voices(
    voice: VoiceOption = None,
    say: Annotated[
        str | None, typer.Option("--say", metavar="TEXT", help="Speak this with the voice.")
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            "-l",
            metavar="TAG",
            help="Only these: en; all for all.",
            autocompletion=complete_language,
        ),
    ] = "en",
    player: PlayerOption = None,
) -> None:
    """List the voices of this machine, or hear one with --say."""
    if say is not None:
        _speak_text(voice, say, player)
        return
    from coach.plugins import list_plugins, load_plugin
    from coach.speech.voices import BUILTINS, GROUP, default_engine

    wanted = voice.partition(":")[0] if voice else None
    if wanted:
        load_plugin(GROUP, BUILTINS, wanted)
    for engine in list_plugins(GROUP, BUILTINS):
        if wanted not in (None, engine):
            continue
        mark = " (default)" if engine == default_engine() else ""
        typer.echo(f"{engine}{mark}")
        try:
            catalog = load_plugin(GROUP, BUILTINS, engine).catalog()
        except CoachError as error:
            typer.echo(f"  does not speak here: {error.problems[0].message}")
            continue
        for entry in catalog:
            if language in ("all", "") or entry.language.startswith((language, NO_LANGUAGE)):
                typer.echo(f"  {engine}:{entry.name:<28} {entry.language}")


def _speak_text(voice: str | None, text: str, player: str | None) -> None:
    from coach.errors import Problem, UsageError
    from coach.live.players import make_player
    from coach.script.pace import WORDS_PER_MINUTE, Pace
    from coach.sound.conform import conform_voice
    from coach.speech.normalize import normalize_text
    from coach.speech.voices import open_voice

    spelt = normalize_text(text)
    if not spelt:
        raise UsageError(Problem(f"expected words to speak, found {text!r}"))
    sink = make_player(player)
    try:
        speaker = open_voice(voice)
        take = conform_voice(speaker.speak(spelt, WORDS_PER_MINUTE[Pace.INSTRUCT]))
        speaker.close()
        sink.open()
        sink.write(take.pcm)
        sink.drain()
    finally:
        sink.close()
