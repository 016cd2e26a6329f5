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
RUN = "import sys; from coach.cli import main; sys.argv[0] = 'coach'; main()"
FIRST_SOUND = (
    """
import sys, time, os
begun = float(os.environ["BEGUN"])
import coach.live.engine
import coach.players
from coach.players.recorder import RecorderPlayer

def tell(what):
    print(what, time.time() - begun, flush=True)

class Hearing(RecorderPlayer):
    def write(self, pcm):
        tell("sound" if pcm.samples.any() else "silence")

def planned(live):
    tell("planned")
    os._exit(0)

coach.players.make_player = lambda name=None: Hearing()
coach.live.engine.Live.run = planned
"""
    + RUN
)
AT_ONCE = ["play", "lower-back", "-m", "20"]


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


FIRSTS = {
    "silence": "first silence fed",
    "sound": "first sound fed",
    "planned": "session ready",
}


def firsts(environment, runs=3, before=lambda: None):
    """Give the best times from the start of the process to what comes first of each kind.

    Silence is what a session begins with; the first sound is a tick, where the voice has much to
    speak, and else the bell that the session opens with, as soon as it is ready.
    """
    best = dict.fromkeys(FIRSTS, float("inf"))
    for _ in range(runs):
        before()
        made = subprocess.run(
            [sys.executable, "-c", FIRST_SOUND, *AT_ONCE],
            env={**environment, "BEGUN": str(time.time())},
            capture_output=True,
            text=True,
            check=True,
        )
        lines = [line.split() for line in made.stdout.splitlines()]
        given = {what: float(seconds) for what, seconds in reversed(lines)}
        given.setdefault("sound", given["planned"])
        best = {what: min(best[what], given[what]) for what in best}
    return best


def first_heard(environment, runs=3, before=lambda: None):
    """Give the best time from the start of the process to the first sound at a sound server.

    None where there is none: then nothing is measured. It includes the silence that comes before
    any sound, all that the player's own process takes, and some 20 ms of the server's.
    """
    try:
        from tests.live.conftest import TOOLS, serve, until
    except ImportError:
        return None
    if not all(map(shutil.which, TOOLS)):
        return None
    best = float("inf")
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
            until(lambda recording=recording: recording.stereo.any(), 30)
            process.send_signal(signal.SIGINT)
            process.wait()
            sound = recording.stereo.any(axis=1)
            if sound.any():
                best = min(best, recording.heard_at(int(sound.argmax())) - begun)
    return best


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

    def clear():
        shutil.rmtree(takes, ignore_errors=True)

    def export(*what):
        return ["-c", RUN, "export", *what, "-f", "-o", out]

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
    row("30 min to WAV, warm", *measured(export(thirty), environment, few), "1.2 s")
    row(
        "lower-back, 30 min, cold",
        *measured(export("lower-back", "-m", "30"), environment, few, clear),
        "",
    )
    row(
        "lower-back, 30 min, warm",
        *measured(export("lower-back", "-m", "30"), environment, few),
        "",
    )
    for state, before, wanted in (("cold", clear, "0.8 s"), ("warm", lambda: None, "0.5 s")):
        for what, seconds in firsts(environment, few, before).items():
            row(f"{FIRSTS[what]}, {state}", seconds, 0, "")
        if (heard := first_heard(environment, few, before)) is not None:
            row(f"first sound heard, {state}", heard, 0, wanted)
    _, least = measured(export(ten), environment, 1)
    rows.append(("10 min to WAV, warm", "", f"{least:.0f}", ""))
    if not short:
        seconds, most = measured(export(three_hours), environment, 1)
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
