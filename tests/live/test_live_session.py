"""Whole sessions through a real sound server: every act is heard where and when it should be."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.players import Player
from coach.live.players.miniaudio import MiniaudioPlayer
from coach.live.settings import Settings
from coach.live.status import Phase, Status
from coach.live.suspend_watch import SuspendWatch
from coach.live.tape import PieceKind
from coach.pipeline import PreparedSession, prepare_in_studio
from coach.plan.request import SessionRequest
from coach.sound.audio import RATE, make_silence
from coach.speech.studio import Studio, open_studio
from coach.timeline.cues import LEAD_IN
from coach.timeline.moments import is_held
from coach.timeline.source import Sound
from coach.training.tally import Tally
from tests.load import SPIN

from .conftest import SoundServer, until

SCRIPT = """
title: Two exercises
steps:
  - group: Bird dog
    chapter: true
    steps:
      - say: [Come to hands and knees., Reach one leg back.]
      - {hold: 11s, countdown: 3}
      - {silence: 2s}
  - group: Bridge
    chapter: true
    steps:
      - Lie on your back.
      - {hold: 9s}
"""
HEARD_WITHIN = 0.25
BUFFER = 0.1

Heard = npt.NDArray[np.int16]


class Session:
    """A session that is performed in a thread; `news` is all it showed."""

    def __init__(
        self,
        prepared: PreparedSession,
        studio: Studio,
        player: Player | None = None,
        **more: object,
    ) -> None:
        self.news: list[Status] = []
        self.asked: list[tuple[float, Verb]] = []
        self.player: Any = player or MiniaudioPlayer(["PULSEAUDIO"])
        self.player.open()
        self.player.write(make_silence(LEAD_IN))
        self.live = LiveSession(prepared, studio, self.player, prefed_ms=LEAD_IN, **more)
        self.live.add_views(self)
        self.prepared = prepared
        self.failure: list[BaseException] = []
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.live.run()
        except BaseException as error:
            self.failure.append(error)

    def show(self, status: Status) -> None:
        self.news.append(status)

    @property
    def now(self) -> Status:
        return self.news[-1] if self.news else Status(Phase.IDLE, "")

    def ask(self, verb: Verb, value: int | None = None) -> float:
        asked = time.monotonic()
        self.live.send(Command(verb, value))
        self.asked.append((asked, verb))
        return asked

    def until(self, true: Callable[[Status], bool], seconds: float = 40) -> None:
        assert until(lambda: true(self.now) or bool(self.failure), seconds), self.now
        assert not self.failure

    def reach(self, at: int) -> None:
        self.until(lambda now: now.elapsed >= at)

    def into_hold(self, by: int) -> None:
        """Go to the first hold, and so many ms into it."""
        self.ask(Verb.SEEK, self.hold - 100)
        self.reach(self.hold + by)

    def end(self) -> None:
        self.ask(Verb.STOP)
        self._thread.join(10)
        self.player.close()
        assert not self._thread.is_alive()
        assert not self.failure

    @property
    def hold(self) -> int:
        """The start of the first hold, in ms."""
        plan = self.live.state.schedule
        held = (i for i, s in enumerate(plan.spans) if is_held(s) and (s.length or 0) >= 11_000)
        return plan.span_starts[next(held)]

    def sound(self, name: str) -> Heard:
        """A sound as it is heard in this session."""
        gain = self.prepared.make_mix().gain
        samples = self.prepared.media[Sound(name)].pcm.samples if name else np.zeros(0)
        return np.rint(samples * np.float32(gain)).astype(np.int16)


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


@contextmanager
def session(script: str, player: Player | None = None, **more: object) -> Iterator[Session]:
    with open_studio("tone") as studio:
        made = Session(
            prepare_in_studio(studio, script, SessionRequest("tone")), studio, player, **more
        )
        try:
            yield made
        finally:
            made.end()


def find(heard: Heard, wanted: Heard, start: int = 0) -> list[int]:
    """The frames at which something is heard whole, from `start` on."""
    part = heard[start:].astype(np.float64)
    head = wanted[: min(len(wanted), RATE * 3 // 10)].astype(np.float64)
    size = 1 << (len(part) + len(head)).bit_length()
    product = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(head, size)), size)
    summed = np.concatenate([[0.0], np.cumsum(part**2)])
    energy = summed[len(head) :] - summed[: -len(head)]
    likeness = product[: len(energy)] / np.sqrt(np.maximum(energy, 1.0) * (head**2).sum())
    found: list[int] = []
    for frame in np.flatnonzero(likeness > 0.98):
        if not found or frame - found[-1] > RATE // 20:
            found.append(int(frame))
        elif likeness[frame] > likeness[found[-1]]:
            found[-1] = int(frame)
    return [start + frame for frame in found]


def quiet(heard: Heard, start: int, stop: int) -> bool:
    return len(heard) >= stop and not np.any(heard[start:stop])


def test_a_pause_is_silent_and_the_hold_lasts_as_long_as_it_should(
    sound_server: SoundServer, script: str
) -> None:
    with sound_server.record() as recording, session(script) as played:
        played.into_hold(4_000)
        paused = played.ask(Verb.PAUSE)
        time.sleep(2.5)
        assert played.now.phase is Phase.PAUSED
        at = played.now.elapsed
        resumed = played.ask(Verb.RESUME)
        played.reach(played.hold + 11_500)
        time.sleep(0.8)
        heard = recording.mono.copy()
        frame = recording.frame_at
    starts, ends = find(heard, played.sound("hold-start")), find(heard, played.sound("hold-end"))
    (pause_sign,) = find(heard, played.sound("pause"))
    (resume_sign,) = find(heard, played.sound("resume"))
    assert 0 <= pause_sign - frame(paused) <= HEARD_WITHIN * RATE
    assert 0 <= resume_sign - frame(resumed) <= HEARD_WITHIN * RATE
    assert quiet(heard, pause_sign + RATE // 2, resume_sign)
    ticks = find(heard, played.sound("tick"), resume_sign)[:3]
    assert np.allclose(np.diff(ticks), RATE, atol=2)
    before = pause_sign - starts[-1]
    after = ends[0] - (ticks[0] + 3 * RATE)
    assert abs(before + after - 11 * RATE) <= BUFFER * RATE
    assert abs(before / RATE - (at - played.hold) / 1000) <= BUFFER


def test_the_whole_lasts_as_long_as_the_plan_and_the_pause(
    sound_server: SoundServer, script: str
) -> None:
    with sound_server.record() as recording, session(script) as played:
        played.into_hold(4_000)
        played.ask(Verb.PAUSE)
        time.sleep(2)
        played.ask(Verb.RESUME)
        played.until(lambda now: now.phase is Phase.ENDED, 60)
        time.sleep(0.3)
        heard, tape = recording.sound.copy(), played.live.state.tape
        whole = played.prepared.make_mix().render(0, played.prepared.timeline.length).samples
    # The tape: to the seek, its sign; to the pause, its sign; the sign to go on, all that is said
    # until the hold goes on, and the rest of the session.
    *_, before, after = (piece for piece in tape.pieces if piece.kind is PieceKind.SESSION)
    assert before.frames + after.frames == len(whole) - before.start * RATE // 1000
    (resumed,) = find(heard, played.sound("resume"))
    going = tape.pieces[tape.pieces.index(before) + 2 :]
    unheard = len(whole) - 1 - int(np.flatnonzero(whole)[-1])
    lasts = sum(piece.frames for piece in going) - unheard
    assert abs(len(heard) - resumed - lasts) <= BUFFER * RATE


def test_every_act_is_heard_within_a_quarter_of_a_second(
    sound_server: SoundServer, script: str
) -> None:
    acts = [
        (Verb.FORWARD, "skip"),
        (Verb.BACK, "back"),
        (Verb.REPEAT, "back"),
        (Verb.MORE, "more"),
        (Verb.MOMENT, "pause"),
        (Verb.GO, "resume"),
        (Verb.NEXT, "skip"),
        (Verb.PREVIOUS, "back"),
    ]
    late = {}
    with sound_server.record() as recording, session(script) as played:
        played.into_hold(2_000)
        for verb, sign in acts:
            at, asked = played.now.elapsed, played.ask(verb)
            time.sleep(1.1)
            heard, first = recording.mono, recording.frame_at(asked)
            signs = find(heard, played.sound(sign)[: RATE // 20], max(0, first - RATE // 20))
            assert signs, verb
            late[verb, sign] = (signs[0] - first) / RATE
            if verb is Verb.REPEAT:
                played.until(lambda now, at=at: now.elapsed > at + 700)
    assert max(late.values()) <= HEARD_WITHIN, late


def test_speech_is_cut_at_once_and_next_lands_on_the_next_exercise(
    sound_server: SoundServer, script: str
) -> None:
    with sound_server.record() as recording, session(script) as played:
        played.until(lambda now: bool(now.saying))
        time.sleep(0.3)
        asked = played.ask(Verb.NEXT)
        played.until(lambda now: now.exercise == "Bridge" and now.saying == "Lie on your back.")
        time.sleep(1.5)
        heard, first = recording.mono.copy(), recording.frame_at(asked)
        plan = played.live.state.schedule
    (sign,) = find(heard, played.sound("skip"), first)
    entry = plan.segments[1].start
    wanted = played.prepared.make_mix().render(entry, entry + 500).samples
    begun = int(np.flatnonzero(wanted)[0])
    said = find(heard, wanted[begun:], sign)[0]
    assert said - begun - sign == 350 * RATE // 1000


def test_the_loudness_changes_without_a_gap(sound_server: SoundServer, tmp_path: Path) -> None:
    path = tmp_path / "breath.yaml"
    path.write_text(
        "title: Breath\nbed: noise\nsteps:\n  - {hold: 12s, sounds: false}\n", encoding="utf-8"
    )
    with sound_server.record() as recording, session(str(path)) as played:
        played.reach(9_000)
        asked = played.ask(Verb.VOLUME, 40)
        time.sleep(0.8)
        heard, first = recording.mono.astype(np.float64), recording.frame_at(asked)
    blocks = heard[: len(heard) // 480 * 480].reshape(-1, 480)
    levels = np.sqrt((blocks**2).mean(axis=1))
    before = levels[first // 480 - 30 : first // 480].mean()
    after = levels[-20:].mean()
    assert after == pytest.approx(0.4 * before, rel=0.25)
    changed = int(np.flatnonzero(levels[first // 480 :] < 0.6 * before)[0])
    assert changed / 100 <= HEARD_WITHIN + 0.02
    assert levels[first // 480 - 30 :].min() > 0.15 * before
    assert played.now.volume == 40


@pytest.mark.usefixtures("sound_server")
def test_time_added_comes_before_the_countdown_and_says_so(script: str) -> None:
    with session(script, settings=Settings(timed=True)) as played:
        played.into_hold(1_500)
        length = played.now.length
        played.ask(Verb.MORE)
        played.until(lambda now: now.saying.startswith("15 seconds more."))
        assert played.now.saying == "15 seconds more. We'll end 15 seconds later."
        assert played.now.length == length + 15_000
        played.ask(Verb.FORWARD)
        played.ask(Verb.FORWARD)
        assert until(lambda: played.now.saying == "3", 20)
        assert played.now.count in (3, 4)


@pytest.mark.parametrize(
    "times", [3, pytest.param(20, marks=pytest.mark.slow)], ids=["three", "twenty"]
)
def test_a_device_that_is_lost_and_found_costs_no_place(
    mortal_server: SoundServer, script: str, times: int
) -> None:
    with session(script) as played:
        played.into_hold(1_500)
        for number in range(times):
            before = played.now.elapsed
            mortal_server.kill()
            killed = time.monotonic()
            played.until(lambda now: now.phase is Phase.LOST, 5)
            assert time.monotonic() - killed < 1.6
            assert "lost" in played.now.message
            assert abs(played.now.elapsed - before) < 400
            lost = played.now.elapsed
            mortal_server.start()
            played.until(lambda now: now.phase is Phase.PLAYING, 10)
            assert abs(played.now.elapsed - lost) <= 100
            if number:
                continue
            with mortal_server.record() as recording:
                played.until(lambda now, lost=lost: now.elapsed > lost + 500)
                assert find(recording.mono, played.sound("tick")[: RATE // 20])


def test_the_tally_has_heard_what_was_played_through_a_pause_and_a_lost_device(
    mortal_server: SoundServer, script: str
) -> None:
    tally = Tally((), (0,), ())
    with session(script, tally=tally) as played:
        played.into_hold(1_000)
        heard, begun = tally.heard_ms, played.now.elapsed
        played.ask(Verb.PAUSE)
        played.until(lambda now: now.phase is Phase.PAUSED)
        time.sleep(1)
        played.ask(Verb.RESUME)
        played.until(lambda now: now.elapsed > begun + 1_500)
        mortal_server.kill()
        played.until(lambda now: now.phase is Phase.LOST, 5)
        mortal_server.start()
        played.until(lambda now: now.phase is Phase.PLAYING, 10)
        played.until(lambda now: now.elapsed > begun + 3_500)
        # What is shown is a tenth of a second old.
        assert abs((tally.heard_ms - heard) - (played.now.elapsed - begun)) <= 250


def test_a_feeder_that_is_killed_is_replaced(sound_server: SoundServer, script: str) -> None:
    with session(script) as played:
        played.into_hold(2_000)
        os.kill(played.player._feeder.pid, signal.SIGKILL)
        played.until(lambda now: now.phase is Phase.LOST, 5)
        at = played.now.elapsed
        with sound_server.record() as recording:
            played.until(lambda now: now.phase is Phase.PLAYING, 5)
            played.until(lambda now: now.elapsed > at + 1_000)
            assert len(find(recording.mono, played.sound("tick"))) >= 1
        assert played.hold + 2_000 <= at + 400


def test_a_feeder_that_hangs_is_replaced(sound_server: SoundServer, script: str) -> None:
    with session(script) as played:
        played.into_hold(2_000)
        os.kill(played.player._feeder.pid, signal.SIGSTOP)
        hung = time.monotonic()
        played.until(lambda now: now.phase is Phase.LOST, 5)
        assert time.monotonic() - hung < 2.5
        at = played.now.elapsed
        with sound_server.record() as recording:
            played.until(lambda now: now.phase is Phase.PLAYING, 5)
            played.until(lambda now: now.elapsed > at + 1_000)
            assert len(find(recording.mono, played.sound("tick"))) >= 1


def test_a_server_that_hangs_for_a_while_is_no_sleep(
    mortal_server: SoundServer, script: str
) -> None:
    with session(script) as played:
        played.into_hold(2_000)
        mortal_server._process.send_signal(signal.SIGSTOP)
        try:
            played.until(lambda now: now.phase is Phase.LOST, 5)
            at = played.now.elapsed
            time.sleep(4)
        finally:
            mortal_server._process.send_signal(signal.SIGCONT)
        played.until(lambda now: now.phase is not Phase.LOST, 12)
        assert played.now.phase is Phase.PLAYING
        assert abs(played.now.elapsed - at) <= 100


def test_after_sleep_the_session_is_paused(sound_server: SoundServer, script: str) -> None:
    now = [0.0]
    with session(script, suspend_watch=SuspendWatch(lambda: now[0])) as played:
        played.into_hold(2_000)
        now[0] += 3_600
        played.until(lambda now: now.phase is Phase.PAUSED, 2)
        assert "asleep" in played.now.message
        at = played.now.elapsed
        with sound_server.record() as recording:
            time.sleep(0.5)
            assert not np.any(recording.mono[-RATE // 5 :])
        played.ask(Verb.TOGGLE)
        played.until(lambda now: now.elapsed > at + 500)


DRIVER = """
import sys
from coach.sound.audio import make_silence
from coach.timeline.cues import LEAD_IN
from coach.live.engine import LiveSession
from coach.pipeline import prepare_in_studio
from coach.live.players.miniaudio import MiniaudioPlayer
from coach.speech.studio import open_studio
from coach.plan.request import SessionRequest

