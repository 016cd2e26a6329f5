"""What is told once on a machine: that another voice speaks than the natural one."""

from contextlib import suppress

from coach.cli.messages import print_note
from coach.errors import CoachError
from coach.speech.voices import default_engine, is_natural_installed, substitute_engine
from coach.system.install_hint import install_command
from coach.system.paths import state_folder
from coach.system.private_files import make_private_folder

TOLD_NAME = "told-voice"


def print_first_use_note(voice: str | None) -> None:
    """Print once which voice speaks in the place of the natural one, where that is missing.

    Nothing is printed where a voice was asked for.
    """
    engine = default_engine()
    told = state_folder() / TOLD_NAME
    if voice or is_natural_installed() or engine != substitute_engine() or told.exists():
        return
    from coach.speech.voices.natural import PACKAGE

    print_note(
        f"the natural voice is not installed, so {engine} speaks: {install_command(PACKAGE)}"
    )
    with suppress(CoachError, OSError):
        make_private_folder(told.parent)
        told.touch(mode=0o600)
