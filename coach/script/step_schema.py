"""The script language: how each kind of step is written, as shapes that read it.

A step is a mapping whose kind is named by one of its keys (`hold: 30s`); a bare text is a `say`.
"""

from functools import cache

from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.records import Field, ListOf, Record, TaggedUnion
from coach.script.scalars import Choice, Duration, Flag, Line, SpokenText, Text, Whole
from coach.script.steps import (
    DEFAULT_CUE_INTERVAL,
    Breathe,
    CountAloud,
    Group,
    Hold,
    Move,
    Perform,
    Play,
    Reps,
    Rest,
    Rounds,
    Say,
    Sides,
    Silence,
    Wait,
)

VARIABLES = frozenset(
    {
        "done",
        "exercise",
        "exercises",
        "minutes",
        "next",
        "other",
        "rep",
        "reps",
        "round",
        "rounds",
        "seconds",
        "set",
        "sets",
        "side",
        "total",
    }
)
SPOKEN_TEXT = SpokenText(Text(variables=VARIABLES))

GROUP_NAME = Text(most=80)
SCRIPT_NAME = SpokenText(Text(most=60))
"""The name of another script, with its place."""
PACE = Choice(tuple(Pace))
COUNT = Whole(1, 1_000)
CUE_INTERVAL = Duration(5_000, 600_000)
TIME_CHECK_INTERVAL = Duration(60_000)


def _make_calls(**spoken: Line | None) -> tuple[Line | None, Line | None, Line | None]:
    return spoken["into"], spoken["hold"], spoken["out"]


CALLS = Record(
    _make_calls,
    {
        "into": Field(SPOKEN_TEXT, "said as the movement begins: Lift", None),
        "hold": Field(SPOKEN_TEXT, "said as the hold begins: Hold", None),
        "out": Field(SPOKEN_TEXT, "said as the way back begins: Lower", None),
    },
    "the key words into, hold and out",
    has_where=False,
)


@cache
def _build_step_kinds() -> dict[str, Record]:
    """Return the record of every kind of step, by the key that names it."""
    steps = ListOf(STEP, least=1)
    sounds = Field(Flag(), "false leaves the sounds of this step out", True)
    return {
        "say": Record(
            Say,
            {
                "say": Field(
                    ListOf(SPOKEN_TEXT, least=1), "the words; a list is spoken line by line"
                ),
                "pause": Field(Duration(), "silence after each line", 600),
                "pace": Field(PACE, "how fast it is spoken", Pace.INSTRUCT),
                "detail": Field(Flag(), "left out where talk is short", False),
                "pick": Field(
                    Whole(1, 100), "how many of its lines are said: others each day", None
                ),
            },
            "a say step",
            shorthand_field="say",
        ),
        "hold": Record(
            Hold,
            {
                "hold": Field(Duration(1_000), "how long to stay still"),
                "countdown": Field(Whole(0, 60), "seconds counted down at the end", None),
                "halfway": Field(Flag(), "say when half the time is over", None),
                "cues": Field(ListOf(SPOKEN_TEXT), "said during the hold, where there is room", ()),
                "every": Field(CUE_INTERVAL, "how often a cue is said", DEFAULT_CUE_INTERVAL),
                "tell": Field(
                    TIME_CHECK_INTERVAL,
                    "how often the time is told: done, and to go",
                    None,
                    "time_check",
                ),
                "sounds": sounds,
            },
            "a hold step",
        ),
        "breathe": Record(
            Breathe,
            {
                "breathe": Field(COUNT, "how many breaths"),
                "inhale": Field(Duration(1_000, 30_000), "the breath in", 4_000),
                "hold": Field(Duration(0, 60_000), "between in and out", 0),
                "exhale": Field(Duration(1_000, 30_000), "the breath out", 6_000),
                "rest": Field(Duration(0, 60_000), "after the breath out", 0),
                "aloud": Field(
                    Choice(tuple(CountAloud)), "what is counted aloud", CountAloud.SECONDS
                ),
                "sounds": sounds,
            },
            "a breathe step",
        ),
        "reps": Record(
            Reps,
            {
                "reps": Field(COUNT, "how many repetitions, a side where sides alternate"),
                "into": Field(Duration(500, 60_000), "the way in", 2_000),
                "hold": Field(Duration(0, 60_000), "the stay there", 0),
                "out": Field(Duration(500, 60_000), "the way back", 2_000),
                "pause": Field(Duration(0, 120_000), "stillness before the next", 0),
                "alternate": Field(Flag(), "right and left take turns", False),
                "calls": Field(CALLS, "key words as each phase begins", (None, None, None)),
                "cues": Field(ListOf(SPOKEN_TEXT), "said now and then, where there is room", ()),
                "sounds": sounds,
            },
            "a reps step",
        ),
        "rest": Record(
            Rest,
            {
                "rest": Field(Duration(1_000), "how long"),
                "say": Field(SPOKEN_TEXT, "said instead of the coach's own word", None),
                "preview": Field(Flag(), "tell what comes next", True),
                "stretch": Field(Duration(), "how much longer it may become", None),
            },
            "a rest step",
        ),
        "sound": Record(
            Play, {"sound": Field(Text(most=60), "the name of a sound: start")}, "a sound step"
        ),
        "silence": Record(
            Silence,
            {
                "silence": Field(Duration(), "how long"),
                "stretch": Field(Duration(), "how much longer it may become", 0),
            },
            "a silence step",
        ),
        "wait": Record(
            Wait,
            {
                "wait": Field(Duration(1_000), "how long at most"),
                "say": Field(SPOKEN_TEXT, "said first", None),
            },
            "a wait step",
        ),
        "move": Record(
            Move,
            {
                "move": Field(
                    Choice(tuple(p for p in Position if p != Position.ANY)), "the position to take"
                )
            },
            "a move step",
        ),
        "sides": Record(
            Sides,
            {
                "sides": Field(steps, "the steps to do on each side"),
                "switch": Field(Duration(0, 120_000), "time to change sides", 6_000),
                "first": Field(Choice(("right", "left")), "the side to begin with", None),
            },
            "a sides step",
        ),
        "rounds": Record(
            Rounds,
            {
                "rounds": Field(COUNT, "how many times"),
                "steps": Field(steps, "the steps of one round"),
            },
            "a rounds step",
            other_names=("repeat", "repeats", "loop", "circuit", "times", "cycles"),
        ),
        "group": Record(
            Group,
            {
                "group": Field(GROUP_NAME, "the name of these steps"),
                "steps": Field(steps, "the steps"),
                "chapter": Field(Flag(), "make it a place one can jump to", False),
            },
            "a group step",
        ),
        "exercise": PERFORM,
    }


STEP = TaggedUnion("step", _build_step_kinds, "say", "a step")
PERFORM = Record(
    Perform,
    {
        "exercise": Field(Text(most=60), "the name of an exercise card: bridge"),
        "sets": Field(Whole(1, 20), "sets, instead of the card's usual", None),
        "reps": Field(Whole(1, 100), "repetitions, instead of the card's usual", None),
        "hold": Field(Duration(1_000, 600_000), "the hold, instead of the card's usual", None),
        "breaths": Field(Whole(1, 200), "breaths, instead of the card's usual", None),
        "time": Field(Duration(1_000, 3_600_000), "the time, instead of the card's usual", None),
        "priority": Field(Whole(1, 9), "9 stays longest when time is short", 5),
        "always": Field(Flag(), "never left out", False),
    },
    "an exercise",
    shorthand_field="exercise",
)