class View:
    def show(self, status):
        print(status.phase, status.elapsed, flush=True)

with open_studio("tone") as studio:
    player = MiniaudioPlayer()
    player.open()
    player.write(make_silence(LEAD_IN))
    session = prepare_in_studio(studio, sys.argv[1], SessionRequest("tone"))
    live = LiveSession(session, studio, player, prefed_ms=LEAD_IN)
    live.add_views(View())
    live.run()
"""


def test_a_stopped_and_continued_program_does_not_race(
    sound_server: SoundServer, script: str
) -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", DRIVER, script]
    said: list[str] = []
    with (
        sound_server.record() as recording,
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as run,
    ):
        try:
            assert run.stdout
            reader = Thread(target=lambda: said.extend(run.stdout), daemon=True)
            reader.start()
            assert until(lambda: bool(said) and int(said[-1].split()[1]) > 6_000, 30)
            run.send_signal(signal.SIGSTOP)
            time.sleep(2.6)
            run.send_signal(signal.SIGCONT)
            assert until(lambda: said[-1].startswith("paused"), 3)
            at = int(said[-1].split()[1])
            time.sleep(0.8)
            assert int(said[-1].split()[1]) == at < 8_500
            assert not np.any(recording.mono[-RATE // 2 :])
        finally:
            run.kill()


@pytest.mark.usefixtures("sound_server")
def test_the_stream_says_what_it_is(script: str) -> None:
    with session(script) as played:
        played.reach(500)
        listed = subprocess.run(
            ["pactl", "list", "sink-inputs"], capture_output=True, text=True, check=True
        ).stdout
    for line in (
        'application.name = "Coach"',
        'media.role = "a11y"',
        'application.icon_name = "audio-headphones"',
    ):
        assert line in listed, listed


def seconds_used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.undisturbed
@pytest.mark.parametrize(
    "minutes", [0.15, pytest.param(10, marks=pytest.mark.slow)], ids=["short", "ten-minutes"]
)
def test_nothing_drops_out_while_both_cores_are_busy(
    sound_server: SoundServer, tmp_path: Path, minutes: float
) -> None:
    path = tmp_path / "long.yaml"
    path.write_text(
        f"title: Long\nsteps:\n  - {{breathe: {max(1, round(minutes * 6))}}}\n", encoding="utf-8"
    )
    burning = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(2)]
    try:
        # The server and the recorder are starved, too, where the machine has much else to do.
        for _ in range(3):
            with sound_server.record() as recording, session(str(path)) as played:
                whole = (
                    played.prepared.make_mix().render(0, played.prepared.timeline.length).samples
                )
                played.until(lambda now: now.phase is Phase.ENDED, len(whole) / RATE + 30)
                assert played.player.underruns == 0
                heard = recording.sound
            sounding = np.flatnonzero(whole)
            if same := np.array_equal(heard, whole[sounding[0] : sounding[-1] + 1]):
                break
    finally:
        for process in burning:
            process.kill()
            process.wait()
    assert same


@pytest.mark.undisturbed
@pytest.mark.usefixtures("sound_server")
def test_playing_takes_little_of_a_core(script: str) -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", DRIVER, script]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as run:
        try:
            time.sleep(4)
            children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
            pids = [run.pid, *map(int, children)]
            before, begun = sum(map(seconds_used, pids)), time.monotonic()
            time.sleep(8)
            used = sum(map(seconds_used, pids)) - before
            took = time.monotonic() - begun
        finally:
            with suppress(ProcessLookupError):
                run.kill()
    assert used / took <= 0.05, used / took
