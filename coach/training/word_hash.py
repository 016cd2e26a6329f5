"""The words of an exercise -> a hash, which tells whether a listener has heard these very words.

It is that of a card as it is done: an easier way, or a line that a limit adds, makes other words of
it. Another order of them, as each day brings, does not.
"""

from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b

from coach.script.exercise import Exercise
from coach.script.language_field import DEFAULT_LANGUAGE
from coach.script.scalars import Line

HASH_BYTES = 4


def hash_words(
    card: Exercise, language: str = DEFAULT_LANGUAGE, limits: Collection[str] = ()
) -> str:
    """Return 8 hexadecimal digits that change with anything that may be said of a card.

    The card is adapted to the listener already; `limits` are the listener's, and only what the card
    says for these counts.
    """
    parts = [language, card.name, *_list_fields(card, limits)]
    return blake2b("\0".join(parts).encode(), digest_size=HASH_BYTES).hexdigest()


def _list_fields(card: Exercise, limits: Collection[str]) -> Iterator[str]:
    """Yield what is said of each field, in the order of the fields."""
    changes = card.limits.modify
    first = card.first
    yield from sorted(line.text for line in card.purpose)
    for wording in (card.setup, card.steps, card.release):
        yield from map(_join, (wording.full, wording.short, wording.there or ()))
    yield from map(_join, (first.into, first.hold, first.out) if first else ((), (), ()))
    yield _join([card.breathing, *card.calls, card.between])
    yield from sorted(line.text for line in card.cues)
    yield _join(card.cautions)
    yield _join(changes[limit].say for limit in sorted(changes) if limit in limits)


def _join(lines: Iterable[Line | None]) -> str:
    return "\n".join(line.text if line else "" for line in lines)
