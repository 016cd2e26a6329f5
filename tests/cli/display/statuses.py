"""Statuses of a session as a screen gets them, and the text of its lines."""

from dataclasses import replace

from hypothesis import strategies as st

from coach.cli.display.canvas import Canvas
from coach.cli.display.screen_lines import screen_lines
from coach.live.status import Phase, Segment, Status
from coach.script.talk_level import TalkLevel

TITLES = ["Opening", "Pelvic tilt", "Knee to chest", "Bird dog", "Bridge", "Child's pose"]
SEGMENTS = tuple(
    Segment(title, 60_000 * number, 60_000 * (number + 1)) for number, title in enumerate(TITLES)
)
HOLD = Status(
    Phase.PLAYING,
    "Lower back",
    212_000,
    360_000,
    exercise="Bird dog",
    side="left",
    set=2,
    sets=3,
    count=12,
    saying="Keep your hips level.",
    next="Bridge",
    segments=SEGMENTS,
    segment=3,
)
SIZES = st.tuples(st.integers(1, 220), st.integers(1, 70))
words = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40)
statuses = st.builds(
    replace,
    st.just(HOLD),
    phase=st.sampled_from(Phase),
    elapsed=st.integers(0, 360_000),
    title=words,
    exercise=words | st.sampled_from(TITLES),
    side=st.sampled_from(["", "left", "right"]),
    rep=st.integers(0, 30),
    reps=st.sampled_from([0, 10, 30]),
    count=st.none() | st.integers(0, 4000),
    saying=st.lists(words, max_size=60).map(" ".join),
    message=words,
    volume=st.integers(0, 200),
    talk=st.sampled_from(TalkLevel),
    segments=st.sampled_from([(), SEGMENTS]),
    segment=st.integers(-1, 5),
)


def text(status: Status, width: int, height: int, **more: bool) -> str:
    return "\n".join(line.plain for line in screen_lines(status, Canvas(width, height, **more)))


LED = replace(
    HOLD, count=None, way_from="standing", way_to="supine", way_left=35_900, interludes_left=37_000
)
MOVED = replace(
    HOLD, phase=Phase.PAUSED, message="paused: the sound moved to another device at 3:32"
)
