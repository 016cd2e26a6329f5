"""The talk level: how much the coach says."""

from enum import StrEnum


class TalkLevel(StrEnum):
    """How much the coach says: every line, a short reminder, or only sounds and counts."""

    FULL = "full"
    SHORT = "short"
    BELL = "bell"
