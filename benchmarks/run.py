"""Measures what must be quick and small, each as a whole process, and prints a table.

    python benchmarks/run.py
    python benchmarks/run.py --short            each once, and no three hours

Times are the best of a few runs: on a busy machine the best is nearest to what the work takes.
The session is `thirty.yaml`: half an hour in about 250 utterances. Cold means an empty folder
of takes; peak memory is that of the process as the system counts it.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))
RUN = "import sys; from coach.cli.main import main; sys.argv[0] = 'coach'; main()"
AT_ONCE = ["play", "lower-back", "-m", "20"]
APART, LASTING = 2_400, 14_400
"""Frames of silence between two sounds, and of a sound that is no tick."""


def measured(arguments, environment, runs=3, before=lambda: None):
    """Give the best wall time in seconds and the peak memory in MB of a process."""
    best, peak = float("inf"), 0.0
    for _ in range(runs):
        before()
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        best = min(best, time.perf_counter() - begun)
        if status:
            raise SystemExit(f"failed: {arguments}")
        peak = usage.ru_maxrss / 1024
    return best, peak


def first_heard(environment, runs=3, before=lambda: None):
    """Give the best times from the start of the process to what a sound server hears first.

    First comes the tick, then the session, which opens with a bell: the first sound that lasts
    longer. None where there is no server: then nothing is measured. They include all that the
    player's own process takes, and some 20 ms of the server's.
    """
    try:
        from tests.live.conftest import TOOLS, serve, until
    except ImportError:
        return None
    if not all(map(shutil.which, TOOLS)):
        return None
    found = []
    for _ in range(runs):
        before()
        with serve() as server, server.record() as recording:
            begun = time.monotonic()
            process = subprocess.Popen(
                [sys.executable, "-c", RUN, *AT_ONCE, "--player", "miniaudio", "--plain"],
                env={**environment, **server.env},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            heard = until(lambda recording=recording: first_sounds(recording)[1], 60)
            process.send_signal(signal.SIGINT)
            process.wait()
            if not heard:
                raise SystemExit("nothing was heard within a minute")
            found.append([recording.heard_at(at) - begun for at in first_sounds(recording)])
    return [min(times) for times in zip(*found, strict=True)]


def first_sounds(recording):
    """Give the frames at which the first sound begins, and the first that lasts long; or 0."""
    import numpy as np

    sounding = np.flatnonzero(recording.stereo.any(axis=1))
    if not len(sounding):
        return 0, 0
    gaps = np.flatnonzero(np.diff(sounding) > APART)
    begins, ends = sounding[np.r_[0, gaps + 1]], sounding[np.r_[gaps, -1]]
    long = begins[ends - begins > LASTING]
    return int(sounding[0]), int(long[0]) if len(long) else 0


def planning(environment):
    """Give seconds to choose a session: the routine that is there, and 40 cards for an hour."""
    made = subprocess.run(
        [sys.executable, str(HERE / "planning.py")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(made.stdout)


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--short", action="store_true", help="each once, and no three hours")
    short = asked.parse_args().short
    few, many = (1, 1) if short else (3, 5)
    folder = Path(tempfile.mkdtemp())
    takes = folder / "cache"
    environment = {**os.environ, "COACH_CACHE": str(takes), "COACH_CONFIG": str(folder)}
    out = str(folder / "out.wav")

    def fresh():
        Path(out).unlink(missing_ok=True)  # a file of 170 MB takes 0.2 s to be forgotten

    def clear():
        shutil.rmtree(takes, ignore_errors=True)
        fresh()

    def export(*what):
        return ["-c", RUN, "export", *what, "-o", out]

    thirty, ten, three_hours = (str(HERE / f"{name}.yaml") for name in ("thirty", "ten", "long"))
    rows = [("what", "seconds", "MB", "wanted")]

    def row(name, seconds, memory, wanted):
        rows.append((name, f"{seconds:.2f}", f"{memory:.0f}" if memory else "", wanted))

    row("coach --help", *measured(["-c", RUN, "--help"], environment, many), "0.25 s")
    shell = {**environment, "_COACH_COMPLETE": "complete_bash", "COMP_CWORD": "2"}
    shell["COMP_WORDS"] = "coach play "
    row("completing a name", *measured(["-c", RUN], shell, many), "0.25 s")
    measured(["-c", RUN, "list"], environment, 1)
    row("coach list, again", *measured(["-c", RUN, "list"], environment, many), "0.25 s")
    row("30 min to WAV, cold", *measured(export(thirty), environment, many, clear), "1.5 s, 110 MB")
    row("30 min to WAV, warm", *measured(export(thirty), environment, few, fresh), "1.2 s")
    row(
        "lower-back, 30 min, cold",
        *measured(export("lower-back", "-m", "30"), environment, few, clear),
        "",
    )
    row(
        "lower-back, 30 min, warm",
        *measured(export("lower-back", "-m", "30"), environment, few, fresh),
        "",
    )
    for state, before, wanted in (("cold", clear, "0.8 s"), ("warm", fresh, "0.5 s")):
        if (heard := first_heard(environment, few, before)) is not None:
            row(f"first sound heard, {state}", heard[0], 0, wanted)
            row(f"session heard, {state}", heard[1], 0, "")
    _, least = measured(export(ten), environment, 1, fresh)
    rows.append(("10 min to WAV, warm", "", f"{least:.0f}", ""))
    if not short:
        seconds, most = measured(export(three_hours), environment, 1, fresh)
        row("3 hours to WAV", seconds, most, f"{1.3 * least:.0f} MB")
    for name, seconds in planning(environment).items():
        row(name, seconds, 0, "0.30 s")
    cores = os.cpu_count()
    print(f"Python {platform.python_version()}, numpy {version('numpy')}, {cores} cores\n")
    widths = [max(len(line[n]) for line in rows) for n in range(4)]
    for line in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
