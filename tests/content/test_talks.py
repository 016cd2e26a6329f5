"""The shipped talks: their length, their sentences, their facts, and what they must say."""

import re

import pytest

from coach.script.library import find_lesson
from coach.system.paths import lesson_names


@pytest.mark.parametrize("name", lesson_names())
def test_a_talk_lasts_one_to_three_minutes_in_short_sentences(name: str) -> None:
    talk = find_lesson(name)
    assert 60_000 <= talk.length <= 180_000
    assert len(talk.lines) >= 4
    assert talk.sources
    for paragraph in talk.lines:
        for line in paragraph:
            assert len(line.text.split()) <= 18, line.text


@pytest.mark.parametrize("name", lesson_names())
def test_facts_are_short_and_whole(name: str) -> None:
    facts = find_lesson(name).facts
    assert len(facts) >= 2
    for fact in facts:
        assert 20 <= len(fact.text.split()) <= 35, fact.text
        assert fact.text.endswith(".")
        assert max(len(part.split()) for part in re.split(r"(?<=[.?]) ", fact.text)) <= 18


def test_no_talk_promises_or_blames() -> None:
    banned = r"\b(cures?|heals?|guarantee|pain[- ]free|your fault|lazy|miracle|must lose|get rid)\b"
    allowed = {"Sleep is no cure for everything, whatever people say."}
    allowed |= {"It's no wonder cure, and it doesn't work the same for everyone."}
    for name in lesson_names():
        talk = find_lesson(name)
        lines = [line.text for paragraph in talk.lines for line in paragraph]
        for text in (*lines, *(fact.text for fact in talk.facts)):
            assert text in allowed or not re.search(banned, text, re.IGNORECASE), text


def test_talks_correct_what_was_wrong() -> None:
    def said(name: str) -> str:
        return " ".join(line.text for paragraph in find_lesson(name).lines for line in paragraph)

    assert "It doesn't have to be hard" in said("staying-active")
    assert "discs between them" in said("what-it-is")
    assert "about an arm's length" in said("desk")
    assert "No posture has been shown to prevent" in said("sitting-and-standing")
    assert "nobody can promise" in said("weight")
    emergency = said("when-to-see-a-doctor")
    for sign in ("saddle", "passing water", "both legs", "chest pain", "Fever", "at night"):
        assert sign in emergency, sign
