"""What the coach says only live: where one is, what is left, that time was added.

Most of it is spans, laid out as those of a session are, and as loud.
"""

from dataclasses import dataclass, replace

from coach.live.resume_points import remaining_ms
from coach.live.schedule import Schedule
from coach.script.exercise import Exercise, WorkKind
from coach.script.pace import Pace
from coach.script.positions import LIMB_MOVE_TIME, Position
from coach.script.scalars import Line
from coach.script.steps import Say
from coach.script.talk_level import TalkLevel
from coach.timeline.context import Context, ContextStep, fill_variables, make_side_contexts
from coach.timeline.cues import Cue, Purpose, Span
from coach.timeline.cuesheet import compile_spans
from coach.timeline.delivery import Delivery
from coach.timeline.guidance import AFTER_STEP
from coach.timeline.source import Sound, Source, Track, Utterance
from coach.timeline.travels import make_travels

NO_CONTEXT = Context()
EARCON_MS = 350
"""How long an earcon is heard alone, in ms, before anything is said."""
LEAD_IN_MS = 3_000
"""From the first of three ticks until a hold goes on, in ms."""
MIN_ANNOUNCED_MS = 2_000
"""Less than this of a hold is not announced, in ms."""
MINUTES_FROM_MS = 100_000
"""From so many ms on, what is left of a hold is announced in minutes."""
EASIER_PHRASES = ("rest_first", "easier")
"""What is said before an easier way: the first only to who holds or repeats something."""
REST_MS = 1_500
"""What somebody who is to rest has for it before an easier way is told, in ms."""
WAIT_MS = 4 * 3_600_000
"""How long a wait is laid out, in ms: longer than any listener waits."""

EARCONS = ("pause", "resume", "skip", "back", "more", "up", "down", "refuse")
"""The sounds that say what was understood."""


def make_earcon_span(name: str) -> Span:
    """Return a span that sounds an earcon."""
    return Span((Cue(Sound(name), Track.CUE, "sign", 0),), Purpose.QUIET, length=EARCON_MS)


def make_lead_in_span() -> Span:
    """Return a span of three seconds, each with a tick."""
    ticks = tuple(Cue(Sound("tick"), Track.CUE, "lead", at) for at in range(0, LEAD_IN_MS, 1_000))
    return Span(ticks, Purpose.QUIET, length=LEAD_IN_MS)


def make_wait_span() -> Span:
    """Return a span without sound, heard until the listener goes on."""
    return Span((), Purpose.QUIET, length=WAIT_MS)


