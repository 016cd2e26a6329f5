"""The ear of a session: whether there is one, and what is told of it before anybody speaks."""

from typing import TYPE_CHECKING

from coach.errors import MachineError, Problem

if TYPE_CHECKING:
    from coach.ears.ear_control import EarControl
    from coach.listener.defaults import Config
    from coach.live.players import Player
    from coach.live.question_player import Turn
    from coach.live.settings import EarSettings
    from coach.script.phrases import Phrases

PRIVACY_NOTE = "listening for a few words: nothing is kept, and nothing leaves this computer"


def merge_ear_settings(config: "Config", ears: bool | None) -> "EarSettings":
    """Return how a listener wants to be heard: by an option, or else by the user's defaults.

    Raises MachineError where an option asks for ears, and what they need is not here.
    """
    from coach.cli.listener_notes import open_notes
    from coach.ears.own_threshold import load_own_least
    from coach.live.settings import EarSettings

    if ears:
        from coach.ears.model_files import find_models

        find_models()
    listens = config.ears if ears is None else ears
    least = load_own_least(open_notes())
    return EarSettings(
        listens, config.headphones, config.microphone, least, config.echo_cancellation
    )


def make_ear(phrases: "Phrases", settings: "EarSettings") -> "EarControl | None":
    """Return the ear for a session with these phrases; None where nothing can listen."""
    from coach.cli.messages import print_note, print_notes
    from coach.ears.ear_control import EarControl
    from coach.ears.model_files import find_models

    try:
        if not phrases.heard:
            raise MachineError(Problem("spoken commands are heard in English only"))
        find_models()
    except MachineError as error:
        if settings.listens:
            print_notes(error.problems)
        return None
    if settings.listens:
        print_note(PRIVACY_NOTE)
    return EarControl(phrases.heard, settings)


def tap_player(ear: "EarControl | None", sink: "Player") -> "Player":
    """Return a player that tells an ear what it plays, where its echo is to be cancelled."""
    from coach.live.players.tapped import TappedPlayer

    reference = ear.echo_reference if ear else None
    return TappedPlayer(sink, reference) if reference else sink


def show_turn(ear: "EarControl | None", turn: "Turn") -> None:
    """Let an ear hear a number, or "no", once the coach is silent: else it would hear the coach."""
    if ear:
        from coach.live.question_player import Turn
        from coach.live.quiet import LONG_MS
        from coach.live.status import Phase, Status

        quiet = 0 if turn is Turn.SPEAKS else LONG_MS
        has_number = turn is Turn.SAID_BACK
        ear.show(Status(Phase.PLAYING, "", asks=True, has_number=has_number, quiet=quiet))
