"""Captions as WebVTT, SubRip and LRC."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from coach.exports.formatting import format_timestamp, join_lines
from coach.exports.metadata import Caption
from coach.exports.sidecars.sidecar_input import SidecarInput

LYRICS_CLEAR_AFTER_MS = 5_000
"""The silence, in ms, after which a display of lyrics is cleared."""

_SUBRIP_SIGNS = str.maketrans("<>{}", "‹›()")
"""What SubRip has in place of signs that players take for a tag, `<b>` or `{\\an8}`, or for the
arrow between two times. Nothing escapes them there: an entity would be shown as it is written."""


def format_webvtt(inputs: SidecarInput) -> str:
    """Return captions for web players, podcast apps and VLC (W3C WebVTT)."""
    blocks = [f"WEBVTT\n\nNOTE {_escape_webvtt(inputs.metadata.title)}"]
    blocks += [
        f"{number}\n{format_timestamp(line.start)} --> {format_timestamp(line.end)}\n"
        f"{_escape_webvtt(line.text)}"
        for number, line in enumerate(inputs.metadata.captions, 1)
    ]
    return "\n\n".join(blocks) + "\n"


def format_srt(inputs: SidecarInput) -> str:
    """Return captions for video players, which nearly all know SubRip."""
    return "\n".join(
        f"{number}\n{format_timestamp(line.start, ',')} --> {format_timestamp(line.end, ',')}\n"
        f"{join_lines(line.text).translate(_SUBRIP_SIGNS)}\n"
        for number, line in enumerate(inputs.metadata.captions, 1)
    )


def format_lrc(inputs: SidecarInput) -> str:
    """Return captions for music players: lines with their start, cleared in long silences."""
    metadata = inputs.metadata
    heads = (("ti", metadata.title), ("ar", metadata.artist), ("al", metadata.album))
    lines = [f"[{key}:{_format_lrc_text(value)}]" for key, value in heads if value]
    lines.append(f"[length:{_format_lrc_time(inputs.timeline.length)[:-3]}]")
    lines += _format_lrc_lines(metadata.captions)
    return "\n".join(lines) + "\n"


def _format_lrc_lines(captions: tuple[Caption, ...]) -> Iterator[str]:
    after_all = (Caption(captions[-1].end + 2 * LYRICS_CLEAR_AFTER_MS, 0, ""),) if captions else ()
    for line, after in pairwise((*captions, *after_all)):
        yield f"[{_format_lrc_time(line.start)}]{_format_lrc_text(line.text)}"
        if after.start - line.end > LYRICS_CLEAR_AFTER_MS:
            yield f"[{_format_lrc_time(line.end)}]"


def _format_lrc_text(text: str) -> str:
    """Return a text on one line; a bracket in it would be read as a time, or end a head."""
    return join_lines(text).replace("[", "(").replace("]", ")")


def _escape_webvtt(text: str) -> str:
    """Return a text on one line without what is markup, or the arrow of a cue's times."""
    return escape(join_lines(text), quote=False)


def _format_lrc_time(ms: int) -> str:
    hundredths = ms // 10
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
