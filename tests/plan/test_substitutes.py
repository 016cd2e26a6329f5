"""What stands in for an exercise that a limit refuses, and where."""

import pytest

from coach.checks.script_check import check_file, load_script, prepare_sessions
from coach.errors import ScriptError, UsageError
from coach.pipeline import load_routine_with_cards, prepare_from_planner, prepare_session
from coach.plan.eligibility import apply_filters
from coach.plan.request import Filters, SessionRequest
from coach.plan.target_length import find_target_length
from coach.script.card_variants import Limits, Wording
from coach.script.doses import Doses, Range
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.library import find_exercises
from coach.script.limits import AGAINST_KNEELING, PROFILES
from coach.script.positions import KNEELING_POSITIONS, MOVES, Position, moves_between
from coach.script.routine import Routine, Section
from coach.script.scalars import Line
from coach.script.steps import Perform, Silence
from coach.system.paths import exercise_names, routine_names
from tests.planners import chosen, planner_for

SKIP = Limits(skip=("knee",))


def card(slug: str, position: Position = Position.SUPINE, **more) -> Exercise:
    doses = Doses(reps=Range(3, 5, 8))
    steps = Wording((Line("Lift."),))
    more["instead"] = tuple(map(Line, more.get("instead", ())))
    return Exercise(slug.title(), position, WorkKind.REPS, doses, steps, (), slug=slug, **more)


def admitted(names, cards, **filters):
    """The exercises that are done, and why others are not."""
    sections = tuple(Section(title, tuple(map(Perform, each))) for title, each in names.items())
    known = {each.slug: each for each in cards}
    routine, left = apply_filters(Routine("R", sections), known, Filters(**filters))
    done = {section.title: [p.exercise for p in section.exercises] for section in routine.sections}
    return done, {one.name: one.reason for one in left}


def test_the_first_that_is_admitted_and_not_done_anyway_stands_in():
    cards = [
        card("a", limits=SKIP, instead=["b", "c", "d", "e"]),
        card("b", limits=SKIP),
        card("c"),
        card("d"),
        card("e"),
    ]
    done, left = admitted({"S": ["a", "c"]}, cards, limits=("knee",))
    assert done == {"S": ["d", "c"]}
    assert left == {"A": "not with knee; D instead"}
    assert admitted({"S": ["a", "c"]}, cards) == ({"S": ["a", "c"]}, {})


def test_what_stands_in_may_be_stood_in_for_itself():
    cards = [
        card("a", limits=SKIP, instead=["b"]),
        card("b", limits=SKIP, instead=["a", "c"]),
        card("c"),
    ]
    assert admitted({"S": ["a"]}, cards, limits=("knee",))[0] == {"S": ["c"]}


def test_two_do_not_share_one_that_stands_in():
    cards = [
        card("a", limits=SKIP, instead=["c"]),
        card("b", limits=SKIP, instead=["c"]),
        card("c"),
    ]
    done, left = admitted({"S": ["a", "b"]}, cards, limits=("knee",))
    assert done == {"S": ["c"]}
    assert left == {"A": "not with knee; C instead", "B": "not with knee"}


def test_nothing_stands_in_for_what_nobody_wants():
    cards = [card("a", instead=["b"]), card("b"), card("c")]
    assert admitted({"S": ["a", "c"]}, cards, without=("a",))[0] == {"S": ["c"]}
    unwanted = [card("a", limits=SKIP, instead=["b"]), card("b", instead=["d"]), card("c")]
    done, _ = admitted({"S": ["a", "c"]}, [*unwanted, card("d")], limits=("knee",), without=("b",))
    assert done == {"S": ["c"]}


def test_one_to_opt_in_is_done_for_who_asks_and_keeps_long():
    cards = [card("a", opt_in=True, instead=["b"]), card("b"), card("c")]
    done, left = admitted({"S": ["a", "c"]}, cards)
    assert (done, left) == ({"S": ["b", "c"]}, {"A": "only --with a; B instead"})
    # What it is there for is done anyway; nothing else is added.
    done, left = admitted({"S": ["a", "b"]}, cards)
    assert (done, left) == ({"S": ["b"]}, {"A": "only --with a"})
    assert admitted({"S": ["a", "b"]}, cards, opted=("a",)) == ({"S": ["a", "b"]}, {})
    routine = Routine("R", (Section("S", (Perform("a", priority=2),)),))
    chosen, _ = apply_filters(routine, {one.slug: one for one in cards}, Filters(opted=("a",)))
    assert chosen.exercises[0].priority == 9


def test_a_name_to_ask_for_must_be_there_unless_it_is_the_usual_wish():
    cards = [card("a", opt_in=True), card("b")]
    with pytest.raises(UsageError, match="--with: no exercise to ask for is called 'aa'"):
        admitted({"S": ["a", "b"]}, cards, opted=("aa",))
    with pytest.raises(UsageError, match="--with"):
        admitted({"S": ["a", "b"]}, cards, opted=("b",))
    done, _ = admitted({"S": ["a", "b"]}, cards, opted=("x",), without=("y",), usual=("x", "y"))
    assert done == {"S": ["b"]}


