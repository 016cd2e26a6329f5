"""Measures `coach export --all` on its own processes and on a local Dask cluster; prints tables.

    python benchmarks/cluster.py                1, 2 and 4 workers, each twice, in turns
    python benchmarks/cluster.py --short        1 and 2 workers, four short sessions, each once

Takes are warm, and the cluster is already running, as is usual. Time on the clock says little on a
machine that others use as well. So the tables also have the seconds of processor time that an hour
of sound takes, of all processes together (with a cluster's scheduler), and how many cores a run
had. What 100,000 sessions take is worked out from both. Linux only.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from run import HERE, RUN

sys.path.insert(0, str(HERE.parent))
from coach.exports.batch.manifest import ExpectedFile, Manifest, SessionRecord
from coach.exports.file_records import FileRecord
from tests.local_cluster import open_cluster

TICKS = os.sysconf("SC_CLK_TCK")
ROUTINE = "lower-back"
MANY = 100_000
USUAL_MINUTES = 15
FOLDER_SESSIONS = (100, 1_000, 2_000)
FILES = [".mp3", ".chapters.json", ".chapters.txt", ".vtt", ".srt", ".lrc"]
WIRE_BYTES_S = 100_000_000
"""What a network of 1 Gbit/s carries in a second."""


class Run(NamedTuple):
    """Seconds on the clock and of processor time, and what was made: hours of sound, bytes."""

    wall: float
    busy: float
    hours: float
    size: int

    @property
    def rate(self):
        """Hours of sound an hour."""
        return self.hours / self.wall * 3600

    @property
    def cost(self):
        """Seconds of processor time an hour of sound."""
        return self.busy / self.hours


def list_descendants(pid):
    """Return a process and all that it has started, directly or not."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += list_descendants(int(child))
    except OSError:
        pass
    return found


def count_seconds(pids):
    """Return the processor seconds of processes, and of those of their children that have ended."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICKS


def measure_export(environment, folder, minutes, more, cluster=None):
    """Export a folder from nothing, and return its Run; children of process `cluster` work too."""
    shutil.rmtree(folder, ignore_errors=True)
    what = ("--minutes", ",".join(map(str, minutes)), "--format", "mp3", "--voice", "tone")
    command = [sys.executable, "-c", RUN, "export", ROUTINE, "--all", str(folder), *what, *more]
    workers = list_descendants(cluster) if cluster else []
    before, begun = count_seconds(workers), time.perf_counter()
    earlier = os.times()
    process = subprocess.run(command, env=environment, capture_output=True, text=True)
    if process.returncode:
        raise SystemExit(process.stderr)
    later, wall = os.times(), time.perf_counter() - begun
    busy = later.children_user + later.children_system
    busy -= earlier.children_user + earlier.children_system
    busy += count_seconds(workers) - before
    files = list(folder.glob("*.mp3"))
    assert len(files) == len(minutes)
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Run(wall, busy, sum(minutes) / 60, size)


def measure_placing(folder, count):
    """Return the seconds that recording one more session takes in a folder of `count`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    manifest = Manifest(folder)
    record = FileRecord("k" * 32, 5_000_000, time.time_ns(), "d" * 32)
    for number in range(count + 1):
        stem = f"session-{number:06}"
        session = SessionRecord("session", "A session", "What it is for. " * 10, "en", 900_000, 1)
        session.notes = "12:34 The name of an exercise\n" * 12
        session.files = {stem + suffix: record for suffix in FILES}
        for name in session.files:
            (folder / name).touch()
        manifest.sessions[stem] = session
    manifest.save()
    names = [ExpectedFile(stem + suffix, record, stem) for suffix in FILES]
    begun = time.perf_counter()
    manifest.expect_files(names)
    return time.perf_counter() - begun


def choose_best(runs):
    """Return the run with the least time on the clock, with the least processor time of all."""
    first = min(runs, key=lambda run: run.wall)
    return first._replace(busy=min(run.busy for run in runs))


