"""Who knows the way down hears where to go and has the time for it; who is slow hears all of it."""

from dataclasses import replace

import pytest

from coach.script.library import load_phrases
from coach.script.positions import MOVES, Position
from coach.script.talk_level import TalkLevel
from coach.timeline.context import Context, ContextStep
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.delivery import Delivery
from coach.timeline.travels import BRIEF_RISE_PAUSE, LATER_PAUSE, make_rise, make_travels

PHRASES = load_phrases("en")
FULL = Delivery(PHRASES)
DOWN = (Position.STANDING, Position.SUPINE)


def told(delivery):
    ((travel, _),) = make_travels(*DOWN, delivery)
    return travel


@pytest.mark.parametrize(
    "delivery", [replace(FULL, talk_level=TalkLevel.SHORT), replace(FULL, brief=True)]
)
def test_a_known_way_is_named_and_has_its_time(delivery):
    travel = told(delivery)
    assert travel.lines == PHRASES.moves[DOWN][:1]
    assert travel.move_time == MOVES[DOWN].usual
    assert travel.is_known
    rise = make_rise(Position.SUPINE, delivery)
    assert rise.say == PHRASES.words["rise_later"]


@pytest.mark.parametrize(
    "more", [{}, {"slow": True, "brief": True}, {"slow": True, "talk_level": TalkLevel.SHORT}]
)
def test_at_full_talk_and_for_who_is_slow_every_line_is_told(more):
    delivery = replace(FULL, **more)
    assert [line.text for line in told(delivery).lines] == [line.text for line in told(FULL).lines]
    assert len(told(delivery).lines) == len(PHRASES.moves[DOWN])
    assert not told(delivery).is_known
    if not delivery.brief:
        assert make_rise(Position.SUPINE, delivery).say == PHRASES.rise


def test_a_known_way_takes_its_time_and_hardly_more_however_long_the_session():
    known, taught = (
        compile_cue_sheet("T", [ContextStep(told(delivery), Context())], PHRASES).spans[1]
        for delivery in (replace(FULL, brief=True), FULL)
    )
    assert known.settle_time == taught.settle_time == MOVES[DOWN].usual
    assert known.stretch == taught.stretch // 2 > 0


def test_nothing_is_waited_for_behind_what_is_said_of_getting_up_later():
    short = make_rise(Position.SUPINE, replace(FULL, talk_level=TalkLevel.SHORT))
    assert short.pause == LATER_PAUSE < make_rise(Position.SUPINE, FULL).pause
    no_kneeling = replace(FULL, brief=True, limits=("no-kneeling",))
    assert make_rise(Position.SUPINE, no_kneeling).pause == BRIEF_RISE_PAUSE.usual


def test_who_must_not_kneel_is_told_the_whole_way_up_from_the_bed():
    delivery = replace(FULL, brief=True, limits=("no-kneeling",))
    assert make_rise(Position.SUPINE, delivery).say == PHRASES.rise_without_kneeling


def test_a_language_without_the_words_tells_the_whole_way_up():
    words = {key: lines for key, lines in PHRASES.words.items() if key != "rise_later"}
    delivery = Delivery(replace(PHRASES, words=words), brief=True)
    if not delivery.brief:
        assert make_rise(Position.SUPINE, delivery).say == PHRASES.rise
