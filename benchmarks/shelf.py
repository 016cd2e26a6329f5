"""Measures `coach export --all` on one core and on all of them; prints a table.

    python benchmarks/shelf.py
    python benchmarks/shelf.py --short          two sessions instead of eight, each once

Takes are warm. On a machine that others use, too, time on the clock tells little: beside it stands
the longest way through the run in seconds of processor time, that of the process that is first
started plus that of its busiest worker, which no other program changes.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUN = "import sys; from coach.cli.main import main; sys.argv[0] = 'coach'; main()"
MINUTES = range(8, 16)
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid):
    """Give the processor time of a process so far, and its children; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(fields[11]) + int(fields[12])) / TICKS, [int(child) for child in children]


def measured(environment, folder, minutes, cores, jobs):
    """Give seconds on the clock, and on the longest way, of making a folder from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    what = ("lower-back", "--minutes", ",".join(map(str, minutes)), "--format", "mp3")
    command = [sys.executable, "-c", RUN, "export", "--all", str(folder), *what]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)],
        env=environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    seen = {}
    while process.poll() is None:
        for pid in [process.pid, *seen]:
            try:
                seen[pid], children = processor_seconds(pid)
                seen |= {child: seen.get(child, 0.0) for child in children}
            except (OSError, IndexError):
                continue
        time.sleep(0.02)
    if process.returncode:
        raise SystemExit("failed")
    first = seen.pop(process.pid)
    return time.perf_counter() - begun, first + max(seen.values())


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--short", action="store_true", help="two sessions, each once")
    short = asked.parse_args().short
    minutes, runs = (MINUTES[:2], 1) if short else (MINUTES, 2)
    folder = Path(tempfile.mkdtemp())
    environment = {**os.environ, "COACH_CACHE": str(folder / "cache")}
    environment["COACH_CONFIG"] = str(folder)
    every = sorted(os.sched_getaffinity(0))

    def made(name, cores):
        return measured(environment, folder / name, minutes, cores, len(cores))

    made("warm", every)
    rows = [made("one", every[:1]) for _ in range(runs)]
    more = [made("all", every) for _ in range(runs)]
    print("| cores | seconds | longest way |\n|---|---|---|")
    best = []
    for count, found in ((1, rows), (len(every), more)):
        best.append([min(column) for column in zip(*found, strict=True)])
        print(f"| {count} | {best[-1][0]:.1f} | {best[-1][1]:.1f} |")
    ratios = (one / other for one, other in zip(*best, strict=True))
    print("| times as fast | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
