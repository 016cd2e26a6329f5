"""A sound server of our own: what is played into its null sink is recorded, sample by sample."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import numpy as np
import numpy.typing as npt
import pytest

from coach.live.preroll import QUIET_MS, load_tick
from tests.load import dying_with_us

RATE = 48_000
TOOLS = ("pulseaudio", "pactl", "parec")
MESSAGE_BUS = ("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1")
SETUP = """.fail
load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=coach rate=48000 channels=2 format=s16le norewinds=1
set-default-sink coach
set-default-source coach.monitor
"""
# norewinds: else an idle sink has rendered 2 s of silence ahead, and the first sound waits for it.


class Recording:
    """What the sink plays, as it grows; each read is stamped with its monotonic time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        with suppress(OSError, AttributeError):
            # Five seconds: what cannot be written is not recorded, and a busy machine reads late.
            assert process.stdout
            fcntl.fcntl(process.stdout.fileno(), fcntl.F_SETPIPE_SZ, 1 << 20)
        self._reads: list[tuple[float, bytes]] = []
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout
        while data := os.read(self._process.stdout.fileno(), 1 << 16):
            self._reads.append((time.monotonic(), data))

    @property
    def stereo(self) -> npt.NDArray[np.int16]:
        """All so far: int16, one row a frame, two columns."""
        raw = b"".join(data for _, data in list(self._reads))
        return np.frombuffer(raw[: len(raw) // 4 * 4], "<i2").reshape(-1, 2)

    @property
    def mono(self) -> npt.NDArray[np.int16]:
        """The left side, once it is certain that the right one is the same."""
        stereo = self.stereo
        assert np.array_equal(stereo[:, 0], stereo[:, 1])
        return stereo[:, 0]

    @property
    def sound(self) -> npt.NDArray[np.int16]:
        """The recording without the silence before and after."""
        return trim(self.mono)

    def frame_at(self, moment: float) -> int:
        """Tell which frame was recorded at a monotonic time, by the read that was least late."""
        frames, earliest = 0, float("inf")
        for arrival, data in list(self._reads):
            frames += len(data) // 4
            earliest = min(earliest, arrival - frames / RATE)
        return round((moment - earliest) * RATE)

    def heard_at(self, frame: int) -> float:
        """Tell the monotonic time at which the recording was seen to have reached a frame."""
        frames = 0
        for arrival, data in list(self._reads):
            frames += len(data) // 4
            if frames > frame:
                return arrival
        raise IndexError(frame)

    def wait_for_sound(self) -> None:
        """Wait until something is heard."""
        until(lambda: bool(np.any(self.stereo)), 5)

    def end(self) -> None:
        end(self._process)
        self._thread.join()
        assert self._process.stdout
        self._process.stdout.close()


class SoundServer:
    """PulseAudio with a null sink; `env` is what a program needs to find it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        socket = folder / "native"
        self.env = {"PULSE_SERVER": f"unix:{socket}"}
        (folder / "run").mkdir(mode=0o700)
        (folder / "setup.pa").write_text(SETUP.format(socket=socket))
        self._process: subprocess.Popen[bytes]
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        setup = str(self.folder / "setup.pa")
        command = dying_with_us("pulseaudio", "-n", "-F", setup, "--daemonize=no")
        command += ["--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                env=os.environ
                | {"HOME": str(self.folder), "XDG_RUNTIME_DIR": f"{self.folder}/run"},
                stdout=log,
                stderr=log,
            )
        unhindered(self._process)
        if not until(self._answers, 10):
            self.kill()
            pytest.fail("PulseAudio does not start: " + (self.folder / "log").read_text())

    def _answers(self) -> bool:
        asked = subprocess.run(["pactl", "info"], env=os.environ | self.env, capture_output=True)
        return asked.returncode == 0

    def kill(self) -> None:
        """End the server as if it had crashed."""
        self._process.kill()
        self._process.wait()

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Record the sink; entered once the recording runs."""
        command = "parec -d coach.monitor --format=s16le --rate=48000 --channels=2 --raw"
        process = subprocess.Popen(
            [*command.split(), "--latency-msec=20"],
            env=os.environ | self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        unhindered(process)
        recording = Recording(process)
        try:
            assert until(lambda: len(recording.stereo) > RATE // 5, 5), "nothing is recorded"
            yield recording
        finally:
            recording.end()


def unhindered(process: "subprocess.Popen[bytes]") -> None:
    """Let what measures go before all else, where that is allowed: it shall not be measured."""
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(process.pid, os.SCHED_RR, os.sched_param(5))


def trim(mono: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Cut the silence from both ends."""
    heard = np.flatnonzero(mono)
    return mono[heard[0] : heard[-1] + 1] if len(heard) else mono[:0]


def behind_the_tick(heard: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Give the session that is heard behind the tick which says that it has begun."""
    tick = trim(load_tick().samples)
    assert np.array_equal(heard[: len(tick)], tick)
    rest = heard[len(tick) :]
    begin = np.flatnonzero(rest)[0]
    assert begin >= QUIET_MS * RATE // 1000
    return rest[begin:]


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Wait until `done()`, but no longer than that; tell whether it came true."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that may have ended already."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(5)


def lack(what: str) -> None:
    """Skip the test for want of something, or fail it where live tests are required."""
    if os.environ.get("COACH_REQUIRE_LIVE") == "1":
        pytest.fail(what)
    pytest.skip(what)  # a sound server is no part of coach: without it all other tests can run


@contextmanager
def serve() -> Iterator[SoundServer]:
    """Run a sound server; skips the test where there is none, fails it where one is required."""
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        lack(f"live tests need {', '.join(missing)} (see .ci/live-packages)")
    # A socket's path must be short: pytest's own folders may be too deep.
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        server = SoundServer(Path(folder))
        try:
            yield server
        finally:
            server.kill()


@pytest.fixture(scope="session")
def shared_server() -> Iterator[SoundServer]:
    with serve() as server:
        yield server


@pytest.fixture
def sound_server(shared_server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    """The session's sound server, found by whatever the test starts."""
    for name, value in shared_server.env.items():
        monkeypatch.setenv(name, value)
    return shared_server


@pytest.fixture
def mortal_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A sound server that the test may kill."""
    with serve() as server:
        for name, value in server.env.items():
            monkeypatch.setenv(name, value)
        yield server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the sound server: the files `test_live_*` beside this one."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.name.startswith("test_live_"):
            item.add_marker(pytest.mark.live)
