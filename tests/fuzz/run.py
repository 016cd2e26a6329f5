"""Tries bad input by the ten thousand, and tells what became of it.

    python -m tests.fuzz.run --count 20000 --seed 1 --jobs 2
    python -m tests.fuzz.run --only bytes:17 --seed 1

Each case runs in a worker process that is watched: one in which for more than 5 s of the processor
no bar moves on is a fault, and so is one that takes a minute in all. Ends with 1 where there was
a fault.
"""

import argparse
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fuzz.kinds import SCRIPTS, SHARES, share_out
from tests.paths import ROOT

MAX_SECONDS = 5
MAX_WAIT = 60
MAX_MB = 500
CHECKOUT = ROOT


@dataclass(slots=True)
class Tally:
    """What became of the cases of one kind."""

    ended: Counter[str] = field(default_factory=Counter)
    spent: float = 0.0
    slowest: tuple[float, int] = (0.0, -1)
    stillest: tuple[float, int] = (0.0, -1)
    highest: tuple[int, int] = (0, -1)


@dataclass(slots=True)
class Findings:
    """What became of all cases; `faults` by `kind:number`."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    faults: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, number: int, told: dict[str, Any]) -> None:
        """Take down what became of a case."""
        fault = told["fault"] or _dearness(told)
        if fault:
            self.faults[f"{kind}:{number}"] = fault
        tally = self.tallies[kind]
        tally.ended["fault" if fault else " ".join(told["ended"].split()[:2])] += 1
        tally.spent += told["cpu"]
        tally.slowest = max(tally.slowest, (told["cpu"], number))
        tally.stillest = max(tally.stillest, (told["still"], number))
        tally.highest = max(tally.highest, (told["peak"], number))

    @property
    def scripts(self) -> int:
        """Count the scripts that were tried."""
        return sum(sum(self.tallies[kind].ended.values()) for kind in SCRIPTS)

    def summary(self) -> Iterator[str]:
        """Give a table: a line a kind, and the whole."""
        whole = sum(sum(tally.ended.values()) for tally in self.tallies.values())
        columns = "kind", "tried", "taken", "refused", "mean", "slowest", "stillest", "most memory"
        yield f"| {' | '.join(columns)} | faults |"
        yield "|---" * (len(columns) + 1) + "|"
        for kind in filter(self.tallies.__contains__, SHARES):
            tally = self.tallies[kind]
            yield (
                f"| {kind} | {sum(tally.ended.values()):,} | {_sum(tally, 'accepted', 'exit 0'):,} "
                f"| {_sum(tally, 'refused', 'exit 1', 'exit 2', 'exit 3'):,} "
                f"| {1000 * tally.spent / sum(tally.ended.values()):.0f} ms "
                f"| {tally.slowest[0]:.1f} s (:{tally.slowest[1]}) "
                f"| {tally.stillest[0]:.1f} s (:{tally.stillest[1]}) "
                f"| {tally.highest[0]} MB (:{tally.highest[1]}) | {tally.ended['fault']} |"
            )
        yield f"{self.scripts:,} scripts and {whole - self.scripts:,} others, "
        yield f"{len(self.faults)} faults"


def _sum(tally: Tally, *begins: str) -> int:
    return sum(count for ended, count in tally.ended.items() if ended.startswith(begins))


class Worker:
    """A worker process, and what it is trying."""

    def __init__(self, seed: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="fuzz-")
        self.seed = seed
        self._start()

    def _start(self) -> None:
        argv = [sys.executable, "-m", "tests.fuzz.worker", self.seed]
        self.count = getattr(self, "count", 0) + 1
        argv.append(f"{self.folder.name}/{self.count}")
        environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONHASHSEED": "0"}
        self.process = subprocess.Popen(
            argv, cwd=CHECKOUT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, bufsize=0, start_new_session=True,
        )  # fmt: skip

    def try_case(self, kind: str, number: int) -> dict[str, Any]:
        """Try a case; one that hangs or ends the process is told of as such."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        began, before, heard = time.monotonic(), self._used(), b""
        self.process.stdin.write(f"{kind} {number}\n".encode())
        # Empty lines are signs that it goes on.
        while not heard.strip() or not heard.endswith(b"\n"):
            if select.select([self.process.stdout], [], [], 1.0)[0]:
                new = self.process.stdout.read(65_536)
                if not new:
                    code = self.process.wait()
                    self.renew()
                    return _lost(f"the process ended with {code}")
                heard, before = heard + new, self._used()
            # Reading a case, and starting up, take their time as well.
            used, waited = self._used() - before, time.monotonic() - began
            if used > 3 * MAX_SECONDS or waited > MAX_WAIT:
                self.renew()
                return _lost(f"hangs: {used:.1f} s of the processor, {waited:.0f} s in all")
        told: dict[str, Any] = json.loads(heard)
        return told

    def _used(self) -> float:
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def _end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def renew(self) -> None:
        """Go on with a fresh process."""
        self._end()
        self._start()

    def close(self) -> None:
        """End the process, and remove its folder."""
        self._end()
        self.folder.cleanup()


def _dearness(told: dict[str, Any]) -> str:
    """Tell what a case took too much of, if anything."""
    time = [f"{told['still']:.1f} s"] if told["still"] > MAX_SECONDS else []
    memory = [f"{told['peak']} MB"] if told["peak"] > MAX_MB else []
    return "took " + " and ".join(time + memory) if time or memory else ""


def _lost(fault: str) -> dict[str, Any]:
    return {"ended": "fault", "fault": fault, "cpu": 0.0, "still": 0.0, "wall": 0.0, "peak": 0}


def try_all(cases: list[tuple[str, int]], seed: str, jobs: int, tell: bool = False) -> Findings:
    """Try cases in several processes."""
    findings, left, lock = Findings(), iter(cases), threading.Lock()
    began = time.monotonic()

    def work() -> None:
        worker = Worker(seed)
        try:
            while True:
                with lock:
                    case = next(left, None)
                if case is None:
                    return
                told = worker.try_case(*case)
                if told["fault"].startswith("hangs") or _dearness(told):
                    # A worker keeps what many cases left; what counts is what one costs alone.
                    worker.renew()
                    told = worker.try_case(*case)
                with lock:
                    findings.add(*case, told)
                    done = sum(sum(t.ended.values()) for t in findings.tallies.values())
                    if tell and done % 500 == 0:
                        _say(f"{done:,} of {len(cases):,}, {time.monotonic() - began:.0f} s")
                    if tell and told["fault"]:
                        _say(f"{case[0]}:{case[1]} {told['fault'][-300:]}")
        finally:
            worker.close()

    workers = [threading.Thread(target=work) for _ in range(jobs)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    return findings


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main() -> int:
    """Try what is asked for, and print a summary and every fault."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000, help="scripts to try")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", action="append", help="KIND or KIND:NUMBER")
    asked = parser.parse_args()
    cases = share_out(asked.count)
    if asked.only:
        exact = [(k, int(n)) for k, _, n in (o.partition(":") for o in asked.only) if n]
        cases = exact + [(kind, n) for kind, n in cases if kind in asked.only]
    findings = try_all(cases, asked.seed, asked.jobs, tell=True)
    for name, fault in findings.faults.items():
        sys.stdout.write(f"\n== {name}\n{fault}\n")
    sys.stdout.write("\n" + "\n".join(findings.summary()) + "\n")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
