"""`coach voices`: the voices by language, a text spoken by one, or one more that is fetched."""

from collections.abc import Mapping
from typing import Annotated

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.messages import print_note
from coach.cli.options import PlayerOption, VoiceOption
from coach.errors import CoachError


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


def complete_download(incomplete: str) -> list[str]:
    """Complete the name of a voice that can be fetched."""
    from coach.cli.completion import complete_word
    from coach.speech.voices.downloads import DOWNLOADS

    return complete_word(incomplete, DOWNLOADS)


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
    get: Annotated[
        str | None,
        typer.Option(
            "--get",
            metavar="NAME",
            help="Fetch one that is not here; its size and licence are shown first.",
            autocompletion=complete_download,
        ),
    ] = None,
    is_confirmed: Annotated[
        bool, typer.Option("--yes", "-y", help="Fetch it without a question.")
    ] = False,
    remove: Annotated[
        str | None,
        typer.Option(
            "--remove",
            metavar="NAME",
            help="Remove one that was fetched.",
            autocompletion=complete_download,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the voices by language, hear one, or fetch one more."""
    _check_exclusive({"--say": say, "--get": get, "--remove": remove})
    if say is not None:
        _speak_text(voice, say, player)
        return
    done = _change_voices(get, is_confirmed, remove)
    if done and not as_json:
        typer.echo(done)
        return
    from coach.cli.voice_list import list_voices, make_voices_json, print_voices

    listed = list_voices(voice.partition(":")[0] if voice else None, language)
    if as_json:
        print_json(make_voices_json(listed))
    else:
        print_voices(listed)
        if voice is None and not listed.has_words:
            print_note(f"no voice speaks {language!r}; write a tag such as en or pt-BR, or -l all")


def _check_exclusive(given: Mapping[str, str | None]) -> None:
    """Raise UsageError where several things are asked for that exclude each other."""
    from coach.errors import Problem, UsageError

    named = [name for name, value in given.items() if value is not None]
    if len(named) > 1:
        raise UsageError(Problem(f"expected one of {', '.join(given)}, found {', '.join(named)}"))


def _change_voices(get: str | None, is_confirmed: bool, remove: str | None) -> str:
    """Fetch or remove a voice, as asked; return what was done, "" for nothing."""
    from coach.cli.voice_fetching import drop_voice, get_voice

    if get is not None:
        return get_voice(get, is_confirmed)
    return drop_voice(remove) if remove is not None else ""


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
