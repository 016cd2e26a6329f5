"""Times the choice alone, measuring not counted; prints JSON. Run by run.py."""

import json
import time
from dataclasses import replace

from coach.pipeline import load_routine_with_cards, make_planner
from coach.plan.request import SessionRequest
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.speech.studio import open_studio


def timed(planner, length):
    begun = time.perf_counter()
    assert planner.choose_session(length)
    return time.perf_counter() - begun


def main():
    routine, cards = load_routine_with_cards("lower-back")
    # A copy stands in for nothing, and nothing for it: only 40 of them are there.
    deck = {
        f"{name}-{copy}": replace(card, slug=f"{name}-{copy}", instead=())
        for copy in range(3)
        for name, card in cards.items()
    }
    deck = dict(list(deck.items())[:40])
    ordered = sorted(deck, key=lambda name: str(deck[name].position))
    section = Section(
        "All", tuple(Perform(name, priority=1 + n % 9) for n, name in enumerate(ordered))
    )
    many = Routine("Many", (section,), closing=routine.closing)
    found = {}
    with open_studio("tone") as studio:
        planner = make_planner(routine, cards, SessionRequest("tone"), studio)
        found["choose 45 min, lower-back"] = timed(planner, 2_700_000)
        planner = make_planner(many, deck, SessionRequest("tone"), studio)
        found["choose 60 min of 40 cards"] = timed(planner, 3_600_000)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
