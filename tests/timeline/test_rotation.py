"""What takes turns: the coach's own words, encouragement, cues; and the fact of the day."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coach.script.library import load_phrases
from coach.script.scalars import Line
from coach.script.steps import Rest, Say
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.context import Context, ContextStep
from coach.timeline.cuesheet import compile_spans
from coach.timeline.source import Track
from coach.timeline.span_layout import lay_span
from tests.listening import LENGTHS

PHRASES = load_phrases("en")
PRAISE = [line.text for line in PHRASES.words["well_done"]]


def released(pause: int = 3_000) -> ContextStep:
    return ContextStep(Say((Line("Come back."),), pause=pause, kind="release"), Context())


def said(acts, kind, talk=TalkLevel.FULL):
    spans = compile_spans(acts, PHRASES, talk)
    cues = (cue for span in spans for cue in span.cues if cue.track is Track.VOICE)
    return [cue.source.text for cue in cues if cue.kind == kind]


@given(st.integers(1, 40))
def test_encouragement_comes_every_fourth_time_and_none_twice_before_all_were_said(many):
    heard = said([released()] * many, "praise")
    assert len(heard) == (many + 3) // 4
    for start in range(len(heard)):
        few = heard[start : start + len(PRAISE)]
        assert len(set(few)) == len(few)


def test_encouragement_needs_room_and_full_talk():
    assert said([released(1_900)], "praise") == []
    assert said([released()], "praise", TalkLevel.SHORT) == []
    assert said([released()], "praise", TalkLevel.BELL) == []
    assert said([ContextStep(Rest(30_000, preview=False), Context())], "praise") == PRAISE[:1]
    assert (
        said([ContextStep(Rest(30_000, Line("Walk."), preview=False), Context())], "praise") == []
    )


def test_breaths_are_no_effort_to_praise():
    acts = [ContextStep(Breathe(2), Context()), released()]
    assert said(acts, "praise") == []
    assert said([*acts, ContextStep(Hold(5_000), Context()), released()], "praise") == PRAISE[:1]


def test_encouragement_lengthens_nothing_and_follows_at_a_distance():
    (span,) = compile_spans([released()], PHRASES)
    (bare,) = compile_spans([released()], PHRASES, TalkLevel.SHORT)
    laid, without = lay_span(span, LENGTHS), lay_span(bare, LENGTHS)
    assert laid.length == without.length
    release, praise = (clip for clip in laid.clips if clip.track is Track.VOICE)
    assert praise.start - release.end >= 600
    assert praise.end < laid.length


def test_words_with_alternatives_take_turns():
    heard = said([ContextStep(Hold(30_000), Context())] * 5, "half-way")
    wanted = [line.text for line in PHRASES.words["halfway"]]
    assert [text for text in heard if text in wanted] == (wanted * 3)[:5]


def test_the_last_one_of_both_sides_is_told_once():
    acts = [ContextStep(Reps(4, alternate=True), Context())] * 2
    last = [text for text in said(acts, "cue") if not text.isdigit()]
    assert last == [line.text for line in PHRASES.words["last_each_side"][:2]]


FACT = Line("Most backs calm down within a few weeks, and moving a little helps them on the way.")


def test_a_fact_is_told_once_with_silence_around_it():
    cues = (Line("Tall."), Line("Soft feet."))
    hold = ContextStep(Hold(120_000, cues=cues, fact=FACT), Context())
    first, second = compile_spans([hold, hold], PHRASES)
    laid = lay_span(first, LENGTHS)
    (fact,) = (clip for clip in laid.clips if clip.kind == "fact")
    assert fact.source.text == FACT.text
    assert fact.start >= 4_000
    spoken = sorted((c for c in laid.clips if c.track is Track.VOICE), key=lambda c: c.start)
    assert any(clip.kind == "cue" for clip in spoken)
    for before, after in pairwise(spoken):
        if before is fact:
            assert after.start - before.end >= 2_000
    assert not [cue for cue in second.cues if cue.kind == "fact"]


def test_a_fact_is_told_behind_the_half_way_notice_or_not_at_all_where_there_is_little_room():
    def kinds(seconds, halfway=None):
        hold = Hold(seconds * 1_000, halfway=halfway, fact=FACT)
        (span,) = compile_spans([ContextStep(hold, Context())], PHRASES)
        laid = lay_span(span, LENGTHS)
        spoken = (
            c for c in laid.clips if c.kind in ("fact", "half-way") and c.track is Track.VOICE
        )
        return [clip.kind for clip in sorted(spoken, key=lambda clip: clip.start)]

    assert kinds(15) == []
    assert kinds(24) == ["fact"]
    assert kinds(24, halfway=True) == ["half-way"]
    assert kinds(60) == ["fact", "half-way"]
