"""Shapes that several kinds of steps, and cards, are read by."""

from coach.script.named_work import DEFAULT_SWITCH
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.records import Field
from coach.script.scalars import Choice, Duration, SpokenText, Text, Whole

VARIABLES = frozenset(
    {
        "count",
        "done",
        "exercise",
        "exercises",
        "fitted",
        "length",
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
PACE = Choice(tuple(Pace))
COUNT = Whole(1, 1_000)
CUE_INTERVAL = Duration(5_000, 600_000)
NOTICE_TIME = Duration(3_000)
TIME_CHECK_INTERVAL = Duration(60_000)
SIDE = Choice(("left", "right"))
FIRST_SIDE = Choice(("left", "right", "other"))
SWITCH = Field(Duration(0, 120_000), "time to change sides", DEFAULT_SWITCH)
PLACES = Choice(tuple(position for position in Position if position is not Position.ANY))
BODY_POSITION = Field(PLACES, "where the body is now; nothing is said of it", None)
"""The field `position` of every step that speaks or works."""
