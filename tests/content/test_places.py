"""What a card says is true wherever it is done: on the mat, or on a bed instead of it."""

import re

import pytest

from coach.plan.adapted_cards import adapt_card
from coach.script.limits import AGAINST_FLOOR_MOVES
from coach.script.positions import FLOOR_POSITIONS, KNEELING_POSITIONS
from tests.content.test_forbidden import CARDS, does, spoken

LYING = FLOOR_POSITIONS - KNEELING_POSITIONS


@pytest.mark.parametrize("limit", sorted(AGAINST_FLOOR_MOVES))
@pytest.mark.parametrize("name", [name for name, card in CARDS.items() if card.position in LYING])
def test_who_lies_on_a_bed_hears_of_no_mat_and_no_floor(name: str, limit: str) -> None:
    card = CARDS[name]
    if does(card, limit):
        for easy in (False, True):
            said = spoken(adapt_card(card, (limit,), easy=easy), (limit,))
            assert not [one for one in said if re.search(r"\b(mat|floor)\b", one)]
