"""ClockTime: a time of day in the settings, as clocks show it: 6:30, 18:00."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

import yaml

from coach.script.reader import Reader, Schema

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
CLOCK_HINT = "write 6:30 or 18:00"


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day, read as it is written."""

    expected: str = "a time of day"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return the time as text; the written form counts, not the number YAML makes of 6:30."""
        if not isinstance(node, yaml.ScalarNode) or not CLOCK.fullmatch(node.value.strip()):
            return reading.report_mismatch(node, self, CLOCK_HINT)
        return node.value.strip()

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a string."""
        del named
        return {"type": "string", "pattern": f"^{CLOCK.pattern}$"}


def parse_clock_time(text: str) -> time:
    """Return a time of day; raises ValueError for what is none.

    >>> parse_clock_time("6:30")
    datetime.time(6, 30)
    """
    found = CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(f"expected a time of day, found {text!r}")
    return time(int(found[1]), int(found[2]))
