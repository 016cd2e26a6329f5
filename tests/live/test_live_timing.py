"""What is heard while the machine is busy: every sample once, every count on its second."""

import os
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.load import SPIN
from tests.proof import timing

from .conftest import RATE, SoundServer, behind_the_tick, trim

COACH = [sys.executable, "-m", "coach"]
Samples = npt.NDArray[np.int16]
BUFFER_MS = 100
MINUTE = """title: A minute of counts
steps:
  - {hold: 25s, countdown: 20, halfway: false}
  - {breathe: 2, inhale: 4s, exhale: 6s}
  - {reps: 3, into: 2s, out: 2s}
"""


@contextmanager
def busy_cores() -> Iterator[None]:
    """Keep every core busy."""
    spin = [sys.executable, "-c", SPIN]
    burning = [subprocess.Popen(spin) for _ in range(os.cpu_count() or 2)]
    try:
        yield
    finally:
        for process in burning:
            process.kill()
            process.wait()


def faults(heard: Samples, wanted: Samples) -> list[str]:
    """Tell where sound was lost or put in, and how much; nothing where none was."""
    found: list[str] = []
    at = 0
    while at < len(wanted) and len(found) < 5:
        size = min(len(heard), len(wanted) - at)
        apart = np.flatnonzero(heard[:size] != wanted[at : at + size])
        if not len(apart):
            more = len(heard) - (len(wanted) - at)
            return [*found, f"{more} samples more at the end"] if more else found
        first = int(apart[0])
        at, heard = at + first, heard[first:]
        piece = wanted[at : at + RATE // 5]
        again = [n for n in range(RATE) if np.array_equal(heard[n : n + len(piece)], piece)]
        lost = [n for n in range(RATE) if np.array_equal(wanted[at + n :][:9600], heard[:9600])]
        found.append(f"at {at / RATE:.3f} s: put in {again[:1]}, lost {lost[:1]}")
        heard = heard[again[0] if again else 0 :]
        at += lost[0] if lost and not again else 0
        if not again and not lost:
            break
    return found


# Slow in both forms: a sound server that is itself starved fails it, so it wants a machine where
# nothing else runs.
@pytest.mark.slow
@pytest.mark.parametrize("script", [MINUTE, timing.script(10)], ids=["a-minute", "ten-minutes"])
def test_every_sample_is_heard_once_and_every_count_on_its_second(
    sound_server: SoundServer, tmp_path: Path, script: str
) -> None:
    words = timing.alone(tmp_path, "espeak")
    (tmp_path / "counts.yaml").write_text(script)
    timing.run_coach(tmp_path, "export", "counts.yaml", "--timeline", "-o", "counts.wav")
    planned = timing.counts(tmp_path / "counts.timeline.json")
    with wave.open(str(tmp_path / "counts.wav")) as file:
        whole = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    lead = int(np.flatnonzero(whole)[0])
    env = os.environ | timing.places(tmp_path)
    # Of the same day as the file: what is said changes from day to day.
    command = [*COACH, "play", "counts.yaml", "--seed", "0", "--player", "miniaudio"]
    with busy_cores(), sound_server.record() as recording:
        ran = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=900
        )
        heard = recording.mono.copy()
    assert (ran.returncode, ran.stderr) == (0, "")
    sound = trim(heard)
    session = behind_the_tick(sound)
    begin = int(np.flatnonzero(heard)[0]) + len(sound) - len(session) - lead
    assert faults(session, trim(whole)) == []
    with wave.open(str(tmp_path / "heard.wav"), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(heard[begin:].astype("<i2").tobytes())
    found = timing.measured(tmp_path / "heard.wav", planned, words)
    assert max(found.worst, found.worst_by_ear) <= 5
    assert len(planned) >= 40
    frames = begin + ((found.seconds + found.by_word) * RATE / 1000).astype(int)
    clock = np.array([recording.heard_at(int(frame)) for frame in frames]) * 1000
    # The first to be seen arrived soonest after it was heard; the others are later by chance.
    late = (clock - found.seconds) - (clock - found.seconds).min()
    print(
        f"{len(planned)} counts, by the clock {late.max():.1f} ms apart, {found.worst:.2f} ms off"
    )
    assert late.max() <= BUFFER_MS
