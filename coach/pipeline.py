"""The chain, each stage called once, in order: load, plan, speak, lay out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import Problem, ScriptError, UsageError
from coach.plan.candidates import Range
from coach.plan.eligibility import Left, admit
from coach.plan.request import Wishes
from coach.plan.short_sessions import Planners
from coach.plan.variety import vary, without_intro
from coach.script.exercise import Exercise
from coach.script.library import find_exercises, find_facts, find_routine, load_phrases
from coach.script.reader import suggest
from coach.script.routine import Routine
from coach.script.talk_level import Talk
from coach.sound.levels import USUAL, Levels
from coach.speech.studio import Progress, Studio, open_studio, silent
from coach.system.paths import find_sound, sound_names
from coach.timeline.cues import Cue, CueSheet
from coach.timeline.cuesheet import compile_acts
from coach.timeline.guidance import Manner
from coach.timeline.layout import Timeline, lay_out, lay_span, starts
from coach.timeline.session import Session, named_cards, usual_session
from coach.timeline.source import Sound, Source
from coach.timeline.time_checks import check_time, checks_time, is_late, tell_time
from coach.timeline.unroll import unroll
from coach.units import format_clock

if TYPE_CHECKING:
    from coach.sound.mix import Mix
    from coach.speech.media import Media


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session ready to be heard: its plan, and the mix that renders any window of it.

    `begins` holds the start of every span of the sheet, and the length of the whole.
    """

    session: Session
    sheet: CueSheet
    timeline: Timeline
    begins: tuple[int, ...]
    media: "Media"
    voice: str
    possible: Range
    left: tuple[Left, ...] = ()
    notices: tuple[str, ...] = ()
    levels: Levels = USUAL

    def mix(self) -> "Mix":
        """Give what renders the session."""
        from coach.sound.mix import Mix

        return Mix(self.timeline, self.media, self.levels)


def load(name: str) -> tuple[Routine, dict[str, Exercise]]:
    """Load a routine and the cards it names; raises ScriptError with every fault of all."""
    routine = find_routine(name)
    if routine.bed:
        _check_bed(routine)
    return routine, find_exercises(named_cards(routine))


def _check_bed(routine: Routine) -> None:
    """Raise ScriptError for a bed nobody has; a script can name none but those in `audio_cues`."""
    from coach.sound.beds import BUILT_IN

    name = routine.bed or ""
    if name not in BUILT_IN and not find_sound(name):
        hint = suggest(name, (*BUILT_IN, *sound_names()))
        raise ScriptError(Problem(f"no bed is called {name!r}", routine.where, hint))


def compile_session(session: Session) -> CueSheet:
    """Compile a session; raises ScriptError for a sound nobody has or text nobody can speak."""
    manner = session.manner
    sheet = compile_acts(session.title, unroll(session), manner.phrases, manner.talk)
    cues = [cue for span in sheet.spans for cue in span.cues]
    # Looked for once each: a session may count a thousand times to the same tick.
    unheard = {source for source, cue in {c.source: c for c in cues}.items() if _unheard(cue)}
    problems = [problem for c in cues if c.source in unheard and (problem := _unheard(c))]
    if problems:
        raise ScriptError(dict.fromkeys(problems))
    return sheet


def make_planner(
    routine: Routine, cards: Mapping[str, Exercise], wishes: Wishes, studio: Studio
) -> Planners:
    """Measure all that a routine offers a listener, so that any length of it can be planned."""
    facts = find_facts(routine) if wishes.talk is Talk.FULL else ()
    routine, left = admit(routine, cards, wishes.filters)
    if wishes.skip_intro:
        routine = without_intro(routine)
    varied = vary(wishes.seed, routine, cards, load_phrases(routine.language), facts)
    routine, cards = varied.routine, varied.cards
    manner = Manner(
        varied.phrases,
        wishes.talk,
        wishes.slow or wishes.easy,
        wishes.easy,
        wishes.filters.limits,
        varied.first_side,
    )
    # Faults of the script are told before anything is spoken.
    compile_session(usual_session(routine, cards, manner))
    planner = Planners(routine, cards, manner, left)
    studio.gather(planner.sources(), routine.lexicon)
    planner.measure_by(studio.media.lengths)
    return planner


def prepare(name: str, wishes: Wishes, progress: Progress = silent) -> Prepared:
    """Load a routine by name and take it through every stage up to the mix.

    Raises UsageError, naming what is possible, for a length that is not.
    """
    with open_studio(wishes.voice, progress) as studio:
        return prepare_in(studio, name, wishes)


def prepare_in(studio: Studio, name: str, wishes: Wishes) -> Prepared:
    """Prepare a session in a studio that stays open; as `prepare` does."""
    routine, cards = load(name)
    planner = make_planner(routine, cards, wishes, studio)
    bed = routine.bed if wishes.bed is None else wishes.bed
    prepared = arrange(planner, studio, _wanted(planner, wishes), bed or None)
    return replace(prepared, levels=wishes.levels)


