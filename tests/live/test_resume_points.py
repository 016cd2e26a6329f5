"""After a break nothing is heard from its middle, also where words run over several repetitions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.live.resume_points import resume_point, seek_point
from coach.live.schedule import make_schedule
from coach.script.scalars import Line
from coach.script.work_steps import LedRep, Reps
from coach.timeline.layout import find_span_starts, lay_out
from coach.timeline.source import Track
from tests.listening import LENGTHS, name, sheet_of
from tests.strategies import breaths, reps

SAID = "Pump both of your ankles up and down."


def test_words_that_run_into_further_repetitions_begin_anew():
    step = Reps(10, 1_000, 0, 1_000, say=(Line(SAID),))
    schedule = make_schedule(sheet_of(step), LENGTHS)
    (words,) = [c for c in schedule.timeline.clips if name(c) == SAID]
    within = words.start + 2_500
    assert within < words.end
    assert resume_point(schedule, within) <= words.start
    assert seek_point(schedule, within, within + 5_000) <= words.start
    later = words.end + 2_500
    point = resume_point(schedule, later)
    assert words.end <= point <= later
    assert all(
        not clip.start < point < clip.end
        for clip in schedule.timeline.clips
        if clip.track is Track.VOICE
    )


def test_a_first_repetition_that_is_led_begins_anew_with_its_first_word():
    words = [(Line(text),) for text in ("Lift your hips.", "Stay there.", "Lower slowly.")]
    steps = LedRep(*words, 2_000, 5_000, 3_000, 1_000), Reps(3, done=1)
    schedule = make_schedule(sheet_of(*steps), LENGTHS)
    clips = [c for c in schedule.timeline.clips if c.track is Track.VOICE]
    begin, next_count = clips[0].start, clips[3].start
    for clip in clips[:3]:
        for at in (clip.start + 100, clip.end + 800):
            assert resume_point(schedule, at) == begin
            assert seek_point(schedule, at, at + 5_000) == begin
            assert clips[2].end < seek_point(schedule, at, at - 50) <= next_count


@settings(max_examples=30, deadline=None)
@given(st.lists(breaths | reps, min_size=1, max_size=3).map(tuple))
def test_what_is_heard_live_is_what_is_laid_out(steps):
    sheet = sheet_of(*steps)
    timeline = lay_out(sheet, LENGTHS)
    starts = tuple(find_span_starts(sheet, LENGTHS))
    assert make_schedule(sheet, LENGTHS, starts).timeline == timeline
