"""A Dask cluster on this machine, in processes of its own; its workers have a home of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    size = {"n_workers": int(sys.argv[1]), "threads_per_worker": 1}
    with LocalCluster(**size, dashboard_address=None) as cluster:
        pids = (nanny.pid for nanny in cluster.workers.values())
        print(cluster.scheduler_address, *pids, flush=True)
        sys.stdin.read()
"""
FOLDERS = ("HOME", "CACHE", "CONFIG", "STATE")


@dataclass(frozen=True)
class Cluster:
    """Its address, its own process, and that of each worker as they were started."""

    address: str
    process: int
    workers: tuple[int, ...]

    def kill_worker(self, number: int = 0) -> None:
        os.kill(self.workers[number], signal.SIGKILL)


@contextmanager
def open_cluster(folder: Path, count: int, cache: Path | None = None) -> Iterator[Cluster]:
    """Start a cluster whose workers keep what they keep in a folder; end it with the block."""
    script = folder / "cluster.py"
    script.write_text(PROGRAM)
    own = {f"COACH_{name}": str(folder / name.lower()) for name in FOLDERS}
    own["COACH_CACHE"] = str(cache or folder / "cache")
    path = os.pathsep.join(filter(None, sys.path))
    with (
        (folder / "cluster.log").open("w") as log,
        subprocess.Popen(
            [sys.executable, str(script), str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | own | {"PYTHONPATH": path},
        ) as process,
    ):
        try:
            assert process.stdin
            assert process.stdout
            address, *pids = process.stdout.readline().split()
            yield Cluster(address, process.pid, tuple(map(int, pids)))
        finally:
            process.stdin.close()
            process.stdout.close()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
