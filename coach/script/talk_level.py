"""How much the coach says."""

from enum import StrEnum


class TalkLevel(StrEnum):
    """How much is said: every line, a short reminder, or only sounds and counts."""

    FULL = "full"
    SHORT = "short"
    BELL = "bell"
