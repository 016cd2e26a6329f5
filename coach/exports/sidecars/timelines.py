"""The timeline for other programs: JSON, labels for Audacity, and a CUE sheet."""

import json
from collections.abc import Iterator
from pathlib import PurePath

from coach.exports.chapters import MAX_CHAPTERS, limit_chapters
from coach.exports.formatting import join_lines
from coach.exports.sidecars.sidecar_input import SidecarInput
from coach.timeline.source import Track, Utterance
from coach.timeline.transcript import make_timeline_json

CD_FRAMES_PER_SECOND = 75
"""Frames a second in a CUE sheet: the sectors of an audio CD."""


def format_timeline_sidecar(inputs: SidecarInput) -> str:
    """Return every clip, marker and span, by the keys that `coach plan --json` has for them.

    The `mark` is what the tags of the sound hold, too: what it is, and the code to enter it by.
    """
    content = make_timeline_json(inputs.timeline, inputs.spans)
    if inputs.metadata.mark:
        content["mark"] = json.loads(inputs.metadata.mark)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def format_audacity_labels(inputs: SidecarInput) -> str:
    """Return a track of labels: chapters and clips, start and end in seconds."""
    return "".join(
        f"{start / 1000:.6f}\t{end / 1000:.6f}\t{join_lines(text)}\n"
        for start, end, text in sorted(_list_labels(inputs), key=lambda label: label[:2])
    )


def _list_labels(inputs: SidecarInput) -> Iterator[tuple[int, int, str]]:
    for chapter in inputs.metadata.chapters:
        yield chapter.start, chapter.end, f"== {chapter.title} =="
    for clip in inputs.timeline.clips:
        source = clip.source
        if clip.track is not Track.BED:
            text = source.text if isinstance(source, Utterance) else f"♪ {source.name}"
            yield clip.start, clip.end, text


def format_cd_cue_sheet(inputs: SidecarInput) -> str:
    """Return the chapters as tracks of one file; times are rounded down to a 75th of a second."""
    metadata = inputs.metadata
    kind = {".mp3": "MP3", ".aiff": "AIFF"}.get(PurePath(inputs.audio_name).suffix.lower(), "WAVE")
    lines = [f"REM GENRE {_quote_text(metadata.genre)}"] if metadata.genre else []
    lines += [f"REM DATE {metadata.year}"] if metadata.year else []
    lines += [f"PERFORMER {_quote_text(metadata.artist)}", f"TITLE {_quote_text(metadata.title)}"]
    lines.append(f"FILE {_quote_text(inputs.audio_name)} {kind}")
    for number, chapter in enumerate(limit_chapters(metadata.chapters, MAX_CHAPTERS[".cue"]), 1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quote_text(chapter.title)}",
            f"    INDEX 01 {_format_cd_time(chapter.start)}",
        ]
    return "\n".join(lines) + "\n"


def _quote_text(text: str) -> str:
    # Nothing escapes a quotation mark in a CUE sheet.
    return '"' + join_lines(text.replace('"', "'")) + '"'


def _format_cd_time(ms: int) -> str:
    frames = ms * CD_FRAMES_PER_SECOND // 1000
    seconds = frames // CD_FRAMES_PER_SECOND
    return f"{seconds // 60:02}:{seconds % 60:02}:{frames % CD_FRAMES_PER_SECOND:02}"
