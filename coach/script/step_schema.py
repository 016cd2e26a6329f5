"""The script language: how each kind of step is written, as shapes that read it.

A step is a mapping whose kind is named by one of its keys (`hold: 30s`); a bare text is a `say`.
"""

from functools import cache

from coach.script.library_names import CARD_NAME, SOUND_NAME
from coach.script.named_work_schema import make_work_record
from coach.script.pace import Pace
from coach.script.records import Field, ListOf, Record
from coach.script.repeat_schema import make_rounds_record, make_timed_record
from coach.script.scalars import Duration, Flag, Whole
from coach.script.step_fields import (
    BODY_POSITION,
    FIRST_SIDE,
    GROUP_NAME,
    PACE,
    PLACES,
    SIDE,
    SPOKEN_TEXT,
    SWITCH,
)
from coach.script.step_list import StepList
from coach.script.steps import Group, Move, Perform, Play, Rest, Say, Sides, Silence, Wait
from coach.script.tagged_union import TaggedUnion
from coach.script.work_schema import BREATHE, COUNTDOWN, HOLD, NOTICE, REPS


@cache
def _build_step_kinds() -> dict[str, Record]:
    """Return the record of every kind of step, by the key that names it."""
    steps = StepList(STEP, least=1)
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
                "position": BODY_POSITION,
            },
            "a say step",
            shorthand_field="say",
        ),
        "hold": HOLD,
        "breathe": BREATHE,
        "reps": REPS,
        "rest": Record(
            Rest,
            {
                "rest": Field(Duration(1_000), "how long"),
                "say": Field(SPOKEN_TEXT, "said instead of the coach's own word", None),
                "preview": Field(Flag(), "tell what comes next", True),
                "countdown": COUNTDOWN,
                "notice": NOTICE,
                "stretch": Field(Duration(), "how much longer it may become", None),
                "position": BODY_POSITION,
            },
            "a rest step",
        ),
        "sound": Record(
            Play, {"sound": Field(SOUND_NAME, "the name of a sound: start")}, "a sound step"
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
                "position": BODY_POSITION,
            },
            "a wait step",
        ),
        "move": Record(
            Move,
            {"move": Field(PLACES, "the position to take")},
            "a move step",
        ),
        "sides": Record(
            Sides,
            {
                "sides": Field(steps, "the steps to do on each side"),
                "switch": SWITCH,
                "first": Field(SIDE, "the side to begin with", None),
                "only": Field(SIDE, "the one side to do them on", None),
            },
            "a sides step",
        ),
        "rounds": make_rounds_record(steps),
        "for": make_timed_record(steps),
        "group": Record(
            Group,
            {
                "group": Field(GROUP_NAME, "the name of these steps"),
                "steps": Field(steps, "the steps"),
                "chapter": Field(Flag(), "make it a place one can jump to", False),
                "shuffle": Field(Flag(), "what has a name in another order each day", False),
            },
            "a group step",
        ),
        "work": make_work_record(PERFORM),
        "exercise": PERFORM,
    }


STEP = TaggedUnion("step", _build_step_kinds, "say", "a step")
DOSE_SHAPES: dict[str, Whole | Duration] = {
    "sets": Whole(1, 20),
    "reps": Whole(1, 100),
    "hold": Duration(1_000, 600_000),
    "breaths": Whole(1, 200),
    "time": Duration(1_000, 3_600_000),
}
"""What the step of an exercise can ask of its card, and its bounds."""
PERFORM = Record(
    Perform,
    {
        "exercise": Field(CARD_NAME, "the name of an exercise card: bridge"),
        "sets": Field(DOSE_SHAPES["sets"], "sets, instead of the card's usual", None),
        "reps": Field(DOSE_SHAPES["reps"], "repetitions, instead of the card's usual", None),
        "hold": Field(DOSE_SHAPES["hold"], "the hold, instead of the card's usual", None),
        "breaths": Field(DOSE_SHAPES["breaths"], "breaths, instead of the card's usual", None),
        "time": Field(DOSE_SHAPES["time"], "the time, instead of the card's usual", None),
        "side": Field(SIDE, "the one side to do it on", None),
        "first": Field(FIRST_SIDE, "the side to begin with; other: where others end", None),
        "priority": Field(Whole(1, 9), "9 stays longest when time is short", 5),
        "always": Field(Flag(), "never left out", False),
    },
    "an exercise",
    shorthand_field="exercise",
)