@pytest.mark.parametrize(
    ("refusing", "said"),
    [
        ({"limits": ("knee",)}, "--with a: A is not with knee\n  hint: leave out --with a; limits"),
        ({"without": ("a",)}, "--with a: A is left out by --without"),
        ({"only": ("relax",)}, "--with a: A is left out by --only relax"),
    ],
)
def test_what_is_asked_for_and_may_not_be_done_is_refused_with_what_refuses_it(refusing, said):
    cards = [card("a", opt_in=True, limits=SKIP, instead=["b"]), card("b"), card("c")]
    with pytest.raises(UsageError) as caught:
        admitted({"S": ["a", "b", "c"]}, cards, opted=("a",), **refusing)
    assert said in str(caught.value)


def test_a_usual_wish_that_may_not_be_done_is_left_out_with_its_reason():
    cards = [card("a", opt_in=True, limits=SKIP, instead=["b"]), card("b"), card("c")]
    wish = {"opted": ("a",), "usual": ("a",), "limits": ("knee",)}
    assert admitted({"S": ["a", "c"]}, cards, **wish) == (
        {"S": ["b", "c"]},
        {"A": "not with knee; B instead"},
    )


@pytest.mark.content
@pytest.mark.parametrize("limit", PROFILES)
def test_with_each_limit_superman_is_done_where_it_is_asked_for_or_refused(limit):
    routine, cards = load_routine_with_cards("lower-back")
    filters = Filters(opted=("superman",), limits=(limit,))
    kneels = cards["superman"].position in KNEELING_POSITIONS
    if limit in cards["superman"].limits.skip or (limit in AGAINST_KNEELING and kneels):
        with pytest.raises(UsageError, match=f"Superman is not with {limit}"):
            apply_filters(routine, cards, filters)
    else:
        adapted, _ = apply_filters(routine, cards, filters)
        (done,) = (one for one in adapted.exercises if one.exercise == "superman")
        assert done.always


@pytest.mark.parametrize(("sides", "side"), [("each", "left"), ("none", None)])
def test_its_side_is_that_of_the_other_where_it_has_any(sides, side):
    stands_in = card("b", sides=SideRule(sides))
    cards = {one.slug: one for one in (card("a", limits=SKIP, instead=["b"]), stands_in)}
    routine = Routine("R", (Section("S", (Perform("a", side="left"),)),))
    (other,) = apply_filters(routine, cards, Filters(limits=("knee",)))[0].exercises
    assert other == Perform("b", side=side)


def test_its_dose_is_its_own_and_its_importance_that_of_the_other():
    cards = {one.slug: one for one in (card("a", limits=SKIP, instead=["b"]), card("b"))}
    asked = Perform("a", reps=8, priority=7, always=True)
    routine = Routine("R", (Section("S", (asked,)),))
    (other,) = apply_filters(routine, cards, Filters(limits=("knee",)))[0].exercises
    assert other == Perform("b", priority=7, always=True)


def test_what_is_done_standing_does_not_lead_through_needless_moves():
    cards = [
        card("walk", Position.STANDING, goals=("warm-up",)),
        card("press", Position.STANDING),
        card("one"),
        card("two", limits=SKIP, instead=["wall"]),
        card("three"),
        card("wall", Position.STANDING),
    ]
    names = {"Up": ["walk", "press"], "Down": ["one", "two", "three"]}
    done, _ = admitted(names, cards, limits=("knee",))
    assert done == {"Up": ["walk", "press"], "Down": ["wall", "one", "three"]}


def test_nothing_goes_before_the_warm_up_or_behind_breathing():
    cards = [
        card("walk", Position.STANDING, goals=("warm-up",)),
        card("one"),
        card("two", limits=SKIP, instead=["chair"]),
        card("breathing", goals=("breathing",)),
        card("chair", Position.SEATED),
    ]
    names = {"W": ["walk"], "D": ["one", "two"], "B": ["breathing"]}
    done, _ = admitted(names, cards, limits=("knee",))
    assert done == {"W": ["walk"], "D": ["chair", "one"], "B": ["breathing"]}


def travelled(routine, cards) -> int:
    here, spent = Position.STANDING, 0
    for perform in routine.exercises:
        there = cards[perform.exercise].position
        spent += sum(MOVES[pair].usual for pair in moves_between(here, there))
        here = here if there is Position.ANY else there
    return spent


@pytest.mark.parametrize("limit", PROFILES)
@pytest.mark.parametrize("name", routine_names())
def test_no_shipped_routine_leads_about_much_more_for_a_limit(name, limit):
    routine, cards = load_routine_with_cards(name)
    try:
        adapted, left = apply_filters(routine, cards, Filters(limits=(limit,)))
    except UsageError:
        return
    assert travelled(adapted, cards) <= travelled(routine, cards) + 30_000
    for perform in adapted.exercises:
        here = cards[perform.exercise]
        assert limit not in here.limits.skip
        if limit in AGAINST_KNEELING:
            assert here.position not in KNEELING_POSITIONS or limit in here.limits.modify
    assert len({one.name for one in left}) == len(left)


