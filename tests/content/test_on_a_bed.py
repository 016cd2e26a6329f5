"""What is done lying may be done on a bed, where nothing is said of a mat or the floor."""

import re

import pytest

from coach.script.exercise import Exercise
from coach.script.positions import Position
from tests.content.test_wording import ON_THE_MAT, first_rep_lines

LYING = (Position.SUPINE, Position.PRONE, Position.SIDE_LYING)


@pytest.mark.parametrize("card", ON_THE_MAT.values(), ids=list(ON_THE_MAT))
def test_what_may_be_done_on_a_bed_names_no_floor(card: Exercise) -> None:
    if card.position not in LYING or "no-kneeling" in card.limits.skip:
        return
    orders = (*card.setup.full, *card.setup.short, *card.steps.full, *card.steps.short)
    orders += (*card.release.full, *card.release.short, *first_rep_lines(card.first))
    assert not [line.text for line in orders if re.search(r"\b(mat|floor)\b", line.text)]
