"""The shipped exercises and routine: doses inside what the sources allow, whole, and in order."""

from pathlib import Path

import pytest

from coach.doses import Range
from coach.exercise import Exercise
from coach.library import find_exercises, load_exercise, load_routine, shipped_folder
from coach.positions import Position
from coach.routine import Routine
from coach.session import dose_of, named_cards
from coach.steps import Say, Silence

FOLDER = shipped_folder() / "scripts"
CARDS = {path.stem: load_exercise(path) for path in sorted((FOLDER / "exercises").glob("*.yaml"))}

# Least and most that the sources of each card allow; sets, reps and breaths counted, the rest in
# seconds. What stands here is a bound, never a wish: a card may stay well inside.
ALLOWED = {
    "march": {"time": (50, 360)},
    "cat-camel": {"sets": (1, 2), "reps": (5, 12), "hold": (0, 10), "rest": (20, 60)},
    "childs-pose": {"breaths": (3, 12)},
    "knee-to-chest": {"reps": (1, 5), "hold": (5, 30)},
    "pelvic-tilt": {"sets": (1, 2), "reps": (5, 15), "hold": (2, 10), "rest": (20, 60)},
    "hamstring": {"reps": (1, 3), "hold": (10, 60)},
    "piriformis": {"reps": (1, 3), "hold": (15, 60)},
    "hip-flexor": {"reps": (1, 3), "hold": (15, 60)},
    "quadriceps": {"reps": (1, 3), "hold": (15, 60)},
    "bridge": {"sets": (1, 3), "reps": (5, 15), "hold": (2, 15), "rest": (20, 60)},
    "superman": {"sets": (1, 2), "reps": (3, 10), "hold": (2, 5), "rest": (20, 60)},
    "bird-dog": {"sets": (1, 3), "reps": (3, 10), "hold": (3, 10), "rest": (20, 60)},
    "plank": {
        "sets": (1, 2),
        "reps": (2, 5),
        "hold": (5, 30),
        "pause": (10, 30),
        "rest": (20, 60),
    },
    "wall-sit": {"reps": (2, 10), "hold": (5, 60), "pause": (10, 60)},
    "breathing": {"breaths": (2, 30)},
}
# The dose a listener gets who asks for nothing, its tempo, and the time to change sides.
USUAL = {
    "march": {"time": 90},
    "cat-camel": {"sets": 1, "reps": 8, "into": 4, "out": 4},
    "childs-pose": {"breaths": 8, "into": 4, "out": 6},
    "knee-to-chest": {"reps": 2, "hold": 20, "into": 3, "out": 3, "switch": 4},
    "pelvic-tilt": {"sets": 1, "reps": 8, "hold": 5, "into": 2, "out": 3},
    "hamstring": {"reps": 2, "hold": 30, "into": 4, "out": 3, "switch": 8},
    "piriformis": {"reps": 1, "hold": 30, "into": 4, "out": 3, "switch": 8},
    "hip-flexor": {"reps": 1, "hold": 30, "into": 4, "out": 3, "switch": 10},
    "quadriceps": {"reps": 1, "hold": 30, "into": 4, "out": 3, "switch": 6},
    "bridge": {"sets": 1, "reps": 8, "hold": 5, "pause": 2, "rest": 30, "into": 2, "out": 3},
    "superman": {"sets": 1, "reps": 5, "hold": 3, "pause": 2, "into": 2, "out": 3},
    "bird-dog": {"sets": 1, "reps": 5, "hold": 5, "pause": 1, "into": 3, "out": 3},
    "plank": {"sets": 1, "reps": 3, "hold": 10, "pause": 10, "into": 3, "out": 2},
    "wall-sit": {"reps": 3, "hold": 15, "pause": 14, "into": 3, "out": 3},
    "breathing": {"breaths": 6, "into": 4, "out": 6},
}
FLOOR = frozenset(CARDS) - {"march", "wall-sit", "quadriceps", "breathing"}
# For whom an exercise must not stand in a session, whatever else changes.
LEFT_OUT = {
    "acute-flare": {"plank", "superman", "wall-sit"},
    "bone-fragile": {"childs-pose", "superman"},
    "ext-sensitive": {"superman"},
    "flex-sensitive": {"childs-pose", "knee-to-chest"},
    "hip-replaced": {"childs-pose", "knee-to-chest", "piriformis", "hip-flexor", "quadriceps"},
    "knee-replaced": {"childs-pose", "hip-flexor"},
    "leg-symptoms": {"childs-pose", "knee-to-chest", "superman"},
    "no-floor": FLOOR,
    "no-kneeling": {"bird-dog", "cat-camel", "childs-pose", "hip-flexor", "plank"},
    "pregnant": {"plank", "superman"},
    "shoulder": {"superman"},
    "spine-surgery": {"superman"},
}
# To whom something is said instead.
CHANGED = {
    "acute-flare": {"bridge"},
    "balance": {"bird-dog", "hip-flexor", "quadriceps", "wall-sit"},
    "bone-fragile": {"cat-camel", "knee-to-chest"},
    "ext-sensitive": {"bridge", "cat-camel", "hip-flexor", "quadriceps"},
    "flex-sensitive": {"cat-camel", "hamstring", "pelvic-tilt"},
    "hip-replaced": {"hamstring", "wall-sit"},
    "knee": {
        "childs-pose",
        "hip-flexor",
        "knee-to-chest",
        "piriformis",
        "plank",
        "quadriceps",
        "wall-sit",
    },
    "leg-symptoms": {"cat-camel", "hamstring", "piriformis"},
    "pregnant": {
        "bird-dog",
        "bridge",
        "cat-camel",
        "childs-pose",
        "hip-flexor",
        "knee-to-chest",
        "pelvic-tilt",
        "piriformis",
        "wall-sit",
    },
    "pressure": {"bird-dog", "bridge", "childs-pose", "plank", "wall-sit"},
    "shoulder": {"plank"},
}


