"""The ear is told what is played, without waiting, and takes it out of what it hears."""

import sys
import time

import numpy as np
import pytest

from coach.cli.ear_opening import tap_player
from coach.ears.allowed_phrases import HARMLESS, choose_hearing
from coach.ears.ear_control import EarControl
from coach.ears.ear_process import EarProcess
from coach.ears.echo_canceller import EchoCanceller
from coach.ears.echo_depth import WINDOW_STEPS, EchoDepth
from coach.ears.echo_reference import EchoReference
from coach.ears.hearing import NEVER
from coach.ears.played_sound import LOOKS
from coach.live.players.recorder import RecorderPlayer
from coach.live.players.tapped import TappedPlayer
from coach.live.settings import EarSettings
from coach.live.status import Phase, Status
from coach.script.library import load_phrases
from coach.sound.audio import Pcm
from tests.live.conftest import until

from .test_played_sound import BLOCK, BLOCK_MS, MS, tone

WORDS = load_phrases("en").heard


class Taken:
    """What a tap was told: the queue as it is now, and what was said to be heard."""

    def __init__(self) -> None:
        self.queue = np.zeros(0, np.int16)
        self.heard: list[int] = []

    def put(self, frame: int, samples: np.ndarray) -> None:
        self.queue = np.concatenate([self.queue[:frame], samples])

    def follow(self, heard: int) -> None:
        self.heard.append(heard)


class Queueing(RecorderPlayer):
    """Drops on `stop` what is behind a frame."""

    kept = 500

    def stop(self) -> None:
        self.splice(self.kept, Pcm(np.zeros(0, np.int16)))


def test_a_tap_is_told_what_a_player_plays():
    player, tap = Queueing(), Taken()
    tapped = TappedPlayer(player, tap)
    tapped.open()
    tapped.write(Pcm(tone(20)))
    tapped.splice(700, Pcm(tone(10, 3_000)))
    assert np.array_equal(tap.queue, player.recording.samples)
    assert tapped.heard == player.heard
    assert tap.heard == [player.heard]
    tapped.stop()
    tapped.write(Pcm(tone(5)))
    assert np.array_equal(tap.queue, player.recording.samples)
    assert len(tap.queue) == Queueing.kept + 5 * MS


def test_a_session_tells_the_ear_what_it_plays_in_lines_that_it_understands():
    library, lines = Halving(), []
    canceller = EchoCanceller(lambda: library)
    tapped = TappedPlayer(RecorderPlayer(), EchoReference(lines.append))
    tapped.write(Pcm(tone(2_000)))
    assert tapped.heard == tapped.heard
    assert len(lines) == 2  # the second moment is too near
    assert [canceller.follow(line) for line in lines] == [True, False]
    sound = np.ones(BLOCK, np.float32)
    now = lines[1]["at"]
    cleaned = np.frombuffer(canceller.clean(sound.tobytes(), now - 1_000), np.float32)
    assert np.array_equal(cleaned, sound / 2)
    assert np.abs(library.played).max() > 0.2


class Halving:
    """A library that halves what is heard."""

    played = np.zeros(0, np.float32)

    def process(self, heard: np.ndarray, played: np.ndarray) -> np.ndarray:
        assert len(heard) == len(played)
        assert len(heard) % 160 == 0
        assert np.all(np.isfinite(heard))
        self.played = played
        return heard / 2


def test_without_the_library_sound_is_heard_as_it_is():
    canceller = EchoCanceller(lambda: None)
    canceller.follow({"heard": 0, "at": 0})
    assert not canceller.is_cancelling
    assert canceller.clean(b"anything", 5) == b"anything"


def test_sound_of_any_length_is_cleaned_whole():
    canceller = EchoCanceller(Halving)
    canceller.follow({"heard": 0, "at": 0})
    canceller.follow(EchoReferenceLines().put(0, tone(400)))
    sound = np.random.default_rng(1).normal(0, 0.1, 4_000).astype(np.float32)
    cuts = np.split(sound, [7, 500, 1_012, 1_012, 3_000])
    cleaned = b"".join(canceller.clean(one.tobytes(), 50) for one in cuts)
    assert np.array_equal(np.frombuffer(cleaned, np.float32), sound / 2)
    canceller.clean(np.full(480, np.nan, np.float32).tobytes(), 50)


STEP = 160
SECOND = WINDOW_STEPS * STEP


def learn(left: float, seconds: int = 1) -> EchoDepth:
    """What is known of an echo of which such a part is left."""
    echo = np.full(seconds * SECOND, 0.1, np.float32)
    depth = EchoDepth(STEP)
    depth.add(echo, echo * np.float32(left**0.5), echo)
    return depth


def test_speech_is_told_from_what_is_left_of_an_echo():
    echo = np.full(SECOND, 0.1, np.float32)
    for part, is_left_over in ((0.01, True), (0.02, True), (0.1, False), (1.0, False)):
        depth = learn(0.01)
        depth.add(echo, echo * np.float32(part**0.5), echo)
        assert depth.is_left_over(SECOND) is is_left_over


