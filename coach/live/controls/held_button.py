"""A button that is held down: the events of its keys, and time, become one long press. Pure.

Short presses are left to the desktop, which hears of them by itself. Keys are those of
linux/input-event-codes.h; of all others nothing is kept.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

HELD_MS = 600
"""From how long on a press is a long one, in ms; Bluetooth's own lets go after two seconds."""
PLAY_KEYS = {
    119: "pause",
    164: "play/pause",
    200: "play of a CD",  # what BlueZ makes of "play" of a headset
    201: "pause of a CD",  # and of its "pause"
    207: "play",
    226: "media",  # the button in the cable of a wired headset
}
"""The keys of a button that plays and pauses, by their codes."""
LETTER_KEYS = frozenset((*range(16, 26), *range(30, 39), *range(44, 51)))
"""What a keyboard has, to type by."""
EVENT = struct.Struct("@llHHi")
"""An event as the kernel writes it for this process: seconds, microseconds, type, code, value."""
SYNC, KEY = 0, 1
DROPPED = 3
"""The code of a SYNC that says that events were lost."""
UP, DOWN = 0, 1


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key that went down, or up again; code 0 means all keys, of which nothing is known now."""

    code: int
    is_down: bool


@dataclass(frozen=True, slots=True)
class HeldButton:
    """The key that is down, since a moment in ms; None for none, and once its press is told."""

    code: int | None = None
    since: int = 0

    @property
    def due_at(self) -> int | None:
        """The moment from which on it is a long press; None where no key is down."""
        return None if self.code is None else self.since + HELD_MS


def read_changes(data: bytes) -> Iterator[KeyChange]:
    """Yield what the keys of a play button did; what is no whole event is left out."""
    for offset in range(0, len(data) - EVENT.size + 1, EVENT.size):
        _, _, kind, code, value = EVENT.unpack_from(data, offset)
        if kind == KEY and code in PLAY_KEYS and value in (UP, DOWN):
            yield KeyChange(code, value == DOWN)
        elif kind == SYNC and code == DROPPED:
            yield KeyChange(0, is_down=False)


def follow_changes(held: HeldButton, changes: Iterable[KeyChange], now: int) -> HeldButton:
    """Return the button behind what its keys did."""
    for change in changes:
        if change.is_down:
            held = HeldButton(change.code, now)
        elif change.code in (held.code, 0):
            held = HeldButton()
    return held


def take_long_press(held: HeldButton, now: int) -> tuple[HeldButton, bool]:
    """Return the button, and True once in each press that has become a long one."""
    is_due = held.due_at is not None and now >= held.due_at
    return (replace(held, code=None) if is_due else held), is_due


def parse_key_codes(text: str) -> frozenset[int]:
    """Return the codes of the keys that a device has, as /sys has them: words in hexadecimals.

    The last word has the lowest codes; the kernel writes words as long as those of who asks.
    """
    bits = struct.calcsize("@l") * 8
    words = [int(word, 16) for word in reversed(text.split())]
    return frozenset(
        number * bits + bit
        for number, word in enumerate(words)
        for bit in range(bits)
        if word >> bit & 1
    )


def is_play_button(codes: frozenset[int]) -> bool:
    """Return True if a device has such a key, and is no keyboard, by which somebody may type."""
    return bool(codes & PLAY_KEYS.keys()) and not codes & LETTER_KEYS
