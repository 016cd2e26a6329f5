"""Programmes as they could stand in any source, drawn by hypothesis."""

from hypothesis import strategies as st

from coach.importing.programme import (
    Block,
    Breathed,
    Part,
    Pause,
    Placing,
    Programme,
    Repeated,
    SideUse,
    Timed,
    Words,
    Work,
)
from coach.importing.speech_room import estimate_length

NAMES = st.sampled_from(
    (
        "Plank",
        "Wall sit",
        "Bird dog",
        "Push-ups with a turn",
        "Yes",
        "On all fours",
        "Übung",
        "Child's pose",
        "Warrior two",
    )
)
SAYINGS = st.sampled_from(
    (
        "Keep breathing.",
        "Slow: all the way.",
        'Say "ah".',
        "No",
        "45 degrees, no more.",
        "Plank 30s",
        "# one",
    )
)
SECONDS = st.integers(1, 60).map(lambda n: n * 1_000)
MINUTES = st.integers(1, 60).map(lambda n: n * 60_000)
TIMES = st.one_of(SECONDS, MINUTES, st.just(5_500))
HALVES = st.integers(1, 120).map(lambda n: n * 500)
PHASES = st.tuples(HALVES, HALVES | st.just(0), HALVES, HALVES | st.just(0))
BREATHS = st.builds(Breathed, st.integers(1, 1_000), st.none() | PHASES)


@st.composite
def repetitions(draw):
    """So many repetitions; at a tempo the hold is in whole seconds of two digits."""
    tempo = draw(st.none() | st.tuples(SECONDS, SECONDS))
    hold = draw(SECONDS | st.sampled_from((0, 2_500)))
    hold = hold - hold % 1_000 if tempo else hold
    return Repeated(draw(st.integers(1, 1_000)), hold, tempo)


@st.composite
def works(draw, counts=False):
    """An exercise; in rounds with a list it may have no number of its own."""
    name = draw(NAMES)
    if counts and draw(st.booleans()):
        return Work(name, Repeated(None))
    dose = draw(st.one_of(st.builds(Timed, TIMES), repetitions(), BREATHS))
    sets = draw(st.integers(1, 20))
    rest = draw(st.none() | TIMES) if sets > 1 else None
    sides = [None, SideUse.EACH, SideUse.LEFT, SideUse.RIGHT]
    side = draw(st.sampled_from(sides + [SideUse.ALTERNATE] * isinstance(dose, Repeated)))
    cues = ()
    if isinstance(dose, Timed) and dose.length > 20_000 and draw(st.booleans()):
        cues = ((10_000, draw(SAYINGS)),)
    return Work(name, dose, sets, rest, side, draw(st.just("") | SAYINGS), cues)


@st.composite
def blocks(draw, inner):
    """Rounds of any kind."""
    counts = draw(st.none() | st.lists(st.integers(1, 100), min_size=2, max_size=4).map(tuple))
    held = works(counts=bool(counts))
    entries = draw(st.lists(st.one_of(held, inner), min_size=1, max_size=4))
    entries = (draw(held), *entries)
    needed = -(-estimate_length(entries) // 60_000)
    if not counts and needed < 60:
        room = 60_000 * draw(st.integers(max(1, needed), 60))
        match draw(st.sampled_from(("rounds", "every", "limit"))):
            case "every":
                return Block(entries, draw(st.integers(1, 60)), every=room)
            case "limit":
                return Block(entries, limit=room)
    name = draw(st.sampled_from(("", "Circuit"))) if not counts else ""
    rounds = counts or draw(st.integers(1, 1_000))
    return Block(entries, rounds, draw(st.none() | TIMES), name=name)


SIMPLE = st.one_of(
    works(),
    st.builds(Pause, TIMES),
    st.builds(Words, SAYINGS),
    st.builds(Placing, st.sampled_from(("supine", "seated", "quadruped"))),
)
ENTRIES = SIMPLE | blocks(SIMPLE) | blocks(SIMPLE | blocks(SIMPLE))


@st.composite
def programmes(draw):
    """A programme: parts with titles, perhaps one without in front."""
    parts = [Part("", tuple(draw(st.lists(ENTRIES, max_size=4))))]
    titles = draw(st.lists(st.sampled_from(("Warm-up", "Main part", "Off")), max_size=3))
    under = st.lists(ENTRIES, min_size=1, max_size=4).map(tuple)
    parts += [Part(title, draw(under)) for title in titles]
    parts = [part for part in parts if part.entries] or [Part("", (draw(works()),))]
    stated = draw(st.none() | MINUTES)
    title = draw(st.sampled_from(("Evening sheet", "No", "Seven: the short one")))
    return Programme(title, tuple(parts), draw(st.sampled_from(("", "For the knee."))), stated)
