"""Pyttsx3Voice gives every utterance whole and at its rate, whatever befalls its worker.

What is right is what the same engine says when it is asked directly: on Linux pyttsx3 speaks with
the espeak-ng that EspeakVoice is bound to, so a lost change of rate shows in the length.
"""

import contextlib
import os
import random
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from coach.errors import MachineError
from coach.sound.audio import Pcm
from coach.speech.voices.espeak import EspeakVoice
from coach.speech.voices.pyttsx3 import Pyttsx3Voice
from coach.speech.voices.pyttsx3_worker import read_wav_or_aiff
from tests.load import SPIN

if not sys.platform.startswith("linux"):
    pytest.skip(
        "pyttsx3 is compared with espeak, which it drives on Linux", allow_module_level=True
    )

PHRASES = (
    "bend your right knee slowly toward the chest and keep breathing hold left heel lift hips "
    "lower back against mat shoulders soften turn both palms up rest"
)
WORDS = PHRASES.split()
SENTENCE = "Draw your right knee slowly toward your chest."
TOLERANCE_MS = 45  # espeak's own jitter: see coach/voices/espeak.py


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Voice]:
    opened = Pyttsx3Voice()
    yield opened
    opened.close()


@contextlib.contextmanager
def load(count: int) -> Iterator[None]:
    """Keep `count` processes spinning."""
    spin = [sys.executable, "-c", SPIN]
    processes = [subprocess.Popen(spin) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def heard(take: Pcm) -> float:
    """Give the milliseconds from the first to the last sound above -45 dB of the peak."""
    level = np.abs(take.samples.astype(float))
    loud = np.flatnonzero(level > level.max() * 10 ** (-45 / 20))
    return float(loud[-1] - loud[0]) * 1000 / take.rate


def wrong(voice: Pyttsx3Voice, count: int, seed: int) -> list[str]:
    """Speak `count` different texts at random rates; tell of each that is not as it should be."""
    dice, direct, found = random.Random(seed), EspeakVoice(), []
    for number in range(count):
        text = " ".join([*dice.choices(WORDS, k=dice.randint(1, 9)), str(number)])
        rate, gap = dice.randint(80, 300), dice.choice((0, 0, 3))
        got = heard(voice.speak_at(text, rate, gap))
        wanted = heard(direct.speak_at(text, rate, gap))
        if abs(got - wanted) > TOLERANCE_MS:
            found.append(f"{text!r} at {rate}, {gap}: {got:.0f} ms instead of {wanted:.0f}")
    return found


def worker(voice: Pyttsx3Voice) -> int:
    """Give the process id of the worker."""
    assert voice._worker
    return voice._worker.process.pid


def gone(pid: int) -> bool:
    """Tell whether a process ends within ten seconds."""
    for _ in range(1000):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_every_utterance_is_right(voice: Pyttsx3Voice) -> None:
    first = worker(voice)
    assert wrong(voice, 40, seed=1) == []
    assert worker(voice) == first


@pytest.mark.slow
@pytest.mark.parametrize("hogs", [0, 6])
def test_every_utterance_of_250_is_right_idle_and_under_load(hogs: int) -> None:
    voice = Pyttsx3Voice()
    first = worker(voice)
    with load(hogs):
        assert wrong(voice, 250, seed=hogs) == []
    assert worker(voice) == first
    voice.close()


def test_the_pace_is_that_of_the_embedded_voice(voice: Pyttsx3Voice) -> None:
    for pace in (92, 122, 160):
        direct = heard(EspeakVoice().speak(SENTENCE, pace))
        assert heard(voice.speak(SENTENCE, pace)) == pytest.approx(direct, abs=TOLERANCE_MS)


def test_another_voice_is_really_another(voice: Pyttsx3Voice) -> None:
    german = Pyttsx3Voice("de")
    direct = heard(EspeakVoice("de").speak("1977.", 122))
    assert heard(german.speak("1977.", 122)) == pytest.approx(direct, abs=TOLERANCE_MS)
    assert heard(voice.speak("1977.", 122)) < direct - 10 * TOLERANCE_MS
    assert german.identity == voice.identity.removesuffix(" en") + " de"
    german.close()


def test_threads_may_share_it(voice: Pyttsx3Voice) -> None:
    texts = [" ".join(WORDS[: 1 + i % 6]) for i in range(24)]
    direct = EspeakVoice()
    with ThreadPoolExecutor(4) as pool:
        lengths = list(pool.map(lambda text: heard(voice.speak(text, 122)), texts))
    expected = [heard(direct.speak(text, 122)) for text in texts]
    assert lengths == pytest.approx(expected, abs=TOLERANCE_MS)


def test_a_worker_that_dies_between_utterances_is_replaced(voice: Pyttsx3Voice) -> None:
    length = heard(voice.speak(SENTENCE, 122))
    first = worker(voice)
    os.kill(first, signal.SIGKILL)
    assert heard(voice.speak(SENTENCE, 122)) == pytest.approx(length, abs=TOLERANCE_MS)
    assert worker(voice) != first


def test_a_worker_that_dies_over_an_utterance_is_replaced(voice: Pyttsx3Voice) -> None:
    length = heard(voice.speak(SENTENCE, 122))
    first = worker(voice)
    os.kill(first, signal.SIGSTOP)  # so that the request is on its way and stays unanswered
    with ThreadPoolExecutor(1) as pool:
        take = pool.submit(voice.speak, SENTENCE, 122)
        time.sleep(0.2)
        assert not take.done()
        os.kill(first, signal.SIGKILL)
        assert heard(take.result()) == pytest.approx(length, abs=TOLERANCE_MS)
    assert worker(voice) != first
    assert gone(first)


def test_a_worker_that_hangs_is_ended_and_replaced() -> None:
    hasty = Pyttsx3Voice(timeout=1)
    first = worker(hasty)
    os.kill(first, signal.SIGSTOP)
    direct = heard(EspeakVoice().speak(SENTENCE, 122))
    assert heard(hasty.speak(SENTENCE, 122)) == pytest.approx(direct, abs=TOLERANCE_MS)
    assert worker(hasty) != first
    assert gone(first)
    hasty.close()


def test_an_answer_nobody_waited_for_is_not_given_to_the_next(voice: Pyttsx3Voice) -> None:
    voice.speak(SENTENCE, 122)
    first = worker(voice)
    os.kill(first, signal.SIGSTOP)
    previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(KeyboardInterrupt):
            voice.speak(SENTENCE, 122)
    finally:
        signal.signal(signal.SIGALRM, previous)
    with contextlib.suppress(ProcessLookupError):
        os.kill(first, signal.SIGCONT)
    direct = heard(EspeakVoice().speak("Hold.", 122))
    assert heard(voice.speak("Hold.", 122)) == pytest.approx(direct, abs=TOLERANCE_MS)


def test_when_every_worker_dies_the_machine_is_to_blame(voice: Pyttsx3Voice) -> None:
    enough = threading.Event()

    def slay() -> None:
        while not enough.is_set():
            for pid in _children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    slayer = threading.Thread(target=slay)
    slayer.start()
    try:
        with pytest.raises(MachineError, match="worker ended with code -9") as caught:
            voice.speak(SENTENCE, 122)
    finally:
        enough.set()
        slayer.join()
    assert caught.value.problems[0].hint == "choose another engine: espeak or tone"
    assert voice.speak(SENTENCE, 122).length > 1000  # and it gets up again


def _children() -> list[int]:
    """List the workers this process has started."""
    with contextlib.suppress(OSError):  # a thread or a child has just ended
        tasks = list(Path("/proc/self/task").iterdir())
        pids = [pid for task in tasks for pid in (task / "children").read_text().split()]
        commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids}
        return [int(pid) for pid in pids if b"pyttsx3_worker" in commands[pid]]
    return []


