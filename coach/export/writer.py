"""Exporting: a prepared session -> a file, whole or not at all."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from coach.export.metadata import About
from coach.export.session_metadata import about_of
from coach.export.sidecars.kinds import KINDS, places, sidecars
from coach.export.sidecars.sidecar_input import Told
from coach.pipeline import Prepared
from coach.speech.studio import Progress, silent
from coach.system.atomic_file import replacing
from coach.system.interrupts import held

if TYPE_CHECKING:
    from coach.export.encoders import Encoder
    from coach.sound.mix import Mix

WINDOW = 10_000
"""How much is rendered at a time, in ms: memory stays the same for any length."""
TELL_SOFTER = 0.5
"""LU from which on it is told that a session stays below its loudness."""
FRONT_TO_BACK = (".wav", ".mp3")
"""What is written from front to back, so that a pipe will do for a file."""


def export(
    prepared: Prepared, path: Path, progress: Progress = silent, about: About | None = None
) -> float:
    """Write a session to a file, whole or not at all; the suffix picks the encoder.

    `about` are its tags and chapters, by default those that `abouts.about_of` makes. Gives by how
    many LU it stays below the loudness that was asked for.
    Raises UsageError for a suffix nobody writes, MachineError where the file cannot be.
    """
    from coach.export.encoders import find_encoder

    encoder_class = find_encoder(path)
    about = about or about_of(prepared)
    mix = prepared.mix()
    with replacing(path) as file:
        encode(mix, file, encoder_class, about, (0, prepared.timeline.length), progress)
    return mix.shortfall


def encode(
    mix: "Mix",
    file: BinaryIO,
    encoder_class: "type[Encoder]",
    about: About,
    part: tuple[int, int],
    progress: Progress = silent,
) -> None:
    """Write a stretch of a session, from one millisecond up to another, to an open file.

    Ctrl-C is answered between two windows: libraries that are at work would swallow it.
    """
    begin, end = part
    with held() as answer:
        encoder = encoder_class(file, end - begin, about)
        for start in range(begin, end, WINDOW):
            stop = min(start + WINDOW, end)
            encoder.write(mix.render(start, stop))
            progress(stop - begin, end - begin)
            answer()
        encoder.close()


def write_beside(kinds: Iterable[str], sound: Path, told: Told) -> tuple[Path, ...]:
    """Write sidecars of some kinds beside a sound file, each whole or not at all."""
    texts = sidecars(kinds, sound, told)
    for path, text in texts.items():
        with replacing(path) as file:
            file.write(text.encode())
    return tuple(texts)


def outdated(kinds: Iterable[str], sound: Path, told: Told) -> dict[str, tuple[Path, ...]]:
    """Find what lies beside a sound file and tells of another session, by kind; `kinds` are not.

    Compared by content, not by time: what would be written anew just as it is, still fits.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for kind in KINDS:
        # To write the texts takes longer than to look whether there is any to compare with.
        if kind not in kinds and any(path.exists() for path in places((kind,), sound)):
            texts = sidecars((kind,), sound, told)
            others = tuple(path for path, text in texts.items() if _is_other(path, text))
            found |= {kind: others} if others else {}
    return found


def _is_other(path: Path, text: str) -> bool:
    try:
        return path.is_file() and path.read_bytes() != text.encode()
    except OSError:  # what cannot be read, is none of ours
        return False