@pytest.fixture(params=list(CARDS.values()), ids=list(CARDS))
def card(request: pytest.FixtureRequest) -> Exercise:
    found: Exercise = request.param
    return found


@pytest.fixture(scope="module")
def routine() -> Routine:
    return load_routine(FOLDER / "routines" / "lower-back.yaml")


def seconds(name: str, value: int) -> float:
    return value if name in ("sets", "reps", "breaths") else value / 1000


def test_every_card_is_known_to_the_tables() -> None:
    assert set(CARDS) == set(ALLOWED) == set(USUAL)


def test_doses_lie_within_what_the_sources_allow(card: Exercise) -> None:
    bounds = ALLOWED[card.slug]
    for name in ("sets", "reps", "hold", "breaths", "time", "pause", "rest"):
        dose: Range | None = getattr(card.doses, name)
        if name in bounds and dose is not None:
            least, most = bounds[name]
            assert least <= seconds(name, dose.least), name
            assert seconds(name, dose.most) <= most, name
        elif name in ("sets", "reps"):
            assert dose == Range(1, 1, 1), f"{name} is not among the bounds"
        elif name in ("hold", "breaths", "time"):
            assert dose is None, f"{name} is not among the bounds"
        elif name == "pause" and dose is not None:
            assert dose.most <= 3_000, "a longer pause is a rest, and needs a bound"


def test_usual_doses_are_the_usual_ones(card: Exercise) -> None:
    for name, wanted in USUAL[card.slug].items():
        if name in ("into", "out"):
            assert getattr(card.tempo, name) == wanted * 1000, name
        elif name == "switch":
            assert card.switch == wanted * 1000
        else:
            assert seconds(name, getattr(card.doses, name).usual) == wanted, name


def test_a_card_tells_all_it_should(card: Exercise) -> None:
    wordings = (card.setup.full, card.setup.short, card.steps.full, card.steps.short)
    assert card.purpose
    assert all(wordings)
    assert card.slug == "breathing" or (card.release.full and card.release.short)
    assert 4 <= len(card.cues) <= 8
    assert len(set(card.cues)) == len(card.cues)
    assert card.goals
    assert card.mistakes
    assert card.cautions
    assert card.easier
    assert card.sources


