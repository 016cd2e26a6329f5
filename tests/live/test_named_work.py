"""Who comes from elsewhere to work that was named in the rest before it hears its name."""

import pytest

from coach.live.commands import Verb
from coach.live.status import Phase
from tests.live.test_transitions import Rig, planned, said_between
from tests.timeline.test_named_work import steps_of

PLAN = planned(
    *steps_of(
        "{work: [Jacks, Wall sit], hold: 30s, rest: 10s}",
        "rest: 10s",
        "{work: Clam, reps: 4, side: left}",
    )
)
STARTS = {segment.title: segment.start for segment in PLAN.segments}


def after(at: int, *verbs: Verb) -> tuple[Rig, list[str]]:
    """A session in which verbs were asked at a moment, and what is said before it goes on."""
    rig = Rig.of(PLAN)
    rig.listen(at)
    frame = rig.frame
    for verb in verbs:
        rig.ask(verb)
    return rig, said_between(rig, frame)


@pytest.mark.parametrize(
    ("at", "verb", "named", "title"),
    [
        (STARTS["Jacks"] + 9_000, Verb.NEXT, "Wall sit.", "Wall sit"),
        (STARTS["Wall sit"] + 9_000, Verb.NEXT, "Clam, left side.", "Clam"),
        (STARTS["Clam"] + 1_000, Verb.PREVIOUS, "Wall sit.", "Wall sit"),
        (STARTS["Wall sit"] + 9_000, Verb.PREVIOUS, "Wall sit.", "Wall sit"),
    ],
)
def test_its_name_is_said_before_it_begins(at, verb, named, title):
    rig, said = after(at, verb)
    assert [text for text in said if "♪" not in text] == [named]
    assert rig.state.at == PLAN.span_entry(PLAN.span_index(STARTS[title]))


def test_work_that_says_its_own_name_is_not_named_twice():
    _, said = after(STARTS["Wall sit"] + 1_000, Verb.PREVIOUS)
    assert said.count("Jacks.") <= 1


def test_it_is_named_while_paused_as_well_and_goes_on_from_its_start():
    rig, _ = after(STARTS["Jacks"] + 9_000, Verb.PAUSE, Verb.NEXT)
    assert rig.state.phase is Phase.PAUSED
    rig.ask(Verb.RESUME)
    assert rig.state.at == STARTS["Wall sit"]
