"""The ear's loop with a microphone that fails, is muted or gives garbage; nothing is recognised."""

from collections.abc import Iterator
from dataclasses import replace
from queue import SimpleQueue
from time import monotonic, sleep

import numpy as np
import pytest

from coach.ears import listening_loop
from coach.ears.allowed_phrases import choose_hearing
from coach.ears.hearing import NOTHING, Expected, Hearing, pack_hearing, spell_bare
from coach.ears.listening_loop import ListeningLoop
from coach.ears.microphone_level import Loudness
from coach.ears.phrase_model import Likelihoods
from coach.errors import MachineError, Problem
from coach.live.settings import EarSettings
from coach.live.status import Phase, Status
from coach.script.library import load_phrases

HEARD = load_phrases("en").heard
OPEN = Hearing((Expected("pause", spell_bare("pause")),), tells_unclear=True)
HOLDS = Hearing(holds=True)
LEVELS = Hearing(holds=True, tells_level=True)


class Silence:
    """What takes nothing for speech."""

    def reset(self) -> None:
        pass

    def rate_block(self, block: np.ndarray) -> float:
        assert np.all(np.isfinite(block))
        return 0.0


class Microphones:
    """Microphones that are noted as they open and close."""

    def __init__(self) -> None:
        self.name = "made up"
        self.log: list[str] = []

    def __call__(self, _take: object) -> "Microphones":
        self.log.append("open")
        return self

    def close(self) -> None:
        self.log.append("close")


def run(*messages: object, microphones: object = None) -> list[str]:
    inbox: SimpleQueue = SimpleQueue()
    said: list[str] = []
    for message in messages:
        inbox.put(pack_hearing(message) if isinstance(message, Hearing) else message)
    inbox.put(None)
    opens = microphones or Microphones()
    ListeningLoop(None, Silence(), opens, inbox, lambda name, **_: said.append(name)).run()
    return said


def test_a_microphone_is_open_only_while_it_is_wanted():
    microphones = Microphones()
    assert run(OPEN, HOLDS, NOTHING, OPEN, microphones=microphones) == ["ready", "ready"]
    assert microphones.log == ["open", "close", "open", "close"]


def test_a_muted_microphone_is_told_once():
    silence = np.zeros(16_000 * 11, np.float32).tobytes()
    assert run(HOLDS, silence, silence) == ["ready", "mute"]


def test_a_quiet_room_is_not_muted():
    murmur = np.random.default_rng(1).normal(0, 1e-4, 16_000 * 25).astype(np.float32)
    assert run(HOLDS, murmur.tobytes()) == ["ready"]


@pytest.mark.parametrize(
    "garbage",
    [
        np.full(5_000, np.nan, np.float32).tobytes(),
        np.full(5_000, 1e30, np.float32).tobytes(),
        np.random.default_rng(2).bytes(40_000),
        b"",
    ],
)
def test_garbage_is_heard_as_nothing(garbage):
    assert run(OPEN, garbage) == ["ready"]


@pytest.mark.parametrize(
    ("loud", "level", "word"),
    [(0.05, -26.0, "good"), (1.0, 0.0, "too loud"), (1e-4, -80, "too quiet")],
)
def test_the_level_is_told_twice_a_second_where_it_is_wanted(loud, level, word):
    sound = np.where(np.arange(16_000) % 2, loud, -loud).astype(np.float32)
    inbox: SimpleQueue = SimpleQueue()
    for message in (pack_hearing(LEVELS), sound.tobytes(), pack_hearing(HOLDS), sound.tobytes()):
        inbox.put(message)
    inbox.put(None)
    told: list[dict] = []

    def write(name: str, **fields: object) -> None:
        if name == "level":
            told.append(fields)

    ListeningLoop(None, Silence(), Microphones(), inbox, write).run()
    assert [one["level"] for one in told] == pytest.approx([level] * 2, abs=0.1)
    assert {Loudness(**one).word for one in told} == {word}


class Loud:
    """What takes all that is not silent for speech."""

    def reset(self) -> None:
        pass

    def rate_block(self, block: np.ndarray) -> float:
        return float(np.any(block))


