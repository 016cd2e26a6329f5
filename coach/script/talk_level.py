"""The talk level: how much the coach says."""

from enum import StrEnum


class TalkLevel(StrEnum):
    """How much the coach says: as much as is still new, every line, a reminder, only sounds.

    AUTO goes by what the listener has heard before; where nothing is known of that, it is FULL.
    """

    AUTO = "auto"
    FULL = "full"
    SHORT = "short"
    BELL = "bell"
