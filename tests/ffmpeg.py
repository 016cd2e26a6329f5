"""What a file is to a decoder that did not write it: the system's own ffmpeg and ffprobe."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from coach.sound.audio import FRAMES_PER_MS, RATE, Samples

TOOLS = ("ffmpeg", "ffprobe")


def needed() -> None:
    """Skip a test where there is no decoder; in CI that is a failure."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if os.environ.get("COACH_REQUIRE_LIVE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)  # FFmpeg is no part of coach: without it all other tests can run


def decoded(path: Path) -> Samples:
    """All of its sound, as a player would get it, at the session's rate."""
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0"]
    command += ["-ar", str(RATE), "-f", "s16le", "-"]
    made = subprocess.run(command, capture_output=True, check=True)
    assert made.stderr == b""
    return np.frombuffer(made.stdout, "<i2")


@dataclass(frozen=True)
class Shown:
    """What a player shows of a file; times in milliseconds, names of tags in small letters."""

    codec: str
    channels: int
    rate: int
    length: float
    tags: dict[str, str]
    chapters: list[tuple[float, float, str]]
    picture: str | None


def shown(path: Path) -> Shown:
    asked = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"]
    made = subprocess.run(["ffprobe", "-v", "error", *asked, path], capture_output=True, check=True)
    found = json.loads(made.stdout)
    sound = next(one for one in found["streams"] if one["codec_type"] == "audio")
    pictures = [s["codec_name"] for s in found["streams"] if s["disposition"]["attached_pic"]]
    tags = {**found["format"].get("tags", {}), **sound.get("tags", {})}
    chapters = [
        (float(one["start_time"]) * 1000, float(one["end_time"]) * 1000, one["tags"]["title"])
        for one in found["chapters"]
    ]
    return Shown(
        sound["codec_name"],
        sound["channels"],
        int(sound["sample_rate"]),
        float(found["format"]["duration"]) * 1000,
        {name.lower(): text for name, text in tags.items()},
        chapters,
        pictures[0] if pictures else None,
    )


def picture(path: Path) -> bytes:
    """The cover, byte for byte."""
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-c", "copy", "-f", "data", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def subtitles(path: Path) -> str:
    """The captions, as SRT."""
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", "0:s:0", "-f", "srt", "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def lags(sound: Samples, planned: Samples) -> set[int]:
    """By how many samples the sound is late, here and there, where the two are most alike.

    Up to 100 ms late or early, in a minute each from the start, the middle and the end.
    """
    minute = 60_000 * FRAMES_PER_MS
    last = max(0, len(planned) - minute)
    found = set()
    for start in {0, last // 2, last}:
        place = slice(start, start + minute)
        if planned[place].any():
            found.add(lag(sound[place], planned[place]))
    return found


def lag(sound: Samples, planned: Samples) -> int:
    """By how many samples it is late, where the two are most alike."""
    reach = 100 * FRAMES_PER_MS
    size = 1 << (len(planned) + reach).bit_length()
    spectrum = np.fft.rfft(sound.astype(np.float32), size)
    alike = np.fft.irfft(spectrum * np.fft.rfft(planned.astype(np.float32), size).conj(), size)
    return int(np.argmax(np.roll(alike, reach)[: 2 * reach])) - reach
