"""Every shipped card as it is led: time to get there, both sides, its chapter, its dose."""

from itertools import pairwise

import pytest

from coach.script.exercise import SideRule, WorkKind
from coach.script.library import find_exercises
from coach.script.positions import MOVES, Position, moves_between
from coach.script.steps import Perform
from coach.script.talk_level import TalkLevel
from coach.system.paths import exercise_names
from coach.timeline.bell_level import NAME_KINDS
from coach.timeline.cues import Purpose
from coach.timeline.layout import find_span_starts
from coach.timeline.session import make_dose
from coach.timeline.source import Track
from tests.listening import LENGTHS, acts_of, heard, laid, sheet_of

CARDS = exercise_names()
HOLDS, EACH = (
    [name for name, card in find_exercises(dict.fromkeys(CARDS)).items() if wanted(card)]
    for wanted in (lambda c: c.work is WorkKind.HOLD, lambda c: c.sides is SideRule.EACH)
)
MANNERS = pytest.mark.parametrize(
    "manner",
    [
        {},
        {"talk": TalkLevel.SHORT},
        {"talk": TalkLevel.BELL},
        {"slow": True},
        {"easy": True, "slow": True},
    ],
    ids=["full", "short", "bell", "slow", "easy"],
)


@MANNERS
@pytest.mark.parametrize("name", HOLDS)
def test_the_clock_of_a_hold_starts_only_after_the_instruction_and_time_to_get_there(name, manner):
    card = find_exercises({name: None})[name]
    timeline = laid(Perform(name, reps=card.doses.reps.most), **manner)
    begins = [clip.start for clip in timeline.clips if heard([clip], "hold") == ["♪hold-start"]]
    assert len(begins) >= card.doses.reps.most
    if manner.get("talk") is TalkLevel.BELL:
        return
    for begin in begins:
        before = [c for c in timeline.clips if c.track is Track.VOICE and c.start < begin]
        assert before[-1].kind in ("step", "call")
        assert begin - before[-1].end >= card.tempo.into


@MANNERS
@pytest.mark.parametrize("name", EACH)
def test_both_sides_get_the_same_work_and_the_same_seconds_of_it(name, manner):
    sheet = sheet_of(Perform(name), **manner)
    begins = find_span_starts(sheet, LENGTHS)
    work = {"right": [], "left": []}
    for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True):
        if span.purpose is Purpose.WORK:
            work[span.side].append((end - begin, [cue.kind for cue in span.cues if cue.on_beat]))
    assert work["right"]
    if find_exercises({name: None})[name].first:  # of which one side's first is led, with words
        work = {side: [length for length, _ in spans[1:]] for side, spans in work.items()}
    assert work["right"] == work["left"]


@pytest.mark.parametrize("name", EACH)
def test_both_sides_are_named(name):
    clips = laid(Perform(name)).clips
    first, change = "Right side first.", "Change sides. Now the left side."
    if find_exercises({name: None})[name].position is Position.SIDE_LYING:  # on the other one
        first = "Your right side's on top, so it goes first."
        change = "Change sides, so that your left side's on top."
    assert heard(clips, "side") == [first]
    assert heard(clips, "switch") == ["♪change-side", change]


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("name", CARDS)
def test_the_way_into_position_is_given_its_time(name, slow):
    card = find_exercises({name: None})[name]
    timeline = laid(Perform(name), slow=slow)
    moves = [clip for clip in timeline.clips if clip.kind == "move"]
    steps = moves_between(Position.STANDING, card.position)
    needed = sum(MOVES[pair].slow if slow else MOVES[pair].usual for pair in steps)
    if not steps:
        assert not moves
        return
    after = next(
        clip for clip in timeline.clips if clip.start >= moves[-1].end and clip.track is Track.VOICE
    )
    assert after.start - moves[0].end >= needed


@pytest.mark.parametrize("name", CARDS)
def test_what_remains_without_words_is_as_long_in_work(name):
    full, bell = (sheet_of(Perform(name), talk=talk) for talk in (TalkLevel.FULL, TalkLevel.BELL))
    work = [[s.length for s in sheet.spans if s.purpose is Purpose.WORK] for sheet in (full, bell)]
    # A first repetition that is led lasts as long as its words.
    timed = [[a for a, b in zip(one, work[0], strict=True) if b is not None] for one in work]
    assert timed[0] == timed[1]
    assert work[1]
    spoken = list(laid(Perform(name), talk=TalkLevel.BELL).clips)
    said = {clip.kind for clip in spoken if clip.track is Track.VOICE}
    assert "announce" in said
    assert said <= {"count", *NAME_KINDS}


@pytest.mark.parametrize("name", CARDS)
def test_a_chapter_begins_with_the_name_of_the_exercise(name):
    card = find_exercises({name: None})[name]
    timeline = laid(Perform(name))
    assert [marker.title for marker in timeline.markers] == [card.name]
    assert heard(timeline.clips, "announce")[0] == f"First: {card.name}."


@pytest.mark.parametrize("name", CARDS)
def test_the_usual_dose_is_done_in_full(name):
    card = find_exercises({name: None})[name]
    dose = make_dose(card, Perform(name))
    times = dose.sets * (2 if card.sides is not SideRule.NONE else 1)
    work = [s for s in sheet_of(Perform(name)).spans if s.purpose is Purpose.WORK]
    spans = {
        WorkKind.REPS: dose.reps,
        WorkKind.HOLD: dose.reps,
        WorkKind.BREATHS: dose.breaths,
        WorkKind.TIME: 1,
    }
    assert len(work) == times * spans[card.work]
    if card.work is WorkKind.HOLD:
        assert {span.length for span in work} == {dose.hold}
    assert len(acts_of(Perform(name))) >= 3
