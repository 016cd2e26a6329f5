"""Measures what a session costs in each format, each as a whole process, and prints a table.

    python benchmarks/formats.py

The session is `thirty.yaml`, with all its takes kept from before; times are the best of a few.
`CPU s` is the time of all cores together, `x WAV` that beside a WAV file written just before: on
a busy machine these tell more than seconds do. Memory is the peak of the process, for ten
minutes, half an hour and three hours: it should be the same.
"""

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
    folder = Path(tempfile.mkdtemp())
    environment = {**os.environ, "COACH_CACHE": str(folder / "cache"), "COACH_CONFIG": str(folder)}

    def export(script, kind, runs=1):
        script, out = str(HERE / f"{script}.yaml"), str(folder / f"out.{kind}")
        return cost(["-c", RUN, "export", script, "-f", "-o", out], environment, runs)

    for script in ("ten", "thirty", "long"):
        export(script, "wav")
    rows = [("format", "wall s", "wanted", "CPU s", "x WAV", "MB, 10 min", "30 min", "3 h", "size")]
    for kind, wanted in WANTED.items():
        base = export("thirty", "wav", 3)[1]
        wall, busy, memory = export("thirty", kind, 3)
        size = (folder / f"out.{kind}").stat().st_size / 1e6
        short, long = export("ten", kind)[2], export("long", kind)[2]
        cells = (f"{wall:.2f}", f"{wanted}", f"{busy:.2f}", f"{busy / base:.1f}")
        rows.append(
            (kind, *cells, *(f"{mb:.0f}" for mb in (short, memory, long)), f"{size:.1f} MB")
        )
    made = ", ".join(f"{name} {version(name)}" for name in ("av", "lameenc", "numpy"))
    print(f"Python {platform.python_version()}, {made}, {os.cpu_count()} cores\n")
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip())
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
