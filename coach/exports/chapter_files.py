"""Splitting: a prepared session -> one file a chapter, and a playlist that plays them in order.

Parts are cut between frames, so that laid end to end they are the session, to the sample where
the encoder keeps samples.
"""

import re
from collections.abc import Iterable
from pathlib import Path

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
"""The sidecars that a part can have."""


def export_chapters(
    prepared: PreparedSession,
    folder: Path,
    suffix: str,
    progress: Progress = ignore_progress,
    metadata: Metadata | None = None,
    kinds: tuple[str, ...] = (),
) -> tuple[Path, ...]:
    """Write each chapter into a folder that is there, each file whole or not at all.

    Sidecars of some `kinds` stand beside each. The playlist comes last; what an earlier one
    named and this one does not is removed. Raises UsageError for a suffix nobody writes,
    MachineError where a file cannot be written.
    """
    from coach.exports.encoders import find_encoder

    metadata = metadata or session_metadata(prepared)
    mix, length = prepared.make_mix(), prepared.timeline.length
    names = chapter_file_names(metadata, suffix)
    list_path = playlist_path(folder)
    before = _load_playlist_names(list_path)
    remove_stale_files(folder)
    for name, chapter in zip(names, metadata.chapters, strict=True):
        path, part, begin = folder / name, chapter_metadata(metadata, chapter), chapter.start

        def report_progress(done: int, _whole: int, begin: int = begin) -> None:
            progress(begin + done, length)

        with atomic_write(path) as file:
            encode_range(mix, file, find_encoder(path), part, (begin, chapter.end), report_progress)
        plan = Timeline(part.title, chapter.end - begin, (), ())
        write_sidecars(kinds, path, SidecarInput(part, plan, name))
    with atomic_write(list_path) as file:
        file.write(format_playlist(metadata, names).encode())
    for old in set(before) - set(names):
        for path in (folder / old, *sidecar_paths(CHAPTER_SIDECARS, folder / old)):
            path.unlink(missing_ok=True)
    return (*(folder / name for name in names), list_path)


def chapter_file_names(metadata: Metadata, suffix: str) -> tuple[str, ...]:
    """Name the files of the chapters, in order; no system refuses such a name.

    >>> from coach.exports.metadata import Chapter
    >>> part_names(About("x", chapters=(Chapter(0, 9, "Reps: left/right?"),)), ".mp3")
    ('01 Reps left right.mp3',)
    """
    width = max(2, len(str(len(metadata.chapters))))
    return tuple(
        f"{number:0{width}} {make_file_name(chapter.title)[:_MAX_TITLE_LENGTH]}".rstrip(" .")
        + suffix
        for number, chapter in enumerate(metadata.chapters, 1)
    )


def format_playlist(metadata: Metadata, names: Iterable[str]) -> str:
    """Write an extended M3U playlist in UTF-8; durations are in seconds, to the millisecond."""
    lines = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{_join_lines(metadata.title)}"]
    for name, chapter in zip(names, metadata.chapters, strict=True):
        seconds = (chapter.end - chapter.start) / 1000
        artist = f"{_join_lines(metadata.artist)} - " if metadata.artist else ""
        lines += [f"#EXTINF:{seconds:.3f},{artist}{_join_lines(chapter.title)}", name]
    return "\n".join(lines) + "\n"


def playlist_path(folder: Path) -> Path:
    """Give the place of the playlist in a folder of parts."""
    return folder / f"{folder.resolve().name}.m3u8"


def _load_playlist_names(path: Path) -> list[str]:
    """List the files that a playlist names; only what lies beside it, and none where none is."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    names = [line for line in lines if line and not line.startswith("#")]
    return [name for name in names if re.match(r"\d\d+ ", name) and not re.search(r"[/\\]", name)]


def _join_lines(text: str) -> str:
    return " ".join(text.split())