@dataclass(frozen=True, slots=True)
class Announcements:
    """The coach's words for what only happens live."""

    delivery: Delivery

    def say_phrases(self, *keys: str, pause: int = 500) -> Span:
        """Return a span that says phrases without variables; `pause` is in ms."""
        return _make_speech_span(*(self._make_utterance(key) for key in keys), pause=pause)

    def announce_place(self, schedule: Schedule, at: int) -> tuple[Span, ...]:
        """Return a span that names the exercise, its side and what is left, if there is any."""
        span = schedule.spans[schedule.span_index(at)]
        lines = [self._make_name(span)] if span.exercise else []
        lines += self._announce_remaining(schedule, at)
        return (_make_speech_span(*lines, pause=400),) if lines else ()

    def announce_name(self, schedule: Schedule, index: int) -> tuple[Span, ...]:
        """Return spans that name what begins with a span, with three ticks before it begins."""
        line = self._make_name(schedule.spans[index])
        return _make_speech_span(line, pause=400), make_lead_in_span()

    def _make_name(self, span: Span) -> Utterance:
        """Return the line that names the exercise of a span, and its side."""
        context = Context(exercise=span.exercise, side=span.side)
        return self._make_utterance("here_side" if span.side else "here", context)

    def _announce_remaining(self, schedule: Schedule, at: int) -> list[Utterance]:
        index = schedule.span_index(at)
        span, left = schedule.spans[index], remaining_ms(schedule, at)
        if left is not None and left >= MINUTES_FROM_MS:
            return [self._make_utterance("minutes_left", minutes=round(left / 60_000))]
        if left is not None:
            return [self._make_utterance("seconds_left", seconds=round(left / 1000))] * (
                left >= MIN_ANNOUNCED_MS
            )
        if span.is_indivisible and span.reps:
            return [self._make_utterance("reps_left", reps=span.reps - span.rep + 1)]
        return []

    def guide_to_position(
        self, start: Position, goal: Position, talk: TalkLevel
    ) -> tuple[Span, ...]:
        """Return the moves from one position to another, with the time they take."""
        context_steps = (
            ContextStep(travel, NO_CONTEXT)
            for travel, _ in make_travels(start, goal, self.delivery)
        )
        return tuple(compile_spans(context_steps, self.delivery.phrases, talk))

    def tell_time_back(self, lasted: int) -> tuple[Span, ...]:
        """Return a span that says how many ms an open hold lasted, if there are words for it."""
        if "time_back" not in self.delivery.phrases.live:
            return ()
        line = self._make_utterance("time_back", length=round(lasted / 1000))
        return (_make_speech_span(line, pause=500),)

    def answer_liking(self, key: str, exercise: str) -> tuple[Utterance, ...]:
        """Return the line that answers what a listener wants of an exercise, if there is one."""
        if key not in self.delivery.phrases.live:
            return ()
        return (self._make_utterance(key, Context(exercise=exercise)),)

    def tell_easier_way(
        self, card: Exercise, work: Span, *, with_caution: bool
    ) -> tuple[Span, ...]:
        """Return spans that tell of the easier way in which a card is done, up to a span of work.

        It is said at every talk level: nobody has heard it before. Who walks needs no more of it
        than what to do from here on, and a first repetition that has words of its own says them.
        """
        way = next(one for one in card.easier if one.name == card.variant)
        is_under_way = card.work is WorkKind.TIME and way.short
        is_taught = any(cue.kind == "step" for cue in work.cues)
        full = way.say if is_taught else way.read_steps
        *lines, last = way.short if is_under_way else full
        settle = card.tempo.into if card.work is WorkKind.HOLD else AFTER_STEP
        says = [
            *(Say((line,), LIMB_MOVE_TIME.usual) for line in (way.setup.full if way.setup else ())),
            *(Say((line,), AFTER_STEP) for line in card.cautions[: int(with_caution)]),
            *(Say((line,), AFTER_STEP) for line in lines),
            Say((last,), settle),
        ]
        context = Context(card.name, set=work.set, sets=work.sets)
        context, _ = make_side_contexts(context, work.side or self.delivery.first_side)
        steps = (ContextStep(say, context) for say in says)
        told = tuple(compile_spans(steps, self.delivery.phrases))
        is_held = card.work in (WorkKind.HOLD, WorkKind.REPS)
        keys = [key for key in EASIER_PHRASES[not is_held :] if key in self.delivery.phrases.live]
        return (self.say_phrases(*keys, pause=REST_MS), *told) if keys else told

    def announce_leaving(self, exercise: str) -> tuple[Span, ...]:
        """Return a span that says that an exercise is left out from now on, if there are words."""
        lines = self.answer_liking("left_out", exercise)
        return (_make_speech_span(*lines, pause=500),) if lines else ()

    def announce_added_time(self, by: int, later: int | None) -> tuple[Utterance, ...]:
        """Return the lines for `by` ms added; the end moves by `later` ms, None to omit that."""
        lines = [self._make_utterance("more_time", seconds=round(by / 1000))]
        if later is not None and later < 1_000:
            lines.append(self._make_utterance("on_time"))
        elif later is not None and later >= MINUTES_FROM_MS:
            lines.append(self._make_utterance("minutes_later", minutes=round(later / 60_000)))
        elif later is not None:
            lines.append(self._make_utterance("seconds_later", seconds=round(later / 1000)))
        return tuple(lines)

    def announce_session_left(self, left: int) -> Utterance:
        """Return the line for `left` ms of the whole session, or of what it is in."""
        if left < MINUTES_FROM_MS:
            return self._make_utterance("seconds_left", seconds=round(max(left, 0) / 1000))
        return self._make_utterance("minutes_left", minutes=round(left / 60_000))

    def say_line(self, line: Utterance) -> Span:
        """Return a span that says a line."""
        return _make_speech_span(line, pause=500)

    def list_expected_sources(self) -> list[Source]:
        """Return what may be needed at once, to be spoken before it is."""
        sounds: list[Source] = [Sound(name) for name in (*EARCONS, "tick")]
        return [
            *sounds,
            self._make_utterance("ready"),
            *(one for key in EASIER_PHRASES for one in self.answer_liking(key, "")),
            *self.announce_added_time(15_000, 0),
            *self.announce_added_time(15_000, 15_000),
        ]

    def _find_phrase(self, key: str) -> Line:
        phrases = self.delivery.phrases
        return phrases.live.get(key) or phrases[key]

    def _make_utterance(self, key: str, context: Context = NO_CONTEXT, **values: int) -> Utterance:
        here = replace(context, grammar=self.delivery.phrases.grammar)
        text = fill_variables(self._find_phrase(key), here, **values)
        return Utterance(text, Pace.INSTRUCT)


def _make_speech_span(*lines: Utterance, pause: int) -> Span:
    cues = tuple(Cue(line, Track.VOICE, "said") for line in lines)
    return Span(cues, Purpose.SPEECH, pause=pause, gap=250)


def join_utterances(lines: tuple[Utterance, ...]) -> Utterance:
    """Return short lines joined into one that is said in one breath."""
    return Utterance(" ".join(line.text for line in lines), Pace.INSTRUCT)
