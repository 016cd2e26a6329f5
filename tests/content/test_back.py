"""The shipped exercises and routine: doses inside what the sources allow, whole, and in order."""

from contextlib import nullcontext, suppress
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from coach.errors import UsageError
from coach.pipeline import prepare_from_planner, prepare_session
from coach.plan.request import Filters, SessionRequest
from coach.script.exercise import Exercise
from coach.script.library import load_exercise, load_routine
from coach.script.limits import PROFILES
from coach.script.pace import Pace
from coach.script.positions import FLOOR_POSITIONS, KNEELING_POSITIONS, Position
from coach.script.routine import Routine
from coach.script.steps import Say, Silence, Step
from coach.script.talk_level import TalkLevel
from coach.system.paths import shipped_folder
from coach.timeline.cues import Purpose
from coach.timeline.session import list_performs, make_dose
from coach.timeline.source import Track, Utterance, spoken_text
from tests.planners import assert_sound, chosen, planner_for
from tests.talks import TALKS

FOLDER = shipped_folder() / "scripts"
CARDS = {path.stem: load_exercise(path) for path in sorted((FOLDER / "exercises").glob("*.yaml"))}

# Flat on the back or on the front, which a belly with a child in it does not like for long.
FLAT_POSITIONS = {Position.SUPINE, Position.PRONE, Position.PRONE_ON_ELBOWS}
# For whom an exercise must not stand in a session, whatever else changes.
LEFT_OUT = {
    "acute-flare": {"plank", "side-plank", "superman", "wall-plank", "wall-sit"},
    "balance": {"standing-hamstring"},
    "bone-fragile": {"childs-pose", "standing-hamstring", "superman"},
    "ext-sensitive": {"prone-press-up", "prone-rest", "superman", "upper-back-extension"},
    "flex-sensitive": {"childs-pose", "knee-to-chest", "seated-rest", "standing-hamstring"},
    "hip-replaced": {
        "book-opening",
        "childs-pose",
        "clamshell",
        "hip-flexor",
        "knee-rolls",
        "knee-to-chest",
        "piriformis",
        "quadriceps",
        "rocking-back",
        "seated-figure-four",
        "seated-rest",
        "side-leg-lift",
        "side-plank",
        "standing-hip-flexor",
    },
    "knee-replaced": {
        *(name for name, card in CARDS.items() if card.position in KNEELING_POSITIONS),
        "plank",
        "side-plank",
    },
    "leg-symptoms": {
        "childs-pose",
        "knee-to-chest",
        "seated-rest",
        "standing-hamstring",
        "superman",
    },
    "no-floor": {name for name, card in CARDS.items() if card.position in FLOOR_POSITIONS},
    "no-kneeling": {
        *(name for name, card in CARDS.items() if card.position in KNEELING_POSITIONS),
        "plank",
        "side-plank",
    },
    "pregnant": {
        *(name for name, card in CARDS.items() if card.position in FLAT_POSITIONS),
        "side-plank",
        "standing-hamstring",
    },
    "pressure": {"childs-pose"},
    "shoulder": {"plank", "side-plank", "superman"},
    "spine-surgery": {"book-opening", "prone-press-up", "superman"},
}
# For whom an easier way is done, or something is said.
CHANGED: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("changed.yaml").read_text("utf-8")
)
# The sessions for the back, each with the fewest and the most minutes it is made for.
BACK = {
    "after-sitting": (6, 20),
    "bedtime": (5, 25),
    "breathing": (3, 10),
    "desk-break": (3, 10),
    "flare-up": (6, 12),
    "hips": (10, 30),
    "lower-back": (5, 45),
    "lower-back-strength": (5, 35),
    "lower-back-stretch": (5, 30),
    "morning": (5, 25),
    "no-floor": (5, 35),
}


@pytest.fixture(params=list(CARDS.values()), ids=list(CARDS))
def card(request: pytest.FixtureRequest) -> Exercise:
    found: Exercise = request.param
    return found


@pytest.fixture(scope="module")
def routine() -> Routine:
    return load_routine(FOLDER / "routines" / "lower-back.yaml")


