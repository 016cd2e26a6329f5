"""Sides, rounds and groups written out; names of what comes; the way from place to place."""

from itertools import pairwise

import pytest

from coach.errors import ScriptError, Where
from coach.script.library import find_exercises, load_phrases
from coach.script.positions import MOVES, Position, moves_between
from coach.script.scalars import Line
from coach.script.steps import Group, Move, Perform, Rest, Rounds, Say, Sides, Silence, Step, Travel
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Hold, Reps
from coach.timeline.context import Context, fill_variables
from coach.timeline.delivery import Delivery
from coach.timeline.session import Part, Session
from coach.timeline.session_bounds import LONGEST_SESSION, MAX_STEPS
from coach.timeline.source import Track
from coach.timeline.unroll import unroll
from tests.listening import acts_of, heard, laid


def say(text: str, **more) -> Say:
    return Say((Line(text),), **more)


def spoken(*steps: Step, **more) -> list[str]:
    """What is said in free steps, in order."""
    acts = acts_of(*steps, **more)
    return [
        fill_variables(line, act.context)
        for act in acts
        if isinstance(act.step, Say)
        for line in act.step.say
    ]


def previews(*steps: Step) -> list[str]:
    clips = laid(*steps).clips
    return [text for text in heard(clips, "rest") if text not in ("♪rest", "Rest.")]


def test_both_sides_are_named_and_know_each_other():
    assert spoken(Sides((say("Draw the {side} knee in, the {other} leg long."),))) == [
        "Right side first.",
        "Draw the right knee in, the left leg long.",
        "Change sides. Now the left side.",
        "Draw the left knee in, the right leg long.",
    ]


def test_the_left_side_may_begin():
    assert spoken(Sides((say("{side}"),), first="left"))[1::2] == ["Left", "Right"]


def test_time_to_change_sides_is_silence_behind_the_change():
    said, *_ = [a.step for a in acts_of(Sides((say("x"),), switch=9_000)) if kind(a) == "switch"]
    assert said.pause == 9_000


def kind(act) -> str:
    return getattr(act.step, "kind", "")


def test_rounds_are_numbered_each_within_its_own():
    inner = Rounds(2, (say("{round}/{rounds}"),))
    assert spoken(Rounds(3, (say("{round} of {rounds}"), inner))) == [
        *("1 of 3", "1/2", "2/2"),
        *("2 of 3", "1/2", "2/2"),
        *("3 of 3", "1/2", "2/2"),
    ]


def test_a_group_has_a_name_that_text_before_and_within_it_can_speak():
    steps = (say("Soon: {next}."), Group("Bridge", (say("Now {exercise}."),)), say("{exercise}"))
    assert spoken(*steps) == ["Soon: Bridge.", "Now bridge.", "Routine"]


@pytest.mark.parametrize(
    ("text", "name", "heard"),
    [
        ("Now {exercise}.", "Child's pose", "Now child's pose."),
        ("We stay, {exercise} it is.", "Bird dog", "We stay, bird dog it is."),
        ('We call it "{exercise}".', "Bird dog", 'We call it "bird dog".'),
        ("{exercise}, {side} side.", "Bird dog", "Bird dog, right side."),
        ("Right. {exercise} again.", "Bird dog", "Right. Bird dog again."),
        ("Next: {exercise}.", "Bird dog", "Next: Bird dog."),
        ("Now {exercise}.", "TRX row", "Now TRX row."),
        ("Now {exercise}.", "Tai Chi", "Now Tai Chi."),
        ("Now {exercise}.", "A", "Now A."),
    ],
)
def test_a_name_within_a_sentence_has_no_capital_but_those_of_its_own(text, name, heard):
    for key, field in (("exercise", "exercise"), ("next", "next_name")):
        line = Line(text.replace("exercise", key))
        assert fill_variables(line, Context(**{field: name}, side="right")) == heard


