"""Guidance: an exercise card and a dose -> the steps that lead a listener through it.

The order is that of a good class: name and purpose, the way into position, the set-up, what to
mind, how it is done, then the work, and the way out; the other side is reminded, not taught.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coach.script.card_variants import Wording
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.limits import AGAINST_FLOOR_MOVES
from coach.script.pace import Pace
from coach.script.phrases import Phrases
from coach.script.positions import LIMB_MOVE_TIME
from coach.script.scalars import Line
from coach.script.steps import FlatStep, Rest, Say, Silence, Travel
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, CountAloud, Hold, Reps
from coach.timeline.context import Context, ContextStep, make_side_contexts

REST_FROM = 8_000
"""Stillness between holds of at least so many ms is a rest, named and counted down."""
AFTER_STEP = 900
"""Silence after a line that tells how something is done, in ms."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise a session asks for; durations in ms, 0 where it has none."""

    sets: int = 1
    reps: int = 1
    hold: int = 0
    breaths: int = 0
    time: int = 0
    pause: int = 0
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the coach leads: its words, how much of them, whether slowly, which side begins.

    `easy` asks for easier variants; `limits` are those of the listener. It is `brief` where a
    session is too short for all the words. `first_side` is "left" or "right". Who is `worked_up` to
    the usual doses may get the most.
    """

    phrases: Phrases
    talk_level: TalkLevel = TalkLevel.FULL
    slow: bool = False
    easy: bool = False
    limits: tuple[str, ...] = ()
    first_side: str = "right"
    brief: bool = False
    worked_up: bool = False

    @property
    def has_explanations(self) -> bool:
        """True if it is said what an exercise is for, and every step of it."""
        return self.talk_level is TalkLevel.FULL and not self.brief

    @property
    def avoids_kneeling(self) -> bool:
        """True if the listener must not be led over the knees."""
        return not AGAINST_FLOOR_MOVES.isdisjoint(self.limits)


def make_announcement(
    card: Exercise, dose: Dose, delivery: Delivery, *, is_first: bool
) -> Iterator[ContextStep]:
    """Yield what is said before the way into an exercise; `is_first`: none came before it."""
    context = _make_card_context(card, dose)
    words = delivery.phrases
    name = words["first"] if is_first else words.choose_line("next", card.slug)
    yield ContextStep(
        _make_say(name, pause=700, kind="announce", pace=Pace.TALK), context, card.name
    )
    if card.purpose and delivery.has_explanations:
        yield ContextStep(
            _make_say(card.purpose[0], pause=700, kind="purpose", pace=Pace.TALK), context
        )


def make_exercise_steps(
    card: Exercise,
    dose: Dose,
    delivery: Delivery,
    *,
    side: str | None = None,
    turn: tuple[Travel, ...] = (),
) -> Iterator[ContextStep]:
    """Yield the steps of an exercise from the moment its position is reached.

    With a `side`, "left" or "right", only that one is taught and done. `turn` is the way from the
    position of the first side into that of the second.
    """
    context = _make_card_context(card, dose)
    if card.sides is SideRule.NONE or (card.sides is SideRule.ALTERNATE and not side):
        yield from _make_side_steps(card, dose, delivery, context, taught=True)
        return
    words = delivery.phrases
    first, second = make_side_contexts(context, side or delivery.first_side)
    start = words.choose_line("one_side" if side else "starting_side", card.slug)
    yield ContextStep(_make_say(start, kind="side"), first)
    yield from _make_side_steps(card, dose, delivery, first, taught=True)
    if side:
        return
    pause = card.switch * (2 if delivery.slow else 1)
    change = _make_say(words.choose_line("change_sides", card.slug), pause=pause, kind="switch")
    yield ContextStep(change, second)
    yield from (ContextStep(travel, second) for travel in turn)
    yield from _make_side_steps(card, dose, delivery, second, taught=False)


def _make_card_context(card: Exercise, dose: Dose) -> Context:
    return Context(exercise=card.name, sets=dose.sets, stretch_percent=card.stretch)


def _make_side_steps(
    card: Exercise, dose: Dose, delivery: Delivery, context: Context, *, taught: bool
) -> Iterator[ContextStep]:
    """Yield all sets of one side, or of an exercise without sides.

    A side that is not `taught` is only reminded of what to do.
    """
    full = taught and delivery.talk_level is TalkLevel.FULL
    place = LIMB_MOVE_TIME.slow if delivery.slow else LIMB_MOVE_TIME.usual
    into = card.tempo.into if card.work is WorkKind.HOLD else AFTER_STEP
    tells = full and delivery.has_explanations
    setup = _select_lines(card.setup, full=full)
    steps = _select_lines(card.steps, full=tells)
    if delivery.easy and card.easier:
        steps = (delivery.phrases["easy"], *card.easier[0].say) if taught else card.easier[0].say
    if setup:
        yield ContextStep(Say(setup, pause=place, kind="set-up", where=card.where), context)
    if full and card.cautions:
        yield ContextStep(_make_say(card.cautions[0], pause=AFTER_STEP, kind="caution"), context)
    for line in _limit_lines(card, delivery) if taught else ():
        yield ContextStep(_make_say(line, pause=AFTER_STEP, kind="limit"), context)
    if tells and card.breathing and card.work is WorkKind.REPS:
        steps = (*steps, card.breathing)
    yield from (ContextStep(step, context) for step in _make_speech_steps(steps, into))
    for number in range(1, dose.sets + 1):
        here = replace(context, set=number) if number > 1 else context
        if number > 1:
            again = delivery.phrases.choose_line("next_set", f"{card.slug} {number}")
            rest = Rest(
                dose.rest,
                card.between,
                preview=False,
                time_check=card.time_check,
                tells_session=card.time_check is not None,
                where=card.where,
            )
            yield ContextStep(rest, here)
            yield ContextStep(_make_say(again, kind="announce"), here)
            again_steps = card.easier[0].say if delivery.easy and card.easier else card.steps.short
            yield from (ContextStep(step, here) for step in _make_speech_steps(again_steps, into))
        for rep, step in _make_set_steps(card, dose, delivery, one_side=bool(context.side)):
            yield ContextStep(step, replace(here, rep=rep, reps=dose.reps) if rep else here)
    release = (card.release.full if tells else card.release.short) or card.release.full
    if release:
        out = max(card.tempo.out, AFTER_STEP)
        yield from (
            ContextStep(step, context) for step in _make_speech_steps(release, out, kind="release")
        )


def _select_lines(wording: Wording, *, full: bool) -> tuple[Line, ...]:
    """Return all the lines, or those that remind."""
    return wording.full if full else wording.short or wording.full[-1:]


def _limit_lines(card: Exercise, delivery: Delivery) -> tuple[Line, ...]:
    """Return what the listener's limits change; it is said at every talk level."""
    changes = card.limits.modify
    made = (changes[limit].say for limit in delivery.limits if limit in changes)
    return tuple(line for line in made if line)


