"""A hash of the words of an exercise: the same while a listener has heard these very words."""

from dataclasses import replace

import pytest

from coach.plan.adapted_cards import adapt_card
from coach.plan.variety import SeededVariety
from coach.script.card_variants import Wording
from coach.script.library import load_exercise
from coach.script.scalars import Line
from coach.system.paths import script_paths
from coach.training.word_hash import hash_words

PATHS = script_paths("exercises")
CARD = load_exercise(PATHS["bird-dog"])
OTHER = Line("Something else.")


def test_it_has_eight_digits_and_is_another_for_each_card():
    hashes = {hash_words(load_exercise(path)) for path in PATHS.values()}
    assert len(hashes) == len(PATHS)
    assert all(len(one) == 8 and int(one, 16) >= 0 for one in hashes)


@pytest.mark.parametrize("seed", [1, 2, 30])
def test_another_day_does_not_change_it(seed):
    assert hash_words(SeededVariety(seed).vary_card(CARD)) == hash_words(CARD)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Other"},
        {"purpose": (OTHER,)},
        {"setup": Wording((OTHER,))},
        {"steps": Wording((OTHER,))},
        {"steps": replace(CARD.steps, short=(OTHER,))},
        {"first": None},
        {"breathing": OTHER},
        {"calls": (None, None, None)},
        {"cues": (OTHER,)},
        {"between": OTHER},
        {"release": Wording((OTHER,))},
        {"cautions": CARD.cautions[1:]},
    ],
    ids=str,
)
def test_any_other_word_changes_it(changed):
    assert hash_words(replace(CARD, **changed)) != hash_words(CARD)


@pytest.mark.parametrize(
    "changed",
    [
        {"mistakes": ("Other",)},
        {"sources": ("Other",)},
        {"stretch": 10},
        {"goals": ("relax",)},
        {"fact": OTHER},
    ],
    ids=str,
)
def test_what_is_never_said_does_not(changed):
    assert hash_words(replace(CARD, **changed)) == hash_words(CARD)


def test_the_language_and_what_limits_change_do():
    assert hash_words(CARD, "de") != hash_words(CARD)
    assert hash_words(CARD, limits=["knee"]) != hash_words(CARD), "a line is said"
    assert hash_words(CARD, limits=["ext-sensitive"]) == hash_words(CARD), "it changes nothing"
    easier = adapt_card(CARD, ("balance",), easy=False)
    assert hash_words(easier, limits=["balance"]) != hash_words(CARD), "another way is done"
