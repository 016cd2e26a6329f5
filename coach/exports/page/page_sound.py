"""The sound of a page, as any browser plays it: AAC where FFmpeg is there, else MP3."""

from dataclasses import dataclass, replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from coach.exports.encoders import find_encoder
from coach.exports.metadata import Metadata
from coach.exports.writer import encode_range
from coach.pipeline import PreparedSession
from coach.speech.studio import Progress, ignore_progress

LAGS = {".m4a": 0, ".mp3": 46}
"""How much later than its time in the session a sound is heard in a browser, in ms: what encoder
and decoder of MP3 put in front, 1105 samples at 24 kHz; the edit list of an M4A leaves it out."""


@dataclass(frozen=True, slots=True)
class PageSound:
    """An encoded sound: its suffix, its bytes, and by how many LU it is softer than asked for."""

    suffix: str
    content: bytes
    shortfall: float = 0.0


def choose_sound_suffix() -> str:
    """Return the suffix of the sound: M4A is two thirds of an MP3, but needs FFmpeg."""
    return ".m4a" if find_spec("av") else ".mp3"


def check_page_sound() -> None:
    """Raise MachineError where no encoder is there for the sound of a page."""
    find_encoder(Path(f"page{choose_sound_suffix()}"))


def encode_page_sound(
    prepared: PreparedSession,
    metadata: Metadata,
    progress: Progress = ignore_progress,
    suffix: str = "",
) -> PageSound:
    """Return the sound of a page; raises MachineError where no encoder is there for it."""
    suffix = suffix or choose_sound_suffix()
    encoder, mix, file = find_encoder(Path(f"page{suffix}")), prepared.make_mix(), BytesIO()
    # Chapters and captions stand in the page itself, and nobody sees the tags.
    plain = replace(
        metadata, cover=b"", chapters=(), captions=(), description="", mark="", genre=""
    )
    encode_range(mix, file, encoder, plain, (0, prepared.timeline.length), progress)
    return PageSound(suffix, file.getvalue(), mix.shortfall)
