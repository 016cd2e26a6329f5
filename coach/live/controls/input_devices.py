"""The devices of Linux that have a play button: found by what /sys says, without opening any.

A keyboard is therefore never opened, whatever keys for media it has.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coach.live.controls.held_button import is_play_button, parse_key_codes

NO_INPUT_DEVICES = "there are no input devices, of which a long press could be seen"


@dataclass(frozen=True, slots=True)
class ButtonDevice:
    """A device with a play button: its node, its name, and an `id` that no later one has."""

    path: Path
    name: str
    id: str

    @property
    def is_readable(self) -> bool:
        """True if this user may read it."""
        return os.access(self.path, os.R_OK)


@dataclass(frozen=True, slots=True)
class InputFolders:
    """Where the kernel says what devices there are, and where their nodes are."""

    classes: Path = Path("/sys/class/input")
    nodes: Path = Path("/dev/input")

    @property
    def are_here(self) -> bool:
        """True on a Linux that has devices, or may have some later."""
        return self.classes.is_dir() and self.nodes.is_dir()

    def find_button(self, node: str) -> ButtonDevice | None:
        """Return a device if it has a play button, and is no keyboard."""
        described = self.classes / node
        try:
            codes = parse_key_codes((described / "device/capabilities/key").read_text("ascii"))
            if not is_play_button(codes):
                return None
            name = (described / "device/name").read_text("utf-8", "replace").strip()
            # The number of the input in this is never given twice, that of the node is.
            identity = str(described.resolve())
        except (OSError, ValueError):
            return None  # it has gone meanwhile
        return ButtonDevice(self.nodes / node, name, identity)

    def find_buttons(self) -> Iterator[ButtonDevice]:
        """Yield all devices with a play button."""
        with suppress(OSError):
            for path in sorted(self.nodes.glob("event*")):
                if button := self.find_button(path.name):
                    yield button
