"""Decoding: any sound file of the user's -> PCM."""

from pathlib import Path

import numpy as np

from coach.errors import MachineError, Problem, UsageError
from coach.sound.audio import RATE, Pcm, load_wav
from coach.system.install_hint import install_command


def load_audio(path: Path, longest: int) -> Pcm:
    """Return at most `longest` ms of a sound file, its channels averaged into one.

    Raises UsageError for what is no sound file, MachineError where PyAV is needed and missing.
    """
    try:
        return load_wav(path, longest)
    except OSError as error:
        raise UsageError(Problem(f"{path}: cannot be read: {error.strerror or error}")) from error
    except ValueError:
        return _decode_audio(path, longest)


def _decode_audio(path: Path, longest: int) -> Pcm:
    try:
        import av
    except ImportError as error:
        message = f"{path}: this format cannot be read here"
        hint = f"a 16-bit WAV can be read; for other formats: {install_command('av')}"
        raise MachineError(Problem(message, hint=hint)) from error
    parts: list[np.ndarray] = []
    missing = longest * RATE // 1000
    try:
        with av.open(str(path)) as container:
            resampler = av.AudioResampler("s16", "mono", RATE)
            for frame in container.decode(audio=0):
                for resampled in resampler.resample(frame):
                    parts.append(resampled.to_ndarray()[0])
                    missing -= resampled.samples
                if missing <= 0:
                    break
    except IndexError as error:
        raise UsageError(Problem(f"{path}: expected a sound file, found no sound in it")) from error
    except (av.FFmpegError, ValueError) as error:
        # As text, FFmpeg's errors have a number and the path again; `strerror` is the reason alone.
        reason = getattr(error, "strerror", None) or error
        raise UsageError(Problem(f"{path}: expected a sound file: {reason}")) from error
    return Pcm(np.concatenate([np.zeros(0, np.int16), *parts]))
