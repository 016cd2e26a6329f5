"""Which lines of an exercise card are said: all of them, those that remind, or one in turn."""

from coach.script.card_variants import Wording
from coach.script.exercise import Exercise, WorkKind
from coach.script.scalars import Line
from coach.script.talk_level import TalkLevel
from coach.timeline.delivery import Delivery
from coach.timeline.familiarity import Stage

_Detail = tuple[str, Line]
"""The kind of a line, and the line."""
MAX_KINDS = 3
"""How many kinds of details there are."""


def select_lines(wording: Wording, *, full: bool) -> tuple[Line, ...]:
    """Return all the lines, or those that remind."""
    return wording.full if full else wording.short or wording.full[-1:]


def choose_purpose(card: Exercise, delivery: Delivery) -> Line | None:
    """Return what is said of what an exercise is for; None where nothing is."""
    if card.purpose and delivery.has_explanations:
        return card.purpose[0]
    return _choose_detail(card, delivery, "purpose")


def choose_caution(card: Exercise, delivery: Delivery) -> Line | None:
    """Return what is said of what to mind; None where nothing is."""
    if delivery.talk_level is TalkLevel.FULL:
        return card.cautions[0] if card.cautions else None
    return _choose_detail(card, delivery, "caution")


def choose_hint(card: Exercise, delivery: Delivery) -> Line | None:
    """Return what someone who is reminded hears of how it is done well; None for nothing."""
    return _choose_detail(card, delivery, "hint")


def list_limit_lines(card: Exercise, delivery: Delivery) -> tuple[Line, ...]:
    """Return what the listener's limits change, each once; it is said at every talk level.

    Where only sounds are heard, or little more than a name, the easier way that is done has to be
    told as well.
    """
    changes = card.limits.modify
    made = [changes[limit].say for limit in delivery.limits if limit in changes]
    if card.variant and (delivery.talk_level is TalkLevel.BELL or delivery.is_named):
        made += card.steps.short or card.steps.full
    return tuple(dict.fromkeys(line for line in made if line))


def _choose_detail(card: Exercise, delivery: Delivery, kind: str) -> Line | None:
    """Return the one detail that is told to who is reminded, where it is of a kind.

    Where a session is short of time only what to mind is told: the others come another day.
    """
    known = delivery.known
    if known is None or known.stage is not Stage.REMINDED:
        return None
    if delivery.brief and kind != "caution":
        return None
    details = _list_details(card, known.turn)
    found, line = details[known.turn % len(details)] if details else ("", None)
    return line if found == kind else None


def _list_details(card: Exercise, turn: int) -> list[_Detail]:
    """Return a detail of each kind that a card has; of its cues another one each time.

    Counts lead breaths, and the steps of a movement tell how to breathe in it: there it is a cue,
    and not the first of them, which is said in the work. Only the first caution is for the ear.
    """
    lasts = card.work in (WorkKind.HOLD, WorkKind.TIME)
    later = card.cues[1:]
    cue = later[-1 - turn // MAX_KINDS % len(later)] if later else None
    hint = card.breathing if lasts and card.breathing else cue
    kinds = (
        ("hint", hint),
        ("caution", next(iter(card.cautions), None)),
        ("purpose", next(iter(card.purpose), None)),
    )
    return [(kind, line) for kind, line in kinds if line]