def test_others_are_not_heard_beside_an_echo_that_is_not_known_yet():
    assert learn(0.5, seconds=3).is_left_over(SECOND)
    silence = np.zeros(SECOND, np.float32)
    depth = EchoDepth(STEP)
    depth.add(silence + 0.1, silence + 0.1, silence)
    assert not depth.is_left_over(SECOND)  # nothing is played
    known = learn(0.001)
    known.forget()
    known.add(silence + 0.1, silence + 0.1, silence + 0.1)
    assert known.is_left_over(SECOND)


def test_somebody_who_speaks_for_long_does_not_hide_how_much_is_left():
    depth = learn(0.01)
    loud = np.full(5 * SECOND, 0.1, np.float32)
    depth.add(loud, loud, loud)
    assert depth.part_left == pytest.approx(0.01, rel=0.01)


def test_where_nothing_was_played_for_long_all_is_heard_as_it_is():
    canceller = EchoCanceller(Halving)
    canceller.follow({"heard": 0, "at": 0})
    canceller.follow(EchoReferenceLines().put(0, tone(400)))
    block = np.full(BLOCK, 0.1, np.float32)
    heard = {
        now: np.frombuffer(canceller.clean(block.tobytes(), now), np.float32)
        for now in range(BLOCK_MS, 2_000, BLOCK_MS)
    }
    assert np.array_equal(heard[200], block / 2)
    assert np.array_equal(heard[800], block / 2)  # the room may still ring
    assert np.array_equal(heard[1_200], block)


def test_a_jump_of_the_clock_has_the_echo_learned_anew():
    canceller = EchoCanceller(Halving)
    canceller.follow({"heard": 0, "at": 0})
    canceller.follow(EchoReferenceLines().put(0, tone(4_000)))
    block = np.full(BLOCK, 0.1, np.float32).tobytes()
    for now in range(BLOCK_MS, 2_000, BLOCK_MS):
        canceller.clean(block, now)
    assert canceller._depth.part_left == pytest.approx(0.25)
    assert canceller._played.jumps == 0
    canceller.follow({"heard": 2_500 * MS, "at": 2_000})
    for now in range(2_000 + BLOCK_MS, 2_000 + (LOOKS + 4) * BLOCK_MS, BLOCK_MS):
        canceller.clean(block, now)
        if canceller._played.jumps:
            break
    assert canceller._depth.part_left == 1.0


class EchoReferenceLines:
    """One line of what is played."""

    def put(self, frame: int, samples: np.ndarray) -> dict:
        lines: list[dict] = []
        EchoReference(lines.append).put(frame, samples)
        return lines[0]


@pytest.mark.parametrize("more", [{"asks": True}, {"asks_stop": True}])
def test_no_answer_is_taken_while_the_coach_speaks(more):
    status = Status(Phase.PLAYING, "", **more)
    listens = EarSettings(listens=True)
    assert not choose_hearing(status, WORDS, listens, is_quiet=False, cancels_echo=True).expected


def test_an_ear_that_reads_nothing_keeps_nobody_waiting():
    process = EarProcess(None, lambda _said: None, (sys.executable, "-c", STANDS_STILL))
    begun = time.monotonic()
    sent: list[dict] = []
    reference = EchoReference(lambda line: (sent.append(line), process.tell_played(line)))
    for number in range(500):
        reference.put(number * 9_600, tone(200))
    assert time.monotonic() - begun < 2
    assert process._outbox.qsize() <= 50
    process.close()


STANDS_STILL = "import time; time.sleep(60)"
CANCELS = """
import json, sys
for line in sys.stdin:
    told = json.loads(line)
    if "played" in told:
        print(json.dumps({"is": "echo", "is_cancelled": CAN}), flush=True)
"""


@pytest.mark.parametrize("can_cancel", [True, False])
def test_an_ear_is_open_beside_speech_only_where_it_cancels_echo(can_cancel):
    from tests.ears.test_ear_control import SPEAKING

    program = CANCELS.replace("CAN", str(can_cancel))
    settings = EarSettings(listens=True, echo_cancellation=True)
    ear = EarControl(WORDS, settings, (sys.executable, "-c", program))
    ear.start(lambda _command: None)
    ear.show(SPEAKING)
    assert not ear._told.expected
    ear.echo_reference.put(0, tone(20))
    assert until(lambda: ear._cancels_echo is can_cancel, 5)
    ear.show(SPEAKING)
    obeyed = {one.key for one in ear._told.expected if one.least < NEVER}
    assert obeyed == (HARMLESS if can_cancel else set())
    ear.stop()


def test_nothing_is_told_where_no_echo_is_to_be_cancelled():
    for settings in (
        EarSettings(listens=True),
        EarSettings(echo_cancellation=True),
        EarSettings(listens=True, headphones=True, echo_cancellation=True),
    ):
        assert EarControl(WORDS, settings).echo_reference is None


def test_a_player_is_tapped_only_for_an_ear_that_cancels_echo():
    sink = RecorderPlayer()
    cancels = EarControl(WORDS, EarSettings(listens=True, echo_cancellation=True))
    assert tap_player(None, sink) is sink
    assert tap_player(EarControl(WORDS, EarSettings(listens=True)), sink) is sink
    assert isinstance(tap_player(cancels, sink), TappedPlayer)
