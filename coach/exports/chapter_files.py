"""A session as one file a chapter, and a playlist that plays them in order.

The files are cut between frames: end to end they are the session, to the sample where the encoder
keeps samples. The playlist ends with the digest of every file that was made, in lines that players
skip. What has such a digest was made here, whatever else a playlist names.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from coach.exports.chapter_pictures import add_chapter_pictures
from coach.exports.file_records import hash_file, is_as_made
from coach.exports.formatting import join_lines
from coach.exports.metadata import Metadata
from coach.exports.session_metadata import chapter_metadata, session_metadata
from coach.exports.sidecars.kinds import SIDECAR_KINDS, sidecar_paths
from coach.exports.sidecars.sidecar_input import SidecarInput
from coach.exports.writer import encode_range, write_sidecars
from coach.pipeline import PreparedSession
from coach.speech.studio import Progress, ignore_progress
from coach.system.atomic_file import atomic_write, remove_new_on_failure, remove_stale_files
from coach.system.printable import make_file_name
from coach.timeline.clips import Timeline

_MAX_TITLE_LENGTH = 60
CHAPTER_SIDECARS = ("captions",)
"""The kinds of sidecars that the file of a chapter can have."""
_PART_NAME = re.compile(r"\d\d+[ .][^/\\]*")
_DIGEST_LINE = re.compile(rf"#COACH-FILE:([0-9a-f]{{32}}) ({_PART_NAME.pattern})")
"""A line of a playlist about a file that was made: its digest and its name."""


def export_chapters(
    prepared: PreparedSession,
    folder: Path,
    suffix: str,
    progress: Progress = ignore_progress,
    metadata: Metadata | None = None,
    kinds: tuple[str, ...] = (),
) -> tuple[Path, ...]:
    """Write each chapter into a folder that exists; return the files, the playlist last.

    Each is written whole or not at all, with sidecars of `kinds` beside it; where one fails, those
    that are new are removed. What is in the way is replaced; `list_unproven_files` tells what the
    user is to be asked about. Files of an earlier export that are none of this one are removed, if
    its playlist proves them. Raises UsageError for a suffix that no encoder writes, MachineError
    where a file cannot be written.
    """
    from coach.exports.encoders import find_encoder

    metadata = add_chapter_pictures(metadata or session_metadata(prepared), prepared)
    mix, length = prepared.make_mix(), prepared.timeline.length
    names = chapter_file_names(metadata, suffix)
    list_path = playlist_path(folder)
    earlier = load_made_files(list_path)
    made: dict[str, str] = {}
    remove_stale_files(folder)
    parts = [folder / name for name in names]
    beside = [each for path in parts for each in sidecar_paths(kinds, path)]
    with remove_new_on_failure((*parts, *beside)):
        for path, chapter in zip(parts, metadata.chapters, strict=True):
            part, begin = chapter_metadata(metadata, chapter), chapter.start

            def report_progress(done: int, _whole: int, begin: int = begin) -> None:
                progress(begin + done, length)

            span = begin, chapter.end
            with atomic_write(path) as file:
                encode_range(mix, file, find_encoder(path), part, span, report_progress)
            timeline = Timeline(part.title, chapter.end - begin, (), ())
            sidecars = write_sidecars(kinds, path, SidecarInput(part, timeline, path.name))
            made |= {each.name: hash_file(each) for each in (path, *sidecars)}
        kept = _remove_earlier_files(folder, earlier, made)
        with atomic_write(list_path) as file:
            text = format_playlist(metadata, names) + _format_made_files(made | kept)
            file.write(text.encode())
    return (*parts, list_path)


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


def load_made_files(playlist: Path) -> dict[str, str]:
    """Return the digests of the files that coach made beside a playlist, by their names.

    There are none where it cannot be read, and where another program, or an earlier version of
    coach, wrote it.
    """
    try:
        lines = playlist.read_text(encoding="utf-8").splitlines() if playlist.is_file() else []
    except (OSError, ValueError):
        return {}
    found = [match for line in lines if (match := _DIGEST_LINE.fullmatch(line))]
    return {match[2]: match[1] for match in found}


def has_possible_parts(folder: Path, suffix: str, kinds: tuple[str, ...]) -> bool:
    """Return whether files could be in the way that coach cannot prove it made.

    Whether they are is known when the session is: its parts are named after their chapters.
    """
    suffixes = (suffix, *(one for kind in kinds for one in SIDECAR_KINDS[kind]))
    made = load_made_files(playlist_path(folder))
    try:
        numbered = [path for path in folder.iterdir() if _PART_NAME.fullmatch(path.name)]
    except OSError:  # it may be written to, but not read
        return True
    return any(
        path.name.lower().endswith(suffixes) and not _is_proven(path, made) for path in numbered
    )


def list_unproven_files(
    folder: Path, metadata: Metadata, suffix: str, kinds: tuple[str, ...]
) -> tuple[Path, ...]:
    """Return the files that an export would replace, and that coach cannot prove it made."""
    parts = [folder / name for name in chapter_file_names(metadata, suffix)]
    paths = [each for part in parts for each in (part, *sidecar_paths(kinds, part))]
    made = load_made_files(playlist_path(folder))
    return tuple(path for path in paths if path.exists() and not _is_proven(path, made))


def _is_proven(path: Path, made: Mapping[str, str]) -> bool:
    return path.name in made and is_as_made(path, made[path.name])


def _remove_earlier_files(
    folder: Path, earlier: Mapping[str, str], made: Mapping[str, str]
) -> dict[str, str]:
    """Remove files of an earlier export; return those that stay, as captions of current parts do.

    A file that was changed is the user's, and so is a link.
    """
    beside = {each.name for name in made for each in sidecar_paths(CHAPTER_SIDECARS, folder / name)}
    proven = {
        name: digest
        for name, digest in earlier.items()
        if is_as_made(folder / name, digest) and not _is_any_of(folder / name, made)
    }
    for path in [folder / name for name in proven if name not in beside]:
        if not path.is_symlink():
            with suppress(OSError):
                path.unlink()
    return {name: digest for name, digest in proven.items() if (folder / name).exists()}


def _is_any_of(path: Path, names: Iterable[str]) -> bool:
    """Return whether a file is one of those of `names`, maybe in other letters."""
    return any(path.samefile(path.with_name(name)) for name in names)


def _format_made_files(made: Mapping[str, str]) -> str:
    return "".join(f"#COACH-FILE:{digest} {name}\n" for name, digest in sorted(made.items()))
