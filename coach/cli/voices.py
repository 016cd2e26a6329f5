"""`coach voices`: the voices of this machine, or a text spoken by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.options import PlayerOption, VoiceOption
from coach.cli.output_style import is_plain, print_row
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
    as_json: JsonOption = False,
) -> None:
    """List the voices of this machine, or hear one with --say."""
    if say is not None:
        _speak_text(voice, say, player)
        return
    engines = tuple(_list_engines(voice.partition(":")[0] if voice else None, language))
    if as_json:
        print_json({"engines": [_make_engine_json(engine) for engine in engines]})
    elif is_plain():
        _print_rows(engines)
    else:
        _print_engines(engines)


@dataclass(frozen=True, slots=True)
class EngineVoices:
    """An engine with its voices, each as `engine:name` and its language; or why it has none."""

    name: str
    is_default: bool
    voices: tuple[tuple[str, str], ...]
    problem: str = ""


def _list_engines(wanted: str | None, language: str) -> Iterator[EngineVoices]:
    """Yield every engine, or the wanted one; raises UsageError where there is none of its name."""
    from coach.plugins import list_plugins, load_plugin
    from coach.speech.voices import BUILTINS, GROUP, default_engine

    if wanted:
        load_plugin(GROUP, BUILTINS, wanted)
    usual = default_engine()
    for engine in list_plugins(GROUP, BUILTINS):
        if wanted not in (None, engine):
            continue
        try:
            catalog = load_plugin(GROUP, BUILTINS, engine).catalog()
        except CoachError as error:
            yield EngineVoices(engine, engine == usual, (), error.problems[0].message)
            continue
        voices = tuple(
            (f"{engine}:{entry.name}", entry.language)
            for entry in catalog
            if language in ("all", "") or entry.language.startswith((language, NO_LANGUAGE))
        )
        yield EngineVoices(engine, engine == usual, voices)


def _print_engines(engines: Iterable[EngineVoices]) -> None:
    for engine in engines:
        typer.echo(f"{engine.name} (default)" if engine.is_default else engine.name)
        if engine.problem:
            typer.echo(f"  does not speak here: {engine.problem}")
        for name, language in engine.voices:
            typer.echo(f"  {name:<{len(engine.name) + 29}} {language}")


def _print_rows(engines: Iterable[EngineVoices]) -> None:
    for engine in engines:
        mark = "default" if engine.is_default else ""
        if engine.problem:
            print_row((engine.name, "", mark, f"does not speak here: {engine.problem}"))
        for name, language in engine.voices:
            print_row((name, language, mark))


def _make_engine_json(engine: EngineVoices) -> dict[str, Any]:
    return {
        "name": engine.name,
        "default": engine.is_default,
        "voices": [{"name": name, "language": language} for name, language in engine.voices],
        "problem": engine.problem or None,
    }


def _speak_text(voice: str | None, text: str, player: str | None) -> None:
    from coach.errors import Problem, UsageError
    from coach.live.players import make_player
    from coach.script.pace import WORDS_PER_MINUTE, Pace
    from coach.sound.conform import conform_voice
    from coach.speech.normalize import normalize_text, spell_out
    from coach.speech.pronunciations import find_respellings
    from coach.speech.voices import open_voice

    if not spell_out(text):
        raise UsageError(Problem(f"expected words to speak, found {text!r}"))
    sink = make_player(player)
    try:
        speaker = open_voice(voice)
        spelt = normalize_text(text, respellings=find_respellings(speaker))
        take = conform_voice(speaker.speak(spelt, WORDS_PER_MINUTE[Pace.INSTRUCT]))
        speaker.close()
        sink.open()
        sink.write(take.pcm)
        sink.drain()
    finally:
        sink.close()