def _make_speech_steps(lines: tuple[Line, ...], last: int, kind: str = "step") -> Iterator[Say]:
    """Yield lines to speak with short pauses, and `last` ms after the last of them."""
    if lines[:-1]:
        yield Say(lines[:-1], pause=AFTER_STEP, kind=kind, where=lines[0].where)
    if lines:
        yield Say(lines[-1:], pause=last, kind=kind, where=lines[-1].where)


def _make_set_steps(
    card: Exercise, dose: Dose, delivery: Delivery, *, one_side: bool
) -> Iterator[tuple[int, FlatStep]]:
    """Yield the steps of one set, each with the number of the hold it is or leads into, or 0."""
    tempo, where = card.tempo, card.where
    match card.work:
        case WorkKind.REPS:
            reps = Reps(
                dose.reps,
                tempo.into,
                dose.hold,
                tempo.out,
                dose.pause,
                alternate=card.sides is SideRule.ALTERNATE and not one_side,
                first=delivery.first_side,
                calls=card.calls,
                cues=card.cues,
                where=where,
            )
            yield 0, reps
        case WorkKind.BREATHS:
            box = (tempo.into, dose.hold, tempo.out, dose.pause)
            yield 0, Breathe(dose.breaths, *box, aloud=CountAloud.BREATHS, where=where)
        case WorkKind.TIME:
            yield 0, _make_hold(card, dose.time)
        case WorkKind.HOLD:
            for number in range(1, dose.reps + 1):
                rep = number if dose.reps > 1 else 0
                yield from ((rep, step) for step in _make_hold_steps(card, dose, number))


def _make_hold_steps(card: Exercise, dose: Dose, number: int) -> Iterator[FlatStep]:
    """Yield a hold, and from the second on the way out, a pause and the way in before it."""
    into, _, out = card.calls
    if number > 1:
        if out:
            out = _fill_number(out, number - 1, dose)
            yield _make_say(out, pause=card.tempo.out, kind="call")
        else:
            yield Silence(card.tempo.out, where=card.where)
        if dose.pause >= REST_FROM:
            yield Rest(dose.pause, preview=False, where=card.where)
        elif dose.pause:
            yield Silence(dose.pause, where=card.where)
        line = into or (card.steps.short or card.steps.full)[-1]
        line = _fill_number(line, number, dose)
        yield _make_say(line, pause=card.tempo.into, kind="call")
    yield _make_hold(card, dose.hold)


def _fill_number(line: Line, number: int, dose: Dose) -> Line:
    """Return a call with the number of the hold, and of all, in it."""
    text = line.text.replace("{rep}", str(number)).replace("{reps}", str(dose.reps))
    return replace(line, text=text)


def _make_hold(card: Exercise, length: int) -> Hold:
    return Hold(
        length,
        cues=card.cues,
        cue_interval=card.every,
        time_check=card.time_check,
        tells_session=card.time_check is not None,
        fact=card.fact,
        where=card.where,
    )


def _make_say(line: Line, pause: int = 600, kind: str = "say", pace: Pace = Pace.INSTRUCT) -> Say:
    return Say((line,), pause=pause, pace=pace, kind=kind, where=line.where)
