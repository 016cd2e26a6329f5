"""Measures what the natural voice costs, beside espeak in the same run, and prints a table.

    python benchmarks/voice.py
    python benchmarks/voice.py --short            each once

The session is `lower-back` of 20 minutes. Cold means an empty folder of takes. *Bare* is what
cannot be saved: the synthesis of its distinct lines by the engine alone, on one core, after it is
loaded, and one pass of the MP3 encoder over a sound as long as the session.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
from run import RUN, first_heard, measured  # noqa: E402 (found beside this file)

ENGINES = ("natural", "espeak")
SESSION = ("lower-back", "--minutes", "20")
BARE = """
import json, sys, time
from pathlib import Path
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.pace import WORDS_PER_MINUTE
from coach.speech.normalize import normalize_text
from coach.speech.voices.natural import NaturalVoice
from coach.timeline.source import Utterance
from coach.exports.encoders import find_encoder
prepared = prepare_session("lower-back", SessionRequest("natural", 20 * 60_000))
voice = NaturalVoice()
voice.speak("Warm up.", 122)
sources = {c.source for c in prepared.timeline.clips if isinstance(c.source, Utterance)}
lines = [(normalize_text(s.text, {}, voice.respellings), WORDS_PER_MINUTE[s.pace]) for s in sources]
began = time.process_time()
for text, pace in lines:
    voice.speak(text, pace)
spoken = time.process_time() - began
import lameenc
pcm = prepared.make_mix().render(0, prepared.length).samples.tobytes()
began = time.process_time()
encoder = lameenc.Encoder()
encoder.set_bit_rate(64); encoder.set_in_sample_rate(48_000); encoder.set_channels(1)
encoder.encode(pcm); encoder.flush()
print(json.dumps([len(lines), spoken, time.process_time() - began]))
"""


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--short", action="store_true", help="each once")
    few = 1 if asked.parse_args().short else 3
    folder = Path(tempfile.mkdtemp())
    out = str(folder / "out.mp3")

    def environment(engine):
        own = {"COACH_ENGINE": engine, "COACH_CACHE": str(folder / engine)}
        return {**os.environ, **own, "COACH_CONFIG": str(folder)}

    def clear():
        for engine in ENGINES:
            shutil.rmtree(folder / engine, ignore_errors=True)
        Path(out).unlink(missing_ok=True)

    def fill():
        """Have all takes there."""
        for engine in ENGINES:
            measured(["-c", RUN, "plan", *SESSION], environment(engine), 1)

    print(f"{'what':<34}{'natural':>9}{'espeak':>9}{'ratio':>7}   MB")
    for what, arguments, before in (
        ("20 min to MP3, cold", ["export", *SESSION, "-o", out], clear),
        ("20 min to MP3, warm", ["export", *SESSION, "-f", "-o", out], fill),
        ("plan, cold", ["plan", *SESSION], clear),
        ("list, nothing kept", ["list"], clear),
    ):
        found = [
            measured(["-c", RUN, *arguments], environment(engine), few, before)
            for engine in ENGINES
        ]
        row(what, found[0][0], found[1][0], f"{found[0][1]:.0f} / {found[1][1]:.0f}")
        if what.endswith("cold") and "MP3" in what:
            cold = found[0][0]
    heard = [first_heard(environment(engine), few, clear) for engine in ENGINES]
    if all(heard):
        for number, what in enumerate(("first sound heard, cold", "session heard, cold")):
            row(what, heard[0][number], heard[1][number])
    made = subprocess.run(
        [sys.executable, "-c", BARE],
        env=environment("natural"),
        capture_output=True,
        text=True,
        check=True,
    )
    lines, spoken, encoded = json.loads(made.stdout)
    print(
        f"bare synthesis of {lines} lines {spoken:.2f} s, bare MP3 {encoded:.2f} s: the cold export"
    )
    print(f"takes {cold / (spoken + encoded):.2f} times as long as both together")
    shutil.rmtree(folder)


def row(what, natural, espeak, more=""):
    print(f"{what:<34}{natural:9.2f}{espeak:9.2f}{natural / espeak:7.2f}   {more}", flush=True)


if __name__ == "__main__":
    main()
