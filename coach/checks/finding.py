"""A finding: one thing of this machine that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class CheckOutcome(StrEnum):
    """How a check came out."""

    OK = "fine"
    DEGRADED = "less"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, in words, and what mends it.

    DEGRADED means that coach works without it; BROKEN that something a session needs is missing.
    """

    subject: str
    outcome: CheckOutcome
    message: str
    hint: str = ""
