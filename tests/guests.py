"""Voices that misbehave, installed beside coach as any guest is."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CODE = '''
import os, time
import numpy as np
from coach.sound.audio import Pcm
from coach.errors import MachineError, Problem
from coach.speech.voices.tone import ToneVoice

GOOD = int(os.environ.get("GUEST_GOOD", "0"))

class Faulty:
    """Speaks so many lines well, as the high tone does, and then as its name says."""
    def __init__(self, name=None):
        self.name, self.left, self.asked, self.tone = name, GOOD, 0, ToneVoice("high")
    @property
    def identity(self):
        return f"faulty 1 {self.name}"
    def speak(self, text, words_per_minute):
        self.asked += 1
        self.left -= 1
        good = self.tone.speak(text, words_per_minute)
        if self.left >= 0 or (self.name == "stumbles" and self.asked % 3):
            return good
        return getattr(self, self.name)(good)
    def dies(self, good): raise MachineError(Problem("the voice is gone"))
    def raises(self, good): raise RuntimeError("no more memory on the card")
    def exits(self, good): raise SystemExit(9)
    def starves(self, good): raise MemoryError
    def hangs(self, good): time.sleep(100)
    def stumbles(self, good): raise MachineError(Problem("a cough"))
    def silent(self, good): return Pcm(good.samples * 0, good.rate)
    def empty(self, good): return Pcm(good.samples[:0], good.rate)
    def nothing(self, good): return None
    def bytes(self, good): return good.samples.tobytes()
    def floats(self, good): return Pcm(good.samples / 32768, good.rate)
    def nan(self, good): return Pcm(np.full(24000, np.nan, np.float32), good.rate)
    def stereo(self, good): return Pcm(np.stack([good.samples] * 2), good.rate)
    def rateless(self, good): return Pcm(good.samples, 0)
    def fast(self, good): return Pcm(good.samples, 10**9)
    def noise(self, good):
        return Pcm(np.random.default_rng(1).integers(-32768, 32768, 10**6).astype(np.int16), 24000)
    def loud(self, good): return Pcm(np.full(24000, 32767, np.int16), 24000)
    def endless(self, good): return Pcm(np.tile(good.samples, 200), good.rate)
    def close(self): pass
    @classmethod
    def catalog(cls): return ()

class Unopened(Faulty):
    def __init__(self, name=None):
        raise MachineError(Problem("the voice does not start", hint="install it"))
'''
GARBAGE = "silent empty nothing bytes floats nan stereo rateless fast noise loud endless".split()
DOORS = "[coach.voices]\nfaulty = faulty_voice:Faulty\nunopened = faulty_voice:Unopened\n"


@contextmanager
def faulty_voices(site: Path, patch: pytest.MonkeyPatch, good: int = 0) -> Iterator[None]:
    """Install voices that fail after so many lines; `PYTHONPATH` shows them to children, too."""
    info = site / "faulty_voice-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty-voice\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(DOORS)
    (site / "faulty_voice.py").write_text(CODE)
    patch.setenv("GUEST_GOOD", str(good))
    patch.syspath_prepend(str(site))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.modules.pop("faulty_voice", None)
