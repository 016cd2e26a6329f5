"""Guidance: an exercise card and a dose -> the steps that lead a listener through it.

The order is that of a good class: name and purpose, the way into position, the set-up, what to
mind, how it is done, then the work, and the way out; the other side is reminded, not taught.
"""

from collections.abc import Iterator
from dataclasses import replace

from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.pace import Pace
from coach.script.positions import LIMB_MOVE_TIME
from coach.script.scalars import Line
from coach.script.steps import Rest, Say, Silence, Travel
from coach.script.talk_level import TalkLevel
from coach.timeline.card_lines import (
    choose_caution,
    choose_hint,
    choose_purpose,
    list_limit_lines,
    select_lines,
)
from coach.timeline.context import Context, ContextStep, make_side_contexts
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.dose_lines import make_dose_line
from coach.timeline.set_steps import make_again_lines, make_set_steps
from coach.timeline.side_lines import choose_side_line
from coach.timeline.speech_estimates import estimate_words

AFTER_STEP = 900
"""Silence after a line that tells how something is done, in ms."""
MAX_AFTER_RELEASE = {WorkKind.REPS: 2_000, WorkKind.BREATHS: 3_000}
"""The most silence after the way out, in ms, where the work itself ends in rest: encouragement has
room in it, and what it takes to breathe out is no time that a way out needs. Where a session is
short of time it is no more than AFTER_STEP."""


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
    if line := choose_purpose(card, delivery):
        yield ContextStep(_make_say(line, pause=700, kind="purpose", pace=Pace.TALK), context)


def make_side_step(
    card: Exercise, dose: Dose, delivery: Delivery, *, side: str | None = None
) -> Iterator[ContextStep]:
    """Yield the words that name the side to begin with, where the sides have sets of their own."""
    if _has_one_side_at_a_time(card, side):
        context = _make_first_context(card, dose, delivery, side)
        line = choose_side_line("one_side" if side else "starting_side", card, delivery.phrases)
        yield ContextStep(_make_say(line, kind="side"), context)


def make_setup_steps(
    card: Exercise,
    dose: Dose,
    delivery: Delivery,
    *,
    side: str | None = None,
    is_there: bool = False,
) -> Iterator[ContextStep]:
    """Yield the set-up, said once the position of an exercise is reached.

    `is_there`: the exercise before was done in that position, so little has to be set up.
    """
    context = _make_first_context(card, dose, delivery, side)
    full = delivery.talk_level is TalkLevel.FULL
    lines = select_lines(card.setup, full=full)
    if is_there and card.setup.there is not None:
        lines = card.setup.there
    # Repetitions begin with their first call, well behind the words that tell of them.
    is_followed = card.work is WorkKind.REPS or bool(choose_caution(card, delivery))
    is_bell = delivery.talk_level is TalkLevel.BELL
    is_followed = is_followed and not delivery.slow and not is_bell
    yield from _make_setup(lines, delivery, context, is_followed=is_followed)


def make_exercise_steps(
    card: Exercise,
    dose: Dose,
    delivery: Delivery,
    *,
    side: str | None = None,
    turn: tuple[Travel, ...] = (),
) -> Iterator[ContextStep]:
    """Yield the steps of an exercise for which all is set up.

    With a `side`, "left" or "right", only that one is taught and done. `turn` is the way from the
    position of the first side into that of the second.
    """
    context = _make_card_context(card, dose)
    if not _has_one_side_at_a_time(card, side):
        yield from _make_side_steps(card, dose, delivery, context, taught=True)
        return
    first, second = make_side_contexts(context, side or delivery.first_side)
    yield from _make_side_steps(card, dose, delivery, first, taught=True)
    if side:
        return
    yield from _make_change(card, delivery, second, turn)
    yield from _make_side_steps(card, dose, delivery, second, taught=False)


def _make_card_context(card: Exercise, dose: Dose) -> Context:
    return Context(card.name, card=card.slug, sets=dose.sets, stretch_percent=card.stretch)


def _make_first_context(
    card: Exercise, dose: Dose, delivery: Delivery, side: str | None
) -> Context:
    """Return the context of what comes before the work: with its side, if it has one at a time."""
    context = _make_card_context(card, dose)
    if _has_one_side_at_a_time(card, side):
        context, _ = make_side_contexts(context, side or delivery.first_side)
    return context


def _has_one_side_at_a_time(card: Exercise, side: str | None) -> bool:
    """Return whether its sides, or the only `side` that is done, have sets of their own."""
    return card.sides is SideRule.EACH or (card.sides is SideRule.ALTERNATE and bool(side))


def _make_change(
    card: Exercise, delivery: Delivery, context: Context, turn: tuple[Travel, ...]
) -> Iterator[ContextStep]:
    """Yield the change to the second side.

    One hears how to get ready there as one begins to, and has the time for it from then on.
    """
    lines, time = select_lines(card.setup, full=False), card.switch * (2 if delivery.slow else 1)
    line = choose_side_line("change_sides", card, delivery.phrases)
    pause = AFTER_STEP if lines or turn else time
    yield ContextStep(_make_say(line, pause=pause, kind="switch"), context)
    yield from (ContextStep(travel, context) for travel in turn)
    least = 0 if turn else time - AFTER_STEP
    if delivery.talk_level is not TalkLevel.BELL and not delivery.is_named:
        least -= sum(estimate_words(line.text) for line in lines)
    yield from _make_setup(lines, delivery, context, least)


