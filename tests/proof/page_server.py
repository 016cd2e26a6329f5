"""Figures of `coach serve`, a program of its own with folders of its own, and a voice of tones."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from math import nan
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from tests.browser.browsing import Seen
from tests.proof.page_browser import measure_speed
from tests.proof.page_figures import Figure, count_figure, make_figure

LIST_SECONDS, MADE_SECONDS = 0.3, 4.0
CLIENTS, PIECE = 20, 65_536
PROGRAM = """
import sys
from coach.cli.main import main
sys.argv[0] = "coach"
main()
"""
FORM = {"routine": "lower-back", "minutes": 20}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, and after how many seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that has said where it is, and after how many seconds."""

    port: int
    process: int
    said: float

    def sum_processor(self) -> float:
        """Return how many seconds of a processor it has taken; NaN where that is not told."""
        path = Path(f"/proc/{self.process}/stat")
        if not path.is_file():
            return nan
        fields = path.read_text("utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")  # its children's as well

    def ask(self, path: str, body: str = "", **headers: str) -> Answer:
        """Return an answer, of a connection of its own."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        method = "POST" if body else "GET"
        kind = {"content-type": "application/x-www-form-urlencoded"} if body else {}
        origin = {"origin": f"http://127.0.0.1:{self.port}"} if body else {}
        try:
            connection.request(method, path, body or None, {**origin, **kind, **headers})
            got = connection.getresponse()
            content, found = got.read(), {name.lower(): text for name, text in got.getheaders()}
            return Answer(got.status, found, content, time.monotonic() - begun)
        finally:
            connection.close()


@contextmanager
def run_server(folder: Path, port: int) -> Iterator[RunningServer]:
    """Run `coach serve` with what it keeps in a folder, until the block ends."""
    names = {f"COACH_{name}": str(folder / name.lower()) for name in ("CACHE", "STATE", "CONFIG")}
    path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": "1"}
    begun = time.monotonic()
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"COACH_ENGINE": "tone"} | names | path,
    )
    assert run.stdout
    try:
        assert "Serving" in run.stdout.readline()
        yield RunningServer(port, run.pid, time.monotonic() - begun)
    finally:
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=30)


def measure_start(folder: Path, port: int, runs: int) -> Iterator[Figure]:
    """Yield how soon the first list is there, when all lengths are known."""
    said, first, again, spent = [], [], [], []
    for _ in range(runs + 1):
        with run_server(folder, port) as server:
            answer = server.ask("/")
            if b"<progress" in answer.body:  # the first time the lengths are found out
                while b"<progress" in server.ask("/").body:
                    time.sleep(0.2)
                continue
            spent.append(server.sum_processor())
            said.append(server.said)
            first.append(answer.seconds)
            again.append(median(server.ask("/").seconds for _ in range(9)))
    yield make_figure("from the command to the line that says where it is", said, "s")
    yield make_figure("time of a processor up to the first list", spent, "s")
    yield make_figure("from that line to the first list", first, "s", LIST_SECONDS)
    yield make_figure("the list after that", again, "s", LIST_SECONDS, 3)


def measure_making(folder: Path, port: int) -> Iterator[Figure]:
    """Yield how long a session of 20 minutes takes whose lines were spoken before."""
    with run_server(folder, port) as server:
        _make(server)
    shutil.rmtree(folder / "cache" / "served")
    with run_server(folder, port) as server:
        before = server.sum_processor()
        wall, waits, _ = _make(server)
        spent = server.sum_processor() - before
    # On a machine that others use, it is the processor's time that tells how much there is to do.
    yield Figure(
        "20 minutes made by a server that has just begun, all lines spoken before",
        f"{spent:.1f} s of a processor, {wall:.1f} s by the clock",
        f"{MADE_SECONDS:g} s",
        min(spent, wall) > MADE_SECONDS,
    )
    measured = f"{1_000 * median(waits):.0f} ms, {1_000 * max(waits):.0f} at most"
    yield Figure("an answer while a session is made", measured)


def _make(server: RunningServer) -> tuple[float, list[float], str]:
    """Return after how many seconds a session is there, how long answers took, and its path."""
    while b"<progress" in server.ask("/").body:
        time.sleep(0.1)
    begun, waits = time.monotonic(), []
    path = server.ask("/make", urlencode(FORM)).headers["location"]
    while b"<progress" in (answer := server.ask(path)).body:
        waits.append(answer.seconds)
        time.sleep(0.05)
    assert answer.status == 200
    return time.monotonic() - begun, waits or [0.0], path


def measure_answers(browser: Any, folder: Path, port: int, runs: int) -> Iterator[Figure]:
    """Yield how a session that is there is answered: ranges, a jump, many at once, refusals."""
    with run_server(folder, port) as server:
        _, _, path = _make(server)
        sound = next(
            f"{path.rstrip('/')}{ending}"
            for ending in (".m4a", ".mp3")
            if server.ask(f"{path.rstrip('/')}{ending}", range="bytes=0-1").status == 206
        )
        yield from measure_speed(browser, "from the server", f"http://127.0.0.1:{port}{path}", runs)
        yield from _measure_ranges(server, sound)
        yield _measure_jump(browser, server, path)
        yield _measure_clients(server, path, sound)
        wrong = [
            server.ask("/", host="coach.example").status == 421,
            server.ask("/make", urlencode(FORM), origin="http://coach.example").status == 403,
            server.ask("/s/../../etc/passwd").status == 404,
        ]
        yield count_figure("another host, another origin, another path", wrong.count(False), 3, "")


def _measure_ranges(server: RunningServer, sound: str) -> Iterator[Figure]:
    whole = server.ask(sound)
    size, tag = len(whole.body), whole.headers["etag"]
    asked = {
        "bytes=0-1": (206, whole.body[:2]),
        f"bytes={size // 2}-": (206, whole.body[size // 2 :]),
        "bytes=-500": (206, whole.body[-500:]),
        f"bytes={size}-": (416, None),
    }
    wrong = 0
    for text, (status, body) in asked.items():
        got = server.ask(sound, range=text)
        wrong += got.status != status or (body is not None and got.body != body)
    for given, status in ((tag, 206), ('"other"', 200)):
        wrong += server.ask(sound, **{"range": "bytes=0-1", "if-range": given}).status != status
    yield count_figure("ranges: first, open, suffix, past the end, If-Range", wrong, 6, "")
    piece = f"bytes={size // 2}-{size // 2 + PIECE - 1}"
    times = [1_000 * server.ask(sound, range=piece).seconds for _ in range(20)]
    yield make_figure("64 KB from the middle of the sound", times, "ms", digits=1)


def _measure_jump(browser: Any, server: RunningServer, path: str) -> Figure:
    """Return how long a browser takes from 0:00 to 15:00, as the page has just opened."""
    times = []
    for _ in range(5):
        context = browser.new_context()
        seen = Seen(context.new_page()).open(f"http://127.0.0.1:{server.port}{path}")
        times.append(
            seen.page.evaluate(
                "new Promise((done) => { const begun = performance.now();"
                " sound.addEventListener('seeked', () => done(performance.now() - begun));"
                " go(900000); })"
            )
        )
        context.close()
    return make_figure("a jump to 15:00 in a browser", times, "ms", digits=0)


def _measure_clients(server: RunningServer, path: str, sound: str) -> Figure:
    """Return how long the slowest answer takes where many ask at once for all there is."""
    asked = [("/", {}), (path, {}), (sound, {"range": f"bytes=0-{PIECE - 1}"}), ("/feed.xml", {})]

    def visit(_: int) -> list[Answer]:
        return [server.ask(one, **headers) for one, headers in asked]

    begun = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = [one for found in pool.map(visit, range(CLIENTS)) for one in found]
    spent = time.monotonic() - begun
    wrong = sum(one.status not in (200, 206) for one in answers)
    slowest = 1_000 * max(one.seconds for one in answers)
    return Figure(
        f"{CLIENTS} clients at once, {len(answers)} answers",
        f"{wrong} wrong, {spent:.1f} s for all, {slowest:.0f} ms for the slowest",
        "0 wrong",
        wrong > 0,
    )
