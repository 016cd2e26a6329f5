"""Compares coach with what people make a spoken session with today, and prints tables.

    python benchmarks/peers.py                  files of 10 and 30 minutes, in every format
    python benchmarks/peers.py --short          of 10 minutes, each once
    python benchmarks/peers.py --long           and of three hours
    python benchmarks/peers.py --live 600       and a pyttsx3 loop, so many seconds

Needs espeak-ng, sox and ffmpeg (apt install espeak-ng sox ffmpeg); pydub and pyttsx3 are put into
an environment of their own, where that is possible; `--live` needs PulseAudio and aplay as well.
What is missing is left out, with the reason. `rivals.py` tells what each of them does.

All get the same script: texts, and when each is to be heard. Everything is written in mono, at
48 kHz, at the same bit rate. Cold means that coach has spoken nothing before, as the others never
have; the floor is what cannot be saved by anybody who uses the same voice and the same encoder.
"""

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import wave
from importlib.metadata import version
from pathlib import Path

import numpy as np
from run import HERE, RUN

sys.path.insert(0, str(HERE.parent))
from tests.proof import timing
from tests.proof.estimator import Recording, Word

FORMATS = (".wav", ".flac", ".mp3", ".m4b", ".opus")
RIVALS = HERE / "rivals.py"
PATIENCE = 600
TOO_SLOW = (math.inf, math.inf, 0.0)
LENGTHS = {"ten": "10 min", "thirty": "30 min", "long": "3 hours"}


WATCH = """
import json, os, subprocess, sys, time
begun = time.perf_counter()
_, status, usage = os.wait4(subprocess.Popen(sys.argv[1:]).pid, 0)
took = time.perf_counter() - begun
os.write(1, json.dumps((took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)).encode())
sys.exit(status != 0)
"""
"""Linux counts to a process what the one that started it had taken till then: so a small one."""