def test_a_card_tells_all_it_should(card: Exercise) -> None:
    wordings = (card.setup.full, card.setup.short, card.steps.full, card.steps.short)
    assert card.purpose
    assert all(wordings)
    assert card.slug == "breathing" or (card.release.full and card.release.short)
    least = 4 if card.slug.startswith(("box-", "even-", "water-")) else 6
    assert least <= len(card.cues) <= 12, "a long session must not hear the same again and again"
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


def test_the_whole_of_the_exercises_is_in_the_routine_and_one_for_who_asks(
    routine: Routine,
) -> None:
    named = {perform.exercise for perform in routine.exercises}
    assert named == {
        *("march", "wall-sit", "cat-camel", "bird-dog", "plank", "superman", "childs-pose"),
        *("pelvic-tilt", "bridge", "knee-to-chest", "piriformis", "hamstring", "breathing"),
        *("hip-flexor", "quadriceps", "prone-press-up", "clamshell", "dead-bug"),
    }
    assert [name for name in named if CARDS[name].opt_in] == ["superman"]
    assert all(make_dose(CARDS[p.exercise], p).sets == 1 for p in routine.exercises)


def test_what_stays_always_is_mobility_strength_and_breath(routine: Routine) -> None:
    stays = [CARDS[p.exercise] for p in routine.exercises if p.always]
    assert [next(iter(card.goals)) for card in stays] == ["mobility", "strength", "breathing"]


def test_what_goes_first_when_time_is_short(routine: Routine) -> None:
    order = sorted(routine.exercises, key=lambda perform: perform.priority)
    ranked = [
        perform.exercise
        for perform in order
        if not perform.always and not CARDS[perform.exercise].opt_in
    ]
    rare = {"hip-flexor", "quadriceps", "prone-press-up", "clamshell", "dead-bug"}
    assert set(ranked[:5]) == rare, "only a long session has them"
    ranked = ranked[5:]
    assert ranked[:3] == ["hamstring", "wall-sit", "plank"]
    assert set(ranked[3:-1]) == {"piriformis", "childs-pose", "bird-dog", "cat-camel", "march"}
    assert ranked[-1] == "knee-to-chest"
    early = [p.priority for p in routine.exercises if p.exercise in ranked[:4]]
    assert len(set(early)) == 4, "nothing ties with what goes first"


def test_each_body_position_is_visited_once(routine: Routine) -> None:
    visited: list[Position] = []
    for perform in routine.exercises:
        position = CARDS[perform.exercise].position
        if position is not Position.ANY and position not in visited[-1:]:
            visited.append(position)
    inner = visited[:-1] if visited[-1] is Position.STANDING else visited
    assert len(set(inner)) == len(inner), visited


@pytest.fixture(params=list(BACK))
def session(request: pytest.FixtureRequest) -> Routine:
    return load_routine(FOLDER / "routines" / f"{request.param}.yaml")


def told(steps: tuple[Step, ...]) -> str:
    """Give all that is said in some steps."""
    return " ".join(line.text for step in steps if isinstance(step, Say) for line in step.say)


def test_the_safety_opening_is_short_and_whole(session: Routine) -> None:
    text = " ".join(line.text for line in session.safety)
    assert 20 <= len(text.split()) <= 76
    needed = ["chest pain", "emergency", "stop"]
    if session.title != "Breathing":  # where nothing is moved, the rule is that of the breath
        needed += ["your pain" if session.title != "Flare-up" else "pain you have now"]
        needed += ["sharp or electric pain", "down a leg", "between your legs", "both legs"]
        needed += ["weakness", "faint", "bladder or bowel"]
    for part in needed:
        assert part in text.lower(), part
    whole = " ".join((told(session.opening), text, told(session.closing))).lower()
    assert whole.count("ten is the worst") == (session.title not in ("Breathing", "Flare-up"))


