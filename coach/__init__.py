"""A compiler with a voice: a scripted routine becomes a timeline, heard live or written to a file.

For a program, all there is stands here, and nothing is imported before it is used:

    session = coach.prepare("lower-back", minutes=10)
    coach.export(session, "lower-back.mp3")
    coach.play(session).wait()

Inside, a folder is a stage, and the chain runs through them in this order:

    script     YAML              -> values that know their place
    listener   config, answers   -> what holds for whoever listens
    plan       Routine, request  -> Session     which exercises, which doses fill the length
    timeline   Session           -> CueSheet    spans of cues; then Timeline: absolute times
    speech     utterances        -> takes       each spoken once, then kept
    sound      Timeline, takes   -> samples     any window equals that slice of the whole
    live       samples           -> a sound card, cut and continued as the listener asks
    exports    samples           -> files, with what stands beside them
    checks     a script, a machine -> what is wrong with it

`pipeline` calls the stages in order, `catalog` lists what there is to choose from, `cli` is the
program and `api` what is offered here; `system`, `plugins`, `units` and `errors` are the ground.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coach.api import check, export, parse, play, prepare, routines
    from coach.catalog import CatalogEntry
    from coach.errors import (
        CoachError,
        MachineError,
        Problem,
        ScriptError,
        UsageError,
        Where,
    )
    from coach.exports.encoders import Encoder
    from coach.exports.encoders.length_check import LengthCheck
    from coach.exports.metadata import Metadata
    from coach.live.commands import Command, Verb
    from coach.live.controls import Control
    from coach.live.playback import Playback
    from coach.live.players import NO_SOUND_HINT, Player
    from coach.live.status import Phase, Status
    from coach.pipeline import PreparedSession
    from coach.script.routine import Routine
    from coach.sound.audio import RATE, Pcm
    from coach.speech.voices import Voice, VoiceEntry
    from coach.training.fold import History
    from coach.training.own_history import history

__version__ = "1.0.0"

_HOMES = {
    "coach.api": "prepare export play check parse routines",
    "coach.catalog": "CatalogEntry",
    "coach.errors": "CoachError ScriptError UsageError MachineError Problem Where",
    "coach.exports.encoders": "Encoder",
    "coach.exports.encoders.length_check": "LengthCheck",
    "coach.exports.metadata": "Metadata",
    "coach.training.fold": "History",
    "coach.training.own_history": "history",
    "coach.live.commands": "Command Verb",
    "coach.live.controls": "Control",
    "coach.live.playback": "Playback",
    "coach.live.players": "Player NO_SOUND_HINT",
    "coach.live.status": "Phase Status",
    "coach.pipeline": "PreparedSession",
    "coach.script.routine": "Routine",
    "coach.sound.audio": "Pcm RATE",
    "coach.speech.voices": "Voice VoiceEntry",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "NO_SOUND_HINT",
    "RATE",
    "CatalogEntry",
    "CoachError",
    "Command",
    "Control",
    "Encoder",
    "History",
    "LengthCheck",
    "MachineError",
    "Metadata",
    "Pcm",
    "Phase",
    "Playback",
    "Player",
    "PreparedSession",
    "Problem",
    "Routine",
    "ScriptError",
    "Status",
    "UsageError",
    "Verb",
    "Voice",
    "VoiceEntry",
    "Where",
    "check",
    "export",
    "history",
    "parse",
    "play",
    "prepare",
    "routines",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for from where it lives; so `import coach` costs next to nothing."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
