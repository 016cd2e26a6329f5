"""The socket of which file comes out. The suffix of the file's name picks the encoder.

To add one: a class with the shape of `Encoder`, named after the suffix without its dot in an
entry point of the group `coach.encoders`.
"""

from pathlib import Path
from typing import BinaryIO, Protocol

from coach.audio import Pcm
from coach.errors import Problem, UsageError
from coach.plugins import load, names

GROUP = "coach.encoders"
BUILTINS = {
    "wav": "coach.encoders.wav:WavEncoder",
}


class Encoder(Protocol):
    """Writes one file. Made with an open binary file and the length in milliseconds to come."""

    def __init__(self, file: BinaryIO, length: int) -> None: ...

    def write(self, pcm: Pcm) -> None:
        """Add sound behind what was written."""

    def close(self) -> None:
        """Finish the file's own structures; the file itself stays open."""


def suffixes() -> tuple[str, ...]:
    """List the suffixes that can be written."""
    return tuple(f".{name}" for name in names(GROUP, BUILTINS))


def find_encoder(path: Path) -> type[Encoder]:
    """Find the encoder for a file's suffix; raises UsageError for one nobody writes."""
    suffix = path.suffix.lower()
    if suffix not in suffixes():
        found = f"found {path.suffix!r}" if suffix else "found none"
        raise UsageError(
            Problem(
                f"{path}: expected a suffix that can be written, {found}",
                hint=f"there are: {', '.join(suffixes())}",
            )
        )
    encoder: type[Encoder] = load(GROUP, BUILTINS, suffix[1:])
    return encoder
