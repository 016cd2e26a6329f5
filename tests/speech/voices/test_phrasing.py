"""Where a text pauses, and for how long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.speech.voices.phrasing import (
    Boundary,
    SpokenWord,
    group_sentences,
    plan_pauses,
    split_phrases,
    write_phonemes,
)

TAGS = {"slide": "VB", "your": "PRP$", "the": "DT", "knees": "NNS"}
PAUSES = st.lists(st.tuples(st.sampled_from(Boundary), st.integers(0, 1_200)), max_size=8)
"""What ends each phrase but the last, and the pause that is there already, in ms."""


def spoken(text: str) -> list[SpokenWord]:
    """Give the words of a text; each sounds as it is written."""
    words = []
    for piece in text.split():
        word = piece.rstrip(",.;:!?")
        words.append(SpokenWord(word, TAGS.get(word, "NN"), word, word == piece))
        if mark := piece[len(word) :]:
            words.append(SpokenWord(mark, mark, mark, True))
    return words


def split(text: str, longest: int = 400) -> list[str]:
    return [phrase.phonemes for phrase in split_phrases(spoken(text), longest)]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Seven.", ["Seven."]),
        ("Lie down", ["Lie down"]),
        ("Slow down, and stop.", ["Slow down,", "and stop."]),
        ("Lie down. Rest.", ["Lie down.", "Rest."]),
        ("First: march on the spot.", ["First:", "march on the spot."]),
        ("Lower your hips until your back is flat.",
         ["Lower your hips", "until your back is flat."]),
        ("Keep both hands down and slide only the leg.",
         ["Keep both hands down", "and slide only the leg."]),
        ("Lie on your hands and knees on the mat.", ["Lie on your hands and knees on the mat."]),
        ("Rest if you can.", ["Rest if you can."]),  # too few words before it
        ("Hold the chair then rest.", ["Hold the chair then rest."]),  # too few behind it
    ],
)  # fmt: skip
def test_a_text_pauses_at_marks_and_before_clauses_and_nowhere_else(
    text: str, phrases: list[str]
) -> None:
    assert split(text) == phrases


def test_what_is_too_long_is_cut_between_words() -> None:
    pieces = split("word " * 300, longest=60)
    assert all(0 < len(piece) <= 60 for piece in pieces)
    assert " ".join(pieces).split() == ["word"] * 300


@given(st.lists(st.sampled_from(["a", "until", "and", "the", "slide", ",", ".", "word"])))
def test_no_word_is_lost_or_said_twice(pieces: list[str]) -> None:
    text = " ".join(pieces).replace(" ,", ",").replace(" .", ".")
    words = [word for word in spoken(text) if word.is_word]
    phrases = split_phrases(spoken(text), 400)
    assert "".join(phrase.phonemes for phrase in phrases).replace(" ", "").replace(",", "").replace(
        ".", ""
    ) == "".join(word.text for word in words)
    assert sum(phrase.count for phrase in phrases) == len(words)


@given(PAUSES, st.integers(0, 60_000), st.integers(0, 60_000))
def test_pauses_stay_between_their_bounds_and_fill_what_they_can(
    drawn: list[tuple[Boundary, int]], spoken_ms: int, wanted: int
) -> None:
    ends, there = [end for end, _ in drawn], [pause for _, pause in drawn]
    pauses = plan_pauses(ends, there, spoken_ms, wanted)
    least = [max(end.least, pause) for end, pause in drawn]
    most = [max(end.most, pause) for end, pause in drawn]
    assert all(a <= pause <= b for a, pause, b in zip(least, pauses, most, strict=True))
    missing = wanted - spoken_ms + sum(there)
    # A share is rounded up, so that each may have a millisecond too many.
    assert min(max(missing, sum(least)), sum(most)) <= sum(pauses)
    assert sum(pauses) <= max(missing, sum(least)) + len(ends)


def test_a_longer_wait_is_shared_by_rank() -> None:
    clause, comma, sentence = plan_pauses([*Boundary], [0, 0, 0], 4_000, 4_900)
    assert clause < comma < sentence


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Two.", "Two,"),
        ("Lie down.", "Lie down."),
        ("Lower your hips until your back is flat.",
         "Lower your hips, until your back is flat."),
        ("Slow down, and stop.", "Slow down, and stop."),
    ],
)  # fmt: skip
def test_a_clause_and_a_word_alone_sound_as_if_they_went_on(text: str, written: str) -> None:
    assert write_phonemes(split_phrases(spoken(text), 400)) == written


def test_a_sentence_is_spoken_at_once_unless_it_is_too_long() -> None:
    phrases = split_phrases(spoken("One, two. Three, four, five, six."), 400)
    assert [len(group) for group in group_sentences(phrases, 400)] == [2, 4]
    assert [len(group) for group in group_sentences(phrases, 12)] == [2, 2, 2]
