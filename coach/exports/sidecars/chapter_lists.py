"""Chapters for podcast apps, and as a list of timestamps to paste."""

import json

from coach.exports.metadata import Metadata
from coach.exports.sidecars.sidecar_input import SidecarInput
from coach.units import format_clock


def format_podcast_chapters(inputs: SidecarInput) -> str:
    """Return the chapters in the JSON form of Podcasting 2.0, version 1.2."""
    metadata = inputs.metadata
    content = {
        "version": "1.2.0",
        "title": metadata.title,
        "author": metadata.artist,
        "podcastName": metadata.album,
        "description": metadata.description,
        "chapters": [
            {
                "startTime": chapter.start / 1000,
                "endTime": chapter.end / 1000,
                "title": chapter.title,
                **({"img": address} if (address := inputs.find_address(chapter)) else {}),
            }
            for chapter in metadata.chapters
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def format_timestamps(inputs: SidecarInput) -> str:
    """Return a line a chapter for the description of a video or an episode: `0:00 Welcome`."""
    return "".join(f"{line}\n" for line in list_chapter_lines(inputs.metadata))


def list_chapter_lines(metadata: Metadata) -> list[str]:
    """Return a line a chapter: `0:42 Pelvic tilt`."""
    return [f"{format_clock(chapter.start)} {chapter.title}" for chapter in metadata.chapters]
