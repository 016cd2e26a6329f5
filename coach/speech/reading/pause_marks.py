"""Marks for a pause or a sound that other programs take from a text, as `[pause 5s]`.

Here a pause is a step of the script. A mark is not spoken; `coach check` names it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DURATION = r"(\d+(?:[.,]\d+)?)\s*(ms|msec|milliseconds?|s|secs?|seconds?|m|mins?|minutes?)?"
_PAUSE = r"(?:pause|silence|silent|beat|break|wait|slnc|gap)"
_SOUND = r"(?:bell|gong|chime|music|ding|singing bowl|sound)"
_SPAN = (
    rf"(?:(?:a |short |long |brief |longer )*{{}}s?(?: for)?\s*[:=,]?\s*(?:{_DURATION})?"
    rf"|{_DURATION}\s*{{}})"
)
_ANY_PAUSE = _SPAN.format(_PAUSE, _PAUSE)
_PLAIN_PAUSE = _SPAN.format("(?:pause|silence|beat)", "(?:pause|silence)")
"""What is no order to the listener in round brackets, as "(wait)" may be."""
PAUSE_MARK = re.compile(
    rf"\[{{1,2}}\s*(?:{_ANY_PAUSE}|\d+(?:[.,]\d+)?\s*(?:s|secs?|seconds?|m|mins?|minutes?)"
    rf"|{_SOUND}s?)[\s.]*\]{{1,2}}|\(\s*{_PLAIN_PAUSE}[\s.…]*\)"
    rf"|(?<!\*)\*{{1,2}}{_PLAIN_PAUSE}\*{{1,2}}(?=\s*(?-i:[A-Z.]|$))"
    rf"|</?(?:[\w-]+:)?{_PAUSE}\b[^<>]*>|<#[\d.]+#>",
    re.IGNORECASE,
)
"""Matches a mark with its brackets. `[5s]` is one, but `(5 s)` is for the listener."""


@dataclass(frozen=True, slots=True)
class PauseMark:
    """A mark as it is written, and the length that it asks for, as a script writes it, or ""."""

    written: str
    length: str
    is_sound: bool = False


def list_pause_marks(text: str) -> Iterator[PauseMark]:
    """Yield the marks of a text, in order."""
    for found in PAUSE_MARK.finditer(text):
        is_sound = re.search(rf"^\W+{_SOUND}", found[0], re.IGNORECASE) is not None
        yield PauseMark(found[0], _find_length(found[0]), is_sound)


def _find_length(mark: str) -> str:
    """Return the duration in a mark as a script has it: 5s, 500ms, 2m; "" if there is none."""
    found = re.search(_DURATION, mark, re.IGNORECASE)
    if not found:
        return ""
    in_ms = "slnc" in mark.lower() or "msec=" in mark.lower()
    unit = "ms" if in_ms and not found[2] else (found[2] or "s").lower()
    short = "ms" if unit.startswith(("ms", "milli")) else unit[0]
    return found[1].replace(",", ".") + short
