"""Whatever stands in a line is spoken and kept: numbers, addresses, names, foreign words."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.sound.audio import Pcm
from coach.sound.conform import trim
from coach.speech.normalize import normalize_text
from coach.speech.spelling import spelling_allowance
from coach.speech.synthesis import check_speech
from coach.speech.voices import Voice, open_voice
from tests.speech.spoken_lines import PIECES

SLOWEST, FASTEST = WORDS_PER_MINUTE[Pace.RELAX], WORDS_PER_MINUTE[Pace.COUNT]


@cache
def espeak() -> Voice:
    return open_voice("espeak")


def speak_checked(line: str, pace: int) -> Pcm | None:
    """Return the checked sound of a line; None where there is nothing to say in it."""
    text = normalize_text(line)
    if not text:
        return None
    pcm = espeak().speak(text, pace)
    check_speech(pcm, text, espeak())
    return pcm


def test_there_are_hundreds_of_pieces():
    assert len(set(PIECES)) > 250


@pytest.mark.parametrize("pace", [SLOWEST, FASTEST])
def test_no_piece_alone_is_too_long_or_too_short(pace):
    for piece in PIECES:
        speak_checked(piece, pace)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join))
def test_no_line_of_pieces_is_too_long_or_too_short(line):
    speak_checked(line, SLOWEST)


@pytest.mark.parametrize(
    "line", ["Breathe in slowly.", "Questions? Ring the clinic: 01632 960 123.", "WWW", "999"]
)
def test_what_is_absurd_is_still_found(line):
    """A voice that does not stop: twenty times what the line takes, or a minute and a half."""
    text = normalize_text(line)
    spoken = trim(espeak().speak(text, SLOWEST)).length
    words = len(text.split())
    assert 1_500 + 1_200 * words + spelling_allowance(text) < max(20 * spoken, 90_000)
