"""Sidecars: what stands in text files beside the sound, for players and programs that look there.

Each is a pure function from what is told of a session to text; its place is a suffix behind the
stem of the sound's own name: `session.mp3` has `session.vtt`.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from coach.sidecars import captions, chapters, plan
from coach.sidecars.told import Told

KINDS: dict[str, dict[str, Callable[[Told], str]]] = {
    "captions": {
        ".vtt": captions.web_vtt,
        ".srt": captions.sub_rip,
        ".lrc": captions.lyrics,
    },
    "chapters": {
        ".chapters.json": chapters.podcasting,
        ".chapters.txt": chapters.timestamps,
    },
    "timeline": {
        ".timeline.json": plan.timeline,
        ".labels.txt": plan.audacity_labels,
        ".cue": plan.cue_sheet,
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
