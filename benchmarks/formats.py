"""Measures what a session costs in each format, each as a whole process, and prints a table.

    python benchmarks/formats.py

The session is `thirty.yaml`, with all its takes kept from before. Memory is the peak of the
process, for ten minutes and for three hours: it should be the same. `WAV x` is the time beside
that of the WAV file measured just before it: on a busy machine ratios tell more than seconds.
"""

import os
import platform
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from run import HERE, RUN, measured

WANTED = {"wav": 1.2, "flac": 1.2, "mp3": 4, "m4b": 6, "opus": 5}
MOST_MB = 160


def main():
    folder = Path(tempfile.mkdtemp())
    environment = {**os.environ, "COACH_CACHE": str(folder / "cache"), "COACH_CONFIG": str(folder)}

    def export(script, kind, runs):
        out = folder / f"out.{kind}"
        arguments = ["-c", RUN, "export", str(HERE / f"{script}.yaml"), "-f", "-o", str(out)]
        seconds, memory = measured(arguments, environment, runs)
        return seconds, memory, out.stat().st_size / 1e6

    for script in ("ten", "thirty", "long"):
        export(script, "wav", 1)
    rows = [("format", "seconds", "wanted", "WAV x", "MB, 10 min", "MB, 3 h", "wanted", "size, MB")]
    for kind, wanted in WANTED.items():
        base, _, _ = export("thirty", "wav", 3)
        seconds, _, size = export("thirty", kind, 3)
        short, long = export("ten", kind, 1)[1], export("long", kind, 1)[1]
        cells = (f"{seconds:.2f}", f"{wanted}", f"{seconds / base:.1f}")
        rows.append((kind, *cells, f"{short:.0f}", f"{long:.0f}", f"{MOST_MB}", f"{size:.1f}"))
    made = ", ".join(f"{name} {version(name)}" for name in ("av", "lameenc", "numpy"))
    print(f"Python {platform.python_version()}, {made}, {os.cpu_count()} cores\n")
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip())
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
