"""The dose of a sheet as what is asked of an exercise card; where it cannot be, why not."""

from collections.abc import Iterator

from coach.importing.programme import Breathed, CardUse, Repeated, SideUse, Timed, Work
from coach.importing.programme_text import format_time
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.step_schema import DOSE_SHAPES

_DONE_BY = {
    WorkKind.HOLD: "a time",
    WorkKind.REPS: "repetitions",
    WorkKind.BREATHS: "breaths",
    WorkKind.TIME: "a time",
}
_EXAMPLES = {
    WorkKind.HOLD: "write {} 20s to hear it",
    WorkKind.REPS: "write {} 10 times to hear it",
    WorkKind.BREATHS: "write {} 5 breaths to hear it",
    WorkKind.TIME: "write {} 60s to hear it",
}


class UnfitError(Exception):
    """What a sheet says that a card cannot be asked for; `hint` says what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def ask_dose(work: Work, card: Exercise) -> CardUse:
    """Return how a card is asked for what a sheet says; raises UnfitError.

    What the sheet does not say is the card's usual, but for sets and repeated holds: there is one.
    """
    if work.cues:
        raise UnfitError("it says nothing at a time")
    if work.rest is not None and work.sets > 1:
        raise UnfitError(f"it has rests of its own, not {format_time(work.rest)}")
    asked = {**dict(_ask_work(work, card)), **dict(_ask_sets(work, card))}
    for key, value in asked.items():
        shape = DOSE_SHAPES[key]
        if not shape.least <= value <= shape.most:
            raise UnfitError(f"it cannot be asked for {key} as here")
    return CardUse(card.slug, tuple(asked.items()), _choose_side(work, card))


def _ask_work(work: Work, card: Exercise) -> Iterator[tuple[str, int]]:
    """Yield what is done, in ms where it is a time; raises UnfitError for what the card has not."""
    match card.work, work.dose:
        case WorkKind.HOLD, Timed(length):
            yield "hold", length
        case WorkKind.HOLD, Repeated(int(reps), hold, None) if hold:
            yield from (("reps", reps), ("hold", hold))
        case WorkKind.TIME, Timed(length):
            yield "time", length
        case WorkKind.REPS, Repeated(int(reps), hold, None):
            if hold and card.doses.hold is None:
                raise UnfitError("it holds nothing")
            yield from [("reps", reps), *([("hold", hold)] if hold else [])]
        case WorkKind.BREATHS, Breathed(breaths, None):
            yield "breaths", breaths
        case _:
            raise UnfitError(*_explain_kind(work, card))


def _explain_kind(work: Work, card: Exercise) -> tuple[str, str]:
    """Return why a card cannot be asked for a dose, and what could be written."""
    match work.dose:
        case Repeated(tempo=tempo) if tempo:
            return "it has a tempo of its own", "leave the tempo out to hear it"
        case Breathed(phases=phases) if phases:
            return "it has a breath of its own", "write how many breaths to hear it"
    return f"it is done by {_DONE_BY[card.work]}", _EXAMPLES[card.work].format(work.name)


def _ask_sets(work: Work, card: Exercise) -> Iterator[tuple[str, int]]:
    """Yield how many sets, and how many holds in one, where it is not what the card usually has.

    A card that knows no sets has several holds, one after the other.
    """
    sets, holds = work.sets, 1
    is_held = card.work is WorkKind.HOLD and isinstance(work.dose, Timed)
    if is_held and card.doses.sets.most == 1:
        sets, holds = holds, sets
    if sets > 1 or card.doses.sets.usual != 1:
        yield "sets", sets
    if is_held and card.doses.reps.usual != holds:
        yield "reps", holds


def _choose_side(work: Work, card: Exercise) -> str | None:
    """Return the only side that is asked for; a card that has sides is else done on both."""
    has_sides = card.sides is not SideRule.NONE
    if work.side is SideUse.ALTERNATE and card.sides is not SideRule.ALTERNATE:
        raise UnfitError("its sides do not take turns" if has_sides else "it has no sides")
    if work.side and not has_sides:
        raise UnfitError("it has no sides")
    return work.side if work.side in (SideUse.LEFT, SideUse.RIGHT) else None
