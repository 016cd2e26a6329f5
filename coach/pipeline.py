"""The chain, each stage called once, in order: load, plan, speak, lay out, mix."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import Problem, ScriptError
from coach.plan.adapted_cards import adapt_cards
from coach.plan.bell_request import check_bell
from coach.plan.candidates import LengthRange
from coach.plan.comfort_words import use_sore_words
from coach.plan.eligibility import LeftOut, apply_filters
from coach.plan.learning import Learn
from coach.plan.progression import NO_PROGRESSION, Progression
from coach.plan.request import DEFAULT_REQUEST, SessionRequest
from coach.plan.short_sessions import SessionPlanner
from coach.plan.talk_levels import make_material
from coach.plan.target_length import (
    choose_session,
    find_target_length,
    format_brief_notice,
    needs_more_words,
    refuse_length,
)
from coach.plan.variety import remove_intro
from coach.script.exercise import Exercise
from coach.script.library import find_exercises, find_facts, load_phrases, read_routine
from coach.script.reader import suggest
from coach.script.routine import Routine
from coach.script.talk_level import TalkLevel
from coach.sound.levels import Levels
from coach.speech.sheet_problems import find_sheet_problems
from coach.speech.spoken_sheet import can_stretch_to, measure_sheet, speak_sheet
from coach.speech.studio import LengthsDifferError, Progress, Studio, ignore_progress, open_studio
from coach.speech.voices import find_voice_name
from coach.system.paths import find_sound, sound_names
from coach.timeline.clips import Timeline
from coach.timeline.cues import CueSheet
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.exercise_count import check_exercise_count
from coach.timeline.layout import find_span_starts, lay_out
from coach.timeline.session import Session, list_named_cards
from coach.timeline.time_checks import has_timeline_variables
from coach.timeline.transcript import format_timed_script
from coach.timeline.unroll import unroll
from coach.units import format_clock

if TYPE_CHECKING:
    from coach.sound.mix import Mix
    from coach.speech.media import Media

OPENING_MS = 20_000
"""What must be spoken before a session can begin, where the rest may be spoken meanwhile."""
SPARES_MS = (0, 1_000, 3_000, 10_000)
"""Milliseconds that a plan is made shorter by where names in the text made it too long."""


@dataclass(frozen=True, slots=True)
class PreparedSession:
    """A session ready to be heard: what was chosen, when each sound comes, and the takes.

    `session` holds the exercises and doses that were chosen, `left_out` those that were not, each
    with its reason, and `notices` what else there is to know. `timeline` has every clip at its
    time, and `media` its sound. `length_range` is how short and how long it could have been.

    `sheet` is what is said and done before it has times; `span_starts` holds the start of each of
    its spans, and the length of the whole, in ms. `voice_name` is what people read of the voice,
    `request` what was asked for, and `routine` what it was drawn from, of which the `offered`
    exercises, by their names, came into question. `progression` is what was known of the listener,
    or followed from the seed. `cards` are all that came into question, as they are written.
    """

    session: Session
    sheet: CueSheet
    timeline: Timeline
    span_starts: tuple[int, ...]
    media: "Media"
    voice_identity: str
    voice_name: str
    length_range: LengthRange
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()
    request: SessionRequest = DEFAULT_REQUEST
    offered: frozenset[str] = frozenset()
    progression: Progression = NO_PROGRESSION
    routine: Routine | None = None
    cards: Mapping[str, Exercise] = field(default_factory=dict, repr=False, compare=False)

    @property
    def length(self) -> int:
        """Milliseconds that the session lasts."""
        return self.timeline.length

    @property
    def levels(self) -> Levels:
        """How loud the session and its tracks are, as asked for."""
        return self.request.levels

    def script(self) -> str:
        """Return the timed script, the lines that `coach plan` prints: what is heard when."""
        return "\n".join(format_timed_script(self.timeline))

    def measure_gain(self) -> float:
        """Return the factor that brings the session to its loudness, by all that is spoken yet."""
        from coach.sound.mix import session_gain

        spoken = tuple(clip for clip in self.timeline.clips if clip.source in self.media)
        return session_gain(replace(self.timeline, clips=spoken), self.media, self.levels)

    def make_mix(self) -> "Mix":
        """Return the mix, which renders any window of the session."""
        from coach.sound.mix import Mix

        return Mix(self.timeline, self.media, self.levels)


def load_routine_with_cards(name: str | Path | Routine) -> tuple[Routine, dict[str, Exercise]]:
    """Return a routine and the cards it names, and those that may stand in for them.

    One that was read already is used as it is. Raises UsageError when there is none, ScriptError
    with every fault of all.
    """
    routine = read_routine(name)
    check_bed(routine)
    return routine, find_exercises(list_named_cards(routine), routine.cards, routine.language)


def check_bed(routine: Routine) -> None:
    """Raise ScriptError for an unknown bed: neither built in nor a file of `audio_cues`."""
    from coach.sound.beds import BUILT_IN_BEDS

    name = routine.bed
    if name and name not in BUILT_IN_BEDS and not find_sound(name):
        hint = suggest(name, (*BUILT_IN_BEDS, *sound_names()))
        raise ScriptError(Problem(f"no bed is called {name!r}", routine.where, hint))


def compile_session(session: Session) -> CueSheet:
    """Return the cue sheet of a session.

    Raises ScriptError for sounds that are missing and texts without a word to speak.
    """
    delivery = session.delivery
    sheet = compile_cue_sheet(
        session.title,
        unroll(session),
        delivery.phrases,
        delivery.talk_level,
        end_sound=session.end_sound,
    )
    if problems := find_sheet_problems(sheet):
        raise ScriptError(problems)
    return sheet


def make_planner(
    routine: Routine, cards: Mapping[str, Exercise], request: SessionRequest, studio: Studio
) -> SessionPlanner:
    """Speak and measure all that a routine offers a listener, and return the planner of it.

    Raises UsageError for filters that name nothing, ScriptError for faults that show only here.
    """
    routine, request = use_sore_words(routine, request)
    cards = adapt_cards(cards, request.filters.limits, easy=request.easy)
    routine, left_out = apply_filters(routine, cards, request.filters)
    if request.skip_intro:
        routine = remove_intro(routine)
    phrases, facts = load_phrases(routine.language), find_facts(routine)
    left_out = tuple(one.with_words(phrases) for one in left_out)
    material = make_material(routine, cards, request, phrases, facts, left_out)
    usual = material.make_usual_session()  # its faults are reported before anything is spoken
    sheet = compile_session(usual)
    check_exercise_count(sheet, usual)
    studio.ensure_lengths(material.list_sources(), routine.lexicon)
    planner = material.make_planner(studio.media.lengths)
    if routine.length is None or has_timeline_variables(sheet) or planner.planned_range.is_empty:
        spoken = speak_sheet(sheet, usual, studio, None)
        planner.usual_range = LengthRange(*measure_sheet(spoken, studio))
    return planner


def prepare_session(
    name: str | Path | Routine,
    request: SessionRequest,
    progress: Progress = ignore_progress,
    learn: Learn | None = None,
) -> PreparedSession:
    """Take a routine through every stage up to the mix: by its name or path, or read already.

    `learn` adds what is known of the listener. Raises UsageError for a length that is impossible.
    """
    routine = read_routine(name)
    with open_studio(request.voice, progress, language=routine.language) as studio:
        try:
            return prepare_in_studio(studio, routine, request, learn=learn)
        except LengthsDifferError:  # then what is planned with is spoken, too
            return prepare_in_studio(studio, routine, request, learn=learn)


def prepare_in_studio(
    studio: Studio,
    name: str | Path | Routine,
    request: SessionRequest,
    start: int = 0,
    learn: Learn | None = None,
) -> PreparedSession:
    """Prepare a session in a studio that stays open; it will be heard from `start` ms on."""
    routine, cards = load_routine_with_cards(name)
    check_bell(routine, request.talk)
    request = learn(routine, cards, request) if learn else request
    planner = make_planner(routine, cards, request, studio)
    if needs_more_words(request, planner.length_range):
        every_word = replace(request, talk=TalkLevel.FULL)
        planner = make_planner(routine, cards, every_word, studio)
    bed = routine.bed if request.bed is None else request.bed
    prepared = prepare_from_planner(
        planner, studio, find_target_length(planner, request), bed or None, start
    )
    return replace(prepared, request=request, routine=routine, cards=cards)


def prepare_from_planner(
    planner: SessionPlanner,
    studio: Studio,
    length: int | None,
    bed: str | Path | None = None,
    start: int = 0,
) -> PreparedSession:
    """Plan, speak and lay out a session of `length` ms, or the usual one, over a bed.

    It will be heard from `start` ms on. Raises UsageError where no session has that length.
    """
    fitting = _find_fitting_sheet(planner, studio, length)
    if fitting is None:
        assert length is not None
        raise refuse_length(
            planner, length, lambda other: bool(_find_fitting_sheet(planner, studio, other))
        )
    session, left_out, sheet = fitting
    if bed is not None:
        sheet = replace(sheet, bed=studio.add_bed(bed))
    lengths = studio.media.lengths
    timeline = lay_out(sheet, lengths, length)
    span_starts = tuple(find_span_starts(sheet, lengths, length))
    # What was broken off begins anew, and a first count may come before its span.
    heard_from = span_starts[max(0, bisect_right(span_starts, start) - 2)]
    heard = [clip for clip in timeline.clips if clip.end > heard_from]
    opening = [clip.source for clip in heard if clip.start < start + OPENING_MS]
    rest = (*(clip.source for clip in heard), *sheet.sources)
    studio.ensure_takes((*opening, *rest), session.lexicon, first=opening)
    return PreparedSession(
        session,
        sheet,
        timeline,
        span_starts,
        studio.media,
        studio.voice.identity,
        find_voice_name(studio.voice),
        planner.length_range,
        left_out,
        tuple(_list_notices(planner, studio, session, length)),
        offered=frozenset(each.exercise for each in planner.routine.exercises),
        progression=planner.progression,
    )


def _find_fitting_sheet(
    planner: SessionPlanner, studio: Studio, length: int | None
) -> tuple[Session, tuple[LeftOut, ...], CueSheet] | None:
    """Return the session of a length, what it leaves out, and its sheet; None where none fits."""
    for spare in SPARES_MS:
        chosen = choose_session(planner, length, spare)
        if chosen is None:
            continue
        session, left_out = chosen
        sheet = compile_session(session)
        sheet = speak_sheet(sheet, session, studio, length, is_planned=not spare)
        if length is None or can_stretch_to(sheet, studio, length):
            return session, left_out, sheet
    return None


def _list_notices(
    planner: SessionPlanner, studio: Studio, session: Session, length: int | None
) -> Iterator[str]:
    """Yield what the listener should know about this session."""
    if failure := studio.media.take_cache.failure:
        yield f"takes are not kept: {failure}"
    if studio.notice:
        yield studio.notice
    usual = planner.routine.length
    if usual is not None and planner.left_out and length == planner.length_range.longest < usual:
        yield f"with what is left out it lasts {format_clock(length)} at most"
    if session.delivery.brief:
        yield format_brief_notice(planner)
