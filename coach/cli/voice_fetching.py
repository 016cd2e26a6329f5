"""Fetching a voice that is asked for by name, after saying what it is; and removing it again."""

import sys
from typing import TYPE_CHECKING

from coach.cli.messages import print_note
from coach.cli.terminal import ask_yes_no, is_terminal
from coach.errors import MachineError, Problem, UsageError

if TYPE_CHECKING:
    from coach.speech.voices.downloads import VoiceDownload


def get_voice(name: str, is_confirmed: bool) -> str:
    """Fetch a voice unless it is here; return the line that says so.

    Raises UsageError for an unknown name and where the answer is no, or nobody can be asked;
    MachineError where it would not speak here, and where it cannot be fetched.
    """
    from coach.cli.progress import progress_bar
    from coach.speech.voices.downloads import fetch_voice, find_download, verify_voice

    wanted = find_download(name)
    try:
        return f"{wanted.voice} is here already: {verify_voice(name)}"
    except MachineError:
        _check_engine()
        _confirm_fetch(wanted, is_confirmed)
    with progress_bar("Fetching") as progress:
        path = fetch_voice(name, progress)
    return f"{path}: to hear it: coach voices -v {wanted.voice} --say Hello"


def drop_voice(name: str) -> str:
    """Remove a voice that was fetched; return the line that says so."""
    from coach.speech.voices.downloads import remove_voice

    return f"{remove_voice(name)}: removed"


def _check_engine() -> None:
    """Raise MachineError where the engine of the voices to fetch does not speak on this machine."""
    from coach.plugins import load_plugin
    from coach.speech.voices import BUILTINS, GROUP
    from coach.speech.voices.downloads import ENGINE

    load_plugin(GROUP, BUILTINS, ENGINE).catalog()


def _confirm_fetch(wanted: "VoiceDownload", is_confirmed: bool) -> None:
    from coach.units import format_size

    about = f"{format_size(wanted.entry.size)}, {wanted.entry.licence}, from {wanted.url}"
    if is_confirmed:
        print_note(f"{wanted.voice}: {about}")
        return
    if not is_terminal(sys.stdin):
        message = f"{wanted.voice}: nobody can be asked whether to fetch it: {about}"
        raise UsageError(Problem(message, hint="--yes fetches it"))
    if not ask_yes_no(f"{wanted.voice}: {about}\nFetch it?", default=True, err=True):
        raise UsageError(Problem(f"{wanted.voice}: not fetched"))
