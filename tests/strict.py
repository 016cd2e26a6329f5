"""Strict readers of caption files: what is not in the grammar is refused, not repaired.

WebVTT after the W3C's WebVTT: The Web Video Text Tracks Format, section 4.1; SubRip after what
players agree on; LRC after the first form of it.
"""

import itertools
import re
from html import unescape

_VTT_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_TIMING = re.compile(rf"{_VTT_TIME} --> {_VTT_TIME}")
_SRT_TIMING = re.compile(_VTT_TIMING.pattern.replace(r"\.", ","))
_LRC_LINE = re.compile(r"\[(\d{2,}):([0-5]\d)\.(\d\d)\](.*)")
_LRC_TAG = re.compile(r"\[(ti|ar|al|length):[^\[\]]+\]")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|lrm;|rlm;|nbsp;|#\d+;)")

Cue = tuple[int, int, str]


def web_vtt(text: str) -> list[Cue]:
    head, *blocks = _blocks(text)
    assert re.fullmatch(r"WEBVTT([ \t].*)?", head), head
    cues = []
    for block in blocks:
        if block.startswith("NOTE") and not cues:
            assert "-->" not in block
            continue
        name, timing, *payload = block.split("\n")
        assert name
        assert "-->" not in name
        assert payload
        for line in payload:
            assert "-->" not in line
            assert not _ENTITY.search(line), line
            assert "<" not in line
        cues.append((*_timing(_VTT_TIMING, timing), unescape("\n".join(payload))))
    return _in_order(cues)


def sub_rip(text: str) -> list[Cue]:
    cues = []
    for number, block in enumerate(_blocks(text), 1):
        name, timing, *payload = block.split("\n")
        assert name == str(number)
        assert payload
        cues.append((*_timing(_SRT_TIMING, timing), "\n".join(payload)))
    return _in_order(cues)


def lyrics(text: str) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Give the tags, and the lines with their start; an empty line clears the display."""
    tags, lines = {}, []
    assert text.endswith("\n")
    for line in text.splitlines():
        if _LRC_TAG.fullmatch(line):
            assert not lines
            key, value = line[1:-1].split(":", 1)
            tags[key] = value
            continue
        found = _LRC_LINE.fullmatch(line)
        assert found, line
        assert "[" not in found[4]
        lines.append((int(found[1]) * 60_000 + int(found[2]) * 1000 + int(found[3]) * 10, found[4]))
    assert [start for start, _ in lines] == sorted(start for start, _ in lines)
    return tags, lines


def _blocks(text: str) -> list[str]:
    assert not text or text.endswith("\n")
    assert "\r" not in text
    assert "\0" not in text
    assert "\n\n\n" not in text
    return text.strip("\n").split("\n\n") if text else []


def _timing(pattern: re.Pattern[str], line: str) -> tuple[int, int]:
    found = pattern.fullmatch(line)
    assert found, line
    start, end = (_ms(*map(int, found.groups()[at : at + 4])) for at in (0, 4))
    assert end > start, line
    return start, end


def _ms(hours: int, minutes: int, seconds: int, ms: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _in_order(cues: list[Cue]) -> list[Cue]:
    for before, after in itertools.pairwise(cues):
        assert before[1] <= after[0], (before, after)
    return cues
