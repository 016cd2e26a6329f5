"""The socket of which file comes out. The suffix of the file's name picks the encoder.

To add one: a class with the shape of `Encoder`, named after the suffix without its dot in an
entry point of the group `coach.encoders`; `docs/extending.md` shows one.
"""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, Protocol

from coach.errors import MachineError, Problem, UsageError
from coach.exports.metadata import Metadata
from coach.plugins import list_plugins, load_plugin
from coach.sound.audio import Pcm
from coach.system.install_hint import install_command

GROUP = "coach.encoders"
BUILTINS = {
    "wav": "coach.exports.encoders.wav:WavEncoder",
    "flac": "coach.exports.encoders.flac:FlacEncoder",
    "mp3": "coach.exports.encoders.mp3:Mp3Encoder",
    "m4a": "coach.exports.encoders.mp4:M4aEncoder",
    "m4b": "coach.exports.encoders.mp4:M4bEncoder",
    "opus": "coach.exports.encoders.ogg:OggEncoder",
    "ogg": "coach.exports.encoders.ogg:OggEncoder",
}
EXPORT_PACKAGES = ("av", "mutagen", "soundfile")
"""What the extra `export` brings; all of it is named at once, so that one command is enough."""
REQUIRED_PACKAGES = dict.fromkeys(("m4a", "m4b", "opus", "ogg"), ("av",)) | {
    "flac": ("soundfile", "mutagen")
}
"""The packages that a format needs and that the extra `export` brings."""


class Encoder(Protocol):
    """Writes one file. Made with an open binary file, the length in milliseconds, and tags.

    The file can be written, read and sought, and is empty.
    """

    def __init__(self, file: BinaryIO, length: int, metadata: Metadata) -> None: ...

    def write(self, pcm: Pcm) -> None:
        """Add sound behind what was written."""

    def close(self) -> None:
        """Finish the file's own structures; the file itself stays open."""


def list_suffixes() -> tuple[str, ...]:
    """List the suffixes that can be written."""
    return tuple(f".{name}" for name in list_plugins(GROUP, BUILTINS))


def find_encoder(path: Path, others: Iterable[str] = ()) -> type[Encoder]:
    """Find the encoder for a file's suffix; `others` are suffixes that can be had elsewhere.

    Raises UsageError for a suffix nobody writes, MachineError for one whose library is missing.
    """
    suffix = path.suffix.lower()
    # Guests are looked up among all that is installed, which takes a while.
    if suffix[1:] not in BUILTINS and suffix not in list_suffixes():
        found = f"found {path.suffix!r}" if suffix else "found none"
        raise UsageError(
            Problem(
                f"{path}: expected a suffix that can be written, {found}",
                hint=f"there are: {', '.join((*list_suffixes(), *others))}",
            )
        )
    missing = [each for each in REQUIRED_PACKAGES.get(suffix[1:], ()) if find_spec(each) is None]
    if missing:
        raise MachineError(
            Problem(
                f"{path}: to write {suffix} takes the package {missing[0]}, which is not installed",
                hint=f"{install_command(*EXPORT_PACKAGES)}; or name a .mp3",
            )
        )
    encoder: type[Encoder] = load_plugin(GROUP, BUILTINS, suffix[1:])
    return encoder
