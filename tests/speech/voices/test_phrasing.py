"""Where a text pauses, and for how long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.speech.voices.phrasing import (
    Boundary,
    Phrase,
    SpokenWord,
    plan_pauses,
    split_phrases,
)

TAGS = {"slide": "VB", "your": "PRP$", "the": "DT", "knees": "NNS"}
PHRASES = st.lists(
    st.tuples(st.sampled_from(Boundary), st.integers(40, 4_000)), min_size=1, max_size=8
)


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


@given(PHRASES, st.integers(0, 60_000))
def test_pauses_stay_between_their_bounds_and_fill_what_they_can(
    drawn: list[tuple[Boundary, int]], wanted: int
) -> None:
    phrases = [Phrase("x", 1, boundary) for boundary, _ in drawn]
    lengths = [length for _, length in drawn]
    pauses = plan_pauses(phrases, lengths, wanted)
    ends = [phrase.boundary for phrase in phrases[:-1]]
    assert all(end.least <= pause <= end.most for end, pause in zip(ends, pauses, strict=True))
    least, most = sum(end.least for end in ends), sum(end.most for end in ends)
    missing = wanted - sum(lengths)
    # A share is rounded up, so that each may have a millisecond too many.
    assert min(max(missing, least), most) <= sum(pauses) <= max(missing, least) + len(ends)


def test_a_longer_wait_is_shared_by_rank() -> None:
    phrases = [Phrase("x", 1, boundary) for boundary in (*Boundary, Boundary.SENTENCE)]
    clause, comma, sentence = plan_pauses(phrases, [1_000] * 4, 4_900)
    assert clause < comma < sentence