def run(command, env=None):
    """Give seconds on the clock, seconds of all cores, and the most memory a process took, in MB.

    None where it failed; endless seconds where it took longer than anybody waits.
    """
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", WATCH, *command],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        told, said = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return TOO_SLOW
    name = " ".join(Path(part).name for part in command[-4:])
    if process.returncode:
        print(f"failed: {name}: {said.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    found = json.loads(told[told.rindex("[") :])
    print(f"{found[0]:7.2f} s  {name}", file=sys.stderr)
    return found


def best(runs):
    """Give the best of each, and the most memory; None where all failed."""
    found = [each for each in runs if each]
    if not found:
        return None
    walls, busy, memory = zip(*found, strict=True)
    return min(walls), min(busy), max(memory)


def coach(folder, script, suffix, cold=False):
    """Measure coach itself."""
    if cold:
        shutil.rmtree(folder / "coach_cache", ignore_errors=True)
    out = folder / f"coach{suffix}"
    export = ["-c", RUN, "export", str(HERE / f"{script}.yaml"), "-f", "-o", str(out)]
    return run([sys.executable, *export], os.environ | timing.places(folder))


def write_plan(folder, script):
    """Write what is spoken, and when, for the others; and the sound of it all, for the floor."""
    name = f"{folder}/whole.wav"
    path = str(HERE / f"{script}.yaml")
    timing.run_coach(folder, "export", path, "-f", "--timeline", "-o", name)
    clips = json.loads((folder / "whole.timeline.json").read_bytes())["clips"]
    spoken = [clip for clip in clips if clip["track"] == "voice"]
    numbers = {text: n for n, text in enumerate(dict.fromkeys(one["text"] for one in spoken))}
    texts = "".join(f"{number}\t{text}\n" for text, number in numbers.items())
    (folder / "texts.tsv").write_text(texts)
    lines = []
    for clip in spoken:
        second = clip["beat_ms"]
        start = clip["start_ms"] if second is None else second
        end = clip["start_ms"] + clip["length_ms"]
        lines.append((numbers[clip["text"]], start, end, "" if second is None else second))
    lines.sort(key=lambda line: line[1])
    rows = ("\t".join(map(str, line)) + "\n" for line in lines)
    (folder / "plan.tsv").write_text("".join(rows))
    return len(spoken), len(numbers)


def coach_errors(folder):
    """Give how late each count of coach's file is heard, in ms, and its second."""
    words = timing.alone(folder, "espeak")
    planned = timing.counts(folder / "whole.timeline.json")
    known = [count for count in planned if count.text in words]
    found = timing.measured(folder / "whole.wav", known, words)
    return found.seconds, found.by_word, found.texts


def joined_errors(folder, out):
    """Give how late each count of a joined file is heard, in ms, its second, and its word."""
    recording = Recording(out)
    plan = [line.split("\t") for line in (folder / "plan.tsv").read_text().splitlines()]
    begins = [int(line) for line in (folder / "begins.txt").read_text().split()]
    words = {}
    seconds, late, texts = [], [], []
    for (number, _, _, second), begin in zip(plan, begins, strict=True):
        if not second:
            continue
        if number not in words:
            words[number] = Word(_at_48k(folder / f"{number}.wav"), recording.rate)
        word = words[number]
        found = word.find(recording, begin * 1000 / 22_050 + word.centre)
        seconds.append(int(second))
        late.append(found.frame * 1000 / recording.rate + word.centre - int(second))
        texts.append(number)
    recording.close()
    return np.array(seconds, float), np.array(late), tuple(texts)


def _at_48k(path):
    """Read a clip of another rate; straight lines between its samples are enough to find it by."""
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    places = np.arange(len(sound) * 48_000 // rate) * rate / 48_000
    return np.interp(places, np.arange(len(sound)), sound)


def told(name, errors):
    """Make the row of a table of timing errors."""
    seconds, late, texts = errors
    texts = np.array(texts)
    spread = max(float(np.ptp(late[texts == text])) for text in set(texts))
    drift = float(np.polyfit(seconds / 3_600_000, late, 1)[0])
    numbers = (np.abs(late).max(), late.mean(), np.ptp(late), spread, drift)
    return (name, str(len(late)), *(f"{number:.2f}" for number in numbers))


def show(title, rows):
    print(f"\n{title}\n")
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    sys.stdout.flush()


def guests(folder):
    """Give a Python that has pydub and pyttsx3, or None."""
    home = folder / "guests"
    made = subprocess.run([sys.executable, "-m", "venv", str(home)], capture_output=True)
    python = home / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "-q", "pydub", "pyttsx3"]
    if sys.version_info >= (3, 13):
        install.append("audioop-lts")
    if made.returncode or subprocess.run(install, capture_output=True).returncode:
        return None
    return str(python)


def peers(python):
    """Give the commands of all that can be compared, by name."""
    found = {}
    if all(map(shutil.which, ("espeak-ng", "sox", "ffmpeg"))):
        found["shell"] = [sys.executable, str(RIVALS), "shell"]
        if python:
            found["pydub"] = [python, "-W", "ignore", str(RIVALS), "pydub"]
    found["floor"] = [sys.executable, str(RIVALS), "floor"]
    for name in {"shell", "pydub"} - set(found):
        print(f"left out: {name} (needs espeak-ng, sox, ffmpeg and pip's pydub)")
    return found


def cell(found, least=None):
    if found is None:
        return "-"
    if found == TOO_SLOW:
        return f"> {PATIENCE}"
    return f"{found[0]:.2f}" + (f" ({found[0] / least[0]:.2f})" if least else "")


def memory(found):
    return f"{found[2]:.0f}" if found and found != TOO_SLOW else "-"


def formats(folder, others, script, runs):
    rows = [("format", "coach cold", "warm", *others, "CPU s: cold", "warm", *others)]
    for suffix in FORMATS:
        out = folder / f"other{suffix}"
        env = os.environ | timing.places(folder)
        found = {"cold": [], "warm": []} | {name: [] for name in others}
        # In turns: what else the machine does falls on all of them alike.
        for _ in range(runs):
            found["cold"].append(coach(folder, script, suffix, cold=True))
            found["warm"].append(coach(folder, script, suffix))
            for name, command in others.items():
                found[name].append(run([*command, str(folder), str(out)], env))
        done = {name: best(each) for name, each in found.items()}
        least = done["floor"]
        walls = [cell(each, None if name == "floor" else least) for name, each in done.items()]
        busy = [f"{each[1]:.2f}" if each else "-" for each in done.values()]
        rows.append((suffix[1:], *walls, *busy))
    show(f"{LENGTHS[script]}, seconds (and as a multiple of the floor), best of a few:", rows)


def growth(folder, others, scripts):
    """Measure how time, memory and timing errors grow with the length of a session."""
    rows = [("session", "who", "wav s", "MB", "mp3 s", "MB")]
    errors = [("session", "counts", "worst", "mean", "range", "same word", "drift/h")]
    for script in scripts:
        write_plan(folder, script)
        errors.append(told(f"{LENGTHS[script]}, coach", coach_errors(folder)))
        env = os.environ | timing.places(folder)
        measured = {"coach": [coach(folder, script, suffix) for suffix in (".wav", ".mp3")]}
        for name, command in others.items():
            measured[name] = []
            for suffix in (".wav", ".mp3"):
                out = folder / f"other{suffix}"
                # Nothing is sooner compressed than not.
                slow = TOO_SLOW in measured[name]
                found = TOO_SLOW if slow else run([*command, str(folder), str(out)], env)
                measured[name].append(found)
                if suffix == ".wav" and name != "floor" and found not in (None, TOO_SLOW):
                    errors.append(told(f"{LENGTHS[script]}, {name}", joined_errors(folder, out)))
        for name, found in measured.items():
            cells = [part for one in found for part in (cell(one), memory(one))]
            rows.append((LENGTHS[script], name, *cells))
    show("As a session grows:", rows)
    show("How late a count is heard behind its second, ms:", errors)


def live(folder, python, seconds):
    """Run both loops, each on a sound server of its own, at once."""
    from tests.live.conftest import TOOLS, serve

    if missing := [tool for tool in (*TOOLS, "aplay") if not shutil.which(tool)]:
        print(f"left out: live (needs {', '.join(missing)})")
        return
    plan = (folder / "plan.tsv").read_text().splitlines()
    kept = [line for line in plan if int(line.split("\t")[1]) < seconds * 1000]
    (folder / "plan.tsv").write_text("\n".join(kept) + "\n")
    rows = [("live", "cues", "at the end, s late", "worst, ms", "sound lasts, s")]
    threads = []

    def one(name, command):
        with serve() as server, server.record() as recording:
            out = folder / f"{name}.said"
            command = [*command, str(folder), str(out)]
            done = subprocess.run(
                command, env=os.environ | server.env, capture_output=True, text=True
            )
            lasts = len(recording.sound) / 48_000
        if done.returncode:
            print(f"left out: {name}: {done.stderr.strip().splitlines()[-1:]}")
            return
        wanted = np.array([int(line.split("\t")[1]) for line in kept])
        late = np.array([int(line) for line in out.read_text().split()]) - wanted
        cells = (f"{late[-1] / 1000:.1f}", f"{np.abs(late).max()}", f"{lasts:.1f}")
        rows.append((name, str(len(late)), *cells))

    for name in ("loop", "careful_loop"):
        command = [python, "-W", "ignore", str(RIVALS), name]
        threads.append(threading.Thread(target=one, args=(name, command)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    ends = int(kept[-1].split("\t")[2]) / 1000
    show(f"pyttsx3, live; what is planned is {len(kept)} cues in {ends:.0f} s:", rows)


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--short", action="store_true", help="ten minutes alone, each once")
    asked.add_argument("--long", action="store_true", help="three hours as well")
    asked.add_argument("--live", type=int, default=0, metavar="SECONDS", help="a pyttsx3 loop, too")
    asked.add_argument(
        "--runs", type=int, default=2, metavar="N", help="runs of each format (2); 0 for none"
    )
    asked.add_argument("--only-live", action="store_true", help="nothing but --live")
    given = asked.parse_args()
    made = ", ".join(f"{name} {version(name)}" for name in ("av", "lameenc", "numpy"))
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{time.strftime('%Y-%m-%d')}, {platform.platform()}, Python {platform.python_version()}")
    print(f"{made}, {os.cpu_count()} cores, load {load}")
    for command in (["espeak-ng", "--version"], ["sox", "--version"], ["ffmpeg", "-version"]):
        if shutil.which(command[0]):
            said = subprocess.run(command, capture_output=True, text=True).stdout
            print(" ".join(said.splitlines()[0].split()[:4]))
    with tempfile.TemporaryDirectory(prefix="coach-peers-") as name:
        folder = Path(name)
        python = guests(folder)
        if not given.only_live:
            others = peers(python)
            first = "ten" if given.short else "thirty"
            if given.runs:
                write_plan(folder, first)
                formats(folder, others, first, 1 if given.short else given.runs)
            more = ("thirty",) * (not given.short) + ("long",) * given.long
            growth(folder, others, ("ten", *more))
        if given.live and python:
            write_plan(folder, "ten" if given.live <= 540 else "thirty")
            live(folder, python, given.live)


if __name__ == "__main__":
    main()
