"""The chain, each stage called once, in order: load, prepare, export, play."""

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cues import Cue, CueSheet
from coach.cuesheet import compile_acts
from coach.drill import Manner
from coach.errors import Problem, ScriptError
from coach.exercise import Exercise
from coach.library import (
    cache_folder,
    find_exercises,
    find_routine,
    find_sound,
    load_phrases,
    sound_names,
)
from coach.reader import suggest
from coach.routine import Routine
from coach.scene import LATE, Talk
from coach.session import Session, named_cards, usual_session
from coach.source import Sound, Utterance
from coach.timeline import Timeline, lay_out, starts
from coach.unroll import unroll

if TYPE_CHECKING:
    from coach.media import Media
    from coach.mix import Mix

Progress = Callable[[int, int], None]


def _silent(_done: int, _all: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the listener asked for: voice as `engine[:voice]`, length in ms, manner."""

    voice: str | None = None
    length: int | None = None
    talk: Talk = Talk.FULL
    slow: bool = False
    first_side: str = "right"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session ready to be heard: its plan, and the mix that renders any window of it."""

    session: Session
    sheet: CueSheet
    timeline: Timeline
    media: "Media"
    voice: str
    notice: str | None = field(default=None)

    def mix(self) -> "Mix":
        """Give what renders the session."""
        from coach.mix import Mix

        return Mix(self.timeline, self.media)


def load(name: str) -> tuple[Routine, dict[str, Exercise]]:
    """Load a routine and the cards it names; raises ScriptError with every fault of all."""
    routine = find_routine(name)
    return routine, find_exercises(named_cards(routine))


def choose(routine: Routine, cards: dict[str, Exercise], wishes: Wishes) -> Session:
    """Choose the session of a routine that a listener wishes."""
    phrases = load_phrases(routine.language)
    manner = Manner(phrases, wishes.talk, wishes.slow, wishes.first_side)
    return usual_session(routine, cards, manner)


def compile_session(session: Session) -> CueSheet:
    """Compile a session; raises ScriptError for a sound nobody has or text nobody can speak."""
    sheet = compile_acts(
        session.title, unroll(session), session.manner.phrases, session.manner.talk
    )
    problems = [problem for span in sheet.spans for cue in span.cues if (problem := _unheard(cue))]
    if problems:
        raise ScriptError(dict.fromkeys(problems))
    return sheet


def prepare(name: str, wishes: Wishes, progress: Progress = _silent) -> Prepared:
    """Take a routine through every stage up to the mix."""
    from coach.media import collect
    from coach.takes import TakeFolder
    from coach.voices import open_voice

    routine, cards = load(name)
    session = choose(routine, cards, wishes)
    sheet = compile_session(session)
    folder = TakeFolder(cache_folder() / "takes")
    with closing(open_voice(wishes.voice)) as voice:

        def gather(wanted: CueSheet) -> "Media":
            sources = (cue.source for span in wanted.spans for cue in span.cues)
            return collect(sources, voice, folder, find_sound, session.lexicon, progress)

        if _is_late(sheet):
            # Speech about time changes the time: what it says is rounded to minutes, so one
            # round with a guess finds where each line falls.
            guess = _tell_time(sheet, [0] * len(sheet.spans), 600_000)
            begins = starts(guess, gather(guess).lengths, wishes.length)
            sheet = _tell_time(sheet, begins[:-1], begins[-1])
        media = gather(sheet)
        timeline = lay_out(sheet, media.lengths, wishes.length)
        return Prepared(session, sheet, timeline, media, voice.identity, folder.failure)


def _is_late(sheet: CueSheet) -> bool:
    return any(_late(cue) for span in sheet.spans for cue in span.cues)


def _late(cue: Cue) -> bool:
    source = cue.source
    return isinstance(source, Utterance) and any(f"{{{name}}}" in source.text for name in LATE)


def _tell_time(sheet: CueSheet, begins: list[int], total: int) -> CueSheet:
    """Put the minutes into what is said about them, by the time each span begins."""
    spans = []
    for span, start in zip(sheet.spans, begins, strict=True):
        values = {"minutes": _minutes(total - start), "total": _minutes(total)}
        cues = tuple(_told(cue, values) if _late(cue) else cue for cue in span.cues)
        spans.append(replace(span, cues=cues))
    return replace(sheet, spans=tuple(spans))


def _told(cue: Cue, values: dict[str, int]) -> Cue:
    assert isinstance(cue.source, Utterance)
    text = re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), cue.source.text)
    return replace(cue, source=replace(cue.source, text=text))


def _minutes(length: int) -> int:
    return max(1, round(length / 60_000))


def _unheard(cue: Cue) -> Problem | None:
    if isinstance(cue.source, Sound):
        if find_sound(cue.source.name):
            return None
        message = f"no sound is called {cue.source.name!r}"
        return Problem(message, cue.where, suggest(cue.source.name, sound_names()))
    if any(map(str.isalnum, cue.source.text)):
        return None
    return Problem(f"expected words to speak, found {cue.source.text!r}", cue.where)


def export(prepared: Prepared, path: Path, progress: Progress = _silent) -> None:
    """Write a session to a file, whole or not at all; the suffix picks the encoder.

    Raises UsageError for a suffix nobody writes, MachineError where the file cannot be.
    """
    from coach.encoders import find_encoder
    from coach.replacing import replacing

    mix = prepared.mix()
    length = prepared.timeline.length
    encoder_class = find_encoder(path)
    with replacing(path) as file:
        encoder = encoder_class(file, length)
        for start in range(0, length, WINDOW):
            stop = min(start + WINDOW, length)
            encoder.write(mix.render(start, stop))
            progress(stop, length)
        encoder.close()


WINDOW = 10_000
"""How much is rendered at a time for a file, in ms: memory stays the same for any length."""