def show(rows):
    """Print a table in Markdown; its first row is the head."""
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if not number:
            print("|---" * len(row) + "|")
    print(flush=True)


def show_runs(found):
    """Print the runs of the pool and of the cluster for each number of workers."""
    rows = [
        (
            "workers",
            "own processes: hours of sound an hour",
            "cluster",
            "cluster / own",
            "own: processor seconds an hour of sound",
            "cluster",
            "cluster / own",
            "cores had: own, cluster",
        )
    ]
    for count, (own, cluster) in found.items():
        rates = (f"{own.rate:.0f}", f"{cluster.rate:.0f}", f"{cluster.rate / own.rate:.2f}")
        costs = (f"{own.cost:.1f}", f"{cluster.cost:.1f}", f"{cluster.cost / own.cost:.2f}")
        cores = f"{own.busy / own.wall:.2f}, {cluster.busy / cluster.wall:.2f}"
        rows.append((str(count), *rates, *costs, cores))
    show(rows)
    (_, first), (_, second) = list(found.values())[:2]
    own = found[2][0].rate / found[1][0].rate
    print(f"two workers against one: own {own:.2f}, cluster {second.rate / first.rate:.2f}\n")


def show_many(cost, size, placing):
    """Print what 100,000 sessions take, by the figures of the runs."""
    hours = MANY * USUAL_MINUTES / 60
    print(f"{MANY:,} sessions of {USUAL_MINUTES} minutes are {hours:,.0f} hours of sound:\n")
    rows = [("what", "how much")]
    rows += [
        (f"time on {cores} cores", f"{hours * cost / cores / 3600:,.1f} hours")
        for cores in (2, 8, 32, 128)
    ]
    disk = size * hours
    rows.append(("disk, as MP3 with all that stands beside it", f"{disk / 1e9:,.0f} GB"))
    wire = disk / WIRE_BYTES_S / 3600
    rows.append(("over the wire of 1 Gbit/s, where no folder is shared", f"{wire:,.1f} hours"))
    for count, seconds in placing.items():
        least = f"{seconds * 1000:.0f} ms each time; at most a tenth of the run"
        rows.append((f"recording, in a folder of {count:,} sessions", least))
    show(rows)
    busiest = hours * cost / (wire * 3600)
    print(f"from {busiest:,.0f} cores on the wire bounds it, until then the processors")


def main():
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="four sessions, 1 and 2 workers, once")
    short = parser.parse_args().short
    minutes = range(5, 9) if short else range(8, 18)
    counts, runs = ((1, 2), 1) if short else ((1, 2, 4), 2)
    folder = Path(tempfile.mkdtemp())
    names = ("CACHE", "CONFIG", "HOME", "STATE")
    environment = os.environ | {f"COACH_{name}": str(folder / name.lower()) for name in names}
    found = {count: ([], []) for count in counts}
    measure_export(environment, folder / "warm", minutes, ())
    for number, count in enumerate(counts * runs):
        own, theirs = found[count]
        own.append(measure_export(environment, folder / "own", minutes, ("--jobs", str(count))))
        home = folder / f"cluster{number}"
        home.mkdir()
        # Its workers share the takes of this machine's processes. They end with it, as one that has
        # nothing to do takes three hundredths of a core all the same.
        with open_cluster(home, count, cache=folder / "cache") as cluster:
            more = ("--cluster", cluster.address)
            measure_export(environment, folder / "warm", minutes[:count], more)
            run = measure_export(environment, folder / "theirs", minutes, more, cluster.process)
            theirs.append(run)
        print(f"{count}: {own[-1].wall:.1f} s, {theirs[-1].wall:.1f} s", file=sys.stderr)
    placing = {count: measure_placing(folder / "placing", count) for count in FOLDER_SESSIONS}
    shown = {count: tuple(map(choose_best, runs)) for count, runs in found.items()}
    show_runs(shown)
    last = shown[counts[-1]][1]
    show_many(last.cost, last.size / last.hours, placing)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
