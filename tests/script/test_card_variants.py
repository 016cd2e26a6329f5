"""How easier ways, what a limit changes, and the words of the first repetition are written."""

import pytest

from coach.errors import ScriptError
from coach.script.card_variants import LimitChange
from coach.script.doses import Range
from coach.script.exercise import EXERCISE
from coach.script.reader import read_script

CARD = """
name: Bridge
position: supine
dose: {reps: [5, 8, 15], hold: [2s, 5s, 15s]}
steps: Lift your hips.
easier:
  - {name: Half height, say: Lift halfway., calls: {into: Halfway}, dose: {hold: 2s}}
sources: [general practice]
"""


def test_a_limit_names_the_easier_way():
    limits = "limits: {modify: {acute-flare: {variant: Half height}, pressure: Breathe aloud.}}\n"
    card = read_script(CARD + limits, EXERCISE, "x.yaml")
    assert card.limits.modify["acute-flare"] == LimitChange(variant="Half height")
    assert card.limits.modify["pressure"].say.text == "Breathe aloud."
    (variant,) = card.easier
    assert variant.limit_doses(card.doses).hold == Range(2_000, 2_000, 2_000)
    assert variant.limit_doses(card.doses).reps == Range(5, 8, 15)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("limits: {modify: {knee: {variant: Half}}}", "expected the name of an easier way"),
        ("limits: {modify: {knee: {}}}", "expected what to say, or a variant, found neither"),
        ("first: {out: Lower.}", "the key 'into' is missing"),
    ],
)
def test_what_cannot_be_meant_is_told(line, message):
    with pytest.raises(ScriptError, match=message):
        read_script(f"{CARD}{line}\n", EXERCISE, "x.yaml")


def test_only_repetitions_have_a_first_one():
    card = CARD.replace("reps: [5, 8, 15], ", "") + "work: hold\nfirst: {into: Lift.}\n"
    with pytest.raises(ScriptError, match="expected a first repetition where the work is reps"):
        read_script(card, EXERCISE, "x.yaml")
    of_variant = card.replace("first: {into: Lift.}\n", "").replace(
        "say:", "first: {into: A.}, say:"
    )
    with pytest.raises(ScriptError, match="expected a first repetition where the work is reps"):
        read_script(of_variant, EXERCISE, "x.yaml")


def test_an_easier_way_has_doses_that_can_be_done():
    card = CARD.replace("reps: [5, 8, 15], ", "").replace("hold: 2s}}", "hold: 0s}}")
    with pytest.raises(ScriptError, match="expected a hold of at least 1 s, found 0 ms"):
        read_script(card + "work: hold\n", EXERCISE, "x.yaml")


def test_the_words_of_the_first_repetition_and_of_the_way_there_are_read():
    card = read_script(
        CARD
        + "first: {into: Lift your hips., out: [Lower., Slowly.]}\nsetup: {full: Lie., there: []}",
        EXERCISE,
        "x.yaml",
    )
    assert [line.text for line in card.first.out] == ["Lower.", "Slowly."]
    assert card.setup.there == ()
    assert read_script(CARD, EXERCISE, "x.yaml").setup.there is None
