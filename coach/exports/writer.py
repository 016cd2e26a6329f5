"""A prepared session as a sound file, with sidecars beside it; each whole or not at all."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from coach.exports.chapter_pictures import PICTURED_SUFFIXES, add_chapter_pictures
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
"""How much is rendered at a time, in ms, so that memory stays the same for any length."""
MIN_REPORTED_SHORTFALL_LU = 0.5
"""How far a session must stay below its loudness, in LU, for that to be reported."""
STREAMABLE_SUFFIXES = (".wav", ".mp3")
"""Formats written from front to back, so that they can go to a pipe."""


def export_session(
    prepared: PreparedSession,
    path: Path,
    progress: Progress = ignore_progress,
    metadata: Metadata | None = None,
) -> float:
    """Write a session to a file, whole or not at all; the suffix picks the encoder.

    `metadata` is by default what `session_metadata` makes. Returns by how many LU the session
    stays below the loudness that was requested. Raises UsageError for a suffix that no encoder
    writes, MachineError where the file cannot be written.
    """
    from coach.exports.encoders import find_encoder

    encoder_class = find_encoder(path)
    metadata = metadata or session_metadata(prepared)
    if path.suffix.lower() in PICTURED_SUFFIXES:
        metadata = add_chapter_pictures(metadata, prepared)
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
    """Write `part` of a session, from one millisecond up to another, to an open file.

    Ctrl-C is answered between two windows: the libraries would swallow it while they work.
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
    """Write sidecars of `kinds` beside a sound file, each whole or not at all; return them."""
    texts = format_sidecars(kinds, sound, inputs)
    for path, text in texts.items():
        with atomic_write(path) as file:
            file.write(text.encode())
    return tuple(texts)


def list_outdated_sidecars(
    kinds: Iterable[str], sound: Path, inputs: SidecarInput
) -> dict[str, tuple[Path, ...]]:
    """Return, by kind, sidecars that belong to another version of a sound file.

    Those of `kinds` are not looked at, as they are written anew. Compared by content, not by time:
    what would be written just as it is, still fits.
    """
    outdated: dict[str, tuple[Path, ...]] = {}
    for kind in SIDECAR_KINDS:
        # Looking for files to compare with is quicker than making the texts.
        if kind not in kinds and any(path.exists() for path in sidecar_paths((kind,), sound)):
            texts = format_sidecars((kind,), sound, inputs)
            others = tuple(path for path, text in texts.items() if _is_outdated(path, text))
            outdated |= {kind: others} if others else {}
    return outdated


def _is_outdated(path: Path, text: str) -> bool:
    try:
        return path.is_file() and path.read_bytes() != text.encode()
    except OSError:  # what cannot be read is none of ours
        return False
