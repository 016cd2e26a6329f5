"""A status in few words, for a lock screen, a title bar, a line of text."""

from types import MappingProxyType

from coach.live.status import EarState, Status
from coach.script.positions import FLOOR_POSITIONS, Position
from coach.units import format_clock

LOW_POSITIONS = FLOOR_POSITIONS - {Position.HALF_KNEELING, Position.TALL_KNEELING}
"""Positions to which the way is that to the floor, from where one is not."""
POSITION_WORDS = MappingProxyType(
    {
        Position.STANDING: "standing",
        Position.WALL: "the wall",
        Position.SEATED: "sitting",
        Position.HALF_KNEELING: "one knee",
        Position.TALL_KNEELING: "both knees",
        Position.QUADRUPED: "hands and knees",
        Position.KNEELING_REST: "sitting on the heels",
        Position.PRONE_ON_ELBOWS: "lying on the forearms",
        Position.PRONE: "lying on the front",
        Position.SIDE_LYING_LEFT: "lying on the left side",
        Position.SIDE_LYING_RIGHT: "lying on the right side",
        Position.SUPINE: "lying on the back",
        Position.FLOOR_SITTING: "sitting on the floor",
        Position.BED: "lying on the bed",
        Position.BED_EDGE: "the edge of the bed",
    }
)


EAR_WORDS = MappingProxyType(
    {
        EarState.OPEN: "listening",
        EarState.READY: "not listening just now",
        EarState.DEAF: "nobody listens",
    }
)
"""What is shown of an ear: that it hears, wherever it does. One that is only there is not."""


def format_headline(status: Status) -> str:
    """Return what is being done, in a few words.

    >>> from coach.live.status import Phase
    >>> format_headline(Status(Phase.PLAYING, "Lower back", exercise="Bird dog", side="left"))
    'Bird dog · left side'
    """
    return " · ".join(filter(None, (status.exercise or status.title, format_side(status))))


def format_side(status: Status) -> str:
    """Return the words for the side, or "".

    >>> from coach.live.status import Phase
    >>> format_side(Status(Phase.PLAYING, "Lower back", side="left"))
    'left side'
    """
    return f"{status.side} side" if status.side in ("left", "right") else status.side


def format_count(status: Status) -> str:
    """Return which set and repetition it is, where there are several, and "rest" in a rest.

    >>> from coach.live.status import Phase
    >>> format_count(Status(Phase.PLAYING, "Lower back", set=2, sets=3, rep=4, reps=10))
    'set 2 of 3 · 4 of 10'
    """
    parts = ["rest"] if status.resting else []
    if status.sets > 1:
        parts.append(f"set {status.set} of {status.sets}")
    if status.reps:
        parts.append(f"{status.rep} of {status.reps}")
    return " · ".join(parts)


def format_way(status: Status) -> str:
    """Return where the listener is led to, and how long that still takes; "" if nowhere.

    >>> from coach.live.status import Phase
    >>> way = {"way_from": "standing", "way_to": "supine", "way_left": 35_000}
    >>> format_way(Status(Phase.PLAYING, "Lower back", **way))
    'on the way to the floor, 0:35'
    """
    if not status.way_to:
        return ""
    goal = POSITION_WORDS.get(Position(status.way_to), status.way_to)
    if status.way_to in LOW_POSITIONS and status.way_from not in LOW_POSITIONS:
        goal = "the floor"
    left = f", {format_clock(status.way_left)}" if status.way_left else ""
    return f"on the way to {goal}{left}"


def format_status_line(status: Status) -> str:
    """Return all of it in one line.

    >>> from coach.live.status import Phase
    >>> status = Status(Phase.PAUSED, "Lower back", 252_000, 1_200_000, "Bird dog", "left", 2, 3)
    >>> format_status_line(status)
    'paused · 4:12 of 20:00 · Bird dog · left side · set 2 of 3'
    """
    clock = f"{format_clock(status.elapsed)} of {format_clock(status.length)}"
    left = f"{status.count} s" if status.counts_seconds else ""
    way = format_way(status)
    parts = (
        status.phase,
        "stays paused" if status.stays_paused else "",
        clock,
        f"{format_clock(status.remaining)} left" if way else "",
        way,
        format_headline(status),
        format_count(status),
        left,
        EAR_WORDS.get(status.ear, ""),
        status.message.removeprefix(f"{status.phase}: "),
    )
    return " · ".join(filter(None, parts))
