"""The microphone, through miniaudio: blocks of 16 kHz, mono, for voice activity and phrase_model.

A Bluetooth headset's own microphone is never opened unless it is asked for by its name: the system
would turn what is heard down to the quality of a telephone. Nor is the monitor of an output, by
which the coach would hear itself.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from coach.ears.phrase_model import RATE, Sound
from coach.ears.voice_activity import BLOCK_FRAMES, BLOCK_MS
from coach.errors import MachineError, Problem
from coach.live.players.miniaudio import BACKENDS, DEFAULT_BACKENDS
from coach.system.install_hint import install_command

TELEPHONE_SIGNS = ("bluez", "bluetooth", "hands-free", "handsfree", "airpods")
"""In names and ids of microphones that are those of a Bluetooth headset."""
MONITOR_SIGNS = (".monitor", "monitor of ")
NO_DEVICE = "null"
"""The id of what ALSA offers on every machine: it gives silence."""


@dataclass(frozen=True, slots=True)
class Source:
    """What can be listened to: its name for people, its id for the system."""

    name: str
    id: str
    is_default: bool = False
    handle: Any = None

    def has_sign(self, signs: Sequence[str]) -> bool:
        """Return True if one of some signs is in its name or its id."""
        text = f"{self.name} {self.id}".lower()
        return any(sign in text for sign in signs)


def choose_source(sources: Sequence[Source], wanted: str | None) -> Source:
    """Return the source that is wanted, or else the default, or the first that may be taken.

    Raises MachineError where none may.
    """
    if wanted:
        named = [one for one in sources if one.has_sign((wanted.lower(),))]
        if named:
            return named[0]
        there = ", ".join(one.name for one in sources) or "none"
        raise MachineError(Problem(f"no microphone is called {wanted!r}", hint=f"there: {there}"))
    own = [one for one in sources if not one.has_sign(MONITOR_SIGNS) and one.id != NO_DEVICE]
    fit = [one for one in own if not one.has_sign(TELEPHONE_SIGNS)]
    if fit:
        return next((one for one in fit if one.is_default), fit[0])
    if own:
        message = "the only microphone is that of a Bluetooth headset, which would sound worse"
        raise MachineError(Problem(message, hint=f"coach config microphone {own[0].name!r}"))
    hint = "plug one in, or switch it on in the settings of the system"
    raise MachineError(Problem("there is no microphone", hint=hint))


class Microphone:
    """An open microphone; `take` is called with what is heard, as bytes, from another thread."""

    def __init__(self, wanted: str | None, take: Callable[[bytes], None]) -> None:
        """Open it; raises MachineError where that is not possible."""
        library = _import_miniaudio()
        tried = []
        for name in BACKENDS.get(sys.platform, DEFAULT_BACKENDS):
            try:
                backends = [library.Backend[name]]
                devices = library.Devices(backends)
                source = choose_source(_list_sources(library, devices), wanted)
                self._device = library.CaptureDevice(
                    library.SampleFormat.FLOAT32,
                    1,
                    RATE,
                    buffersize_msec=BLOCK_MS,
                    device_id=source.handle,
                    backends=backends,
                    app_name="Coach",
                )
                receiver = _receive(take)
                next(receiver)
                self._device.start(receiver)
            except library.MiniaudioError as error:
                tried.append(f"{name} ({error.args[0] if error.args else error})")
                continue
            self.name = source.name
            return
        raise MachineError(Problem(f"no microphone can be opened; tried {', '.join(tried)}"))

    def close(self) -> None:
        """Let go of the microphone."""
        self._device.close()


class Blocks:
    """Cuts what is heard into blocks of BLOCK_FRAMES."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)

    def add(self, data: bytes) -> Iterator[Sound]:
        """Yield the blocks that are complete with some more bytes."""
        sound = np.concatenate([self._rest, np.frombuffer(data, np.float32)])
        whole = len(sound) // BLOCK_FRAMES * BLOCK_FRAMES
        self._rest = sound[whole:]
        for start in range(0, whole, BLOCK_FRAMES):
            block = sound[start : start + BLOCK_FRAMES]
            # What is no number would make all that follows it none.
            yield np.clip(np.nan_to_num(block, posinf=0.0, neginf=0.0), -1.0, 1.0)

    def clear(self) -> None:
        """Let go of what is left."""
        self._rest = np.zeros(0, np.float32)


def _receive(take: Callable[[bytes], None]) -> Any:
    """Return what miniaudio sends its bytes to; they are copied, for it goes on writing there."""
    while True:
        take(bytes((yield)))


def _list_sources(library: ModuleType, devices: Any) -> list[Source]:
    """Return what a system can listen to; miniaudio's own list says of none that it is default."""
    ffi, lib = library.ffi, library.lib
    found, count = ffi.new("ma_device_info **"), ffi.new("ma_uint32 *")
    context = devices._context
    if lib.ma_context_get_devices(context, ffi.NULL, ffi.NULL, found, count) != lib.MA_SUCCESS:
        return []
    sources = []
    for number in range(count[0]):
        device = found[0][number]
        identity = bytes(ffi.buffer(ffi.addressof(device, "id"))).partition(b"\0")[0]
        name = ffi.string(device.name).decode(errors="replace")
        handle = ffi.new("ma_device_id *", device.id)
        text = identity.decode(errors="replace")
        sources.append(Source(name, text, bool(device.isDefault), handle))
    return sources


def _import_miniaudio() -> ModuleType:
    try:
        import miniaudio
    except ImportError as error:
        message = f"the sound library miniaudio does not load: {error}"
        raise MachineError(Problem(message, hint=install_command("miniaudio"))) from error
    module: ModuleType = miniaudio
    return module
