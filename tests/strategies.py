"""Routines made at random, and takes of made-up lengths: for laws that hold for all of them."""

from collections.abc import Mapping
from dataclasses import replace
from zlib import crc32

from hypothesis import strategies as st

from coach.errors import ScriptError
from coach.script.library import load_phrases
from coach.script.named_work import SideTurns, Work
from coach.script.pace import Pace
from coach.script.scalars import Line
from coach.script.steps import Group, Rest, Rounds, Say, Sides, Silence, TimedRounds, Wait
from coach.script.work_steps import (
    Breathe,
    BreathOfWayIn,
    CountAloud,
    CountDirection,
    Hold,
    Reps,
    RepsAloud,
    TimedCue,
)
from coach.timeline.clips import Extent
from coach.timeline.delivery import Delivery
from coach.timeline.session import Part, Session
from coach.timeline.slow_pace import PACES
from coach.timeline.source import Sound
from coach.timeline.unroll import unroll

SLOWEST = Delivery(load_phrases("en"), pace_percent=PACES[-1])
WORDS = "slowly lift the knee breathe out and feel your back grow long while both feet rest"
lines = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12).map(
    lambda words: Line(" ".join(words))
)
seconds = st.integers(1, 90).map(lambda n: n * 1000)
calls = st.tuples(*[st.none() | st.just(Line(word)) for word in ("Lift", "Hold", "Lower")])

says = st.builds(
    Say,
    st.lists(lines, min_size=1, max_size=4).map(tuple),
    pause=st.integers(0, 5_000),
    pace=st.sampled_from(list(Pace)),
)
holds = st.builds(Hold, seconds, cues=st.lists(lines, max_size=3).map(tuple), sounds=st.booleans())


