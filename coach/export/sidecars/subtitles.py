"""Captions as WebVTT, SubRip and LRC."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from coach.export.metadata import Caption
from coach.export.sidecars.sidecar_input import Told

CLEARED_AFTER = 5_000
"""How long a silence must be, in ms, for a lyrics display to be cleared in it."""


def web_vtt(told: Told) -> str:
    """Write captions for web players, podcast apps and VLC (W3C WebVTT)."""
    blocks = [f"WEBVTT\n\nNOTE {_line(told.about.title)}"]
    blocks += [
        f"{number}\n{_clock(line.start, '.')} --> {_clock(line.end, '.')}\n"
        f"{escape(_line(line.text), quote=False)}"
        for number, line in enumerate(told.about.captions, 1)
    ]
    return "\n\n".join(blocks) + "\n"


def sub_rip(told: Told) -> str:
    """Write captions for video players, which nearly all know SubRip."""
    return "\n".join(
        f"{number}\n{_clock(line.start, ',')} --> {_clock(line.end, ',')}\n{_line(line.text)}\n"
        for number, line in enumerate(told.about.captions, 1)
    )


def lyrics(told: Told) -> str:
    """Write captions for music players: lines with their start, cleared where silence is long."""
    about = told.about
    heads = (("ti", about.title), ("ar", about.artist), ("al", about.album))
    lines = [f"[{key}:{_line(value)}]" for key, value in heads if value]
    lines.append(f"[length:{_minutes(told.timeline.length)[:-3]}]")
    lines += _lyric_lines(about.captions)
    return "\n".join(lines) + "\n"


def _lyric_lines(captions: tuple[Caption, ...]) -> Iterator[str]:
    after_all = (Caption(captions[-1].end + 2 * CLEARED_AFTER, 0, ""),) if captions else ()
    for line, after in pairwise((*captions, *after_all)):
        # A bracket at its start would be read as a time.
        yield f"[{_minutes(line.start)}]{_line(line.text).replace('[', '(').replace(']', ')')}"
        if after.start - line.end > CLEARED_AFTER:
            yield f"[{_minutes(line.end)}]"


def _line(text: str) -> str:
    return " ".join(text.split())


def _clock(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def _minutes(ms: int) -> str:
    hundredths = ms // 10
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
