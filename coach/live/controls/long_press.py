"""A long press of a button opens the ear: of a headset, a remote or a pedal, where Linux tells.

The desktop tells of presses, and not how long they last. The kernel does, where this user may read
it: mostly in the group `input`. Devices are looked for only in a session that has an ear.
"""

import os
import selectors
import time
from contextlib import suppress
from threading import Event, Thread

from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.button_presses import can_open_ear
from coach.live.controls.held_button import (
    EVENT,
    HeldButton,
    follow_changes,
    read_changes,
    take_long_press,
)
from coach.live.controls.input_devices import NO_INPUT_DEVICES, InputFolders
from coach.live.status import Phase, Status

LOOK_EVERY_MS = 3_000
"""How often it is looked for a headset that has come back, in ms."""
READ_BYTES = 64 * EVENT.size


class LongPress:
    """Sends LISTEN for a button that is held down, whatever the desktop makes of its press."""

    def __init__(self, folders: InputFolders | None = None) -> None:
        self._folders = folders or InputFolders()
        self._status = Status(Phase.IDLE, "")
        self._thread: Thread | None = None
        self._stop_event = Event()
        self._watched: ButtonWatch | None = None
        self._send: Send | None = None

    def start(self, send: Send) -> None:
        """Look whether this system tells; raises MachineError where it does not."""
        if not self._folders.are_here:
            raise MachineError(Problem(NO_INPUT_DEVICES))
        self._send = send

    def show(self, status: Status) -> None:
        """Begin to look for buttons once there is an ear to open."""
        self._status = status
        if self._thread is None and self._send and can_open_ear(status):
            self._watched = ButtonWatch(self._folders)
            self._thread = Thread(target=self._follow, name="long press", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Close all devices."""
        self._stop_event.set()
        if self._watched:
            self._watched.wake()
        if self._thread:
            self._thread.join(1)

    def _follow(self) -> None:
        watched, send = self._watched, self._send
        assert watched
        assert send
        # Whatever goes wrong here must not be written over the screen of a session.
        with suppress(Exception):
            while not self._stop_event.is_set():
                if watched.wait_for_long_press() and can_open_ear(self._status):
                    send(Command(Verb.LISTEN, is_press=True))
        watched.close()


class ButtonWatch:
    """The devices with a play button, as they come and go; used by one thread, but for `wake`."""

    def __init__(self, folders: InputFolders) -> None:
        self._folders = folders
        self._selector = selectors.DefaultSelector()
        self._wake_reader, self._wake_writer = os.pipe()
        self._selector.register(self._wake_reader, selectors.EVENT_READ)
        self._open: dict[str, int] = {}  # the open files, by the ids of their devices
        self._held = HeldButton()
        self._look_at = 0

    def wait_for_long_press(self) -> bool:
        """Wait for whatever comes next; return True if a button has been held down for long."""
        now = _read_ms()
        if now >= self._look_at:
            self._look_for_devices()
            self._look_at = now + LOOK_EVERY_MS
        until = min(self._look_at, self._held.due_at or self._look_at)
        for key, _ in self._selector.select(max(0, until - now) / 1000):
            if key.fd == self._wake_reader:
                return False
            self._read(key.fd, key.data)
        # Behind what was read: a machine that stood still has held no button.
        self._held, is_long = take_long_press(self._held, _read_ms())
        return is_long

    def wake(self) -> None:
        """Have the wait return at once; from any thread."""
        with suppress(OSError):
            os.write(self._wake_writer, b"\n")

    def close(self) -> None:
        """Close all."""
        self._selector.close()
        for file in (*self._open.values(), self._wake_reader, self._wake_writer):
            os.close(file)
        self._open.clear()

    def _read(self, file: int, identity: str) -> None:
        try:
            data = os.read(file, READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._held = follow_changes(self._held, read_changes(data), _read_ms())
        else:  # it is gone: a headset that was switched off
            self._selector.unregister(file)
            os.close(file)
            del self._open[identity]
            self._held = HeldButton()

    def _look_for_devices(self) -> None:
        """Open what has come; what may not be read is tried again, since rights come later."""
        for device in self._folders.find_buttons():
            if device.id in self._open:
                continue
            try:
                file = os.open(device.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            except OSError:
                continue
            if self._folders.find_button(device.path.name) == device:
                self._open[device.id] = file
                self._selector.register(file, selectors.EVENT_READ, device.id)
            else:  # another one has taken its place meanwhile, perhaps a keyboard
                os.close(file)


def _read_ms() -> int:
    return round(time.monotonic() * 1000)
