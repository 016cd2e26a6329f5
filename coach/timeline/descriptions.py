"""Doses, positions and limits in words, for a reader."""

from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.positions import Position
from coach.timeline.guidance import Dose
from coach.units import format_duration


def format_dose(card: Exercise, dose: Dose, side: str | None = None) -> str:
    """Return a dose in the few words a therapist would write; with a `side` only that is done.

    >>> from coach.script.doses import Doses
    >>> from coach.script.exercise import *
    >>> card = Exercise("a", "supine", WorkKind.REPS, Doses(), Wording(), ())
    >>> format_dose(card, Dose(2, 8, 5000))
    '2 sets of 8, hold 5 s'
    """
    match card.work:
        case WorkKind.REPS:
            words = f"{dose.reps} times" if dose.sets == 1 else f"{dose.sets} sets of {dose.reps}"
            words += f", hold {format_duration(dose.hold)}" if dose.hold else ""
        case WorkKind.HOLD:
            words = f"hold {format_duration(dose.hold)}"
            words += f", {dose.reps} times" if dose.reps > 1 else ""
            words += f", {dose.sets} sets" if dose.sets > 1 else ""
        case WorkKind.BREATHS:
            words = f"{dose.breaths} breaths"
        case WorkKind.TIME:
            words = format_duration(dose.time)
    if side:
        return f"{words}, {side} side"
    return f"{words}, each side" if card.sides is not SideRule.NONE else words


POSITION_DESCRIPTIONS = {
    Position.ANY: "as you are",
    Position.STANDING: "standing",
    Position.WALL: "standing with a wall behind you",
    Position.SEATED: "on a chair",
    Position.HALF_KNEELING: "on one knee",
    Position.TALL_KNEELING: "kneeling tall, on both knees",
    Position.QUADRUPED: "on hands and knees",
    Position.KNEELING_REST: "sitting back toward the heels, face down",
    Position.PRONE_ON_ELBOWS: "lying face down, propped on the forearms",
    Position.PRONE: "lying face down",
    Position.SIDE_LYING: "lying on the side that is not worked",
    Position.SIDE_LYING_LEFT: "lying on the left side",
    Position.SIDE_LYING_RIGHT: "lying on the right side",
    Position.SUPINE: "lying on the back",
    Position.FLOOR_SITTING: "sitting on the floor",
    Position.BED: "lying on the back, on a bed",
    Position.BED_EDGE: "sitting on the edge of a bed",
}
"""How the body is in each position."""

LIMIT_DESCRIPTIONS = {
    "acute-flare": "whose back hurts badly just now",
    "balance": "who may fall",
    "bone-fragile": "whose bones break easily",
    "ext-sensitive": "whose back dislikes bending backward",
    "flex-sensitive": "whose back dislikes bending forward",
    "hip-replaced": "who has a new hip",
    "knee": "whose knee is sore",
    "knee-replaced": "who has a new knee",
    "leg-symptoms": "who has pain or tingling down a leg",
    "no-floor": "who cannot get down to the floor",
    "no-kneeling": "who cannot kneel",
    "pregnant": "who is pregnant",
    "pressure": "whose blood pressure or heart is not under control",
    "shoulder": "whose shoulder is sore",
    "spine-surgery": "whose spine was operated on",
}
"""Who has each limit."""
