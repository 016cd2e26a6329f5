"""Units: durations as an author writes them, as a screen shows them, as a voice says them.

In coach a duration is a whole number of milliseconds. `parse_duration` reads whatever
`format_clock`, `format_clock_tenths`, `format_duration` and `format_spoken_duration` return.
"""

import re
from fractions import Fraction

DURATION_HINT = "write 30s, 1m30s or 1:30"

MAX_DURATION_MS = 24 * 3_600_000
"""The longest duration that is accepted: a day. More is a mistake, such as ms written for s."""

_PARTS = re.compile(
    r"""
      (?:(?P<hours>\d+(?:\.\d+)?)    \s*(?:h|hrs?|hours?)(?![a-z])\.?)?
    \s*(?:(?P<minutes>\d+(?:\.\d+)?) \s*(?:m|mins?|minutes?)(?![a-z])\.?)?
    \s*(?:(?P<seconds>\d+(?:\.\d+)?) \s*(?:s|secs?|seconds?)(?![a-z])\.?)?
    \s*(?:(?P<ms>\d+(?:\.\d+)?)      \s*(?:ms|milliseconds?)(?![a-z]))?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)", re.ASCII)
_SECONDS = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(?:\.?nan|\.?inf(?:inity)?)", re.IGNORECASE)
_MAX_TEXT_LENGTH = 64


def parse_duration(text: str) -> int:
    """Return the ms of `30s`, `1m30s`, `1:30`, `1:02:03`, `2 min`, `500ms` or bare seconds.

    Half a millisecond and more is rounded up. Raises ValueError that names what was found, for
    what is no duration, is negative, not finite or longer than a day; DURATION_HINT goes with it.
    """
    written = text.strip()
    if _NOT_FINITE.fullmatch(written):
        raise ValueError(
            f"expected a duration, found {written!r}, which is not a number of seconds"
        )
    if written[:1] in ("-", "−") and _parse_milliseconds(written[1:].strip()) is not None:
        raise ValueError(f"expected a duration, found {written!r}, which is below zero")
    exact = _parse_milliseconds(written)
    if exact is None:
        raise ValueError(f"expected a duration, found {_shorten(written)!r}")
    if exact > MAX_DURATION_MS:
        raise ValueError(f"expected a duration of 24 hours at most, found {_shorten(written)!r}")
    return int(exact + Fraction(1, 2))


def format_clock(ms: int) -> str:
    """Return a position as players show it: `12:05`, and `1:02:03` from an hour on.

    Rounds down, as a clock does: a second is shown once it is full.
    """
    hours, minutes, seconds, _ = _split_duration(ms)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_clock_tenths(ms: int) -> str:
    """Return a position with its tenths of a second, rounded down: `12:05.3`."""
    return f"{format_clock(ms)}.{ms % 1000 // 100}"


def format_duration(ms: int) -> str:
    """Return a length to read, to the nearest second: `30 s`, `1 m 30 s`, `1 h 2 m`.

    Below a second the milliseconds are kept: `500 ms`.
    """
    if 0 < ms < 1000:
        return f"{ms} ms"
    hours, minutes, seconds, _ = _split_duration(_round_to_seconds(ms))
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if n]
    return " ".join(parts) or "0 s"


def format_spoken_duration(ms: int) -> str:
    """Return a length in words to speak, to the nearest second: `1 minute 30 seconds`."""
    hours, minutes, seconds, _ = _split_duration(_round_to_seconds(ms))
    named = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    return " ".join(format_count(n, unit) for n, unit in named if n) or "0 seconds"


def format_count(number: int | str, noun: str, plural: str = "") -> str:
    """Return a number and its noun, in the plural unless the number is 1: `1 foot`, `6 feet`."""
    return f"{number} {noun if str(number) == '1' else plural or noun + 's'}"


def _parse_milliseconds(written: str) -> Fraction | None:
    """Return the exact ms of a duration of any size; None for what is no duration."""
    if len(written) > _MAX_TEXT_LENGTH:
        return None
    if _SECONDS.fullmatch(written):
        return Fraction(written) * 1000
    if clock := _CLOCK.fullmatch(written):
        return _parse_clock(*clock.groups())
    parts = _PARTS.fullmatch(written)
    if parts is None or not any(parts.groups()):
        return None
    hours, minutes, seconds, ms = (Fraction(part or 0) for part in parts.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _parse_clock(hours: str | None, minutes: str, seconds: str) -> Fraction | None:
    """Return the ms of a clock; None for 60 seconds or more, or 60 minutes or more after hours."""
    if Fraction(seconds) >= 60 or (hours is not None and (len(minutes) != 2 or int(minutes) > 59)):
        return None
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + Fraction(seconds)) * 1000


def _split_duration(ms: int) -> tuple[int, int, int, int]:
    """Return the hours, minutes, seconds and milliseconds of a length."""
    if ms < 0:
        raise ValueError(f"expected a duration, found {ms} ms, which is below zero")
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds, rest


def _round_to_seconds(ms: int) -> int:
    """Return milliseconds rounded to whole seconds, half up."""
    return (ms + 500) // 1000 * 1000


def _shorten(written: str) -> str:
    return written if len(written) <= _MAX_TEXT_LENGTH else written[: _MAX_TEXT_LENGTH - 1] + "…"


def format_size(size: int) -> str:
    """Return bytes as people read them.

    >>> [format_size(size) for size in (0, 900, 12_345, 103_400_000)]
    ['0 kB', '1 kB', '13 kB', '103.4 MB']
    """
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} kB"
