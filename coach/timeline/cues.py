"""Cues and spans: what is said or sounded, and when within a stretch of time.

A span is fixed (a hold, a breath, a repetition) or natural (as long as its speech). Within it
a cue is one of three kinds. Hard: at its time, and if it sits on a beat its perceptual centre
is; it never moves, but one that `yields`, as counts do, is left out where it has no room. Chained
(`at` is None): behind the one before, with a gap. Soft (`until` is given, on the voice): at its
time or later, where there is room, else left out. One that is said `instead_of` another, as the
call of a movement is of its number, is said where there is room without that one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from coach.errors import Where
from coach.script.grammar import NEUTRAL, Grammar
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.timeline.clips import COUNT_YIELDS, SPEECH_GAP, WORD_YIELDS
from coach.timeline.context import Context, TimeBlock, fill_variables
from coach.timeline.source import Sound, Source, Track, Utterance

SECOND = 1_000
LEAD_IN = 500
"""Silence before the first sound of every session, in ms: sleeping headsets swallow that much. As
it is the same whatever is chosen, a player can be fed with it before anything else is known."""
MAX_PAUSE_STRETCH = 2_000
"""How much longer the pause after speech may become, in ms, before it feels forgotten."""
EARLY_COUNT = 250
"""By how many ms at most a count on the first beat of a span starts before it: the distance of its
perceptual centre."""
TAIL = SPEECH_GAP + EARLY_COUNT
"""Silence kept behind natural speech, and before the end of a fixed span by soft cues, in ms: as
much as a count on the first beat of the next one needs."""
CALL_GAP = 1_200
"""Silence kept behind a call or a count before a cue, in ms: one obeys first, and then listens."""
CUE_ROOM = 3_000
"""The least room for a cue, in ms: in less most cues find none and lose their turn."""


class Purpose(StrEnum):
    """What a stretch of time is for."""

    SPEECH = "talk"
    MOVE = "move"
    WORK = "work"
    REST = "rest"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Cue:
    """A source in a span, `at` ms from its start, or chained to the cue before it.

    `until`, in ms as well, bounds a soft cue and cuts a sound on the cue track. A soft one
    begins no earlier than `min_gap` ms after what is said before it; one that is `on_beat` is
    said at its time only. `instead_of` is the beat, in ms, whose word is left out for it, and one
    that `outranks_counts` takes the room of counts. A hard one that `yields` is left out where it
    would run into other words, that with the greatest number first. One with a `spill` may run on
    so many ms behind its span, and begins before its beat where that is not enough. In a fixed span
    that is short for its chained cues, one of the `alternatives` is said in the place of a source,
    and what has a `drop_rank` is left out, the lowest first; 0 is never. A sound that `rings_out`
    is waited for to its end, any other in a natural span only until words over it are clear. In a
    natural span what is chained takes its `turn`, in ms, at least; a sound no more than that, of
    which `until` ms are heard. `key` is the key of its step that an author wrote it under.
    """

    source: Source
    track: Track
    kind: str
    at: int | None = None
    on_beat: bool = False
    until: int | None = None
    where: Where | None = None
    min_gap: int = 0
    yields: int = 0
    instead_of: int | None = None
    rings_out: bool = False
    outranks_counts: bool = False
    spill: int | None = None
    key: str = ""
    alternatives: tuple[Source, ...] = ()
    drop_rank: int = 0
    turn: int = 0

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that may be heard of it."""
        return (self.source, *self.alternatives)

    @property
    def is_soft(self) -> bool:
        """True if it is spoken where there is room, or left out."""
        return self.track is Track.VOICE and self.until is not None

    @property
    def is_swell(self) -> bool:
        """True if it is a sound that rises and falls under words, as long as a phase."""
        return self.track is Track.CUE and self.until is not None

    def with_where(self, where: Where | None) -> "Cue":
        """Return the same cue with another place in the script."""
        return replace(self, where=where)