def test_the_keyboards_ctrl_c_is_not_the_workers(voice: Pyttsx3Voice) -> None:
    first = worker(voice)
    assert os.getpgid(first) != os.getpgid(0)
    os.kill(first, signal.SIGINT)
    assert voice.speak(SENTENCE, 122).length > 1000
    assert worker(voice) == first


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)", "sys.exit()"])
def test_no_worker_and_no_file_outlives_its_parent(end: str, tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom coach.speech.voices.pyttsx3 import Pyttsx3Voice\n"
        f"voice = Pyttsx3Voice()\nprint(voice._worker.process.pid, flush=True)\n{end}\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=60)
    assert gone(int(done.stdout))
    assert list(tmp_path.iterdir()) == []


def test_a_worker_ends_with_its_stdin() -> None:
    opened = Pyttsx3Voice()
    pid = worker(opened)
    assert opened._worker
    assert opened._worker.process.stdin
    opened._worker.process.stdin.close()
    assert gone(pid)
    opened.close()


def test_closing_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    opened = Pyttsx3Voice()
    opened.speak(SENTENCE, 122)
    assert [path.name for folder in tmp_path.iterdir() for path in folder.iterdir()] == ["log"]
    pid = worker(opened)
    opened.close()
    assert gone(pid)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_printed(voice: Pyttsx3Voice, capfd: pytest.CaptureFixture[str]) -> None:
    voice.speak(SENTENCE, 122)
    assert capfd.readouterr() == ("", "")


def test_a_system_without_an_engine_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A pyttsx3 whose driver finds no library: neither the wheel's nor the system's."""
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('not here')\n")
    (tmp_path / "sitecustomize.py").write_text(
        f"import ctypes, sys\nsys.path.insert(0, {str(tmp_path)!r})\n"
        "def none(name):\n    raise OSError(name)\nctypes.cdll.LoadLibrary = none\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(MachineError, match=r"pyttsx3 does not start: .*eSpeak") as caught:
        Pyttsx3Voice()
    assert caught.value.exit_code == 3
    assert caught.value.problems[0].hint


@pytest.mark.parametrize("answer", ["}{", "null", "[]", '{"rate": 22050}', '{"samples": 5}', "\\0"])
def test_a_worker_that_answers_nonsense_is_replaced_and_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    """A worker that greets, and then answers whatever is asked with something else."""
    (tmp_path / "sitecustomize.py").write_text(
        "import json\ngood, calls = json.dumps, []\n"
        f"json.dumps = lambda said: calls.append(1) or ({answer!r} if calls[1:] else good(said))\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    voice = Pyttsx3Voice()
    first = worker(voice)
    with pytest.raises(MachineError, match="its worker answers what makes no sense") as caught:
        voice.speak(SENTENCE, 122)
    assert caught.value.problems[0].hint == "choose another engine: espeak or tone"
    assert gone(first)
    monkeypatch.delenv("PYTHONPATH")
    assert voice.speak(SENTENCE, 122).length > 1000  # and it gets up again
    voice.close()


def _aiff(kind: bytes, form: bytes, bits: int, sound: bytes, frames: int, channels: int) -> bytes:
    rate = struct.pack(">HQ", 16_383 + 14, 22_050 << 49)
    common = struct.pack(">hIh", channels, frames, bits) + rate
    common += form + b"\0\0" if kind == b"AIFC" else b""
    chunks = b"".join(
        name + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2)
        for name, body in (
            (b"FVER", b"odd"),
            (b"COMM", common),
            (b"SSND", struct.pack(">II", 0, 0) + sound),
        )
    )
    return b"FORM" + struct.pack(">I", 4 + len(chunks)) + kind + chunks


@pytest.mark.parametrize(
    ("kind", "form", "bits", "width"),
    [
        (b"AIFF", b"", 16, ">i2"),
        (b"AIFC", b"NONE", 16, ">i2"),
        (b"AIFC", b"twos", 16, ">i2"),
        (b"AIFC", b"sowt", 16, "<i2"),
        (b"AIFC", b"fl32", 32, ">f4"),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_the_aiff_of_a_mac_is_read(
    kind: bytes, form: bytes, bits: int, width: str, channels: int
) -> None:
    wanted = np.array([0, 1, -1, 256, -12_345, 32_000], np.int16)
    frames = np.repeat(wanted, channels)
    sound = frames / 32_767 if width == ">f4" else frames
    take = read_wav_or_aiff(_aiff(kind, form, bits, sound.astype(width).tobytes(), 6, channels))
    assert take.rate == 22_050
    assert take.samples.tolist() == wanted.tolist()


def test_an_aiff_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="form b'ima4'"):
        read_wav_or_aiff(_aiff(b"AIFC", b"ima4", 16, b"\0" * 34, 1, 1))
    with pytest.raises(EOFError):
        read_wav_or_aiff(b"FORM\0\0\0\4AIFF")
