"""Ways from one position to another in few words, for who knows them, or has little time.

The first line of a move says where to go, and the time to get there stays. Who is led slowly, or
must not kneel, hears every line of it.
"""

from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.talk_level import TalkLevel
from coach.timeline.delivery import Delivery

RISE_KEY = "rise_later"
"""Key of the words for getting up later, alone; a language may have none."""


def shorten_way(lines: tuple[Line, ...], delivery: Delivery) -> tuple[Line, ...]:
    """Return the lines of a move that are said."""
    return lines[:1] if _has_few_words(delivery) else lines


def shorten_rise(
    lines: tuple[Line, ...], position: Position, delivery: Delivery
) -> tuple[Line, ...]:
    """Return what is said of getting up: in few words how to begin it, whenever that is."""
    later = delivery.phrases.words.get(RISE_KEY, ())
    is_lying = position in (Position.SUPINE, Position.BED) and not delivery.avoids_kneeling
    # Who is slow has no time to get up in a session that has none for words: they may lie on.
    is_later = is_lying and (delivery.brief or _has_few_words(delivery))
    return later[:1] if later and is_later else lines


def _has_few_words(delivery: Delivery) -> bool:
    is_short = delivery.brief or delivery.talk_level is not TalkLevel.FULL
    return is_short and not delivery.slow and not delivery.avoids_kneeling