def test_a_session_opens_and_closes(session: Routine) -> None:
    assert session.description
    assert session.length
    assert session.longest
    assert session.opening
    assert session.facts or session.title == "Bedtime", "after the last breath nothing is told"
    last = session.closing[-1]
    assert isinstance(last, Silence)
    assert last.stretch >= 20_000


@pytest.mark.parametrize(
    "name", ["hips", "lower-back", "lower-back-stretch", "lower-back-strength", "no-floor"]
)
def test_a_session_looks_to_the_morning(name: str) -> None:
    closing = told(load_routine(FOLDER / "routines" / f"{name}.yaml").closing)
    assert "Tomorrow morning" in closing
    assert "worse" in closing


def test_the_first_hour_bends_nothing_far() -> None:
    morning = load_routine(FOLDER / "routines" / "morning.yaml")
    far = {"childs-pose", "hamstring", "knee-to-chest", "piriformis", "seated-rest"}
    far |= {"seated-hamstring", "standing-hamstring"}
    assert not far & {perform.exercise for perform in morning.exercises}
    assert "half as far" in told(morning.opening)


def test_bedtime_ends_lying_and_nobody_is_told_to_rise() -> None:
    bedtime = load_routine(FOLDER / "routines" / "bedtime.yaml")
    places = [CARDS[perform.exercise].position for perform in bedtime.exercises]
    assert not bedtime.rise
    assert [place for place in places if place is not Position.ANY][-1] is Position.SUPINE


@pytest.mark.parametrize("name", ["after-sitting", "desk-break", "no-floor"])
def test_off_the_floor_nothing_is_done_on_it(name: str) -> None:
    routine = load_routine(FOLDER / "routines" / f"{name}.yaml")
    assert not [
        p.exercise for p in routine.exercises if CARDS[p.exercise].position in FLOOR_POSITIONS
    ]


def test_a_bad_day_asks_for_little() -> None:
    flare = load_routine(FOLDER / "routines" / "flare-up.yaml")
    for perform in flare.exercises:
        card = CARDS[perform.exercise]
        assert "acute-flare" not in card.limits.skip
        assert "strength" not in card.goals
        assert make_dose(card, perform).hold <= 5_000


def test_a_bad_day_leads_down_slowly_and_nobody_up() -> None:
    for limits in ((), ("no-floor",), ("no-kneeling",)):
        prepared = prepare_session(
            "flare-up", SessionRequest("tone", filters=Filters(limits=limits))
        )
        assert not [clip for clip in prepared.timeline.clips if clip.kind == "rise"]
        clips = [clip for clip in prepared.timeline.clips if clip.track is Track.VOICE]
        safe = next(clip.start for clip in clips if clip.kind == "safety")
        moves = [clip for clip in clips if clip.kind == "move"]
        assert moves[-1].start < safe, "what to mind is told to someone who lies"
        ways = [one for one in pairwise(clips) if one[0] in moves]
        quiet = [
            b.start - a.end for a, b in ways if not spoken_text(a.source).startswith("Now let")
        ]
        assert min(quiet) >= 8_000


def test_superman_is_for_who_asks_and_bird_dog_is_done_otherwise() -> None:
    card = CARDS["superman"]
    assert card.opt_in
    assert [line.text for line in card.instead] == ["bird-dog"]
    assert card.sides == "alternate", "never both arms and both legs"
    for path in (FOLDER / "routines").glob("*.yaml"):
        named = {perform.exercise for perform in load_routine(path).exercises}
        assert "superman" not in named or "bird-dog" in named, path.name


def test_what_stands_in_for_the_floor_needs_no_floor_and_no_knees(routine: Routine) -> None:
    for perform in routine.exercises:
        card = CARDS[perform.exercise]
        if card.position in FLOOR_POSITIONS and not card.opt_in:
            stands_in = [CARDS[line.text] for line in card.instead]
            assert any(other.position not in FLOOR_POSITIONS for other in stands_in), card.slug


