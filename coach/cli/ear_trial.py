"""The trial of `coach ears`: shows how loud somebody is, and what is heard of what they say.

Each of three phrases is said three times, from which follows the threshold that suits their voice.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from coach.errors import MachineError, Problem

if TYPE_CHECKING:
    from coach.ears.hearing import Hearing
    from coach.ears.microphone_level import Loudness

Message = dict[str, Any]

PATIENCE_S = 20.0
"""Seconds in which nothing was understood until the trial ends."""
LONGEST_S = 180.0
TRIED = ("pause", "next", "how_long")
"""What somebody who tries it is asked to say, by keys."""
BAR_DB, BAR_LENGTH = 4, 20
"""What one mark of the bar stands for, in dB, and how many marks it has: 80 dB."""
LEVEL_EVERY = 10
"""Of so many levels, 5 s, the loudest is shown while nothing is understood."""
ADVICE = {
    "too quiet": "come nearer, or turn the microphone up in the settings of the system",
    "too loud": "turn the microphone down in the settings of the system, or move away from it",
}


@dataclass(slots=True)
class Trial:
    """What was heard so far: `phrases` are asked for, by their keys; `takes` how likely each was.

    `show` prints a line, `note` one that tells what is wrong.
    """

    phrases: Mapping[str, str]
    show: Callable[[str], None]
    note: Callable[[str], None]
    takes: dict[str, list[float]] = field(default_factory=dict)
    _loudest: "Loudness | None" = None
    _shown: "Loudness | None" = None
    _levels: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether each phrase was heard as often as is asked for."""
        return not any(self._lacks(key) for key in self.phrases)

    @property
    def missing(self) -> list[str]:
        """The phrases that were not heard at all."""
        return [phrase for key, phrase in self.phrases.items() if not self.takes.get(key)]

    def take_message(self, message: Message) -> bool:
        """Print what the ear wrote; return whether something was understood.

        Raises MachineError where it cannot hear.
        """
        kind = message["is"]
        if kind == "absent":
            hint = message.get("hint") or None
            raise MachineError(Problem(str(message["why"]), hint=hint))
        if kind == "ready":
            asked = "; ".join(self.phrases.values())
            self.show(f"{message['microphone']}: listening. Say each three times: {asked}")
        elif kind == "mute":
            self.note("the microphone gives no sound: it may be muted")
        elif kind == "level":
            self._note_level(message)
        elif kind == "unclear":
            self.show(f"not understood {self._draw_level()}")
        elif kind == "heard":
            self._note_heard(message)
        return bool(kind == "heard")

    def _note_heard(self, message: Message) -> None:
        key = str(message["key"])
        takes = self.takes.setdefault(key, [])
        takes.append(float(message["likelihood"]))
        if key not in self.phrases:
            known = key.replace("_", " ")
            self.show(f"heard: {known}, which was not asked for {self._draw_level()}")
            return
        from coach.ears.own_threshold import TAKES

        count = f"{min(len(takes), TAKES)} of {TAKES}"
        self.show(f"heard: {self.phrases[key]} ({count}) {self._draw_level()}")

    def _note_level(self, message: Message) -> None:
        from coach.ears.microphone_level import Loudness

        now = Loudness(float(message["level"]), bool(message["is_clipped"]))
        before = self._loudest or now
        level = max(now.level, before.level)
        self._loudest = Loudness(level, now.is_clipped or before.is_clipped)
        self._levels += 1
        if self._levels >= LEVEL_EVERY:
            self.show(self._draw_level())

    def _draw_level(self) -> str:
        """Return how loud it was since the last time, and what to do; begin anew."""
        loudest = self._loudest or self._shown  # what was said may lie before what was shown
        self._shown, self._loudest, self._levels = loudest, None, 0
        return draw_level(loudest) if loudest else ""

    def _lacks(self, key: str) -> bool:
        from coach.ears.own_threshold import TAKES

        return len(self.takes.get(key, ())) < TAKES


def draw_level(loudness: "Loudness") -> str:
    """Return a bar, what it means, and what to do about it."""
    marks = round(max(0.0, min(BAR_LENGTH, BAR_LENGTH + loudness.level / BAR_DB)))
    word = loudness.word
    advice = f": {ADVICE[word]}" if word in ADVICE else ""
    return f"[{'#' * marks:<{BAR_LENGTH}}] {word}{advice}"


def run_trial(
    microphone: str | None, show: Callable[[str], None], note: Callable[[str], None]
) -> Trial:
    """Listen until all phrases were heard three times, or none any more; return what was heard.

    Raises MachineError where nothing can be heard.
    """
    from coach.ears.ear_process import EarProcess

    hearing, phrases = _make_hearing()
    trial = Trial(phrases, show, note)
    said: SimpleQueue[Message] = SimpleQueue()
    with closing(EarProcess(microphone, said.put)) as process:
        process.tell(hearing)
        for message in _follow(said, trial):
            trial.take_message(message)
    return trial


def _follow(said: SimpleQueue[Message], trial: Trial) -> Iterator[Message]:
    """Yield what the ear writes until the trial is over, one way or another."""
    begun = last = monotonic()
    while not trial.is_complete and (now := monotonic()) - begun < LONGEST_S:
        if said.empty() and now - last >= PATIENCE_S:
            return
        try:
            message = said.get(timeout=0.5)
        except Empty:
            continue
        if message["is"] in ("ready", "heard"):
            last = now
        yield message


def _make_hearing() -> "tuple[Hearing, dict[str, str]]":
    """Return what may be said, as leniently as ever, and by their keys the phrases asked for."""
    from coach.ears.allowed_phrases import choose_hearing
    from coach.ears.own_threshold import LOWEST_LEAST
    from coach.live.settings import EarSettings
    from coach.live.status import Phase, Status
    from coach.script.library import load_phrases

    words = load_phrases("en").heard
    (call,) = words["call"]
    settings = EarSettings(listens=True, least=LOWEST_LEAST)
    hearing = choose_hearing(Status(Phase.PLAYING, ""), words, settings, is_quiet=True)
    hearing = replace(hearing, tells_unclear=True, tells_level=True)
    return hearing, {key: f"{call}, {words[key][0]}" for key in TRIED}
