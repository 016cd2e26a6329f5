"""The kinds of sidecars: for each its suffixes, and the functions that make their texts.

A suffix stands behind the stem of the sound's own name: `session.mp3` has `session.vtt`.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from coach.exports.sidecars import chapter_lists, subtitles, timelines
from coach.exports.sidecars.sidecar_input import SidecarInput

SIDECAR_KINDS: dict[str, dict[str, Callable[[SidecarInput], str]]] = {
    "captions": {
        ".vtt": subtitles.format_webvtt,
        ".srt": subtitles.format_srt,
        ".lrc": subtitles.format_lrc,
    },
    "chapters": {
        ".chapters.json": chapter_lists.format_podcast_chapters,
        ".chapters.txt": chapter_lists.format_timestamps,
    },
    "timeline": {
        ".timeline.json": timelines.format_timeline_sidecar,
        ".labels.txt": timelines.format_audacity_labels,
        ".cue": timelines.format_cd_cue_sheet,
    },
}


def sidecar_paths(kinds: Iterable[str], sound: Path) -> tuple[Path, ...]:
    """Return the paths of all sidecars of `kinds` beside a sound file."""
    return tuple(
        sound.with_name(sound.stem + suffix) for kind in kinds for suffix in SIDECAR_KINDS[kind]
    )


def format_sidecars(kinds: Iterable[str], sound: Path, inputs: SidecarInput) -> dict[Path, str]:
    """Return the texts of all sidecars of `kinds`, by their paths beside a sound file."""
    return {
        sound.with_name(sound.stem + suffix): format_text(inputs)
        for kind in kinds
        for suffix, format_text in SIDECAR_KINDS[kind].items()
    }
