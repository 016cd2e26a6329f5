"""Sentences that are divided at the pauses in them, and joined again."""

import numpy as np
import pytest

from coach.sound.audio import Pcm
from coach.speech.voices.phrase_sounds import KEPT_MS, divide_sentence, join_phrases
from coach.speech.voices.phrasing import Boundary, Phrase

RATE = 24_000
PHRASES = [Phrase("x" * 10, 3, Boundary.COMMA), Phrase("y" * 10, 3, Boundary.SENTENCE)]


def tone(milliseconds: int) -> np.ndarray:
    times = np.arange(RATE * milliseconds // 1000) / RATE
    return (9_000 * np.sin(2 * np.pi * 200 * times)).astype(np.int16)


def silence(milliseconds: int) -> np.ndarray:
    return np.zeros(RATE * milliseconds // 1000, np.int16)


def sentence(*pieces: np.ndarray) -> Pcm:
    return Pcm(np.concatenate([silence(200), *pieces, silence(250)]), RATE)


def test_a_sentence_is_cut_in_the_middle_of_its_pause() -> None:
    first, last = divide_sentence(sentence(tone(900), silence(300), tone(1_000)), PHRASES)
    assert first.boundary is Boundary.COMMA
    assert first.pause == pytest.approx(300, abs=10)
    assert len(first.heard) * 1000 / RATE == pytest.approx(10 + 900 + 150, abs=10)
    assert (last.boundary, last.pause) == (Boundary.SENTENCE, KEPT_MS)


@pytest.mark.parametrize(
    "pieces",
    [
        (tone(900), silence(120), tone(1_000)),  # as long as before a t
        (tone(200), silence(300), tone(1_700)),  # far from where the comma is
        (tone(1_900),),
    ],
)
def test_it_is_never_cut_in_a_phrase(pieces: tuple[np.ndarray, ...]) -> None:
    assert len([*divide_sentence(sentence(*pieces), PHRASES)]) == 1


def test_joined_with_the_pauses_that_were_there_nothing_has_changed() -> None:
    sound = sentence(tone(900), silence(300), tone(1_000))
    pieces = [*divide_sentence(sound, PHRASES)]
    again = join_phrases(pieces, [pieces[0].pause], RATE)
    assert again.tobytes() == sound.samples[190 * 24 : -(250 - 30) * 24].tobytes()


def test_a_longer_pause_is_longer_by_silence() -> None:
    pieces = [*divide_sentence(sentence(tone(900), silence(300), tone(1_000)), PHRASES)]
    short = join_phrases(pieces, [pieces[0].pause], RATE)
    long = join_phrases(pieces, [pieces[0].pause + 400], RATE)
    assert (len(long) - len(short)) * 1000 / RATE == 400
    assert np.count_nonzero(long) == np.count_nonzero(short)


def test_between_sentences_one_dies_away_and_the_next_begins_softly() -> None:
    faint = (silence(200) + 20).astype(np.int16)
    one = Pcm(np.concatenate([faint, tone(800), faint]), RATE)
    ends = [Phrase("x", 3, Boundary.SENTENCE)]
    pieces = [*divide_sentence(one, ends), *divide_sentence(one, ends)]
    joined = join_phrases(pieces, [500], RATE)
    middle = joined[len(pieces[0].heard) : -len(pieces[1].heard)]
    assert len(middle) == RATE * (500 - KEPT_MS) // 1000
    assert middle[: RATE // 10].all()
    assert middle[-RATE // 10 : -RATE // 40].all()
    assert not middle[len(middle) // 2]
