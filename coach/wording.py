"""Doses in words, for a reader."""

from coach.drill import Dose
from coach.exercise import Exercise, SideRule, Work
from coach.units import format_span


def dose_words(card: Exercise, dose: Dose) -> str:
    """Tell a dose in the few words a therapist would write.

    >>> from coach.doses import Doses
    >>> from coach.exercise import *
    >>> dose_words(Exercise("a", "supine", Work.REPS, Doses(), Wording(), ()), Dose(2, 8, 5000))
    '2 sets of 8, hold 5 s'
    """
    match card.work:
        case Work.REPS:
            words = f"{dose.reps} times" if dose.sets == 1 else f"{dose.sets} sets of {dose.reps}"
            words += f", hold {format_span(dose.hold)}" if dose.hold else ""
        case Work.HOLD:
            words = f"hold {format_span(dose.hold)}"
            words += f", {dose.reps} times" if dose.reps > 1 else ""
            words += f", {dose.sets} sets" if dose.sets > 1 else ""
        case Work.BREATHS:
            words = f"{dose.breaths} breaths"
        case Work.TIME:
            words = format_span(dose.time)
    return f"{words}, each side" if card.sides is not SideRule.NONE else words
