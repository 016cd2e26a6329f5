"""The socket of file formats. The suffix of the file's name picks the encoder.

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
"""The packages of the extra `export`: a hint names them all, so that one command is enough."""
REQUIRED_PACKAGES = dict.fromkeys(("m4a", "m4b", "opus", "ogg"), ("av",)) | {
    "flac": ("soundfile", "mutagen"),
    "mp3": ("lameenc", "mutagen"),
}
"""The packages that a format needs. Those of MP3 come with coach, but not every machine has a wheel
of lameenc; all others come with the extra `export`."""


class Encoder(Protocol):
    """Writes one file.

    Args:
        file: Binary and empty, open for reading, writing and seeking; for a format that is written
            from front to back it may be a pipe. It stays open.
        length: Milliseconds that the sound adds up to, exactly.
        metadata: Tags, cover, chapters and captions.

    Examples:
        >>> from io import BytesIO
        >>> from coach.sound.audio import make_silence
        >>> file = BytesIO()
        >>> encoder = find_encoder(Path("session.wav"))(file, 500, Metadata("Rest"))
        >>> encoder.write(make_silence(500))
        >>> encoder.close()
        >>> file.getvalue()[:4]
        b'RIFF'
    """

    def __init__(self, file: BinaryIO, length: int, metadata: Metadata) -> None: ...

    def write(self, pcm: Pcm) -> None:
        """Add sound behind what was written.

        Args:
            pcm: Mono sound, int16, at `coach.RATE`, of any length; where it is cut into portions
                makes no difference to the file.

        Raises:
            ValueError: It has another rate, or is more than `length`.
            MachineError: The library failed.
        """

    def close(self) -> None:
        """Finish the file's own structures; the file itself stays open.

        Raises:
            ValueError: Less than `length` was written.
            MachineError: The library failed.
        """


def list_suffixes() -> tuple[str, ...]:
    """Return the suffixes that can be written, each with its dot."""
    return tuple(f".{name}" for name in list_plugins(GROUP, BUILTINS))


def find_encoder(path: Path, others: Iterable[str] = ()) -> type[Encoder]:
    """Return the encoder for a file's suffix; `others` are suffixes to name in the hint as well.

    Raises UsageError for a suffix that no encoder writes, MachineError for a missing library.
    """
    suffix = path.suffix.lower()
    # Built-ins first: plug-ins are sought among all that is installed, which takes a while.
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
        wanted, instead = (missing, ".wav") if suffix == ".mp3" else (EXPORT_PACKAGES, ".mp3")
        raise MachineError(
            Problem(
                f"{path}: to write {suffix} takes the package {missing[0]}, which is not installed",
                hint=f"{install_command(*wanted)}; or name a {instead}",
            )
        )
    encoder: type[Encoder] = load_plugin(GROUP, BUILTINS, suffix[1:])
    return encoder
