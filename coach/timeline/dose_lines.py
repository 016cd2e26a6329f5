"""The dose of an exercise in one short line, for who needs to hear no more of how it is done."""

from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.timeline.dose import Dose


def make_dose_line(
    card: Exercise, dose: Dose, phrases: Phrases, *, one_side: bool = False
) -> Line | None:
    """Return the line; None where the language has no words for it.

    With `one_side` it is done on that only, or there is a line for each.
    """
    key = _choose_key(card, dose, one_side=one_side)
    if key not in phrases.words:
        return None
    line = phrases.choose_line(key, card.slug)
    length = dose.time if card.work is WorkKind.TIME else dose.hold
    count = dose.breaths if card.work is WorkKind.BREATHS else dose.reps
    numbers = {
        "sets": dose.sets,
        "reps": dose.reps,
        "count": count,
        "seconds": max(1, round(length / 1000)),
    }
    return Line(phrases.grammar.fill_numbers(line.text, numbers), line.where)


def _choose_key(card: Exercise, dose: Dose, *, one_side: bool) -> str:
    match card.work:
        case WorkKind.REPS:
            key = "dose_reps" if dose.sets == 1 else "dose_sets"
            alternates = card.sides is SideRule.ALTERNATE and not one_side
            return f"{key}_sides" if alternates else key
        case WorkKind.HOLD if dose.reps == 1:
            return "dose_hold"
        case WorkKind.HOLD:
            return "dose_holds"
        case WorkKind.BREATHS:
            return "dose_breaths"
        case WorkKind.TIME:
            return "dose_time"
