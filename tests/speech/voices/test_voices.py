"""The laws of the socket, over every built-in voice; and what the tones promise besides."""

import hashlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import CoachError, MachineError, UsageError
from coach.plugins import load_plugin
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.speech.voices import BUILTINS, GROUP, Voice, open_voice
from coach.speech.voices.spoken_text import has_alphanumeric
from coach.speech.voices.tone import LOWEST_PITCHES_HZ, ToneVoice

SENTENCE = "Draw your right knee slowly toward your chest"


@pytest.fixture(scope="module", params=BUILTINS)
def voice(request: pytest.FixtureRequest) -> Iterator[Voice]:
    opened = open_voice(request.param)
    yield opened
    opened.close()


@pytest.fixture(params=BUILTINS)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_identity_is_the_same_each_time_and_names_the_voice(engine: str) -> None:
    first, second = open_voice(engine), open_voice(engine)
    # The natural voice has one speaker until others are fetched.
    names = [entry.name for entry in load_plugin(GROUP, BUILTINS, engine).catalog()[1:2]]
    others = [open_voice(f"{engine}:{name}") for name in names]
    try:
        assert first.identity == second.identity != ""
        first.speak("One.", 122)
        assert first.identity == second.identity
        assert first.identity not in [other.identity for other in others]
    finally:
        for each in (first, second, *others):
            each.close()


def test_speech_is_mono_sound(voice: Voice) -> None:
    take = voice.speak(SENTENCE, 122)
    assert take.samples.dtype == np.int16
    assert take.samples.ndim == 1
    assert take.rate >= 16_000
    assert 2000 < take.length < 8000
    assert 3_000 < np.abs(take.samples.astype(int)).max() < 32_767


def test_longer_text_is_longer(voice: Voice) -> None:
    words = SENTENCE.split()
    lengths = [voice.speak(" ".join(words[:count]), 122).length for count in range(1, 9)]
    assert all(longer > shorter + 50 for shorter, longer in pairwise(lengths))


def test_faster_is_shorter(voice: Voice) -> None:
    lengths = [voice.speak(SENTENCE, pace).length for pace in sorted(WORDS_PER_MINUTE.values())]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == len(WORDS_PER_MINUTE)


def test_a_count_fits_its_second(voice: Voice) -> None:
    for word in ("One.", "Two.", "Three.", "Seven.", "Ten."):
        take = voice.speak(word, WORDS_PER_MINUTE[Pace.COUNT])
        loud = np.flatnonzero(np.abs(take.samples.astype(int)) > 200)
        assert 200 < (loud[-1] - loud[0]) * 1000 / take.rate < 700


def test_closing_twice_is_fine(engine: str) -> None:
    opened = open_voice(engine)
    opened.close()
    opened.close()


def test_the_first_of_the_catalog_is_the_default(engine: str) -> None:
    catalog = load_plugin(GROUP, BUILTINS, engine).catalog()
    assert len({entry.name for entry in catalog}) == len(catalog)
    assert all(entry.language.replace("-", "").isalnum() for entry in catalog)
    default, first = open_voice(engine), open_voice(f"{engine}:{catalog[0].name}")
    try:
        assert first.identity == default.identity
    finally:
        default.close()
        first.close()


def test_an_unknown_name_is_refused_with_a_hint(engine: str) -> None:
    name = load_plugin(GROUP, BUILTINS, engine).catalog()[-1].name
    with pytest.raises(CoachError) as caught:
        open_voice(f"{engine}:{name}x")
    (problem,) = caught.value.problems
    assert f"{name}x" in problem.message
    assert problem.hint == f"did you mean {name!r}?"
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    ["", " ", "...", "—", "🧘‍♀️", "שכב על הגב", "استلق", "\x01\x0250S\x1b[0m", "\u202eabc", "a\0b"],
)
def test_odd_texts_are_spoken_or_pass_in_silence(voice: Voice, text: str) -> None:
    take = voice.speak(text, 122)
    assert len(take.samples) > 0
    assert take.samples.any() or not has_alphanumeric(text)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(codec=None), max_size=40), pace=st.integers(60, 300))
def test_any_text_is_spoken_or_refused(voice: Voice, text: str, pace: int) -> None:
    try:
        take = voice.speak(text, pace)
    except MachineError:  # a letter no voice knows how to say
        assert has_alphanumeric(text)
        assert not any("a" <= letter <= "z" for letter in text)
    else:
        assert take.samples.any() or not has_alphanumeric(text)


def test_tones_are_the_same_bit_for_bit_everywhere() -> None:
    """The sums were taken once: a change of the sound must change the identity, too."""
    sums = {}
    for name in LOWEST_PITCHES_HZ:
        take = ToneVoice(name).speak("Breathe in, and hold it there: ten, nine. ¡Ya está!", 122)
        sums[name] = hashlib.sha256(take.samples.astype("<i2").tobytes()).hexdigest()[:16]
    assert sums == {
        "middle": "4ba5d8c46a854be1",
        "low": "366b4871a5722563",
        "high": "682a21205fd0d092",
    }
    assert ToneVoice().identity == "tone 1 middle"


@pytest.mark.parametrize("pace", [92, 105, 122, 142, 160])
def test_tones_keep_the_pace_of_speech(pace: int) -> None:
    texts = (
        "Bring both knees to your chest and hold them there.",
        "Keep your chin tucked in and look up at the ceiling.",
        "Now lower your leg slowly until it almost touches the floor.",
        "Only go as far as it feels comfortable today.",
    )
    words = sum(len(text.split()) for text in texts)
    length = sum(ToneVoice().speak(text, pace).length - 90 for text in texts)  # edges are silent
    assert words * 60_000 / length == pytest.approx(pace, rel=0.08)


def test_a_tone_sets_on_at_once_and_its_words_can_be_told_apart() -> None:
    take = ToneVoice().speak("one two", 160)
    level = np.abs(take.samples.astype(int)).reshape(-1, 24).max(axis=1)  # a value a millisecond
    silent = level == 0
    assert silent[:20].all()
    assert level[28:40].max() > 10_000  # from nothing to its peak within 8 ms
    starts = np.flatnonzero(silent[:-1] & ~silent[1:])
    assert len(starts) == 2
    one, two = (ToneVoice().speak(word, 160).samples for word in ("one", "two"))
    crossings = [np.count_nonzero(np.diff(np.sign(sound[:10_000]))) for sound in (one, two)]
    assert crossings[0] != crossings[1]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("heart", "did you mean 'natural:heart'?"),
        ("high", "did you mean 'tone:high'?"),
        ("emma", "coach voices --get emma"),
    ],
)
def test_a_speaker_without_its_engine_is_told_how_to_be_asked_for(asked: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"no voice is called '{asked}'") as caught:
        open_voice(asked)
    assert hint in str(caught.value.problems[0].hint)
