"""Measures what a session costs in each format, each as a whole process, and prints a table.

    python benchmarks/formats.py
    python benchmarks/formats.py --short        each once, and no three hours

The session is `thirty.yaml`, with all its takes kept from before; times are the best of a few.
`bare s` is one pass of the same encoder, set up alike, over the finished sound, in a process of its
own and in turn with the others: no program that encodes in one thread is quicker. `x bare` beside
it tells more than seconds do on a machine that others use, too; `CPU s` is the time of all cores
together. Memory is the peak of the process, for ten minutes, half an hour and three hours: it
should be the same.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from run import HERE, RUN

RIVALS = HERE / "rivals.py"
RUNS = 6
WANTED = {"wav": 1.2, "flac": 1.2, "mp3": 4, "m4b": 6, "opus": 5}


def cost(arguments, environment, runs):
    """Give the best wall time, the best time of all cores, and the peak memory in MB."""
    best, busy, peak = float("inf"), float("inf"), 0.0
    for _ in range(runs):
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"failed: {arguments}")
        best = min(best, time.perf_counter() - begun)
        busy = min(busy, usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
    return best, busy, peak


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--short", action="store_true", help="each once, and no three hours")
    short = asked.parse_args().short
    scripts = ("ten", "thirty") if short else ("ten", "long", "thirty")
    folder = Path(tempfile.mkdtemp())
    environment = {**os.environ, "COACH_CACHE": str(folder / "cache"), "COACH_CONFIG": str(folder)}

    def export(script, kind, runs=1):
        script, out = str(HERE / f"{script}.yaml"), folder / f"out.{kind}"
        out.unlink(missing_ok=True)  # a file of 170 MB takes 0.2 s to be forgotten
        return cost(["-c", RUN, "export", script, "-o", str(out)], environment, runs)

    def bare(kind):
        out = str(folder / f"bare.{kind}")
        return cost([str(RIVALS), "bare", str(folder), out], environment, 1)[0]

    for script in scripts:
        export(script, "wav")
    (folder / "out.wav").rename(folder / "whole.wav")
    rows = [("format", "wall s", "wanted", "bare s", "x bare", "CPU s")]
    rows[0] += ("MB, 10 min", "30 min", "3 h", "size")
    for kind, wanted in WANTED.items():
        found = [(*export("thirty", kind), bare(kind)) for _ in range(1 if short else RUNS)]
        wall, busy, _, least = map(min, zip(*found, strict=True))
        memory = max(peak for _, _, peak, _ in found)
        size = (folder / f"out.{kind}").stat().st_size / 1e6
        peaks = {script: f"{export(script, kind)[2]:.0f}" for script in scripts[:-1]}
        cells = (f"{wall:.2f}", f"{wanted}", f"{least:.2f}", f"{wall / least:.2f}", f"{busy:.2f}")
        memories = (peaks["ten"], f"{memory:.0f}", peaks.get("long", ""))
        rows.append((kind, *cells, *memories, f"{size:.1f} MB"))
    libraries = ("av", "lameenc", "numpy", "soundfile")
    made = ", ".join(f"{name} {version(name)}" for name in libraries)
    print(f"Python {platform.python_version()}, {made}, {os.cpu_count()} cores\n")
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip())
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
