"""Proves that counts are heard on their seconds, in files of up to three hours.

    python -m tests.proof.timing            10 minutes, an hour, three hours, and lossy files
    python -m tests.proof.timing --short    10 minutes

The coach is run as a program. What it says it planned (`export --timeline`) is compared with what
is heard in the file it wrote, by `estimator`, which knows nothing of coach.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.paths import ROOT
from tests.proof.estimator import Recording, Word, words_alone

RUN = """
import sys
from coach.cli.main import main
sys.argv[0] = "coach"
try:
    main()
finally:
    print(open("/proc/self/status").read(), file=sys.stderr)
"""
BLOCK_MS = 150_000
BLOCK = """
  - {hold: 45s, countdown: 20}
  - {silence: 1s}
  - {reps: 8, into: 2s, hold: 2s, out: 2s, calls: {into: Lift, out: Lower}}
  - {breathe: 3, inhale: 4s, exhale: 6s}
  - {rest: 26s, countdown: 3}
"""
"""Two minutes and a half, all of its time given: the chime of a hold has rung when a word comes."""
PHRASES = "phrases: {last_one: [The last one.]}"
"""The same words for every last repetition, so that each can be known by its word said alone."""
ALONE = f"""title: Each alone
{PHRASES}
steps:
  - {{silence: 8s}}
  - {{reps: 22, into: 2s, out: 2s, sounds: false}}
  - {{reps: 2, into: 2s, hold: 2s, out: 2s, sounds: false, calls: {{into: Lift, out: Lower}}}}
  - {{breathe: 2, inhale: 2s, exhale: 2s, aloud: words, sounds: false}}
"""
APART_MS = 250
"""What is heard alone has so much silence around it, at least."""
ENDS = 100
"""So many counts of the start, and of the end, are compared."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count: the second it is planned for, in ms, and whether nothing else is heard with it."""

    text: str
    second: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Errors:
    """How late counts are, in ms: `by_word` each found by its likeness to the word alone.

    `by_ear` is of those with which nothing else is heard, from the sound of the file itself.
    """

    seconds: np.ndarray
    texts: tuple[str, ...]
    by_word: np.ndarray
    by_ear: np.ndarray
    alike: float
    made_mb: float

    @property
    def worst(self) -> float:
        return float(np.abs(self.by_word).max())

    @property
    def worst_by_ear(self) -> float:
        return float(np.abs(self.by_ear).max())

    @property
    def drift(self) -> float:
        """Milliseconds an hour, by a straight line through all errors."""
        return float(np.polyfit(self.seconds / 3_600_000, self.by_word, 1)[0])

    @property
    def first(self) -> float:
        return float(self.by_word[:ENDS].mean())

    @property
    def last(self) -> float:
        return float(self.by_word[-ENDS:].mean())

    @property
    def spread(self) -> float:
        """How much later one and the same word is at one place than at another, at most."""
        texts = np.array(self.texts)
        return max(float(np.ptp(self.by_word[texts == text])) for text in set(self.texts))


