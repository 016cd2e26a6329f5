"""A session as one file a chapter, and a playlist that plays them in order.

The files are cut between frames: end to end they are the session, to the sample where the encoder
keeps samples.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from coach.exports.formatting import join_lines
from coach.exports.metadata import Metadata
from coach.exports.session_metadata import chapter_metadata, session_metadata
from coach.exports.sidecars.kinds import sidecar_paths
from coach.exports.sidecars.sidecar_input import SidecarInput
from coach.exports.writer import encode_range, write_sidecars
from coach.pipeline import PreparedSession
from coach.speech.studio import Progress, ignore_progress
from coach.system.atomic_file import atomic_write, remove_stale_files
from coach.system.printable import make_file_name
from coach.timeline.clips import Timeline

_MAX_TITLE_LENGTH = 60
CHAPTER_SIDECARS = ("captions",)
"""The kinds of sidecars that the file of a chapter can have."""


def export_chapters(
    prepared: PreparedSession,
    folder: Path,
    suffix: str,
    progress: Progress = ignore_progress,
    metadata: Metadata | None = None,
    kinds: tuple[str, ...] = (),
) -> tuple[Path, ...]:
    """Write each chapter into a folder that exists; return the files, the playlist last.

    Each is written whole or not at all, with sidecars of `kinds` beside it. Files that an earlier
    playlist named and this one does not are removed. Raises UsageError for a suffix that no
    encoder writes, MachineError where a file cannot be written.
    """
    from coach.exports.encoders import find_encoder

    metadata = metadata or session_metadata(prepared)
    mix, length = prepared.make_mix(), prepared.timeline.length
    names = chapter_file_names(metadata, suffix)
    list_path = playlist_path(folder)
    old_names = _load_playlist_names(list_path)
    remove_stale_files(folder)
    for name, chapter in zip(names, metadata.chapters, strict=True):
        path, part, begin = folder / name, chapter_metadata(metadata, chapter), chapter.start

        def report_progress(done: int, _whole: int, begin: int = begin) -> None:
            progress(begin + done, length)

        with atomic_write(path) as file:
            encode_range(mix, file, find_encoder(path), part, (begin, chapter.end), report_progress)
        timeline = Timeline(part.title, chapter.end - begin, (), ())
        write_sidecars(kinds, path, SidecarInput(part, timeline, name))
    with atomic_write(list_path) as file:
        file.write(format_playlist(metadata, names).encode())
    for old in set(old_names) - set(names):
        for path in (folder / old, *sidecar_paths(CHAPTER_SIDECARS, folder / old)):
            path.unlink(missing_ok=True)
    return (*(folder / name for name in names), list_path)


def chapter_file_names(metadata: Metadata, suffix: str) -> tuple[str, ...]:
    """Return the file names of the chapters, in order; every system accepts them.

    >>> from coach.exports.metadata import Chapter
    >>> chapter_file_names(Metadata("x", chapters=(Chapter(0, 9, "Reps: left/right?"),)), ".mp3")
    ('01 Reps left right.mp3',)
    """
    width = max(2, len(str(len(metadata.chapters))))
    return tuple(
        f"{number:0{width}} {make_file_name(chapter.title)[:_MAX_TITLE_LENGTH]}".rstrip(" .")
        + suffix
        for number, chapter in enumerate(metadata.chapters, 1)
    )


def format_playlist(metadata: Metadata, names: Iterable[str]) -> str:
    """Return an extended M3U playlist; durations are in seconds, to the millisecond."""
    lines = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{join_lines(metadata.title)}"]
    for name, chapter in zip(names, metadata.chapters, strict=True):
        seconds = (chapter.end - chapter.start) / 1000
        artist = f"{join_lines(metadata.artist)} - " if metadata.artist else ""
        lines += [f"#EXTINF:{seconds:.3f},{artist}{join_lines(chapter.title)}", name]
    return "\n".join(lines) + "\n"


def playlist_path(folder: Path) -> Path:
    """Return the path of the playlist in a folder of chapter files."""
    return folder / f"{folder.resolve().name}.m3u8"


def _load_playlist_names(path: Path) -> list[str]:
    """Return the chapter files beside a playlist that it names; none where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    names = [line for line in lines if line and not line.startswith("#")]
    return [name for name in names if re.match(r"\d\d+ ", name) and not re.search(r"[/\\]", name)]