class AlwaysNext:
    """What hears "Coach, next" in everything."""

    def encode(self, sound: np.ndarray) -> np.ndarray:
        return sound

    def rate_beginning(self, _encoded: np.ndarray, _beginning: str) -> float:
        return 0.0

    def rate_phrases(self, _encoded: np.ndarray, phrases: dict) -> Likelihoods:
        rest = [(phrase, -20.0) for phrase in phrases if phrase != "Coach, next."]
        return Likelihoods((("Coach, next.", -1.0), *rest))


class LeavesOver:
    """An echo of which all may be left."""

    is_cancelling = True

    def clean(self, data: bytes, _moment: object) -> bytes:
        return data

    def clear(self) -> None:
        pass

    def is_left_over(self, _frames: int) -> bool:
        return True


QUIET = choose_hearing(Status(Phase.PLAYING, ""), HEARD, EarSettings(True), is_quiet=True)
BESIDE = choose_hearing(
    Status(Phase.PLAYING, ""), HEARD, EarSettings(True), is_quiet=False, cancels_echo=True
)
SPEECH = np.full(16_000 // 2, 0.1, np.float32).tobytes()
SILENCE = np.zeros(16_000 // 2, np.float32).tobytes()


def hear_next(*messages: object, echo: object = None) -> list[str]:
    inbox: SimpleQueue = SimpleQueue()
    for message in messages:
        inbox.put(pack_hearing(message) if isinstance(message, Hearing) else message)
    inbox.put(None)
    said: list[str] = []

    def write(name: str, **fields: object) -> None:
        said.append(str(fields.get("key", name)))

    ListeningLoop(AlwaysNext(), Loud(), Microphones(), inbox, write, echo).run()
    return said[1:]


def test_what_was_begun_beside_the_coach_is_judged_so():
    assert hear_next(QUIET, SPEECH, SILENCE) == ["next"]
    assert hear_next(BESIDE, SPEECH, SILENCE) == []
    assert hear_next(BESIDE, SPEECH, QUIET, SPEECH, SILENCE) == []
    assert hear_next(QUIET, SPEECH, BESIDE, SPEECH, SILENCE) == []
    assert hear_next(BESIDE, SPEECH, QUIET, *[SILENCE] * 4, SPEECH, SILENCE) == ["next"]


def test_what_may_be_left_of_an_echo_is_not_looked_at_beside_the_coach():
    beside = replace(BESIDE, expected=QUIET.expected)
    assert hear_next(beside, SPEECH, SILENCE) == ["next"]
    assert hear_next(beside, SPEECH, SILENCE, echo=LeavesOver()) == []
    assert hear_next(QUIET, SPEECH, SILENCE, echo=LeavesOver()) == ["next"]


def test_a_microphone_that_gives_nothing_any_more_is_lost(monkeypatch):
    monkeypatch.setattr(listening_loop, "TICK_S", 0.001)
    inbox: SimpleQueue = SimpleQueue()
    inbox.put(pack_hearing(HOLDS))
    microphones = Microphones()
    loop = ListeningLoop(None, Silence(), microphones, inbox, lambda *_, **__: None)
    with pytest.raises(MachineError, match="the microphone is lost"):
        loop.run()
    assert microphones.log == ["open", "close"]


def test_a_microphone_is_lost_as_well_while_it_is_told_what_is_played(monkeypatch):
    monkeypatch.setattr(listening_loop, "TICK_S", 0.005)

    class Played(SimpleQueue):
        """An inbox in which something is always told sooner than a tick."""

        def get(self, block: bool = True, timeout: float | None = None) -> object:
            if not self.empty():
                return super().get(block, timeout)
            sleep(0.001)
            assert monotonic() < ends, "it is never lost"
            return {"heard": 48, "at": 1}

    inbox, ends = Played(), monotonic() + 5
    inbox.put(pack_hearing(HOLDS))
    with pytest.raises(MachineError, match="the microphone is lost"):
        ListeningLoop(None, Silence(), Microphones(), inbox, lambda *_, **__: None).run()


def test_a_microphone_that_does_not_open_ends_the_ear():
    def refuse(_take: object) -> Iterator[None]:
        raise MachineError(Problem("there is no microphone"))

    with pytest.raises(MachineError, match="no microphone"):
        run(OPEN, microphones=refuse)