def script(minutes: int) -> str:
    """Write a session of so many minutes, made of holds, repetitions, breaths and rests."""
    return f"title: {minutes} minutes\n{PHRASES}\nsteps:" + BLOCK * (minutes * 60_000 // BLOCK_MS)


def places(folder: Path) -> dict[str, str]:
    """Give what keeps coach to one folder: its scripts, its settings and what it has spoken."""
    names = ("COACH_HOME", "COACH_CONFIG", "COACH_CACHE", "COACH_STATE")
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    return {name: str(folder / name.lower()) for name in names} | {"PYTHONPATH": path}


def run_coach(folder: Path, *arguments: str) -> float:
    """Run coach in a folder; gives its peak memory in MB."""
    run = subprocess.run(
        [sys.executable, "-c", RUN, *arguments, "--seed", "0"],
        cwd=folder,
        env=os.environ | places(folder),
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise RuntimeError(run.stderr)
    return peak(run.stderr)


def peak(status: str) -> float:
    """Read the most memory a process took, in MB, from what Linux tells of it."""
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def alone(folder: Path, voice: str) -> dict[str, Word]:
    """Have every word said alone, and cut it out of that file by its silences."""
    (folder / "alone.yaml").write_text(ALONE)
    run_coach(folder, "export", "alone.yaml", "-v", voice, "-f", "--timeline", "-o", "alone.wav")
    clips = json.loads((folder / "alone.timeline.json").read_bytes())["clips"]
    sounds = words_alone(folder / "alone.wav", APART_MS)
    heaps = list(_heaps(clips))
    assert len(sounds) == len(heaps), (len(sounds), len(heaps))
    return {
        heap[0]["text"]: Word(sound, 48_000)
        for sound, heap in zip(sounds, heaps, strict=True)
        if len(heap) == 1
    }


def _heaps(clips: list[dict]) -> Iterator[list[dict]]:
    """Give clips that come one upon the other together, in order."""
    heap, end = [], 0
    for clip in clips:
        if heap and clip["start_ms"] - end > APART_MS:
            yield heap
            heap = []
        heap.append(clip)
        end = max(end, clip["start_ms"] + clip["length_ms"])
    yield heap


def counts(plan: Path) -> list[Count]:
    """Read what was planned: every word that has a second to be heard on."""
    clips = json.loads(plan.read_bytes())["clips"]
    return list(_counts(clips))


def _counts(clips: list[dict]) -> Iterator[Count]:
    spans = np.array([(one["start_ms"], one["start_ms"] + one["length_ms"]) for one in clips])
    for number, clip in enumerate(clips):
        if clip["beat_ms"] is not None:
            start, end = spans[number]
            over = (spans[:, 0] < end + 40) & (spans[:, 1] > start - 40)
            yield Count(clip["text"], clip["beat_ms"], int(over.sum()) == 1)


def measured(
    file: Path, planned: list[Count], words: dict[str, Word], made_mb: float = 0.0
) -> Errors:
    """Measure how late every count is heard in a WAV file."""
    recording = Recording(file)
    by_word, by_ear, alike = [], [], 1.0
    for number, count in enumerate(planned):
        word = words[count.text]
        found = word.find(recording, count.second)
        by_word.append(found.frame * 1000 / word.rate + word.centre - count.second)
        alike = min(alike, found.alike)
        # To listen is slow: of a long session, to the beginning and the end.
        if count.alone and (number < ENDS or number >= len(planned) - ENDS):
            by_ear.append(word.heard(recording, count.second))
    recording.close()
    return Errors(
        np.array([count.second for count in planned], float),
        tuple(count.text for count in planned),
        np.array(by_word),
        np.array(by_ear),
        alike,
        made_mb,
    )


def session(folder: Path, minutes: int, voice: str, words: dict[str, Word]) -> Errors:
    """Make a session of so many minutes and measure it."""
    (folder / "long.yaml").write_text(script(minutes))
    memory = run_coach(
        folder, "export", "long.yaml", "-v", voice, "-f", "--timeline", "-o", "long.wav"
    )
    planned = counts(folder / "long.timeline.json")
    try:
        return measured(folder / "long.wav", planned, words, memory)
    finally:
        (folder / "long.wav").unlink()


def lossy(folder: Path, minutes: int, voice: str, words: dict[str, Word], suffix: str) -> Errors:
    """Make a session in a lossy format, have ffmpeg decode it, and measure that."""
    (folder / "lossy.yaml").write_text(script(minutes))
    name = f"lossy{suffix}"
    memory = run_coach(folder, "export", "lossy.yaml", "-v", voice, "-f", "--timeline", "-o", name)
    command = ["ffmpeg", "-v", "error", "-y", "-i", name, "-map", "0:a:0", "-ac", "1"]
    subprocess.run([*command, "-ar", "48000", "heard.wav"], cwd=folder, check=True)
    return measured(folder / "heard.wav", counts(folder / "lossy.timeline.json"), words, memory)


HEAD = (
    "session               counts  worst  by ear   mean  spread  first 100  last 100  drift    MB",
    "                                 ms      ms     ms      ms         ms        ms   ms/h      ",
)


def row(name: str, found: Errors) -> str:
    """Write a line of the table."""
    return (
        f"{name:<21} {len(found.texts):>6} {found.worst:>6.2f} {found.worst_by_ear:>7.2f} "
        f"{found.by_word.mean():>6.2f} {found.spread:>7.3f} {found.first:>10.2f} "
        f"{found.last:>9.2f} {found.drift:>6.2f} {found.made_mb:>5.0f}"
    )


def main() -> None:
    """Print the table."""
    cores = len(os.sched_getaffinity(0))
    short = "--short" in sys.argv
    date = time.strftime("%Y-%m-%d", time.gmtime())
    print(f"{date}, Python {platform.python_version()}, numpy {np.__version__}, {cores} cores\n")
    print("\n".join(HEAD))
    with tempfile.TemporaryDirectory(prefix="coach-timing-") as name:
        folder = Path(name)
        for voice in ("natural", "espeak", "tone"):
            words = alone(folder, voice)
            for minutes in (10,) if short else (10, 60, 180):
                found = session(folder, minutes, voice, words)
                print(row(f"{minutes} min, {voice}", found), flush=True)
        words = alone(folder, "espeak")
        for suffix in (".mp3", ".m4b", ".opus") if shutil.which("ffmpeg") else ():
            found = lossy(folder, 10, "espeak", words, suffix)
            print(row(f"10 min, espeak, {suffix[1:]}", found), flush=True)


if __name__ == "__main__":
    main()