@pytest.mark.parametrize(
    ("steps", "named"),
    [
        ((Rest(5_000), Group("A", (Hold(5_000),))), ["Next: A."]),
        ((Group("A", (Hold(5_000), Rest(5_000))), say("x"), Group("B", (say("y"),))), ["Next: B."]),
        ((Hold(5_000), Rest(5_000)), []),
        ((Rest(5_000, preview=False), Group("A", (say("x"),))), []),
        (
            (Group("A", (Rounds(3, (Hold(5_000), Rest(5_000))),)), Group("B", (say("x"),))),
            ["Next: B."],
        ),
        (
            (Rounds(2, (Group("A", (say("x"),)), Rest(5_000), Group("B", (say("x"),)))),),
            ["Next: B.", "Next: B."],
        ),
        (
            (Rounds(2, (Group("A", (say("x"),)), Rest(5_000))),),
            ["Next: A."],
        ),
        ((Group("A", (Sides((Hold(5_000), Rest(5_000))),)),), []),
        ((Rest(5_000), Group("A", (Group("B", (say("x"),)),))), ["Next: B."]),
        (
            (Group("A", (Rest(5_000), Sides((Hold(5_000),)))), Group("B", (say("x"),))),
            ["Next: B."],
        ),
        (
            (Group("A", (Rounds(2, (Sides((Rest(5_000),)),)),)), Group("B", (say("x"),))),
            ["Next: B."],
        ),
        ((Rest(5_000), Perform("bridge")), ["Next: Bridge."]),
    ],
)
def test_a_rest_names_what_begins_next_and_not_what_comes_after_further_rounds(steps, named):
    assert previews(*steps) == named


def test_the_parts_that_frame_a_session_are_not_announced():
    parts = (
        Part("Routine", (Group("A", (Hold(5_000), Rest(9_000))),)),
        Part("Stretches", (Hold(5_000), Rest(9_000))),
        Part("Closing", (say("Bye."),), is_unannounced=True),
    )
    manner = Delivery(load_phrases("en"))
    acts = unroll(Session("Routine", parts, {}, manner, {}))
    assert [act.context.next_name for act in acts if isinstance(act.step, Rest)] == [
        "Stretches",
        "",
    ]


def test_a_part_and_a_chapter_and_an_exercise_mark_where_they_begin():
    acts = acts_of(say("x"), Group("A", (say("y"), say("z")), chapter=True), Perform("bridge"))
    marked = [(act.marker, kind(act)) for act in acts if act.marker]
    assert marked == [("Routine", "say"), ("A", "say"), ("Bridge", "announce")]


def test_details_are_left_out_where_talk_is_short():
    steps = (say("a"), say("b", detail=True), say("c"))
    assert spoken(*steps) == ["A", "B", "C"]
    assert spoken(*steps, talk=TalkLevel.SHORT) == ["A", "C"]


# Getting from place to place


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("pair", MOVES, ids=lambda pair: f"{pair[0]}-{pair[1]}")
def test_every_change_of_position_is_given_its_time(pair, slow):
    start, end = pair
    acts = acts_of(Move(end), slow=slow, position=start)
    travels = [act.step for act in acts if isinstance(act.step, Travel)]
    wanted = [MOVES[step].slow if slow else MOVES[step].usual for step in moves_between(start, end)]
    assert [step.move_time for step in travels] == wanted


@pytest.mark.parametrize("slow", [False, True])
def test_the_time_to_move_runs_from_the_end_of_the_sentence_that_says_where_to_go(slow):
    steps = (Move(Position.SUPINE), Hold(5_000, sounds=True))
    timeline = laid(*steps, slow=slow, position=Position.STANDING)
    first = next(clip for clip in timeline.clips if clip.kind == "move")
    hold = next(clip for clip in timeline.clips if clip.kind == "hold")
    needed = MOVES[Position.STANDING, Position.SUPINE]
    assert hold.start - first.end >= (needed.slow if slow else needed.usual)


def test_nothing_is_said_to_move_where_the_body_is_already():
    assert acts_of(Move(Position.SUPINE), position=Position.SUPINE) == ()


def test_who_lies_at_the_end_is_told_how_to_get_up_and_who_stands_is_not():
    phrases = load_phrases("en")
    rise = [line.text for line in phrases.rise]
    down, up = Move(Position.SUPINE), Move(Position.STANDING)
    assert spoken(down, position=Position.STANDING, rises=True)[-len(rise) :] == rise
    assert spoken(down, up, position=Position.STANDING, rises=True) == []


UP = {
    Position.SUPINE: "rise",
    Position.HALF_KNEELING: (Position.STANDING,),
    Position.QUADRUPED: (Position.STANDING,),
    Position.KNEELING_REST: (Position.QUADRUPED, Position.STANDING),
    Position.PRONE: (Position.QUADRUPED, Position.STANDING),
    Position.PRONE_ON_ELBOWS: (Position.QUADRUPED, Position.STANDING),
    Position.TALL_KNEELING: (Position.HALF_KNEELING, Position.STANDING),
    Position.SIDE_LYING_LEFT: (Position.STANDING,),
    Position.SIDE_LYING_RIGHT: (Position.STANDING,),
    Position.FLOOR_SITTING: (Position.QUADRUPED, Position.STANDING),
    Position.BED: "rise_without_kneeling",
    Position.BED_EDGE: (Position.STANDING,),
}


