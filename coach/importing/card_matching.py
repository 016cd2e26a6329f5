"""Which exercises of a programme are done from their cards, by the names that sheets have for them.

A card speaks between exercises, so work keeps to its bare name in rounds and beside short rests,
where that would break the beat. It does as well where the sheet says what no card can be asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from unicodedata import category, normalize

from coach.errors import Problem
from coach.importing.card_dose import UnfitError, ask_dose
from coach.importing.programme import Entry, Pause, Programme, Timed, Work
from coach.script.exercise import Exercise

MIN_REST = 60_000
"""Milliseconds; a shorter rest beside timed work is that of interval training."""
CHANGE_REST = 20_000
"""Milliseconds of rest between an exercise with a card and one without: nobody knows how the latter
is done, and one may have to get up for it. A card leads to its position by itself."""
_LOOSE = frozenset({"a", "an", "the", "exercise", "exercises"})
_PLURAL = re.compile(r"(?<=ch|sh|ss)es$|(?<=[^s])s$")


def match_cards(
    programme: Programme, cards: Mapping[str, Exercise]
) -> tuple[Programme, tuple[Problem, ...]]:
    """Return a programme with the cards that its exercises are done from, and notes.

    A note says of which exercises there is a card that cannot be asked for what the sheet says.
    """
    known = index_cards(cards)
    notes: dict[str, Problem] = {}
    parts = tuple(
        replace(part, entries=tuple(_add_rests(_match_entries(part.entries, known, notes))))
        for part in programme.parts
    )
    return replace(programme, parts=parts), tuple(notes.values())


def index_cards(cards: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """Return cards by the simple form of each name they have; titles go before aliases."""
    known: dict[str, Exercise] = {}
    for get_names in (lambda card: (card.name, card.slug), lambda card: card.aliases):
        for card in cards.values():
            for name in get_names(card):
                known.setdefault(simplify_name(name), card)
    return known


def simplify_name(name: str) -> str:
    """Return a name as it is compared: its letters of any script, in lower case, in the singular.

    >>> simplify_name("The Bird-Dogs"), simplify_name("Hamstring stretches")
    ('birddog', 'hamstringstretch')
    >>> simplify_name("Brücken"), simplify_name("Мост")
    ('brücken', 'мост')
    """
    plain = re.sub("['’]", "", normalize("NFC", name.casefold().replace("w/", "with ")))
    letters = "".join(each if category(each)[0] in "LMN" else " " for each in plain)
    words = [word for word in letters.split() if word not in _LOOSE]
    return "".join([*words[:-1], *(_PLURAL.sub("", word) for word in words[-1:])])


def _match_entries(
    entries: tuple[Entry, ...], known: Mapping[str, Exercise], notes: dict[str, Problem]
) -> Iterator[Entry]:
    for at, entry in enumerate(entries):
        around = (*entries[max(0, at - 1) : at], *entries[at + 1 : at + 2])
        if not isinstance(entry, Work) or _is_interval(entry, around):
            yield entry
            continue
        card = known.get(simplify_name(entry.name))
        try:
            yield replace(entry, card=ask_dose(entry, card)) if card else entry
        except UnfitError as error:
            message = f"{entry.name}: only its name is said; there is a card, but {error}"
            notes.setdefault(entry.name, Problem(message, hint=error.hint))
            yield entry


def _add_rests(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries, with a rest behind each from a card where one without follows at once."""
    before: Entry | None = None
    for entry in entries:
        is_told = isinstance(before, Work) and before.card is not None
        if is_told and isinstance(entry, Work) and entry.card is None:
            yield Pause(CHANGE_REST)
        yield entry
        before = entry


def _is_interval(work: Work, around: tuple[Entry, ...]) -> bool:
    is_short = any(isinstance(each, Pause) and each.length < MIN_REST for each in around)
    return is_short and isinstance(work.dose, Timed)
