"""Doses, positions and limits in words, for a reader."""

from collections.abc import Callable, Iterator

from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.phrases import Phrases
from coach.script.positions import Position
from coach.timeline.dose import Dose


def format_dose(
    card: Exercise,
    dose: Dose,
    phrases: Phrases,
    side: str | None = None,
    *,
    written_out: bool = False,
) -> str:
    """Return a dose in the few words a therapist would write; with a `side` only that is done.

    Times are in short, or `written_out`: 1 minute 30 seconds.
    """
    length = phrases.format_long_length if written_out else phrases.format_short_length
    parts = [*_format_amount(card, dose, phrases, length)]
    if side:
        parts.append(phrases.format_shown("dose_one_side", side=side))
    elif card.sides is not SideRule.NONE:
        parts.append(phrases.format_shown("dose_each_side"))
    return ", ".join(parts)


def _format_amount(
    card: Exercise, dose: Dose, phrases: Phrases, length: Callable[[int], str]
) -> Iterator[str]:
    """Yield the parts of a dose, without its sides."""
    show = phrases.format_shown
    match card.work:
        case WorkKind.REPS:
            key = "dose_times" if dose.sets == 1 else "dose_sets_of"
            yield show(key, sets=dose.sets, reps=dose.reps)
            if dose.hold:
                yield show("dose_hold", time=length(dose.hold))
        case WorkKind.HOLD:
            yield show("dose_hold", time=length(dose.hold))
            if dose.reps > 1:
                yield show("dose_times", reps=dose.reps)
            if dose.sets > 1:
                yield show("dose_sets", sets=dose.sets)
        case WorkKind.BREATHS:
            yield show("dose_breaths", breaths=dose.breaths)
        case WorkKind.TIME:
            yield length(dose.time)


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
