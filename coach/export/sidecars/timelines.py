"""The timeline for other programs: JSON, labels for Audacity, and a CUE sheet."""

import json
from collections.abc import Iterator
from pathlib import PurePath

from coach.export.sidecars.sidecar_input import Told
from coach.timeline.source import Track, Utterance
from coach.timeline.transcript import timeline_json

CUE_FRAMES = 75
"""Frames a second of a CUE sheet: sectors of an audio CD."""
MOST_TRACKS = 99
"""Tracks a CUE sheet can have; a session with more goes on in the last one."""


def timeline(told: Told) -> str:
    """Write every clip and marker, as `coach plan --json` does."""
    return json.dumps(timeline_json(told.timeline), ensure_ascii=False, indent=1) + "\n"


def audacity_labels(told: Told) -> str:
    """Write a label track: chapters and clips, start and end in seconds."""
    return "".join(
        f"{start / 1000:.6f}\t{end / 1000:.6f}\t{' '.join(text.split())}\n"
        for start, end, text in sorted(_labels(told), key=lambda label: label[:2])
    )


def _labels(told: Told) -> Iterator[tuple[int, int, str]]:
    for chapter in told.about.chapters:
        yield chapter.start, chapter.end, f"== {chapter.title} =="
    for clip in told.timeline.clips:
        source = clip.source
        if clip.track is not Track.BED:
            text = source.text if isinstance(source, Utterance) else f"♪ {source.name}"
            yield clip.start, clip.end, text


def cue_sheet(told: Told) -> str:
    """Write the chapters as tracks of one file; frames of a 75th of a second are rounded down."""
    about = told.about
    kind = {".mp3": "MP3", ".aiff": "AIFF"}.get(PurePath(told.sound).suffix.lower(), "WAVE")
    lines = [f"REM GENRE {_quoted(about.genre)}"] if about.genre else []
    lines += [f"REM DATE {about.year}"] if about.year else []
    lines += [f"PERFORMER {_quoted(about.artist)}", f"TITLE {_quoted(about.title)}"]
    lines.append(f"FILE {_quoted(told.sound)} {kind}")
    for number, chapter in enumerate(about.chapters[:MOST_TRACKS], 1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(chapter.title)}",
            f"    INDEX 01 {_frames(chapter.start)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # Nothing escapes a quotation mark in a CUE sheet.
    return '"' + " ".join(text.replace('"', "'").split()) + '"'


def _frames(ms: int) -> str:
    frames = ms * CUE_FRAMES // 1000
    seconds = frames // CUE_FRAMES
    return f"{seconds // 60:02}:{seconds % 60:02}:{frames % CUE_FRAMES:02}"
