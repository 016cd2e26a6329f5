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


SOUND_ONLY = (".cue",)
"""Suffixes of what names the file that it stands beside as the sound to play."""


def sidecar_paths(kinds: Iterable[str], file: Path) -> tuple[Path, ...]:
    """Return the paths of all sidecars of `kinds` beside a sound or a picture."""
    return tuple(_list_sidecars(kinds, file))


def format_sidecars(kinds: Iterable[str], file: Path, inputs: SidecarInput) -> dict[Path, str]:
    """Return the texts of all sidecars of `kinds`, by their paths beside a sound or a picture."""
    return {path: format_text(inputs) for path, format_text in _list_sidecars(kinds, file).items()}


def _list_sidecars(kinds: Iterable[str], file: Path) -> dict[Path, Callable[[SidecarInput], str]]:
    """Return by its path what makes each sidecar that a file has use for."""
    from coach.exports.page.page_suffix import is_page
    from coach.exports.picture.drawing import is_picture

    is_sound = not (is_picture(file) or is_page(file))
    return {
        file.with_name(file.stem + suffix): format_text
        for kind in kinds
        for suffix, format_text in SIDECAR_KINDS[kind].items()
        if is_sound or suffix not in SOUND_ONLY
    }
