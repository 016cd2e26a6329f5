"""Asks the system which device is its default: on macOS and Windows, where the sound follows it."""

import time
from typing import Any

from coach.errors import MachineError, Problem

ASK_EVERY_S = 1.0
"""Seconds between two looks."""


class DefaultDevice:
    """The default device of a backend of miniaudio, looked at once a second.

    `output` names it, None while there is none; `name` is that of the backend.
    """

    def __init__(self, backend: str) -> None:
        """Open the backend; raises MachineError where that fails."""
        try:
            import miniaudio

            self._devices = miniaudio.Devices([miniaudio.Backend[backend]])
        except Exception as error:  # such as no library, no such backend, or no server
            raise MachineError(Problem(f"{backend} lists no devices: {error}")) from error
        self._library: Any = miniaudio
        self._look_at = 0.0
        self.output: str | None = None
        self.name: str = self._devices.backend
        self.failure = ""

    def wait(self, seconds: float) -> None:
        """Wait for the next look, no longer than so many seconds, and look if it is time."""
        if (left := self._look_at - time.monotonic()) > 0:
            time.sleep(min(seconds, left))
            return
        self._look_at = time.monotonic() + ASK_EVERY_S
        self.output = self._find_default()

    def _find_default(self) -> str | None:
        # `get_playbacks` does not say which is the default.
        ffi, lib = self._library.ffi, self._library.lib
        found, count = ffi.new("ma_device_info **"), ffi.new("ma_uint32 *")
        context = self._devices._context
        if lib.ma_context_get_devices(context, found, count, ffi.NULL, ffi.NULL) != lib.MA_SUCCESS:
            return None
        for number in range(count[0]):
            device = found[0][number]
            if device.isDefault:
                identity = bytes(ffi.buffer(ffi.addressof(device, "id")))
                name = ffi.string(device.name).decode(errors="replace")
                return f"{name} {identity.rstrip(bytes(1)).hex()}"
        return None
