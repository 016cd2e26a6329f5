"""Decoding: any sound file of the user's -> PCM, in windows.

What is read of a file is bounded, so that one of any size is read or refused in little time and
memory: FFmpeg would look for sound in all of it, and keep what it has looked at.
"""

import stat
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import MachineError, Problem, UsageError
from coach.sound.audio import RATE, Pcm, check_rate, from_floats, read_wav
from coach.system.install_hint import install_command

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler

MAX_SILENT_BYTES = 32 << 20
"""How much of a file is read without any sound coming of it: room for a large cover, or for the
pictures of a film between two pieces of its sound. FFmpeg may keep two copies of it."""
MAX_BLOCK_S = 60
"""How long a block may last that is decoded at once, in seconds. The longest of a known format, of
Monkey's Audio, lasts half a minute; some false header would make it a day."""
MAX_PLACED_CHANNELS = 8


def read_audio(path: Path, longest: int) -> Iterator[Pcm]:
    """Yield at most `longest` ms of a sound file in windows, its channels averaged into one.

    The last window may go beyond `longest`. Raises UsageError for what is no sound file,
    MachineError where PyAV is needed and missing.
    """
    try:
        check_regular_file(path)
        try:
            yield from read_wav(path, longest)
        except ValueError:
            yield from _decode_audio(path, longest)
    except OSError as error:
        raise UsageError(Problem(f"{path}: cannot be read: {error.strerror or error}")) from error


def check_regular_file(path: Path) -> None:
    """Raise UsageError for a pipe or a device: it may have no end, and nobody may write to it.

    What is not there, and a folder, is an error of whoever opens it.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        found = "a pipe" if stat.S_ISFIFO(mode) else "a device or a socket"
        problem = Problem(
            f"{path}: expected a sound file, found {found}", hint="write the sound to a file first"
        )
        raise UsageError(problem)


class BoundedFile:
    """A file that ends where more than MAX_SILENT_BYTES were read and no sound came of them."""

    def __init__(self, file: FileIO) -> None:
        self.name = file.name
        self.error: OSError | None = None
        self.has_sound = self.is_starved = False
        self._file = file
        self._silent_bytes = 0

    def note_sound(self) -> None:
        """Note that sound came of what was read."""
        self.has_sound, self._silent_bytes = True, 0

    def read(self, size: int) -> bytes:
        """Return the next bytes; none at the end, and none after an error, which is kept.

        An exception would be printed by PyAV when FFmpeg tries again.
        """
        try:
            content = self._file.read(min(size, MAX_SILENT_BYTES - self._silent_bytes))
        except OSError as error:
            self.error = error
            return b""
        self._silent_bytes += len(content)
        self.is_starved |= self._silent_bytes >= MAX_SILENT_BYTES
        return content

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to another place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file, in bytes."""
        return self._file.tell()


def _decode_audio(path: Path, longest: int) -> Iterator[Pcm]:
    try:
        import av
    except ImportError as error:
        message = f"{path}: this format cannot be read here"
        hint = f"a 16-bit WAV can be read; for other formats: {install_command('av')}"
        raise MachineError(Problem(message, hint=hint)) from error
    with path.open("rb", buffering=0) as opened:
        file = BoundedFile(opened)
        try:
            yield from _decode_windows(file, longest)
        except IndexError as error:
            raise _make_refusal(path, ", found no sound in it") from error
        except (av.FFmpegError, ValueError) as error:
            if not file.is_starved and not file.error:
                # As text, FFmpeg's errors have a number and the path again.
                reason = getattr(error, "strerror", None) or error
                raise _make_refusal(path, f": {reason}") from error
        if file.error:
            raise file.error
        if not file.has_sound:
            where = f"its first {MAX_SILENT_BYTES >> 20} MB" if file.is_starved else "it"
            raise _make_refusal(path, f", found no sound in {where}")


def _make_refusal(path: Path, reason: str) -> UsageError:
    return UsageError(Problem(f"{path}: expected a sound file{reason}"))


def _decode_windows(file: BoundedFile, longest: int) -> Iterator[Pcm]:
    """Yield what FFmpeg makes of a file; raises its errors, and IndexError for no sound at all."""
    import av

    missing = longest * RATE // 1000
    # A list of other files is none of sound: FFmpeg would open what stands in it, at any address.
    with av.open(file, "r", options={"protocol_whitelist": "none"}) as container:
        resampler: AudioResampler | None = av.AudioResampler("s16", "mono", RATE)
        for frame in container.decode(audio=0):
            if frame.samples > MAX_BLOCK_S * frame.sample_rate:
                raise ValueError(f"a block of it lasts more than {MAX_BLOCK_S} seconds")
            if not file.has_sound and not _can_mix(frame):
                resampler = None
            file.note_sound()
            for window in _mix_down(frame, resampler):
                yield window
                missing -= len(window.samples) * RATE // window.rate
            if missing <= 0:
                return


def _can_mix(frame: "AudioFrame") -> bool:
    """Return True unless a frame has many channels of unknown places, which FFmpeg cannot mix."""
    import av

    try:
        av.AudioResampler("s16", "mono", RATE).resample(frame)
    except ValueError:
        return frame.layout.nb_channels <= MAX_PLACED_CHANNELS
    return True


def _mix_down(frame: "AudioFrame", resampler: "AudioResampler | None") -> list[Pcm]:
    if resampler:
        return [Pcm(mixed.to_ndarray()[0]) for mixed in resampler.resample(frame)]
    check_rate(frame.sample_rate)
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    means = samples.mean(axis=0)
    if samples.dtype.kind == "u":
        means -= 128
    scale = {"u": 128.0, "i": 2.0 ** (8 * samples.itemsize - 1)}.get(samples.dtype.kind, 1.0)
    return [from_floats(means / scale, frame.sample_rate)]
