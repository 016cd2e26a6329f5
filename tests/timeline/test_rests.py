"""A short rest is never refused for the coach's own words: it says those that fit, or none."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.script.scalars import Line
from coach.script.steps import Group, Rest
from coach.script.work_steps import Hold
from coach.timeline.clips import CHIME_LEAD, SPEECH_GAP, Extent
from coach.timeline.context import Context, ContextStep
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.layout import lay_out
from coach.timeline.source import Sound, Track
from tests.listening import ENGLISH, LENGTHS, acts_of


class Words(Mapping):
    """Lengths of so many ms a word; a count has half a second."""

    def __init__(self, each: int) -> None:
        self.each = each

    def __getitem__(self, source):
        if isinstance(source, Sound):
            return LENGTHS[source]
        if source.text.isdigit():
            return Extent(500, 100)
        return Extent(self.each * len(source.text.split()))

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


def said(step, each=400, name="Squats", **words):
    """What is spoken in a rest before a named group."""
    lines = {key: tuple(map(Line, texts)) for key, texts in words.items()}
    here = Context(exercise="Plank", next_name=name)
    sheet = compile_cue_sheet("T", (ContextStep(step, here),), ENGLISH.override(lines))
    clips = lay_out(sheet, Words(each)).clips
    spoken = [clip for clip in clips if clip.track is Track.VOICE and clip.kind != "count"]
    return [clip.source.text for clip in spoken]


REST = ("Let go and rest now.", "Rest.")
PREVIEW = ("Coming up after this: {next}.", "Next: {next}.")


@pytest.mark.parametrize(
    ("seconds", "heard"),
    [
        (1, []),
        (2, ["Rest."]),
        (2.5, ["Next: Squats."]),
        (3, ["Rest.", "Next: Squats."]),
        (5, ["Let go and rest now.", "Next: Squats."]),
        (6, ["Let go and rest now.", "Coming up after this: Squats."]),
    ],
)
def test_what_fits_is_said_and_what_comes_next_is_given_up_last(seconds, heard):
    rest = Rest(int(seconds * 1_000))
    assert said(rest, rest=REST, preview=PREVIEW) == heard


def test_where_what_comes_next_has_a_long_name_it_is_told_that_it_is_a_rest():
    assert said(Rest(3_000), name="A very long name that nobody can say", rest=REST) == ["Rest."]


def test_an_authors_word_stays_and_only_the_coachs_goes():
    rest = Rest(3_000, Line("Shake out both legs."))
    assert said(rest) == ["Shake out both legs."]


def test_words_are_over_before_seconds_are_counted_where_they_can_be():
    assert said(Rest(8_000, countdown=5), rest=REST, preview=PREVIEW) == ["Rest.", "Next: Squats."]
    # Otherwise what comes next is worth more than a count.
    assert said(Rest(4_000, countdown=3), rest=REST, preview=PREVIEW) == ["Next: Squats."]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1_000, 14_000),
    st.integers(150, 900),
    st.none() | st.integers(0, 1),
    st.integers(1, 12),
)
def test_no_rest_is_refused_or_crowded_in_any_voice(length, each, countdown, words):
    steps = acts_of(
        Hold(9_000), Rest(length, countdown=countdown), Group("Turn " * words, (Hold(9_000),))
    )
    clips = lay_out(compile_cue_sheet("T", steps, ENGLISH), Words(each)).clips
    (chime,) = [clip.start for clip in clips if clip.source == Sound("rest")]
    spoken = [c for c in clips if c.track is Track.VOICE and chime <= c.start < chime + length]
    assert all(clip.start >= chime + CHIME_LEAD for clip in spoken if clip.kind == "rest")
    for before, after in pairwise(spoken):
        assert after.start - before.end >= (0 if before.beat is not None else SPEECH_GAP)


def test_the_five_seconds_of_other_programs_pass_in_every_wording():
    names = ("Back of the neck", "The other side of the neck", "Shoulders")
    for number in range(3):
        words = {
            key: lines[number % len(lines) :] + lines[: number % len(lines)]
            for key, lines in ENGLISH.words.items()
        }
        steps = acts_of(
            *(step for name in names for step in (Group(name, (Hold(20_000),)), Rest(5_000)))
        )
        lay_out(compile_cue_sheet("T", steps, replace(ENGLISH, words=words)), Words(550))
