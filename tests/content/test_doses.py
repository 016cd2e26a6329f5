"""The doses of the shipped cards: inside what the sources allow, and the usual ones usual.

What stands here was carried over from the sources that the cards name, not from the cards. It is
a bound, never a wish: a card may stay well inside, and no card may leave it.
"""

from dataclasses import dataclass, replace

import pytest

from coach.script.doses import Range
from coach.script.exercise import Exercise, WorkKind
from coach.script.library import load_exercise
from coach.system.paths import shipped_folder

FOLDER = shipped_folder() / "scripts"
CARDS = {path.stem: load_exercise(path) for path in sorted((FOLDER / "exercises").glob("*.yaml"))}
Triple = tuple[float, float, float]
ONCE = (1, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """What is allowed: least, usual and most; tempo in and out; durations in seconds.

    With `exact` the usual dose of a card is the usual one here, not only inside.
    """

    sets: Triple = ONCE
    reps: Triple = ONCE
    hold: Triple | None = None
    breaths: Triple | None = None
    time: Triple | None = None
    pause: Triple = (0, 2, 3)
    rest: Triple = (20, 30, 60)
    tempo: tuple[float, float] | None = None
    switch: float | None = None
    exact: bool = True


def loosely(sheet: Sheet, **changes: object) -> Sheet:
    """Give the sheet for another way of doing the same."""
    return replace(sheet, exact=False, **changes)


CAT_CAMEL = Sheet(sets=(1, 1, 2), reps=(5, 8, 12), hold=(0, 1, 10), tempo=(4, 4))
CHILDS_POSE = Sheet(breaths=(3, 8, 12), tempo=(4, 6))
KNEE_TO_CHEST = Sheet(reps=(1, 2, 5), hold=(5, 20, 30), tempo=(3, 3), switch=4)
PELVIC_TILT = Sheet(sets=(1, 1, 2), reps=(5, 8, 15), hold=(2, 5, 10), tempo=(2, 3))
HAMSTRING = Sheet(reps=(1, 2, 3), hold=(10, 30, 60), tempo=(4, 3), switch=8)
PIRIFORMIS = Sheet(reps=(1, 1, 3), hold=(15, 30, 60), tempo=(4, 3), switch=8)
HIP_FLEXOR = Sheet(reps=(1, 1, 3), hold=(15, 30, 60), tempo=(4, 3), switch=10)
QUADRICEPS = Sheet(reps=(1, 1, 3), hold=(15, 30, 60), tempo=(4, 3), switch=6)
BRIDGE = Sheet(sets=(1, 1, 3), reps=(5, 8, 15), hold=(2, 5, 15), pause=(2, 2, 2), tempo=(2, 3))
SUPERMAN = Sheet(sets=(1, 1, 2), reps=(3, 5, 10), hold=(2, 3, 5), pause=(2, 2, 2), tempo=(2, 3))
BIRD_DOG = Sheet(sets=(1, 1, 3), reps=(3, 5, 10), hold=(3, 5, 10), pause=(1, 1, 1), tempo=(3, 3))
PLANK = Sheet(sets=(1, 1, 2), reps=(2, 3, 5), hold=(5, 10, 30), pause=(10, 10, 30), tempo=(3, 2))
WALL_SIT = Sheet(reps=(2, 3, 10), hold=(5, 15, 60), pause=(10, 14, 60), tempo=(3, 3))
MARCH = Sheet(time=(50, 90, 360))
# Sixty breaths of ten seconds are the ten minutes a day of the studies; two are for short sessions.
BREATHING = Sheet(breaths=(2, 6, 60), tempo=(4, 6))
# Of strength eight to twelve times, from five; general practice.
STRENGTH = Sheet(sets=(1, 1, 3), reps=(5, 8, 12), pause=(1, 1, 2), exact=False)
STRETCH = Sheet(reps=(1, 1, 3), hold=(10, 15, 30), exact=False)
WARM_UP = Sheet(time=(60, 180, 300), exact=False)
COOL_DOWN = WARM_UP

SHEETS = {
    "cat-camel": CAT_CAMEL,
    "childs-pose": CHILDS_POSE,
    "knee-to-chest": KNEE_TO_CHEST,
    "pelvic-tilt": PELVIC_TILT,
    "hamstring": HAMSTRING,
    "piriformis": PIRIFORMIS,
    # More than the 10 s of a fit adult and less than the 20 s of a slow one: knees are sore.
    "hip-flexor": loosely(HIP_FLEXOR, switch=14),
    "quadriceps": QUADRICEPS,
    "bridge": BRIDGE,
    "superman": SUPERMAN,
    "bird-dog": BIRD_DOG,
    "plank": PLANK,
    "wall-sit": WALL_SIT,
    "march": MARCH,
    "breathing": BREATHING,
    # Other ways of the same.
    "seated-cat-camel": loosely(CAT_CAMEL),
    "seated-rest": loosely(CHILDS_POSE),
    "prone-rest": loosely(CHILDS_POSE),
    "wall-tilt": PELVIC_TILT,
    "small-tilt": loosely(PELVIC_TILT, sets=ONCE, hold=None, tempo=(3, 3)),
    "seated-tilt": loosely(PELVIC_TILT),
    "seated-hamstring": loosely(HAMSTRING, switch=6),
    "standing-hamstring": loosely(HAMSTRING),
    "seated-figure-four": loosely(PIRIFORMIS, switch=6),
    "standing-hip-flexor": loosely(HIP_FLEXOR, switch=8),
    "standing-bird-dog": BIRD_DOG,
    "wall-plank": loosely(PLANK, tempo=(3, 3)),
    "seated-march": loosely(MARCH, time=(30, 90, 360)),
    "easy-breathing": loosely(BREATHING, tempo=(3, 4)),
    # Of their own, all gentle.
    "sit-to-stand": STRENGTH,
    "hip-hinge": STRENGTH,
    "rocking-back": Sheet(sets=(1, 1, 2), reps=(5, 8, 10), tempo=(4, 4)),
    "knee-rolls": Sheet(reps=(3, 5, 10), tempo=(4, 4)),
    "shoulder-rolls": Sheet(time=(20, 30, 75)),
    "shoulder-squeeze": Sheet(reps=(3, 6, 10), hold=(2, 3, 5)),
    "side-reach": STRETCH,
    # From hospitals and physiotherapists: gentle, and never to the end of the range.
    "clamshell": Sheet(sets=(1, 1, 2), reps=(5, 8, 12), hold=(1, 2, 5), pause=(1, 1, 2)),
    "side-leg-lift": Sheet(sets=(1, 1, 2), reps=(5, 8, 12), hold=(1, 2, 5), pause=(2, 2, 2)),
    "book-opening": Sheet(reps=(3, 5, 10), hold=(2, 3, 6), tempo=(4, 4)),
    "side-plank": Sheet(reps=(1, 2, 3), hold=(5, 8, 10), pause=(10, 10, 30), tempo=(3, 3)),
    "dead-bug": Sheet(sets=(1, 1, 2), reps=(3, 5, 10), pause=(1, 1, 1)),
    "chair-squat": loosely(STRENGTH, reps=(4, 8, 15)),
    "calf-raise": loosely(STRENGTH, reps=(5, 8, 15), hold=(1, 1, 3), tempo=(3, 4)),
    "prone-press-up": Sheet(reps=(4, 6, 12), hold=(1, 2, 5), pause=(1, 1, 2), tempo=(4, 4)),
    "glute-squeeze": Sheet(reps=(4, 6, 10), hold=(2, 3, 5), pause=(2, 3, 5)),
    "heel-slide": Sheet(reps=(3, 5, 10), pause=(1, 1, 1), tempo=(4, 4)),
    "ankle-pumps": Sheet(reps=(6, 10, 20)),
    "nerve-glide": Sheet(reps=(4, 6, 10), pause=(1, 1, 2), tempo=(3, 3)),
    "neck-turns": Sheet(reps=(2, 3, 5), hold=(1, 2, 3), tempo=(4, 4)),
    "neck-tilts": Sheet(reps=(2, 3, 5), hold=(2, 3, 5), tempo=(4, 4)),
    "upper-back-extension": Sheet(reps=(3, 5, 10), hold=(1, 2, 5), tempo=(4, 4)),
    # With headphones, or in water: three to five minutes to begin and end with, less where time
    # is short; bouts by the talk test, with as much ease between them.
    "walk-easy": WARM_UP,
    "walk-steady": Sheet(time=(60, 180, 1200), exact=False),
    "walk-brisk": Sheet(sets=(1, 5, 12), time=(60, 60, 180), rest=(60, 60, 180), exact=False),
    "walk-cool-down": COOL_DOWN,
    "cycle-easy": WARM_UP,
    "cycle-steady": Sheet(time=(60, 180, 1200), exact=False),
    "cycle-brisk": Sheet(sets=(1, 5, 12), time=(60, 60, 180), rest=(60, 60, 180), exact=False),
    "cycle-cool-down": COOL_DOWN,
    "water-walk": Sheet(time=(60, 600, 1200), exact=False),
    "water-brisk": Sheet(sets=(1, 8, 12), time=(60, 60, 180), rest=(60, 60, 180), exact=False),
    "water-cool-down": COOL_DOWN,
    "water-march": MARCH,
    "water-arms": Sheet(reps=(5, 8, 15), exact=False),
    "water-heels": Sheet(reps=(5, 8, 15), exact=False),
    "even-breath": Sheet(breaths=(3, 6, 30), tempo=(4, 4), exact=False),
    "box-breath": Sheet(
        sets=(1, 4, 6),
        breaths=(2, 6, 30),
        hold=(0, 4, 4),
        pause=(0, 4, 4),
        tempo=(4, 4),
        exact=False,
    ),
}
LENGTHS = ("hold", "time", "pause", "rest")


@pytest.fixture(params=list(CARDS.values()), ids=list(CARDS))
def card(request: pytest.FixtureRequest) -> Exercise:
    found: Exercise = request.param
    return found


def test_every_card_has_a_sheet_and_every_sheet_a_card() -> None:
    assert set(CARDS) == set(SHEETS)


def outside(name: str, dose: Range, allowed: Triple, *, exact: bool) -> str:
    """Tell how a dose leaves what is allowed; nothing where it does not."""
    unit = 1000 if name in LENGTHS else 1
    least, usual, most = (value / unit for value in (dose.least, dose.usual, dose.most))
    if least < allowed[0] or most > allowed[2]:
        return f"{name}: {least:g} to {most:g}, allowed {allowed[0]:g} to {allowed[2]:g}"
    if exact and usual != allowed[1]:
        return f"{name}: usually {usual:g}, expected {allowed[1]:g}"
    return ""


def faults(card: Exercise, sheet: Sheet) -> list[str]:
    """Tell everything in which a card leaves its sheet."""
    found = []
    for name in ("sets", "reps", "hold", "breaths", "time", "pause", "rest"):
        dose: Range | None = getattr(card.doses, name)
        allowed: Triple | None = getattr(sheet, name)
        if name in ("hold", "breaths", "time") and dose is None and allowed is None:
            continue
        if name == "hold" and dose is None and card.work is WorkKind.REPS:
            continue  # a flow without a stay
        if name == "pause" and dose == Range(0, 0, 0):
            continue
        if dose is None or allowed is None:
            found.append(f"{name}: only the card or only the sheet has it")
            continue
        counted = name not in ("pause", "rest")
        found.append(outside(name, dose, allowed, exact=sheet.exact and counted))
    if sheet.tempo and (card.tempo.into, card.tempo.out) != tuple(s * 1000 for s in sheet.tempo):
        found.append(f"tempo: {card.tempo}, expected {sheet.tempo}")
    if sheet.switch is not None and card.switch != sheet.switch * 1000:
        found.append(f"switch: {card.switch}, expected {sheet.switch}")
    return [fault for fault in found if fault]


def test_every_dose_lies_within_what_the_sources_allow(card: Exercise) -> None:
    assert faults(card, SHEETS[card.slug]) == []


def test_a_dose_beyond_the_sources_would_be_found() -> None:
    too_long = Sheet(hold=(5, 10, 25), sets=(1, 1, 2), reps=(2, 3, 5), pause=(10, 10, 30))
    assert any("hold" in fault for fault in faults(CARDS["plank"], too_long))
    assert faults(CARDS["plank"], CAT_CAMEL)
    assert any("tempo" in f for f in faults(CARDS["bridge"], loosely(BRIDGE, tempo=(1, 1))))


def test_stillness_between_efforts_is_no_shorter_than_ten_seconds_or_a_breath(
    card: Exercise,
) -> None:
    if card.work is WorkKind.HOLD and "strength" in card.goals:
        assert card.doses.pause.least >= 10_000, "about as long as the hold, ten seconds at least"
    if card.doses.sets.most > 1:
        assert card.doses.rest.least >= 20_000


def test_longer_holds_are_never_the_usual_ones(card: Exercise) -> None:
    if card.doses.hold and "strength" in card.goals:
        assert card.doses.hold.usual <= 15_000
