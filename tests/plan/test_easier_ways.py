"""An exercise in its next gentler way, for the rest of a session: never more than before."""

from dataclasses import replace

import pytest

from coach.plan.adapted_cards import adapt_card
from coach.plan.easier_ways import ease_session, find_easier_way, make_easier
from coach.script.exercise import Exercise
from coach.script.library import find_exercise, find_exercises
from coach.script.steps import Perform
from coach.system.paths import exercise_names
from coach.timeline.delivery import Delivery
from coach.timeline.session import Part, Session, make_dose
from tests.listening import ENGLISH

CARDS = find_exercises(dict.fromkeys(exercise_names()))
WORK = ("sets", "reps", "hold", "breaths", "time")


def ease_fully(card: Exercise) -> list[Exercise]:
    """A card, and it made easier as often as that can be done."""
    ways = [card]
    while eased := make_easier(ways[-1], CARDS):
        ways.append(eased)
    return ways


def test_the_ways_are_those_of_the_card_in_their_order():
    for card in CARDS.values():
        assert [way.variant for way in ease_fully(card)[1:]] == [way.name for way in card.easier]


def test_no_dose_of_work_becomes_larger_and_no_pause_shorter():
    for card in CARDS.values():
        performs = [Perform(card.slug), *(ladder for ladder in _list_performs(card))]
        for before, after in zip(ease_fully(card), ease_fully(card)[1:], strict=False):
            for perform in performs:
                old, new = make_dose(before, perform), make_dose(after, perform)
                for name in WORK:
                    assert getattr(new, name) <= getattr(old, name), (card.slug, after.variant)
                assert (new.pause, new.rest) >= (old.pause, old.rest)


def _list_performs(card):
    for name in WORK:
        known = getattr(card.doses, name)
        if known is not None:
            yield from (Perform(card.slug, **{name: n}) for n in (known.least, 2 * known.most))


def test_a_way_replaces_what_it_names_of_the_card_and_not_of_the_way_before():
    card = CARDS["side-plank"]
    half, press = ease_fully(card)[1:]
    assert press.calls != card.calls == half.calls
    assert make_easier(replace(half, calls=press.calls), CARDS).calls == press.calls
    named = [way for way in ease_fully(card) if way.cues == card.cues]
    assert [way.variant for way in named] == ["", half.variant]


def test_it_goes_on_from_the_way_that_a_limit_asked_for():
    card = adapt_card(find_exercise("cat-camel"), ("ext-sensitive",))
    assert card.variant == "Back to level"
    assert find_easier_way(card).name == "Half the movement"
    assert make_easier(adapt_card(card, ("acute-flare",)), CARDS) is None


def test_short_holds_stay_short():
    card = adapt_card(CARDS["knee-to-chest"], ("acute-flare",))
    eased = make_easier(card, CARDS)
    assert eased is None or eased.doses.hold.most <= card.doses.hold.most


@pytest.mark.parametrize("often", [0, 1, 2, 5])
def test_a_session_has_the_card_in_its_way_and_all_others_as_they_were(often):
    steps = (Perform("cat-camel", reps=12), Perform("bridge"))
    session = Session("Test", (Part("Part", steps),), CARDS, Delivery(ENGLISH), {})
    eased = ease_session(session, ("cat-camel",) * often, CARDS)
    names = ["", *(way.name for way in CARDS["cat-camel"].easier)]
    assert eased.cards["cat-camel"].variant == names[min(often, len(names) - 1)]
    assert eased.cards["bridge"] is CARDS["bridge"]
    assert eased.parts == session.parts
