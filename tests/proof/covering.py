"""Tells what of the coach the tests go through: lines, and the ways out of each, room by room.

    python -m tests.proof.covering              all fast tests, then the live ones
    python -m tests.proof.covering --report     what the last run found
    python -m tests.proof.covering --short      of what lays out and mixes, by its own tests alone

Ends with 1 where less than 95 % was gone through.
Voices, what feeds the card, and the program itself run in processes of their own: all are counted.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.paths import ROOT

COVERAGE = (sys.executable, "-m", "coverage")
ODD = "tests/test_starting.py", "tests/proof/test_fuzz.py::test_whatever_is_put_in_ends_in_order"
"""What fails for being measured: coverage imports much, and makes everything slower."""
RUNS = (("-n", "auto", *(f"--deselect={test}" for test in ODD)), ("-m", "live and not slow"))
CODE = (("num_statements", "covered_lines"), ("num_branches", "covered_branches"))
LEAST = 95.0


def measure(runs: Sequence[Sequence[str]]) -> None:
    """Run tests; a live one that cannot run is a failure, and a failure ends it."""
    subprocess.run([*COVERAGE, "erase"], cwd=ROOT, check=True)
    env = os.environ | {"COACH_REQUIRE_LIVE": "1"}
    for options in runs:
        subprocess.run([*COVERAGE, "run", "-m", "pytest", *options], cwd=ROOT, check=True, env=env)
    subprocess.run([*COVERAGE, "combine", "--quiet"], cwd=ROOT, check=True)


def files() -> dict[str, dict[str, int]]:
    """Give what was found of each file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        subprocess.run([*COVERAGE, "json", "--quiet", "-o", path], cwd=ROOT, check=True)
        return {name: one["summary"] for name, one in json.loads(path.read_text())["files"].items()}


def core() -> tuple[list[str], list[str]]:
    """Give the files that are mutated, and the tests that bear on them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]
    return settings["only_mutate"], settings["pytest_add_cli_args_test_selection"]


def main() -> int:
    """Print the table."""
    short, (within, tests) = "--short" in sys.argv, core()
    if "--report" not in sys.argv:
        measure([("-q", "-n", "auto", *tests)] if short else RUNS)
    rooms: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for name, found in files().items():
        if short and name not in within:
            continue
        room = name if short else f"{Path(name).parent}/"
        for key in (room, "all of it"):
            numbers = (1, *(found[key] for pair in CODE for key in pair))
            rooms[key] = [a + b for a, b in zip(rooms[key], numbers, strict=True)]
    date = time.strftime("%Y-%m-%d", time.gmtime())
    print(f"{date}, Python {platform.python_version()}\n")
    print(f"{'room':<23} files  lines  ways  missed lines  missed ways  covered")
    for room, (count, lines, ran, ways, taken) in sorted(rooms.items(), key=lambda x: x[0] < "b"):
        covered = 100 * (ran + taken) / (lines + ways)
        print(
            f"{room:<23} {count:>5} {lines:>6} {ways:>5} {lines - ran:>13} {ways - taken:>12}"
            f" {covered:>7.1f}%"
        )
    _, lines, ran, ways, taken = rooms["all of it"]
    return int(100 * (ran + taken) < LEAST * (lines + ways))


if __name__ == "__main__":
    sys.exit(main())