def _make_setup(
    lines: tuple[Line, ...],
    delivery: Delivery,
    context: Context,
    least: int = 0,
    *,
    is_followed: bool = False,
) -> Iterator[ContextStep]:
    """Yield a set-up, if there is any, with time to place a limb after each line.

    There are `least` ms in all. Where it `is_followed` by words that ask for no movement yet, the
    last limb is placed while they are said. Who knows an exercise by its name gets ready unasked,
    in the time that there is for that.
    """
    place = LIMB_MOVE_TIME.slow if delivery.slow else LIMB_MOVE_TIME.usual
    if delivery.is_named:
        if lines:
            yield ContextStep(Silence(max(place * len(lines), least)), context)
        return
    last = AFTER_STEP if is_followed else max(place, least - place * len(lines[1:]))
    for step in _make_speech_steps(lines, last, place, kind="set-up"):
        yield ContextStep(step, context)


def _make_side_steps(
    card: Exercise, dose: Dose, delivery: Delivery, context: Context, *, taught: bool
) -> Iterator[ContextStep]:
    """Yield all sets of one side, or of an exercise without sides.

    A side that is not `taught` is only reminded of what to do.
    """
    full = taught and delivery.talk_level is TalkLevel.FULL
    into = card.tempo.into if card.work is WorkKind.HOLD else AFTER_STEP
    is_led = full and _is_led(card, delivery)
    if delivery.is_named:
        yield from _make_named_steps(card, dose, delivery, context, is_first=taught)
    else:
        yield from _make_instructions(card, delivery, context, taught=taught, is_led=is_led)
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
            again_steps = make_again_lines(card, dose)
            yield from (ContextStep(step, here) for step in _make_speech_steps(again_steps, into))
        for rep, step in make_set_steps(
            card,
            dose,
            delivery.first_side,
            one_side=bool(context.side),
            is_led=is_led and number == 1,
        ):
            yield ContextStep(step, replace(here, rep=rep, reps=dose.reps) if rep else here)
    yield from _make_release(card, delivery, context, full=full and delivery.has_explanations)


def _make_instructions(
    card: Exercise, delivery: Delivery, context: Context, *, taught: bool, is_led: bool
) -> Iterator[ContextStep]:
    """Yield what is said of an exercise before its work: what to mind, and how it is done."""
    tells = taught and delivery.has_explanations
    into = card.tempo.into if card.work is WorkKind.HOLD else AFTER_STEP
    # In few words what the first repetition is led with is not said before it as well.
    steps = () if is_led and not tells else select_lines(card.steps, full=tells)
    if taught:
        yield from _make_warnings(card, delivery, context)
        hint = choose_hint(card, delivery)
        if tells and card.work is WorkKind.REPS and not is_led:
            hint = card.breathing
        steps = (*steps, hint) if hint else steps
    yield from (ContextStep(step, context) for step in _make_speech_steps(steps, into))


def _make_named_steps(
    card: Exercise, dose: Dose, delivery: Delivery, context: Context, *, is_first: bool
) -> Iterator[ContextStep]:
    """Yield what is said before work that is known: what a limit changes, and how much it is.

    Of the second side how much is known; where it is held it begins with a call, if there is one.
    """
    into = card.tempo.into if card.work is WorkKind.HOLD else AFTER_STEP
    line = next(iter(make_again_lines(card, dose)), None) if card.calls[0] else None
    if is_first:
        yield from _make_warnings(card, delivery, context)
        told = make_dose_line(card, dose, delivery.phrases, one_side=bool(context.side))
        line = told or select_lines(card.steps, full=False)[-1]
    if line:
        yield ContextStep(_make_say(line, pause=into, kind="step"), context)
    elif card.work is WorkKind.HOLD:
        yield ContextStep(Silence(into), context)


def _make_warnings(card: Exercise, delivery: Delivery, context: Context) -> Iterator[ContextStep]:
    """Yield what to mind, and what the limits of the listener change."""
    if caution := choose_caution(card, delivery):
        yield ContextStep(_make_say(caution, pause=AFTER_STEP, kind="caution"), context)
    for line in list_limit_lines(card, delivery):
        yield ContextStep(_make_say(line, pause=AFTER_STEP, kind="limit"), context)


def _make_release(
    card: Exercise, delivery: Delivery, context: Context, *, full: bool
) -> Iterator[ContextStep]:
    """Yield the way out of an exercise, with the time that it takes."""
    lines = (card.release.full if full else card.release.short) or card.release.full
    if not lines:
        return
    out = max(card.tempo.out, AFTER_STEP)
    if not delivery.slow and card.work in MAX_AFTER_RELEASE:
        most = AFTER_STEP if delivery.brief else MAX_AFTER_RELEASE[card.work]
        out = min(out, most)
    steps = _make_speech_steps(lines, out, kind="release")
    yield from (ContextStep(step, context) for step in steps)


def _is_led(card: Exercise, delivery: Delivery) -> bool:
    """Return whether the first repetition is led with words of its own.

    A session that is short of time has none for other words before it: so not where the sides take
    turns, as it must be told which arm or leg a side means, and not where an easier way is done.
    """
    needs_steps = card.sides is SideRule.ALTERNATE or bool(card.variant)
    return card.first is not None and not (delivery.brief and needs_steps)


def _make_speech_steps(
    lines: tuple[Line, ...], last: int, pause: int = AFTER_STEP, kind: str = "step"
) -> Iterator[Say]:
    """Yield lines to speak with pauses between them, and `last` ms after the last of them."""
    if lines[:-1]:
        yield Say(lines[:-1], pause=pause, kind=kind, where=lines[0].where)
    if lines:
        yield Say(lines[-1:], pause=last, kind=kind, where=lines[-1].where)


def _make_say(line: Line, pause: int = 600, kind: str = "say", pace: Pace = Pace.INSTRUCT) -> Say:
    return Say((line,), pause=pause, pace=pace, kind=kind, where=line.where)