def up_from(position: Position, **more) -> Say:
    """Give what tells the way up at the end of a session that ends in a position."""
    (act,) = (act for act in acts_of(say("x"), position=position, rises=True, **more) if rises(act))
    return act.step


def rises(act) -> bool:
    return kind(act) == "rise"


@pytest.mark.parametrize("position", UP)
def test_the_way_up_begins_where_the_body_is(position):
    phrases = load_phrases("en")
    way = UP[position]
    if isinstance(way, str):
        words = getattr(phrases, way)
    else:
        stops = (position, *way)
        words = tuple(line for pair in pairwise(stops) for line in phrases.moves[pair])
    told = [line.text.replace("{other}", "left") for line in words]
    assert [line.text for line in up_from(position).say] == told
    lying = up_from(Position.SUPINE)
    assert (up_from(position).pause, up_from(position).pace) == (lying.pause, lying.pace)


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("position", [*UP][1:])
def test_the_way_up_leaves_the_body_its_time(position, slow):
    clips = laid(say("x"), position=position, rises=True, slow=slow).clips
    told = [clip for clip in clips if clip.kind == "rise"]
    pairs = moves_between(position, Position.STANDING)
    needed = sum(MOVES[pair].slow if slow else MOVES[pair].usual for pair in pairs)
    assert told[-1].end + up_from(position, slow=slow).pause - told[0].end >= needed


@pytest.mark.parametrize("limit", ["knee-replaced", "no-kneeling"])
@pytest.mark.parametrize(
    "position", [Position.SUPINE, Position.PRONE, Position.SIDE_LYING_LEFT, Position.FLOOR_SITTING]
)
def test_who_does_not_kneel_gets_up_by_the_edge_of_the_bed(position, limit):
    phrases = load_phrases("en")
    if position is Position.SUPINE:
        words = phrases.rise_without_kneeling
    else:
        words = phrases.moves_without_kneeling[position, Position.STANDING]
    assert up_from(position, limits=(limit,)).say == words


def test_the_way_up_from_hands_and_knees_is_told_with_bells_too():
    clips = laid(say("x"), position=Position.QUADRUPED, rises=True, talk=TalkLevel.BELL).clips
    assert heard(clips, "rise") == [line.text for line in up_from(Position.QUADRUPED).say]


def test_an_exercise_is_approached_from_where_the_last_one_ended():
    cards = ("wall-sit", "bridge", "cat-camel", "plank")
    acts = acts_of(*map(Perform, cards))
    assert all(find_exercises(dict.fromkeys(cards)).values())
    kinds = [kind(act) if not isinstance(act.step, Travel) else "move" for act in acts]
    assert kinds.count("announce") >= len(cards)
    assert kinds[0] == "announce"
    # Standing to the wall, away from it, down to supine, over to hands and knees.
    assert kinds.count("move") >= 4


# Too much


@pytest.mark.parametrize(("depth", "times"), [(2, 20), (3, 29), (3, 30), (6, 1_000)])
def test_rounds_within_rounds_are_refused_with_their_place(depth, times):
    where = Where("mine.yaml", 9, 5)
    step: Step = Silence(0, where=where)
    for _ in range(depth):
        step = Rounds(times, (step,))
    if times**depth <= MAX_STEPS:
        assert len(acts_of(step)) == times**depth
        return
    with pytest.raises(ScriptError) as caught:
        acts_of(step)
    (problem,) = caught.value.problems
    assert problem.where == where
    assert problem.message == f"expected at most {MAX_STEPS:,} steps, found more when written out"


@pytest.mark.parametrize(
    "step", [Reps(1_000, 2_000), Hold(3_600_000, sounds=False), Rest(3_600_000)]
)
def test_a_session_of_days_is_refused_before_it_is_made(step):
    times = LONGEST_SESSION // getattr(step, "length", 3_600_000)
    assert acts_of(Rounds(times, (step,)))
    with pytest.raises(ScriptError, match="expected a session of at most 12 h, found more by here"):
        acts_of(Rounds(1_000, (step,)))


def test_every_voice_clip_of_a_side_carries_it():
    clips = laid(Sides((say("x"), Hold(20_000)))).clips
    sides = [clip.side for clip in clips if clip.track is Track.VOICE]
    assert sides == sorted(sides, reverse=True)
    assert set(sides) == {"right", "left"}