@pytest.mark.parametrize("limit", ["no-floor", "no-kneeling"])
def test_who_cannot_get_down_has_a_whole_session(limit: str) -> None:
    filters = Filters(limits=(limit,))
    prepared = prepare_session("lower-back", SessionRequest("tone", 1_800_000, filters=filters))
    done = [card for card, _ in chosen(prepared).values()]
    assert len(done) >= 8
    assert {"mobility", "strength", "stretch", "breathing"} <= {g for c in done for g in c.goals}
    refused = FLOOR_POSITIONS if limit == "no-floor" else KNEELING_POSITIONS
    assert not [card.slug for card in done if card.position in refused]


# Talk and voice are gone through minute by minute where sessions are planned.
MANNERS = [("tone", TalkLevel.SHORT, {"slow": True}), ("tone", TalkLevel.FULL, {"easy": True})]


@pytest.mark.parametrize("name", list(BACK))
def test_every_manner_of_a_session_has_its_shortest_usual_and_longest(name: str) -> None:
    for voice, talk, more in MANNERS:
        planner, studio = planner_for(name, voice, talk, **more)
        possible = planner.length_range
        usual = min(planner.routine.length or possible.longest, possible.longest)
        for length in sorted({possible.shortest, usual, possible.longest}):
            assert_sound(prepare_from_planner(planner, studio, length), length)


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["espeak", "tone"])
@pytest.mark.parametrize("name", list(BACK))
def test_every_minute_of_a_session_is_there_in_every_manner(name: str, voice: str) -> None:
    _, most = BACK[name]
    for talk in TALKS:
        for more in ({}, {"slow": True}, {"easy": True}):
            planner, studio = planner_for(name, voice, talk, **more)
            possible = planner.length_range
            if not more.get("easy"):  # half of every dose cannot fill the longest
                assert possible.longest >= most * 60_000
            for minutes in range(-(-possible.shortest // 60_000), possible.longest // 60_000 + 1):
                # Small doses leave gaps that nothing fills; the nearest length is told then.
                with suppress(UsageError) if more.get("easy") else nullcontext():
                    assert_sound(
                        prepare_from_planner(planner, studio, minutes * 60_000), minutes * 60_000
                    )


@pytest.mark.parametrize("voice", ["tone", pytest.param("espeak", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", list(BACK))
def test_a_session_is_there_for_who_has_little_time(name: str, voice: str) -> None:
    least, _ = BACK[name]
    planner, _ = planner_for(name, voice)
    assert planner.length_range.shortest <= least * 60_000


@pytest.mark.slow
@pytest.mark.parametrize("limit", PROFILES)
@pytest.mark.parametrize("name", list(BACK))
def test_whoever_minds_something_still_has_a_session(name: str, limit: str) -> None:
    filters = Filters(limits=(limit,))
    planner, studio = planner_for(name, filters=filters)
    length = min(planner.routine.length or 0, planner.length_range.longest)
    assert_sound(prepare_from_planner(planner, studio, length), length)


@pytest.mark.parametrize("kind", ["exercise", "routine"])
def test_every_file_names_its_schema(kind: str) -> None:
    first = f"# yaml-language-server: $schema=../../docs/schema/{kind}.json"
    paths: list[Path] = list((FOLDER / f"{kind}s").glob("*.yaml"))
    assert paths
    for path in paths:
        assert path.read_text(encoding="utf-8").splitlines()[0] == first, path.name


def test_at_bedtime_one_lies_from_the_first_word_and_nothing_rings_behind_the_last() -> None:
    prepared = prepare_session("bedtime", SessionRequest("tone", seed=0))
    moves = [span for span in prepared.sheet.spans if span.purpose is Purpose.MOVE]
    assert not moves
    clips = prepared.timeline.clips
    (night,) = (c for c in clips if c.source == Utterance("Good night.", Pace.RELAX))
    assert not [c for c in clips if c.start > night.start and c.track is not Track.BED]
    stretched = ("Knee to chest", "Figure four stretch")
    held = [c for c in clips if c.exercise in stretched]
    assert held
    assert not [c for c in held if c.kind == "count"], "no seconds are counted down in a stretch"
    assert list_performs(prepared.session.parts[-2].steps)[-1].exercise == "breathing"