def test_cards_that_stand_in_are_loaded_with_those_they_stand_in_for():
    for name in exercise_names():
        cards = find_exercises({name: None})
        for here in cards.values():
            assert {line.text for line in here.instead} <= set(cards)


CARD = """\
name: Lift
position: standing
work: reps
dose: {reps: [2, 3, 4]}
steps: Lift.
sources: custom
instead: [%s]
"""


def test_a_card_that_names_none_is_wrong_with_its_place(tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    (tmp_path / "exercises").mkdir()
    path = tmp_path / "exercises" / "lift.yaml"
    path.write_text(CARD % "brige")
    with pytest.raises(ScriptError) as caught:
        find_exercises({"lift": None})
    (problem,) = caught.value.problems
    assert problem.message == "no exercise card is called 'brige'"
    assert (problem.where.line, problem.where.column) == (7, 11)
    assert problem.hint == "did you mean 'bridge'?"
    with pytest.raises(ScriptError):
        check_file(path)
    path.write_text(CARD % "bridge")
    assert check_file(path).kind == "exercise card"


def test_a_session_does_what_stands_in_and_says_so():
    filters = Filters(limits=("no-kneeling",))
    prepared = prepare_session("lower-back", SessionRequest("tone", 2_400_000, filters=filters))
    done = {span.exercise for span in prepared.sheet.spans}
    assert "Standing bird dog" in done
    assert "Bird dog" not in done
    reasons = {one.name: one.reason for one in prepared.left_out}
    assert reasons["Bird dog"] == "not with no-kneeling; Standing bird dog instead"


def test_a_card_to_opt_in_is_checked_itself(tmp_path):
    path = tmp_path / "lift.yaml"
    path.write_text(CARD % "bridge" + "opt_in: true\n")
    script = load_script(path)
    exercises = {span.exercise for made in prepare_sessions(script) for span in made.sheet.spans}
    assert "Lift" in exercises
    assert "Bridge" not in exercises


def test_a_short_way_about_does_not_move_it_far_from_its_place():
    goals = [("warm-up",), *[()] * 9]
    walls = [card(f"w{n}", Position.WALL, goals=goals[n]) for n in range(10)]
    first = card("a", Position.WALL, limits=SKIP, instead=["stand"])
    cards = [first, *walls, card("stand", Position.STANDING), card("end", Position.STANDING)]
    names = {"S": ["w0", "a", *(f"w{number}" for number in range(1, 10)), "end"]}
    done, _ = admitted(names, cards, limits=("knee",))
    assert done["S"].index("stand") == 1


@pytest.mark.parametrize(
    ("limit", "position", "reason"),
    [
        ("no-floor", Position.SUPINE, "not with no-floor: it is done on the floor"),
        ("no-kneeling", Position.QUADRUPED, "not with no-kneeling: it is done on the knees"),
        ("knee-replaced", Position.QUADRUPED, "not with knee-replaced: it is done on the knees"),
    ],
)
def test_a_position_may_be_what_a_limit_refuses(limit, position, reason):
    cards = [card("a", position), card("b", Position.STANDING)]
    done, left = admitted({"S": ["a", "b"]}, cards, limits=(limit,))
    assert done == {"S": ["b"]}
    assert left == {"A": reason}


def test_where_everything_is_left_out_nothing_is_planned():
    with pytest.raises(UsageError, match="nothing of R is left"):
        admitted({"S": ["a"]}, [card("a")], without=("a",))


def test_without_exercises_there_is_none_to_leave_out():
    routine = Routine("R", (Section(steps=(Silence(1_000),)),))
    with pytest.raises(UsageError, match="--without: R has no exercises to leave out"):
        apply_filters(routine, {"a": card("a")}, Filters(without=("a",)))


def test_what_is_asked_for_is_done_or_the_shortest_that_holds_it_is_named():
    asked = Filters(opted=("superman",))
    planner, studio = planner_for("lower-back", filters=asked)
    shortest = planner.length_range.shortest
    for length in (shortest, 600_000, 900_000):
        assert "superman" in chosen(prepare_from_planner(planner, studio, length))
    with pytest.raises(UsageError, match="it lasts from"):
        find_target_length(planner, SessionRequest("tone", shortest - 1_000, filters=asked))


def test_a_usual_wish_forbids_no_short_session():
    usual = Filters(opted=("superman",), usual=("superman",))
    planner, _ = planner_for("lower-back", filters=usual)
    assert planner.length_range.shortest == planner_for("lower-back")[0].length_range.shortest


def test_what_there_is_no_time_for_says_how_long_it_takes():
    planner, studio = planner_for("lower-back")
    for length in (planner.length_range.shortest, 600_000):
        left_out = prepare_from_planner(planner, studio, length).left_out
        timed = [one.reason for one in left_out if "the time went to others" in one.reason]
        assert timed
        assert all("its least dose takes" in reason for reason in timed)
