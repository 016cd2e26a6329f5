"""Exporting: a prepared session -> a file, whole or not at all."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from coach.exports.metadata import Metadata
from coach.exports.session_metadata import session_metadata
from coach.exports.sidecars.kinds import SIDECAR_KINDS, format_sidecars, sidecar_paths
from coach.exports.sidecars.sidecar_input import SidecarInput
from coach.pipeline import PreparedSession
from coach.speech.studio import Progress, ignore_progress
from coach.system.atomic_file import atomic_write
from coach.system.interrupts import defer_interrupts

if TYPE_CHECKING:
    from coach.exports.encoders import Encoder
    from coach.sound.mix import Mix

WINDOW_MS = 10_000
"""How much is rendered at a time, in ms: memory stays the same for any length."""
MIN_REPORTED_SHORTFALL_LU = 0.5
"""LU from which on it is told that a session stays below its loudness."""
STREAMABLE_SUFFIXES = (".wav", ".mp3")
"""What is written from front to back, so that a pipe will do for a file."""


def export_session(
    prepared: PreparedSession,
    path: Path,
    progress: Progress = ignore_progress,
    metadata: Metadata | None = None,
) -> float:
    """Write a session to a file, whole or not at all; the suffix picks the encoder.

    `about` are its tags and chapters, by default those that `abouts.about_of` makes. Gives by how
    many LU it stays below the loudness that was asked for.
    Raises UsageError for a suffix nobody writes, MachineError where the file cannot be.
    """
    from coach.exports.encoders import find_encoder

    encoder_class = find_encoder(path)
    metadata = metadata or session_metadata(prepared)
    mix = prepared.make_mix()
    with atomic_write(path) as file:
        encode_range(mix, file, encoder_class, metadata, (0, prepared.timeline.length), progress)
    return mix.shortfall


def encode_range(
    mix: "Mix",
    file: BinaryIO,
    encoder_class: "type[Encoder]",
    metadata: Metadata,
    part: tuple[int, int],
    progress: Progress = ignore_progress,
) -> None:
    """Write a stretch of a session, from one millisecond up to another, to an open file.

    Ctrl-C is answered between two windows: libraries that are at work would swallow it.
    """
    begin, end = part
    with defer_interrupts() as answer:
        encoder = encoder_class(file, end - begin, metadata)
        for start in range(begin, end, WINDOW_MS):
            stop = min(start + WINDOW_MS, end)
            encoder.write(mix.render(start, stop))
            progress(stop - begin, end - begin)
            answer()
        encoder.close()


def write_sidecars(kinds: Iterable[str], sound: Path, inputs: SidecarInput) -> tuple[Path, ...]:
    """Write sidecars of some kinds beside a sound file, each whole or not at all."""
    texts = format_sidecars(kinds, sound, inputs)
    for path, text in texts.items():
        with atomic_write(path) as file:
            file.write(text.encode())
    return tuple(texts)


def list_outdated_sidecars(
    kinds: Iterable[str], sound: Path, inputs: SidecarInput
) -> dict[str, tuple[Path, ...]]:
    """Find what lies beside a sound file and tells of another session, by kind; `kinds` are not.

    Compared by content, not by time: what would be written anew just as it is, still fits.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for kind in SIDECAR_KINDS:
        # To write the texts takes longer than to look whether there is any to compare with.
        if kind not in kinds and any(path.exists() for path in sidecar_paths((kind,), sound)):
            texts = format_sidecars((kind,), sound, inputs)
            others = tuple(path for path, text in texts.items() if _is_outdated(path, text))
            found |= {kind: others} if others else {}
    return found


def _is_outdated(path: Path, text: str) -> bool:
    try:
        return path.is_file() and path.read_bytes() != text.encode()
    except OSError:  # what cannot be read, is none of ours
        return False
