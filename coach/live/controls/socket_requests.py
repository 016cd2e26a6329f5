"""What other programs ask of a session, a line of JSON each, and what is wrong with a line.

Messages name what was expected, and show what was found in a few characters.
"""

import json
import math
import reprlib
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from coach.live.commands import Command, Verb
from coach.live.controls.socket_client import MAX_LINE_BYTES
from coach.live.settings import MAX_VOLUME
from coach.units import MAX_DURATION_MS

MAX_SHOWN = 60
"""How many characters of a value stand in an answer that refuses it."""
ValueRange = tuple[float, float, str]
ANY_VALUE: ValueRange = (-MAX_DURATION_MS, MAX_DURATION_MS, "no value")
POSITIVE_MS: ValueRange = (1, math.inf, "at least 1 millisecond")
VALUE_RANGES: Mapping[Verb, ValueRange] = MappingProxyType(
    {
        Verb.FORWARD: POSITIVE_MS,
        Verb.BACK: POSITIVE_MS,
        Verb.MORE: POSITIVE_MS,
        Verb.SEEK: (0, math.inf, "a moment, 0 milliseconds or later"),
        Verb.ANSWER: (0, 10, "a number from 0 to 10"),
        Verb.VOLUME: (0, MAX_VOLUME, f"a percentage from 0 to {MAX_VOLUME}"),
    }
)
"""Which values a command takes, and how messages say that."""


class Inquiry(StrEnum):
    """What is asked that commands nothing."""

    STATUS = "status"
    EVENTS = "events"


def read_request(line: bytes) -> Command | Inquiry:
    """Return the command or the inquiry of a line; raises ValueError, with a message."""
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"expected a line of at most {MAX_LINE_BYTES} bytes")
    try:
        found = json.loads(line)
    except RecursionError as error:
        raise ValueError("expected one line of JSON, found one nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"expected one line of JSON: {error}") from error
    if not isinstance(found, dict) or not set(found) <= {"do", "value"}:
        raise ValueError('expected {"do": ...} or {"do": ..., "value": ...}')
    verb, value = found.get("do"), found.get("value")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise ValueError(f"expected a whole number as value, found {_shorten(value)}")
    if verb in list(Inquiry):
        return Inquiry(verb)
    if verb not in list(Verb):
        known = ", ".join((*Inquiry, *Verb))
        raise ValueError(f"expected one of {known}, found {_shorten(verb)}")
    least, most, wanted = VALUE_RANGES.get(Verb(verb), ANY_VALUE)
    if value is not None and not least <= value <= most:
        raise ValueError(f"{verb}: expected {wanted}, found {_shorten(value)}")
    if value is not None and value > MAX_DURATION_MS:
        raise ValueError(f"{verb}: expected at most 24 hours, found {_shorten(value)} ms")
    return Command(Verb(verb), value)


def _shorten(value: object) -> str:
    """Return a value as it is written, the middle of a long or deep one left out."""
    written = reprlib.repr(value)
    return written if len(written) <= MAX_SHOWN else f"{written[: MAX_SHOWN - 1]}…"