def arrange(
    planner: Planners, studio: Studio, length: int | None, bed: str | Path | None = None
) -> Prepared:
    """Plan, speak and lay out a session of `length` ms, or the usual one, over a bed."""
    for spare in SPARES:
        session, left = _chosen(planner, length, spare)
        sheet = speak(compile_session(session), session, studio, length)
        if length is None or _fits(sheet, studio, length):
            break
    if bed is not None:
        sheet = replace(sheet, bed=studio.lay_bed(bed))
    lengths = studio.media.lengths
    timeline = lay_out(sheet, lengths, length)
    begins = tuple(starts(sheet, lengths, length))
    failure = studio.media.folder.failure
    notices: tuple[str, ...] = (f"takes are not kept: {failure}",) if failure else ()
    notices += (studio.notice,) if studio.notice else ()
    usual = planner.routine.length
    if usual is not None and planner.left and length == planner.possible.longest < usual:
        notices += (f"with what is left out it lasts {format_clock(length)} at most",)
    if session.manner.brief:
        notices += (_shortened(planner),)
    identity = studio.voice.identity
    return Prepared(
        session,
        sheet,
        timeline,
        begins,
        studio.media,
        identity,
        planner.possible,
        left,
        notices,
    )


AWAY = (10_000, 30_000, 60_000, 120_000, 300_000)
"""How far off another length is looked for, in ms; each takes a moment."""


SPARES = (0, 1_000, 3_000, 10_000)
"""Milliseconds that a plan is made shorter by where names in the text made it too long."""


def _shortened(planner: Planners) -> str:
    """Tell from which length on a session is what it was meant to be."""
    clock = format_clock(planner.in_full)
    if planner.manner.talk is Talk.FULL:
        return f"in few words: it is taught in full from {clock} on"
    return f"shortened: all that is always done has its time from {clock} on"


def _wanted(planner: Planners, wishes: Wishes) -> int | None:
    """Give the length to plan for: what was asked, else the routine's usual one, else None.

    What was asked is refused where it is not possible; the usual one gives way to limits.
    """
    usual = planner.routine.length
    if wishes.length is None and usual is None:
        return None
    possible = planner.possible
    if wishes.length is None:
        assert usual is not None
        inside = min(max(usual, possible.shortest), possible.longest)
        return inside if planner.choose(inside) else _nearest(planner, inside)
    if possible.shortest <= wishes.length <= possible.longest:
        return wishes.length // 1000 * 1000
    nearest = possible.shortest if wishes.length < possible.shortest else possible.longest
    shortest, longest = format_clock(possible.shortest), format_clock(possible.longest)
    problem = Problem(
        f"{planner.routine.title} cannot last {format_clock(wishes.length)}: "
        f"it lasts from {shortest} to {longest}",
        hint=f"the nearest is --length {format_clock(nearest)}",
    )
    raise UsageError(problem)


def _chosen(planner: Planners, length: int | None, spare: int) -> tuple[Session, tuple[Left, ...]]:
    if length is None:
        return usual_session(planner.routine, planner.cards, planner.manner), planner.left
    chosen = planner.choose(length, spare)
    if chosen is None:
        message = f"{planner.routine.title} has no session of exactly {format_clock(length)}"
        other = _nearest(planner, length)
        hint = f"the nearest is --length {format_clock(other)}" if other else "try another length"
        raise UsageError(Problem(message, hint=hint))
    return chosen


def _nearest(planner: Planners, length: int) -> int | None:
    """Give the nearest length that is possible, where there is a gap between what fits."""
    for away in AWAY:
        for other in (length + away, length - away):
            if planner.possible.shortest <= other and planner.choose(other):
                return other
    return None


def speak(sheet: CueSheet, session: Session, studio: Studio, length: int | None) -> CueSheet:
    """Speak all of a sheet, with the minutes filled in where its text tells them.

    Speech about time changes the time: what it says is rounded to minutes, so one round with a
    guess finds where each line falls.
    """
    if is_late(sheet):
        exercises = len(session.exercises)
        guess = tell_time(sheet, [0] * len(sheet.spans), length or 600_000, exercises)
        studio.gather(_sources(guess), session.lexicon)
        begins = starts(guess, studio.media.lengths)
        sheet = tell_time(sheet, begins[:-1], length or begins[-1], exercises)
    studio.gather(_sources(sheet), session.lexicon)
    if checks_time(sheet):
        meets = length if length is not None and _fits(sheet, studio, length) else None
        sheet = check_time(sheet, starts(sheet, studio.media.lengths, meets))
        studio.gather(_sources(sheet), session.lexicon)
    return sheet


def _fits(sheet: CueSheet, studio: Studio, length: int) -> bool:
    natural = sum(lay_span(span, studio.media.lengths).length for span in sheet.spans)
    return natural <= length <= natural + sum(span.stretch for span in sheet.spans)


def _sources(sheet: CueSheet) -> Iterator[Source]:
    for span in sheet.spans:
        yield from (cue.source for cue in span.cues)


def _unheard(cue: Cue) -> Problem | None:
    if isinstance(cue.source, Sound):
        if find_sound(cue.source.name):
            return None
        message = f"no sound is called {cue.source.name!r}"
        return Problem(message, cue.where, suggest(cue.source.name, sound_names()))
    if any(map(str.isalnum, cue.source.text)):
        return None
    return Problem(f"expected words to speak, found {cue.source.text!r}", cue.where)
