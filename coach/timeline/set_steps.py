"""Sets: one set of an exercise -> its steps of work, and what leads from one hold to the next."""

from collections.abc import Iterator
from dataclasses import replace

from coach.script.card_variants import FirstRep
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.scalars import Line
from coach.script.steps import FlatStep, Rest, Say, Silence
from coach.script.work_steps import Breathe, CountAloud, Hold, LedRep, Reps
from coach.timeline.dose import Dose

REST_FROM = 8_000
"""Stillness between holds of at least so many ms is a rest, named and counted down."""
TOLD_HALFWAY_FROM = 120_000
"""From so many ms on the half of work is told, where the time is told of the whole as well."""


def make_set_steps(
    card: Exercise, dose: Dose, first_side: str, *, one_side: bool, is_led: bool
) -> Iterator[tuple[int, FlatStep]]:
    """Yield the steps of one set, each with the number it is or leads into, or 0.

    Where it `is_led`, the first repetition is done with the words that the card has for it.
    """
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
                first=first_side,
                breath=card.breath,
                calls=card.calls,
                cues=card.cues,
                where=where,
            )
            yield from _make_led_steps(reps, card.first if is_led else None)
        case WorkKind.BREATHS:
            box = (tempo.into, dose.hold, tempo.out, dose.pause)
            yield 0, Breathe(dose.breaths, *box, aloud=CountAloud.BREATHS, where=where)
        case WorkKind.TIME:
            yield 0, _make_hold(card, dose.time)
        case WorkKind.HOLD:
            for number in range(1, dose.reps + 1):
                rep = number if dose.reps > 1 else 0
                yield from ((rep, step) for step in _make_hold_steps(card, dose, number))


def make_again_lines(card: Exercise, dose: Dose) -> tuple[Line, ...]:
    """Return what a further set begins with: its work is known, so a call or one line will do.

    Nothing where the calls are said in the repetitions themselves. What lasts is begun anew in the
    words that the author has for someone who knows it.
    """
    into, lines = card.calls[0], card.steps.short or card.steps.full[-1:]
    match card.work:
        case WorkKind.REPS:
            return () if into else lines[-1:]
        case WorkKind.HOLD:
            return (_fill_number(into or lines[-1], 1, dose.reps),)
        case _:
            return lines


def _make_led_steps(reps: Reps, words: FirstRep | None) -> Iterator[tuple[int, FlatStep]]:
    """Yield repetitions, the first of them, of one side, led with its words if there are any."""
    if words is None:
        yield 0, reps
        return
    is_only = reps.reps == 1 and not reps.alternate
    yield (
        1,
        LedRep(
            words.into,
            words.hold or _list_hold_calls(reps),
            words.out,
            reps.into,
            reps.hold,
            reps.out,
            0 if is_only else reps.pause,
            reps.first if reps.alternate else None,
            reps.breath,
            where=reps.where,
        ),
    )
    if not is_only:
        yield 0, replace(reps, done=1)


def _list_hold_calls(reps: Reps) -> tuple[Line, ...]:
    """Return the call of the hold of the first repetition, if there are both."""
    call = reps.calls[1]
    return (_fill_number(call, 1, reps.reps),) if call and reps.hold else ()


def _make_hold_steps(card: Exercise, dose: Dose, number: int) -> Iterator[FlatStep]:
    """Yield a hold, and from the second on the way out, a pause and the way in before it."""
    into, _, out = card.calls
    if number > 1:
        if out:
            out = _fill_number(out, number - 1, dose.reps)
            yield Say((out,), pause=card.tempo.out, kind="call", where=out.where)
        else:
            yield Silence(card.tempo.out, where=card.where)
        if dose.pause >= REST_FROM:
            yield Rest(dose.pause, preview=False, where=card.where)
        elif dose.pause:
            yield Silence(dose.pause, where=card.where)
        line = into or (card.steps.short or card.steps.full)[-1]
        line = _fill_number(line, number, dose.reps)
        yield Say((line,), pause=card.tempo.into, kind="call", where=line.where)
    yield _make_hold(card, dose.hold)


def _fill_number(line: Line, number: int, reps: int) -> Line:
    """Return a call with the number of the hold, and of all, in it."""
    text = line.text.replace("{rep}", str(number)).replace("{reps}", str(reps))
    return replace(line, text=text)


def _make_hold(card: Exercise, length: int) -> Hold:
    is_told = card.time_check is not None
    return Hold(
        length,
        halfway=False if is_told and length < TOLD_HALFWAY_FROM else None,
        cues=card.cues,
        cue_interval=card.every,
        time_check=card.time_check,
        tells_session=is_told,
        fact=card.fact,
        where=card.where,
    )
