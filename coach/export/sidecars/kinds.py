"""Sidecars: what stands in text files beside the sound, for players and programs that look there.

Each is a pure function from what is told of a session to text; its place is a suffix behind the
stem of the sound's own name: `session.mp3` has `session.vtt`.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from coach.export.sidecars import chapter_lists, subtitles, timelines
from coach.export.sidecars.sidecar_input import Told

KINDS: dict[str, dict[str, Callable[[Told], str]]] = {
    "captions": {
        ".vtt": subtitles.web_vtt,
        ".srt": subtitles.sub_rip,
        ".lrc": subtitles.lyrics,
    },
    "chapters": {
        ".chapters.json": chapter_lists.podcasting,
        ".chapters.txt": chapter_lists.timestamps,
    },
    "timeline": {
        ".timeline.json": timelines.timeline,
        ".labels.txt": timelines.audacity_labels,
        ".cue": timelines.cue_sheet,
    },
}


def places(kinds: Iterable[str], sound: Path) -> tuple[Path, ...]:
    """List the files of some kinds that belong beside a sound file."""
    return tuple(sound.with_name(sound.stem + suffix) for kind in kinds for suffix in KINDS[kind])


def sidecars(kinds: Iterable[str], sound: Path, told: Told) -> dict[Path, str]:
    """Write the texts of some kinds, each under its place beside a sound file."""
    return {
        sound.with_name(sound.stem + suffix): write(told)
        for kind in kinds
        for suffix, write in KINDS[kind].items()
    }
