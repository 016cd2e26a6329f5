"""What the shipped sessions say of safety: whole, with something to do, and kindly."""

import re

import pytest

from coach.pipeline import load_routine_with_cards, prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import load_phrases
from coach.script.talk_level import TalkLevel
from coach.system.paths import routine_names
from coach.timeline.session import list_written_performs
from coach.timeline.source import spoken_text

SETS = load_phrases("en").safety
WARNINGS = {
    "numbness where one sits": r"numbness (between your legs|in both legs or between your legs)",
    "bladder": r"bladder",
    "bowel": r"bowel",
    "both legs": r"weakness or numbness in both legs",
    "chest pain": r"chest pain",
    "sharp pain": r"sharp or electric pain",
    "down the leg": r"pain or tingling down a leg",
    "new weakness": r"new weakness",
    "faintness": r"faint",
}
EMERGENCIES = ("numbness where one sits", "bladder", "bowel", "both legs", "chest pain")
ACTION = re.compile(r"\b(stop|get emergency help|needs emergency help|do less|do the same)\b", re.I)
SENTENCE = re.compile(r"[^.]+\.")
STILL = ("body-scan", "box-breathing", "breathing")
"""Sessions in which nobody is asked to move."""
MOVING = [name for name in routine_names() if name not in STILL]


def sentences(lines) -> list[str]:
    return [found.strip() for line in lines for found in SENTENCE.findall(line.text)]


@pytest.mark.parametrize("name", MOVING)
@pytest.mark.parametrize("warning", WARNINGS)
def test_who_moves_is_warned_of_all_that_cannot_wait_and_told_what_to_do(name, warning):
    routine, cards = load_routine_with_cards(name)
    assert list_written_performs(routine)
    assert cards
    said = [one for one in sentences(routine.safety) if re.search(WARNINGS[warning], one, re.I)]
    assert said, f"{name} says nothing of {warning}"
    assert all(ACTION.search(one) for one in said)
    if warning in EMERGENCIES:
        assert any("emergency help" in line.text for line in routine.safety)


@pytest.mark.parametrize("name", [*SETS])
def test_a_set_is_short_and_each_of_its_warnings_is_answered(name):
    words = SETS[name]
    assert len(words.short) == 1
    assert sum(len(line.text.split()) for line in words.full) <= 60
    assert sum(len(line.text.split()) for line in words.short) <= 24
    for line in (*words.full, *words.short):
        assert ACTION.search(line.text) or re.search(r"leave it out|breathe|gently", line.text)
    assert not any("is an emergency" in line.text for line in words.full)


@pytest.mark.parametrize("name", ["movement", "flare", "evening", "walking"])
def test_the_rule_of_comfort_can_be_kept_by_someone_in_pain(name):
    whole = " ".join(line.text for line in SETS[name].full)
    assert re.search(r"your pain grows|add to the pain you have now", whole)
    assert "out of ten, no more" not in whole


def test_a_flare_has_no_number_and_a_scale_is_told_with_its_end():
    assert not re.search(r"\b(three|ten)\b", " ".join(one.text for one in SETS["flare"].full))
    for name in ("movement", "evening", "walking"):
        assert sum("where ten is the worst" in one.text for one in SETS[name].full) == 1


def test_the_last_word_before_the_night_is_no_emergency():
    assert "emergency" in SETS["evening"].full[0].text
    assert "hurry" in SETS["evening"].full[-1].text
    routine, _ = load_routine_with_cards("bedtime")
    assert routine.safety == SETS["evening"].full


def test_short_talk_says_the_short_set():
    prepared = prepare_session("lower-back", SessionRequest("tone", talk=TalkLevel.SHORT))
    said = [spoken_text(c.source) for c in prepared.timeline.clips if c.kind == "safety"]
    assert said == [line.text for line in SETS["movement"].short]


@pytest.mark.parametrize("name", ["movement", "flare", "evening", "walking"])
def test_the_one_short_line_has_both_what_to_do_and_what_cannot_wait(name):
    (line,) = SETS[name].short
    assert re.search(r"do less|stop|slow down", line.text)
    assert re.search(r"emergency help for chest pain, .* legs .* bladder", line.text)


def test_a_first_timer_hears_every_warning_in_the_shortest_session_too():
    prepared = prepare_session("lower-back", SessionRequest("tone", 300_000))
    assert prepared.session.delivery.brief
    said = [spoken_text(c.source) for c in prepared.timeline.clips if c.kind == "safety"]
    assert said == [line.text for line in SETS["movement"].full]


@pytest.mark.parametrize("name", ["body-scan", "box-breathing"])
def test_who_lies_down_has_been_told_before_not_to_drive(name):
    routine, _ = load_routine_with_cards(name)
    first = next(line.text for step in routine.opening for line in getattr(step, "say", ()))
    whole = " ".join(line.text for line in routine.safety)
    assert "driv" in first
    assert "driv" not in whole
