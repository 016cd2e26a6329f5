"""What is heard is one thing at a time: laws of any script; of the shipped ones see tests/plan."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings

from coach.pipeline import prepare_from_planner
from coach.script.pace import Pace
from coach.script.scalars import Line
from coach.script.steps import Rest, Say, Sides, Wait
from coach.script.work_steps import Breathe, CountDirection, Hold, Reps, RepsAloud
from coach.timeline.clips import CHIME_LEAD, Extent
from coach.timeline.layout import lay_out
from coach.timeline.source import Track, Utterance
from tests.listening import laid
from tests.planners import find_crowded, planner_for
from tests.strategies import step_lists
from tests.talks import TALKS

WORDS = Say((Line("Slowly."),))
LIFT, LOWER = (Line("Lift"), None, None), (None, None, Line("Lower"))


@settings(max_examples=30, deadline=None)
@given(step_lists)
@example([Hold(29_000, count=CountDirection.UP, halfway=True)])
def test_no_word_is_said_on_a_chime(steps):
    for talk in TALKS:
        timeline = laid(*steps, talk=talk)
        assert [pair for pair in find_crowded(timeline) if pair[0].is_chime] == []


@settings(max_examples=30, deadline=None)
@given(step_lists)
@example([Reps(1, 1_000, out=500, pause=3_000, calls=LOWER), WORDS])
@example([Reps(1, 1_000, out=500, pause=3_000, calls=LOWER), Breathe(1)])
@example([Reps(2, out=1_000, alternate=True, calls=LIFT, aloud=RepsAloud.WORDS, say=WORDS.say)])
def test_words_are_apart_unless_they_are_one_phrase(steps):
    for before, after in find_crowded(laid(*steps)):
        assert not before.is_chime
        # What an author puts on the beats of a movement is as near as its phases are short.
        assert before.beat is not None
        assert after.beat is not None
        assert after.start >= before.end


@pytest.mark.parametrize(
    "after", [WORDS, Reps(2, 2_000), Breathe(1), Wait(9_000), Sides((Hold(9_000),)), Rest(9_000)]
)
@pytest.mark.parametrize("chime", [Hold(9_000), Wait(9_000)])
def test_what_follows_a_chime_waits(chime, after):
    clips = laid(WORDS, chime, after).clips
    rung = next(c for c in clips if c.source == chime_of(chime))
    spoken = [c for c in clips if c.track is Track.VOICE and c.start > rung.start - 500]
    assert CHIME_LEAD <= spoken[0].start - rung.start < 2_000


def chime_of(step):
    name = "hold-end" if isinstance(step, Hold) else "ready"
    (found,) = {c.source for c in laid(step).clips if getattr(c.source, "name", "") == name}
    return found


def test_a_hold_without_sounds_or_before_a_rest_takes_no_time_for_a_chime():
    def length(*steps):
        return laid(*steps, Hold(400, sounds=False)).length

    silent = length(Hold(9_200, sounds=False))
    assert length(Hold(9_200)) == silent
    assert (
        laid(Hold(9_200), Rest(9_000)).length == laid(Hold(9_200, sounds=False), Rest(9_000)).length
    )


class SlowVoice(Mapping):
    """The takes of another voice, a fifth longer, with counts of 700 ms."""

    def __init__(self, lengths):
        self.lengths = lengths

    def __getitem__(self, source):
        extent = self.lengths[source]
        if not isinstance(source, Utterance):
            return extent
        if source.pace is Pace.COUNT and len(source.text.split()) == 1:
            return Extent(700, 200)
        return Extent(extent.length * 6 // 5, min(extent.beat, 250))

    def __iter__(self):
        return iter(self.lengths)

    def __len__(self):
        return len(self.lengths)


@pytest.mark.content
@pytest.mark.parametrize("name", ["lower-back", "flare-up", "bedtime", "tabata", "walk"])
def test_a_voice_with_long_counts_is_not_crowded_either(name):
    planner, studio = planner_for(name)
    prepared = prepare_from_planner(planner, studio, None)
    timeline = lay_out(prepared.sheet, SlowVoice(prepared.media.lengths))
    assert find_crowded(timeline) == []
    counts = [clip for clip in timeline.clips if clip.kind == "count" and clip.beat is not None]
    assert all(clip.start + 200 == clip.beat for clip in counts)
