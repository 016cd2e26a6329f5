"""A worker: tries cases by their numbers, and tells of each before and after.

`python -m tests.fuzz.worker SEED FOLDER` reads `KIND NUMBER` lines and answers in JSON; before
that, in empty lines, that a case which takes long goes on.
"""

import gc
import json
import os
import re
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path
from random import Random
from typing import TextIO

from tests.fuzz.judging import World
from tests.fuzz.kinds import make_case
from tests.fuzz.proofs import PROOFS

TELL_EACH_S = 0.5
ENOUGH_S = 90
"""After which a case ends its process: whoever watches may have been killed."""


class Pulse:
    """How long a case shows nobody that it goes on, in seconds of the processor."""

    def __init__(self, answers: TextIO) -> None:
        self.answers = answers
        self.begin()

    def begin(self) -> None:
        """Begin with a case."""
        self.longest = 0.0
        self.last = self.told = time.process_time()

    def sign(self, _done: int = 0, _all: int = 0) -> None:
        """Take down that something moved."""
        now = time.process_time()
        self.longest, self.last = max(self.longest, now - self.last), now
        if now - self.told > TELL_EACH_S:
            self.told = now
            self.answers.write("\n")


def main() -> None:
    """Try each case that is asked for, until no more are."""
    seed, folder = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # nobody else writes to whoever watches
    warnings.simplefilter("error")
    pulse = Pulse(answers)
    world = World(Path(folder), pulse.sign)
    for count, line in enumerate(sys.stdin):
        kind, number = line.split()
        if not count % 40:
            gc.collect()
        chance = Random(f"{seed}/{kind}/{number}")
        signal.alarm(ENOUGH_S)
        answers.write(json.dumps(_tried(world, pulse, kind, chance)) + "\n")
        signal.alarm(0)


def _tried(world: World, pulse: Pulse, kind: str, chance: Random) -> dict[str, object]:
    case = None if kind in PROOFS else make_case(kind, chance)
    _reset_peak()
    before, began = time.process_time(), time.monotonic()
    pulse.begin()
    fault = ""
    try:
        ended = world.act(case) if case else PROOFS[kind](world)
    except BaseException:
        fault, ended = traceback.format_exc()[-3_000:], "fault"
    pulse.sign()
    return {
        "ended": ended,
        "fault": fault,
        "cpu": time.process_time() - before,
        "still": pulse.longest,
        "wall": time.monotonic() - began,
        "peak": _peak(),
    }


def _reset_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak() -> int:
    """Give the most memory this process had since the peak was reset, in MB; 0 if not told."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main()
