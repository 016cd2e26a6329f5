"""What is done under a limit asks for nothing that the limit forbids, and no line undoes another.

`forbidden.yaml` is the table. Judged is all that a card as adapted may say at any talk level: with
each limit, with each two of them, and in an easy session.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.errors import UsageError
from coach.plan.adapted_cards import adapt_card
from coach.plan.eligibility import apply_filters
from coach.plan.request import Filters
from coach.script.card_variants import Wording
from coach.script.exercise import Exercise
from coach.script.library import load_exercise
from coach.script.limits import PROFILES
from coach.script.positions import Position
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.system.paths import shipped_folder
from coach.units import parse_duration

TABLE: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("forbidden.yaml").read_text("utf-8")
)
RULES: dict[str, dict[str, Any]] = TABLE["limits"]
FOLDER = shipped_folder() / "scripts" / "exercises"
CARDS = {path.stem: load_exercise(path) for path in sorted(FOLDER.glob("*.yaml"))}
REFUSAL = re.compile(
    r"\b(don't|do not|never|no|not|without|nothing|nobody|instead of|leave out|before|avoid"
    r"|rather than|needn't|isn't|aren't|won't|if)\b[^,;:]*$|\bfrom $"
)
"""Words that refuse what comes behind them in the same clause, or make it a case of its own."""


def does(card: Exercise, *limits: str) -> bool:
    """Whether an exercise is done with some limits."""
    alone = {card.slug: replace(card, instead=())}
    routine = Routine("R", (Section(exercises=(Perform(card.slug),)),))
    opted = (card.slug,) if card.opt_in else ()
    try:
        apply_filters(routine, alone, Filters(limits=limits, opted=opted))
    except UsageError:
        return False
    return True


def spoken(card: Exercise, limits: tuple[str, ...] = ()) -> list[str]:
    """All sentences that may be said of an exercise, in small letters."""
    wordings: tuple[Wording, ...] = (card.setup, card.steps, card.release)
    lines = [line for one in wordings for line in (*one.full, *one.short, *(one.there or ()))]
    if card.first:
        lines += (*card.first.into, *card.first.hold, *card.first.out)
    lines += [*card.purpose, *card.cues, *card.cautions[:1]]
    lines += [line for line in (*card.calls, card.breathing, card.between) if line]
    changes = [card.limits.modify[limit] for limit in limits if limit in card.limits.modify]
    lines += [change.say for change in changes if change.say]
    texts = (line.text.replace("{side}", "right").replace("{other}", "left") for line in lines)
    sentences = (part.strip() for text in texts for part in re.split(r"(?<=[.!?])\s+", text))
    return list(dict.fromkeys(sentence.lower().replace("’", "'") for sentence in sentences))


def asks_for(sentence: str, rule: dict[str, Any], key: str = "says") -> bool:
    """Whether a sentence asks for something, and neither refuses it nor makes it small."""
    return matches(sentence, rule[key], rule.get("unless"))


@cache
def matches(sentence: str, pattern: str, unless: str | None) -> bool:
    """Whether a sentence asks for what a pattern says: the same under each of a hundred limits."""
    if unless and re.search(unless, sentence):
        return False
    found = re.finditer(pattern, sentence)
    return any(not REFUSAL.search(sentence[: match.start()]) for match in found)


def counts(rule: dict[str, Any], card: Exercise) -> bool:
    excepted = "but" in rule and re.search(rule["but"], card.slug)
    return not excepted and ("in" not in rule or str(card.position) in rule["in"])


def faults(card: Exercise, limit: str, sentences: list[str]) -> Iterator[str]:
    """What the words of a card as adapted ask for, and should not, under a limit."""
    rules = RULES[limit]
    for rule in rules["never"]:
        if counts(rule, card):
            yield from (f"{limit}: {said!r}" for said in sentences if asks_for(said, rule))
    for rule in rules.get("needs", ()):
        needed = counts(rule, card) and any(asks_for(said, rule, "where") for said in sentences)
        if needed and not any(re.search(rule["says"], said) for said in sentences):
            yield f"{limit}: needs {rule['says']}"
    if str(card.position) in rules.get("positions", ()):
        yield f"{limit}: done in position {card.position}"
    longest = parse_duration(rules["longest_hold"]) if "longest_hold" in rules else None
    if longest and card.doses.hold and card.doses.hold.most > longest:
        yield f"{limit}: held for {card.doses.hold.most} ms"


def clashes(card: Exercise, sentences: list[str]) -> Iterator[str]:
    """Sentences that cannot both stand in one exercise, and those of another place."""
    for rule in TABLE["contradictions"]:
        always = [said for said in sentences if not said.startswith("if ")]
        ones = [said for said in always if asks_for(said, rule, "one")]
        others = [said for said in sentences if asks_for(said, rule, "other")]
        yield from (f"{a!r} beside {b!r}" for a in ones for b in others if a != b)
    for rule in TABLE["elsewhere"]:
        if counts(rule, card):
            yield from (f"elsewhere: {said!r}" for said in sentences if asks_for(said, rule))


@pytest.fixture(params=list(CARDS.values()), ids=list(CARDS))
def card(request: pytest.FixtureRequest) -> Exercise:
    found: Exercise = request.param
    return found


def test_the_table_knows_every_limit_and_its_source() -> None:
    assert sorted(RULES) == sorted(PROFILES)
    assert {rules["source"] for rules in RULES.values()} <= set(TABLE["sources"])
    places = {str(position) for position in Position}
    every = [rule for one in RULES.values() for rule in one["never"] + one.get("needs", [])]
    assert {place for rule in every for place in rule.get("in", ())} <= places
    assert {place for rules in RULES.values() for place in rules.get("positions", ())} <= places


@pytest.mark.parametrize(
    ("limit", "slug", "said"),
    [
        ("acute-flare", "bridge", "Lift your hips until shoulders and knees make one line."),
        ("balance", "bird-dog", "Slide that arm forward."),
        ("balance", "march", "Let your arms swing along."),
        ("bone-fragile", "seated-rest", "Let your arms hang between your knees."),
        ("ext-sensitive", "cat-camel", "Let your belly sink toward the floor."),
        ("flex-sensitive", "seated-cat-camel", "Round up."),
        ("hip-replaced", "piriformis", "Cross your right ankle over the other leg."),
        ("hip-replaced", "sit-to-stand", "Bring your nose over your toes."),
        ("knee", "childs-pose", "Sit right back on your heels."),
        ("knee-replaced", "hip-flexor", "Kneel on your right knee."),
        ("leg-symptoms", "knee-to-chest", "Draw your knee gently closer."),
        ("no-floor", "sit-to-stand", "Lie down on the mat."),
        ("no-kneeling", "sit-to-stand", "Come onto your hands and knees."),
        ("pregnant", "bridge", "Prop up your head and shoulders."),
        ("pressure", "box-breath", "Wait while it is still."),
        ("shoulder", "side-reach", "Reach your right arm up beside your ear."),
        ("spine-surgery", "knee-rolls", "Let both knees roll toward it."),
    ],
)
def test_the_table_finds_what_it_is_for(limit: str, slug: str, said: str) -> None:
    said = said.lower()
    assert list(faults(CARDS[slug], limit, [said]))
    assert not [one for one in faults(CARDS[slug], limit, [f"don't {said}"]) if said in one]


def test_the_table_finds_what_a_limit_contradicts() -> None:
    said = ["keep both hands down, and slide only the leg.", "slide that arm forward."]
    assert list(clashes(CARDS["bird-dog"], said))
    assert not list(clashes(CARDS["bird-dog"], said[:1]))


@pytest.mark.parametrize("easy", [False, True], ids=["usual", "easy"])
def test_a_limit_forbids_nothing_that_is_said(card: Exercise, easy: bool) -> None:
    sets = [(limit,) for limit in PROFILES if does(adapt_card(card, (limit,), easy=easy), limit)]
    sets += [(a, b) for (a,), (b,) in combinations(sets, 2)]
    found = {}
    for limits in sets:
        done = adapt_card(card, limits, easy=easy)
        sentences = spoken(done, limits)
        for limit in limits:
            found.update(dict.fromkeys(faults(done, limit, sentences)))
    assert not found, f"{card.slug}:\n" + "\n".join(found)


@pytest.mark.parametrize("easy", [False, True], ids=["usual", "easy"])
def test_no_line_undoes_another(card: Exercise, easy: bool) -> None:
    sets = [(limit,) for limit in PROFILES if does(adapt_card(card, (limit,), easy=easy), limit)]
    sets += [(a, b) for (a,), (b,) in combinations(sets, 2)]
    found = {}
    for limits in ((), *sets):
        done = adapt_card(card, limits, easy=easy)
        found.update(dict.fromkeys(clashes(done, spoken(done, limits))))
    assert not found, f"{card.slug}:\n" + "\n".join(found)