@st.composite
def rich_holds(draw):
    """Holds with any of what may be asked for in them."""
    length = draw(st.integers(14, 90)) * 1_000
    before = st.integers(3_000, length - 1_000)
    timed = st.builds(TimedCue, st.integers(0, length - 1), lines)
    wanted = {
        "say": st.lists(lines, max_size=2).map(tuple),
        "notice": st.lists(before, max_size=2).map(tuple),
        "cues": st.lists(lines | timed, max_size=3).map(tuple),
        "every": st.none() | st.integers(5_000, 40_000),
        "sounds": st.booleans(),
        "halfway": st.none() | st.booleans(),
    }
    kind = draw(st.sampled_from(["open", "up", "down"]))
    if kind == "open":
        wanted |= {"is_open": st.just(True), "notice": st.just(()), "halfway": st.none()}
        wanted |= {"count": st.sampled_from(CountDirection)}
    elif kind == "up":
        wanted |= {"count": st.just(CountDirection.UP)}
    else:
        wanted |= {"countdown": st.integers(0, length // 1_000)}
    return Hold(length, **{name: draw(value) for name, value in wanted.items()})


halves = st.integers(2, 20).map(lambda n: n * 500)
cues = st.lists(lines, max_size=3).map(tuple)
# Few words: an author's own that have no room in their step are refused.
short_lines = st.sampled_from(["Slowly.", "Breathe on.", "Feet flat."]).map(Line)
timed_cues = st.builds(TimedCue, st.integers(0, 1_499), short_lines)
spoken = st.lists(short_lines, max_size=1).map(tuple)
breath_calls = st.tuples(
    *[st.none() | st.just(Line(word)) for word in ("Rise", "Keep", "{rep}", "Wait")]
)


def with_words(step, said, timed):
    """Words from the first second on, and a cue with a time, where the step has time for them."""
    room = step.length >= 8_000
    return replace(
        step,
        say=said if room else (),
        cues=(*step.cues, timed) if room and timed is not None else step.cues,
    )


def with_sips(step, sips):
    """A breath in, taken in as many sips of a second as it has room for."""
    rest = step.inhale - 1_000 * (sips - 1)
    return replace(step, sips=(rest, *[1_000] * (sips - 1))) if sips > 1 and rest > 0 else step


breaths = st.builds(
    with_sips,
    st.builds(
        with_words,
        st.builds(
            Breathe,
            st.integers(1, 6),
            inhale=halves | st.just(25_000),
            hold=st.sampled_from([0, 1_500, 4_000, 7_000]),
            exhale=halves | st.just(30_500),
            rest=st.sampled_from([0, 1_000, 2_000]),
            aloud=st.sampled_from(list(CountAloud)),
            calls=breath_calls,
            cues=cues,
            every=st.none() | st.sampled_from([5_000, 12_000]),
        ),
        spoken,
        st.none() | timed_cues,
    ),
    st.integers(1, 3),
)
plain_reps = st.builds(
    Reps,
    st.integers(1, 10),
    into=st.integers(1_000, 5_000),
    hold=st.just(0) | st.integers(1_000, 12_000),
    out=st.integers(1_000, 5_000),
    pause=st.integers(0, 5_000),
    alternate=st.booleans(),
    calls=calls,
    cues=cues,
    breath=st.sampled_from(list(BreathOfWayIn)),
)
worded_reps = st.builds(
    with_words,
    # The call of the way in is said with the side every time: it needs its time.
    st.builds(
        replace,
        plain_reps,
        into=st.integers(2_000, 4_000),
        aloud=st.sampled_from(list(RepsAloud)),
    ),
    spoken,
    st.none() | timed_cues,
)
# The word of the way back may run into the pause, and at the end a little before its beat.
brief_reps = st.builds(replace, plain_reps, out=st.sampled_from([500, 900]), pause=st.just(3_000))
reps = plain_reps | worded_reps | brief_reps
rests = st.builds(
    Rest,
    st.integers(1, 60).map(lambda n: n * 1000),
    preview=st.booleans(),
    countdown=st.none() | st.sampled_from([0, 1]),
)
counted_rests = st.builds(
    Rest,
    st.integers(20, 60).map(lambda n: n * 1000),
    countdown=st.integers(0, 20),
    notice=st.lists(st.integers(3_000, 19_000), max_size=2).map(tuple),
)
silences = st.builds(Silence, st.integers(0, 20_000), stretch=st.integers(0, 30_000))
waits = st.builds(Wait, seconds)
names = st.sampled_from(["Plank", "Wall sit", "Push-ups with a turn"]).map(Line)
works = st.builds(
    Work,
    st.lists(names, min_size=1, max_size=3).map(tuple),
    holds | breaths | reps,
    sets=st.integers(1, 3),
    rest=st.sampled_from([0, 2_000, 8_000, 20_000]),
    sides=st.none() | st.sampled_from(list(SideTurns)),
    switch=st.integers(0, 8_000),
    chapter=st.booleans(),
)
atoms = (
    says | holds | rich_holds() | breaths | reps | rests | counted_rests | silences | waits | works
)
# A round has time for all that may be drawn for it; what fits into a time does not hang on words.
blocks = st.builds(
    Rounds,
    st.integers(1, 3),
    st.lists(says | holds, min_size=1, max_size=2).map(tuple),
    every=st.just(400_000),
) | st.builds(
    TimedRounds,
    st.integers(60, 200).map(lambda n: n * 1000),
    st.tuples(st.builds(Hold, st.integers(20, 59).map(lambda n: n * 1000))),
)


def nested(inner):
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    between = st.just(()) | st.tuples(rests)
    return (
        st.builds(Sides, some, switch=st.integers(0, 8_000))
        | st.builds(Rounds, st.integers(1, 3), some, between)
        | st.builds(Group, st.sampled_from(["Warm up", "Bridge"]), some, chapter=st.booleans())
    )


steps = st.recursive(atoms | blocks, nested, max_leaves=6)


def fits_session(some) -> bool:
    """Return True for steps that are no more than a session may have, at the slowest pace, too."""
    session = Session("Test", (Part("Part", some),), {}, SLOWEST, {})
    try:
        return bool(unroll(session))
    except ScriptError:
        return False


# Rounds within rounds within rounds may last longer than any session.
step_lists = st.lists(steps, min_size=1, max_size=5).map(tuple).filter(fits_session)


class MadeUp(Mapping):
    """An Extent for any source, by its words: single words fit a second, as real counts do."""

    def __getitem__(self, source):
        if isinstance(source, Sound):
            return Extent(1_500 + crc32(source.name.encode()) % 2_000, 0)
        words = source.text.split()
        noise = crc32(source.text.encode()) % 90
        length = 360 * len(words) + 150 + noise if len(words) > 1 else 420 + 3 * noise
        return Extent(length, 20 + noise)

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0
