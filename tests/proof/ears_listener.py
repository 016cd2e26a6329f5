"""An ear to measure by: the loop of the real one, told what may be said, given sound at once."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from queue import SimpleQueue
from typing import Any

import numpy as np

from coach.ears.allowed_phrases import choose_hearing
from coach.ears.hearing import NOTHING, Hearing, pack_hearing, spell_bare
from coach.ears.listening_loop import ListeningLoop, Message
from coach.ears.model_files import DECODER, ENCODER, SILERO, find_models, read_model
from coach.ears.onnx_model import open_model
from coach.ears.phrase_model import END_TOKEN, Likelihoods, PhraseModel, Sound
from coach.ears.phrase_tokens import PHRASE_TOKENS
from coach.ears.voice_activity import VoiceActivity
from coach.live.settings import EarSettings
from coach.live.status import Phase, Status
from coach.script.library import load_phrases
from tests.proof.ears_keep import Keep

HEARD = load_phrases("en").heard
READY_TEXTS = spell_bare(HEARD["ready"][0])
NONE = float("-inf")
SILENT = 1e-5
"""Below what a block is silent: no microphone gives that, but what a session renders does."""
SAME_SCORED = 1
"""How often the same stretch of the same words is scored; the rest is the same sound again."""


def choose(phase: Phase = Phase.PLAYING, **more: bool) -> Hearing:
    """Return what may be said in a state of a session, in a moment of quiet."""
    status = Status(phase, "", **more)
    return choose_hearing(status, HEARD, EarSettings(listens=True), is_quiet=True)


CALLED, READY = choose(), choose(Phase.WAITING)
BARE = choose(Phase.PAUSED, listens=True)
YES_NO, NUMBERS = choose(Phase.PAUSED, asks_stop=True), choose(asks=True)


@cache
def open_sessions() -> dict[str, Any]:
    """Return the models, opened once."""
    return {file.name: open_model(read_model(file, path)) for file, path in find_models().items()}


@dataclass
class Seen:
    """What an ear was given and what it made of it; likelihoods are of what came nearest."""

    seconds: float = 0.0
    stretches: int = 0
    scored: int = 0
    begun: int = 0
    beginning: float = NONE
    likelihood: float = NONE
    phrase: str = ""
    ready: float = NONE
    accepted: Counter[str] = field(default_factory=Counter)
    took: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Seen") -> None:
        """Take what another ear was given into this one."""
        self.seconds += other.seconds
        self.stretches += other.stretches
        self.scored += other.scored
        self.begun += other.begun
        self.ready = max(self.ready, other.ready)
        self.beginning = max(self.beginning, other.beginning)
        if other.likelihood > self.likelihood:
            self.likelihood, self.phrase = other.likelihood, other.phrase
        self.accepted += other.accepted
        self.took += other.took


def pack_seen(seen: Seen) -> dict[str, Any]:
    """Return what an ear made of something, to be kept."""
    counters = {name: dict(getattr(seen, name)) for name in ("accepted", "took")}
    return {one.name: getattr(seen, one.name) for one in fields(seen)} | counters


def load_seen(kept: Mapping[str, Any]) -> Seen:
    """Return what an ear made of something, as it was kept."""
    counters = {name: Counter(kept.get(name, ())) for name in ("accepted", "took")}
    return Seen(**{**kept, **counters})


def keep_seen(keep: Keep, name: str, make: Callable[[], Seen]) -> Seen:
    """Return what an ear made of something, as it is kept or found now."""
    kept = keep.load(name)
    if kept is None:
        keep.store(name, kept := pack_seen(make()))
    return load_seen(kept)


class NotingModel(PhraseModel):
    """Rates as the other, and notes what came nearest; what `is_known` is not rated again."""

    def __init__(self, seen: Seen, is_known: Callable[[Sound], bool] = lambda _sound: False):
        sessions = open_sessions()
        super().__init__(sessions[ENCODER.name], sessions[DECODER.name])
        self._seen, self._is_known = seen, is_known
        self._ready = NONE

    def encode(self, sound: Sound) -> Sound:
        self._seen.stretches += 1
        if self._is_known(sound):
            return np.zeros(0, np.float32)
        self._seen.scored += 1
        return super().encode(sound)

    def rate_beginning(self, encoded: Sound, beginning: str) -> float:
        if not len(encoded):
            return NONE
        # In one run, with what is asked next for nearly every stretch: the same numbers sooner.
        rows = [
            PHRASE_TOKENS[beginning],
            *((*PHRASE_TOKENS[one], END_TOKEN) for one in READY_TEXTS),
        ]
        rate, *ready = self._rate_rows(encoded, rows)
        self._ready = float(np.logaddexp(*ready))
        self._seen.beginning = max(self._seen.beginning, rate)
        return rate

    def rate_phrases(self, encoded: Sound, phrases: Mapping[str, Sequence[str]]) -> Likelihoods:
        if not len(encoded):
            return Likelihoods(tuple((phrase, NONE) for phrase in phrases))
        if list(phrases) == [READY_TEXTS[0]]:
            found = Likelihoods(((READY_TEXTS[0], self._ready),))
            self._seen.ready = max(self._seen.ready, self._ready)
            return found
        found = super().rate_phrases(encoded, phrases)
        self._seen.begun += 1
        for phrase, rate in found.phrases:
            if phrase == READY_TEXTS[0]:
                self._seen.ready = max(self._seen.ready, rate)
            elif rate > self._seen.likelihood:
                self._seen.likelihood, self._seen.phrase = rate, phrase
        return found


class QuickActivity(VoiceActivity):
    """Does not look at blocks in which there is nothing at all, and counts all."""

    def __init__(self) -> None:
        super().__init__(open_sessions()[SILERO.name])
        self.blocks = 0

    def rate_block(self, block: Sound) -> float:
        self.blocks += 1
        if float(np.abs(block).max()) < SILENT:
            return 0.0
        return super().rate_block(block)


class NoMicrophone:
    """Gives nothing: sound is put into the inbox by whoever measures."""

    name = "none"

    def close(self) -> None:
        """Nothing was opened."""


def listen(
    *told: tuple[Hearing, Sound],
    name_stretch: Callable[[int, int], Hashable] | None = None,
    known: Counter[Hashable] | None = None,
) -> Seen:
    """Return what an ear makes of sounds, each with what may be said meanwhile.

    `name_stretch` names what lies between two blocks: of what has the same name, and is as long,
    only the first SAME_SCORED are scored, counted in `known`.
    """
    seen, activity = Seen(), QuickActivity()
    known = Counter() if known is None else known

    def is_known(sound: Sound) -> bool:
        length = len(sound) // 512
        if name_stretch is None:
            return False
        name = name_stretch(activity.blocks - length, activity.blocks), length
        known[name] += 1
        return known[name] > SAME_SCORED

    inbox: SimpleQueue[Message] = SimpleQueue()
    for hearing, sound in told:
        inbox.put(pack_hearing(hearing))
        inbox.put(sound.astype(np.float32).tobytes())
        inbox.put(pack_hearing(NOTHING))
        seen.seconds += len(sound) / 16_000
    inbox.put(None)

    def write(name: str, **fields: object) -> None:
        if name == "heard":
            seen.accepted[str(fields["key"])] += 1

    model = NotingModel(seen, is_known)
    ListeningLoop(model, activity, lambda _take: NoMicrophone(), inbox, write).run()
    return seen