def test_left_out_for_whom_it_is_not(card: Exercise) -> None:
    wanted = {profile for profile, slugs in LEFT_OUT.items() if card.slug in slugs}
    assert wanted <= set(card.limits.skip)


def test_changed_for_whom_it_is_changed(card: Exercise) -> None:
    wanted = {profile for profile, slugs in CHANGED.items() if card.slug in slugs}
    assert wanted <= set(card.limits.modify)
    assert not set(card.limits.modify) & set(card.limits.skip), "both left out and changed"


def test_a_listener_who_minds_something_still_has_a_session(routine: Routine) -> None:
    for profile in LEFT_OUT:
        left = [p.exercise for p in routine.exercises if profile not in skips(p.exercise)]
        assert len(left) >= 4, profile
        assert "breathing" in left


def skips(slug: str) -> tuple[str, ...]:
    return CARDS[slug].limits.skip


def test_the_routine_finds_its_cards_and_leaves_only_the_optional_one_out(
    routine: Routine,
) -> None:
    assert set(find_exercises(named_cards(routine))) == set(CARDS) - {"superman"}
    assert all(dose_of(CARDS[p.exercise], p).sets == 1 for p in routine.exercises)


def test_what_stays_always_is_mobility_strength_and_breath(routine: Routine) -> None:
    stays = [CARDS[p.exercise] for p in routine.exercises if p.always]
    assert [next(iter(card.goals)) for card in stays] == ["mobility", "strength", "breathing"]


def test_what_goes_first_when_time_is_short(routine: Routine) -> None:
    order = sorted(routine.exercises, key=lambda perform: perform.priority)
    ranked = [perform.exercise for perform in order if not perform.always]
    assert set(ranked[:2]) == {"hip-flexor", "quadriceps"}, "they need the way up"
    assert ranked[2:5] == ["hamstring", "wall-sit", "plank"]
    assert set(ranked[5:-1]) == {"piriformis", "childs-pose", "bird-dog", "cat-camel", "march"}
    assert ranked[-1] == "knee-to-chest"
    early = [p.priority for p in routine.exercises if p.exercise in ranked[2:6]]
    assert len(set(early)) == 4, "nothing ties with what goes first"


def test_each_body_position_is_visited_once(routine: Routine) -> None:
    visited: list[Position] = []
    for perform in routine.exercises:
        position = CARDS[perform.exercise].position
        if position is not Position.ANY and position not in visited[-1:]:
            visited.append(position)
    inner = visited[:-1] if visited[-1] is Position.STANDING else visited
    assert len(set(inner)) == len(inner), visited


def test_the_safety_opening_is_short_and_whole(routine: Routine) -> None:
    text = " ".join(line.text for line in routine.safety)
    assert 30 <= len(text.split()) <= 46
    for needed in (
        "three out of ten",
        "sharp pain",
        "down a leg",
        "chest pain",
        "emergency",
        "between your legs",
        "bladder or bowel",
    ):
        assert needed in text


def test_the_session_ends_in_quiet_and_looks_to_the_morning(routine: Routine) -> None:
    last = routine.closing[-1]
    assert isinstance(last, Silence)
    assert last.stretch >= 30_000
    said = " ".join(
        line.text for step in routine.closing if isinstance(step, Say) for line in step.say
    )
    assert "Tomorrow morning" in said


@pytest.mark.parametrize("kind", ["exercise", "routine"])
def test_every_file_names_its_schema(kind: str) -> None:
    first = f"# yaml-language-server: $schema=../../docs/schema/{kind}.json"
    paths: list[Path] = list((FOLDER / f"{kind}s").glob("*.yaml"))
    assert paths
    for path in paths:
        assert path.read_text(encoding="utf-8").splitlines()[0] == first, path.name
