"""Splitting: a prepared session -> one file a chapter, and a playlist that plays them in order.

Parts are cut between frames, so that laid end to end they are the session, to the sample where
the encoder keeps samples.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from coach.export.metadata import About
from coach.export.session_metadata import about_of, about_part
from coach.export.sidecars.kinds import places
from coach.export.sidecars.sidecar_input import Told
from coach.export.writer import encode, write_beside
from coach.pipeline import Prepared
from coach.speech.studio import Progress, silent
from coach.system.atomic_file import clear_litter, replacing
from coach.timeline.layout import Timeline

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What a name may not have in it on one system or another."""
_LONGEST_NAME = 60
CAPTIONS = ("captions",)
"""The sidecars that a part can have."""


def split(
    prepared: Prepared,
    folder: Path,
    suffix: str,
    progress: Progress = silent,
    about: About | None = None,
    kinds: tuple[str, ...] = (),
) -> tuple[Path, ...]:
    """Write each chapter into a folder that is there, each file whole or not at all.

    Sidecars of some `kinds` stand beside each. The playlist comes last; what an earlier one
    named and this one does not is removed. Raises UsageError for a suffix nobody writes,
    MachineError where a file cannot be written.
    """
    from coach.export.encoders import find_encoder

    about = about or about_of(prepared)
    mix, length = prepared.mix(), prepared.timeline.length
    names = part_names(about, suffix)
    list_path = playlist_path(folder)
    before = _listed(list_path)
    clear_litter(folder)
    for name, chapter in zip(names, about.chapters, strict=True):
        path, part, begin = folder / name, about_part(about, chapter), chapter.start

        def passing(done: int, _whole: int, begin: int = begin) -> None:
            progress(begin + done, length)

        with replacing(path) as file:
            encode(mix, file, find_encoder(path), part, (begin, chapter.end), passing)
        plan = Timeline(part.title, chapter.end - begin, (), ())
        write_beside(kinds, path, Told(part, plan, name))
    with replacing(list_path) as file:
        file.write(playlist(about, names).encode())
    for old in set(before) - set(names):
        for path in (folder / old, *places(CAPTIONS, folder / old)):
            path.unlink(missing_ok=True)
    return (*(folder / name for name in names), list_path)


def part_names(about: About, suffix: str) -> tuple[str, ...]:
    """Name the files of the chapters, in order; no system refuses such a name.

    >>> from coach.export.metadata import Chapter
    >>> part_names(About("x", chapters=(Chapter(0, 9, "Reps: left/right?"),)), ".mp3")
    ('01 Reps left right.mp3',)
    """
    width = max(2, len(str(len(about.chapters))))
    return tuple(
        f"{number:0{width}} {_plain(chapter.title)}".rstrip(" .") + suffix
        for number, chapter in enumerate(about.chapters, 1)
    )


def playlist(about: About, names: Iterable[str]) -> str:
    """Write an extended M3U playlist in UTF-8; durations are in seconds, to the millisecond."""
    lines = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{_line(about.title)}"]
    for name, chapter in zip(names, about.chapters, strict=True):
        seconds = (chapter.end - chapter.start) / 1000
        artist = f"{_line(about.artist)} - " if about.artist else ""
        lines += [f"#EXTINF:{seconds:.3f},{artist}{_line(chapter.title)}", name]
    return "\n".join(lines) + "\n"


def playlist_path(folder: Path) -> Path:
    """Give the place of the playlist in a folder of parts."""
    return folder / f"{folder.resolve().name}.m3u8"


def _listed(path: Path) -> list[str]:
    """List the files that a playlist names; only what lies beside it, and none where none is."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    names = [line for line in lines if line and not line.startswith("#")]
    return [name for name in names if re.match(r"\d\d+ ", name) and not re.search(r"[/\\]", name)]


def _plain(title: str) -> str:
    return " ".join(_FORBIDDEN.sub(" ", title).split())[:_LONGEST_NAME]


def _line(text: str) -> str:
    return " ".join(text.split())