@dataclass(frozen=True, slots=True)
class TimeCheck:
    """What a span says about the time, `every` so many ms of the block it stands in.

    `text` has the minutes still in braces. The block is the span itself unless `block` is its
    number, or the whole session where it `tells_session`.
    """

    every: int
    text: str
    where: Where | None = None
    block: int = 0
    tells_session: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time and its cues; all times in milliseconds.

    `length` is None where it is natural: then it ends `pause` after its last cue, and no
    earlier than `settle_time` after its first. `lead` lies before the first of the chained cues,
    and `gap` between them; both are less where a fixed span is short for them. A `first_gap` stands
    behind the first of them instead, where that only announces what the others say. It may become
    up to `stretch` longer, from `stretch_at` after its start or else at its end: what comes
    later moves, as the last seconds of a rest do. Its chained cues are over `end_gap` before its
    end; those that may be dropped are over by `talk_until`, if they can be. `marker` names a
    chapter that starts with it. `rep` is the number of the repetition, hold or breath that it is
    or leads into; 0 where none is repeated. `time_check` asks for time checks, which are put in
    once it is known when the span begins. An indivisible one, a breath or a repetition, starts over
    where it was broken off. An open one ends when the listener goes on. What is in a `block` takes
    of its time. `position` is where the body is at its end, and all through it but in a move, and
    `blocks` are the numbers of the rounds it lies in. `card` names the card that it belongs to.
    """

    cues: tuple[Cue, ...]
    purpose: Purpose
    length: int | None = None
    pause: int = 0
    lead: int = 0
    gap: int = 0
    first_gap: int | None = None
    settle_time: int = 0
    stretch: int = 0
    stretch_at: int | None = None
    end_gap: int = 0
    talk_until: int | None = None
    exercise: str = ""
    side: str = ""
    marker: str | None = None
    set: int = 1
    sets: int = 1
    rep: int = 0
    reps: int = 0
    time_check: TimeCheck | None = None
    is_indivisible: bool = False
    block: TimeBlock | None = None
    is_open: bool = False
    position: Position = Position.ANY
    blocks: tuple[int, ...] = field(default=(), compare=False)
    card: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CueSheet:
    """All spans of a session, in order, and the pieces of its bed, which follow one another.

    `grammar` is that of its language, for what is said of times that are not known yet.
    """

    title: str
    spans: tuple[Span, ...]
    bed: tuple[Sound, ...] = ()
    grammar: Grammar = field(default=NEUTRAL, compare=False)

    @property
    def sources(self) -> Iterator[Source]:
        """All that is heard, the bed first."""
        yield from self.bed
        for span in self.spans:
            for cue in span.cues:
                yield from cue.sources


def make_natural_span(
    cues: tuple[Cue, ...],
    purpose: Purpose,
    context: Context,
    pause: int,
    gap: int = 0,
    settle_time: int = 0,
) -> Span:
    """Return a span as long as its speech, that may stretch as far as goes unnoticed."""
    stretch = settle_time * context.stretch_percent // 100
    if not settle_time:
        stretch = min(pause * context.stretch_percent // 100, MAX_PAUSE_STRETCH)
    span = Span(cues, purpose, pause=pause, gap=gap, settle_time=settle_time, stretch=stretch)
    return _with_context(context, span)


def make_fixed_span(
    cues: list[Cue] | tuple[Cue, ...],
    purpose: Purpose,
    context: Context,
    length: int,
    stretch: int = 0,
) -> Span:
    """Return a span of a given length, in ms."""
    return _with_context(context, Span(tuple(cues), purpose, length, stretch=stretch))


def _with_context(context: Context, span: Span) -> Span:
    """Return the span with the names, numbers, position and blocks of its context."""
    return replace(
        span,
        exercise=context.exercise,
        side=context.side,
        set=context.set,
        sets=context.sets,
        rep=context.rep,
        reps=context.reps,
        position=context.position,
        blocks=context.blocks,
        card=context.card,
    )


def make_chained_cue(line: Line, context: Context, kind: str, pace: Pace = Pace.INSTRUCT) -> Cue:
    """Return a cue that says a line behind the cue before it."""
    return Cue(Utterance(fill_variables(line, context), pace), Track.VOICE, kind, where=line.where)


def make_word_cue(line: Line, context: Context, kind: str, at: int, where: Where | None) -> Cue:
    """Return a cue that begins to say a short phrase at a time."""
    return Cue(
        Utterance(fill_variables(line, context), Pace.COUNT), Track.VOICE, kind, at, where=where
    )


def make_notice_cue(
    line: Line, context: Context, kind: str, at: int, where: Where | None, **more: object
) -> Cue:
    """Return a cue that says a short phrase at a time, unless an author's words are said then.

    Values in `more` are those of its variables. Counts make room for it.
    """
    source = Utterance(fill_variables(line, context, **more), Pace.COUNT)
    return Cue(source, Track.VOICE, kind, at, where=where, yields=WORD_YIELDS)


def make_beat_cue(
    text: str, at: int, where: Where | None, kind: str = "count", *, yields: int = 0
) -> Cue:
    """Return a cue that says a word with its perceptual centre at a time."""
    source: Source = Utterance(text, Pace.COUNT)
    return Cue(source, Track.VOICE, kind, at, on_beat=True, where=where, yields=yields)


def make_call_cue(text: str, at: int, until: int, where: Where | None, kind: str = "call") -> Cue:
    """Return a cue that says a phrase on a beat instead of what is counted on it.

    It is said where it has room until `until`; else the count is.
    """
    source: Source = Utterance(text, Pace.COUNT)
    return Cue(source, Track.VOICE, kind, at, on_beat=True, until=until, where=where, instead_of=at)


def make_spoken_cues(lines: Iterable[Line], context: Context, spill: int) -> tuple[Cue, ...]:
    """Return cues that say an author's lines from the start of a span on, behind one another.

    They may run on `spill` ms behind it.
    """
    return tuple(
        replace(make_chained_cue(line, context, "say"), spill=spill, key="say") for line in lines
    )


def make_count_cue(number: int, at: int, where: Where | None) -> Cue:
    """Return a cue that says a number with its perceptual centre at a time, if there is room."""
    return make_beat_cue(str(number), at, where, yields=COUNT_YIELDS)


def make_soft_cue(
    line: Line,
    context: Context,
    kind: str,
    at: int,
    until: int,
    pace: Pace = Pace.HOLD,
    min_gap: int = 0,
) -> Cue:
    """Return a cue that says a line where there is room between two times, or not at all."""
    source = Utterance(fill_variables(line, context), pace)
    return Cue(source, Track.VOICE, kind, at, until=until, where=line.where, min_gap=min_gap)
