"""Exporting: a prepared session -> a file, whole or not at all."""

from pathlib import Path

from coach.about import About
from coach.abouts import about_of
from coach.pipeline import Prepared
from coach.studio import Progress, silent


def export(
    prepared: Prepared, path: Path, progress: Progress = silent, about: About | None = None
) -> None:
    """Write a session to a file, whole or not at all; the suffix picks the encoder.

    `about` are its tags and chapters, by default those that `abouts.about_of` makes.
    Raises UsageError for a suffix nobody writes, MachineError where the file cannot be.
    """
    from coach.encoders import find_encoder
    from coach.replacing import replacing

    mix = prepared.mix()
    length = prepared.timeline.length
    encoder_class = find_encoder(path)
    about = about or about_of(prepared)
    with replacing(path) as file:
        encoder = encoder_class(file, length, about)
        for start in range(0, length, WINDOW):
            stop = min(start + WINDOW, length)
            encoder.write(mix.render(start, stop))
            progress(stop, length)
        encoder.close()


WINDOW = 10_000
"""How much is rendered at a time, in ms: memory stays the same for any length."""
