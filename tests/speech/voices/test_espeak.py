"""EspeakVoice keeps the pace asked for, and several of them share one C library unharmed."""

import re
import signal
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import ScriptError, UsageError
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.sound.audio import Pcm
from coach.speech.voices.espeak import EspeakVoice, rate_and_gap
from coach.speech.voices.spoken_text import MAX_TEXT_BYTES, sanitize_text

# Not the sentences the pace was fitted to.
SENTENCES = (
    "Bring both knees to your chest and hold them there.",
    "Keep your chin tucked in and look up at the ceiling.",
    "Place a pillow under your head if your neck feels tight.",
    "Push through your heels and squeeze at the top.",
    "Roll onto your side and rest your head on your arm.",
    "Now lower your leg slowly until it almost touches the floor.",
    "Let the breath go out through your mouth with a sigh.",
    "Reach your arms long in front of you and sink your hips back.",
    "Only go as far as it feels comfortable today.",
    "Straighten your leg and pull your toes toward you.",
    "Notice the weight of your shoulder blades on the ground.",
    "Well done, take a moment before we go on.",
)
JITTER_MS = 45  # espeak's own: see coach/voices/espeak.py


def heard(take: Pcm) -> float:
    """Give the milliseconds from the first to the last sound above -45 dB of the peak."""
    level = np.abs(take.samples.astype(float))
    loud = np.flatnonzero(level > level.max() * 10 ** (-45 / 20))
    return float(loud[-1] - loud[0]) * 1000 / take.rate


def real_pace(voice: EspeakVoice, words_per_minute: int) -> float:
    words = sum(len(sentence.split()) for sentence in SENTENCES)
    total = sum(heard(voice.speak(sentence, words_per_minute)) for sentence in SENTENCES)
    return words * 60_000 / total


@pytest.mark.parametrize("pace", [92, 98, 105, 112, 113, 114, 115, 122, 130, 142, 160])
def test_the_real_pace_is_the_one_asked_for(pace: int) -> None:
    assert real_pace(EspeakVoice(), pace) == pytest.approx(pace, rel=0.08)


def test_instructions_are_spoken_at_the_pace_of_instructions() -> None:
    assert 115 < real_pace(EspeakVoice(), WORDS_PER_MINUTE[Pace.INSTRUCT]) < 130


@given(st.integers(-10, 2000))
def test_espeak_is_only_asked_for_rates_it_has(pace: int) -> None:
    rate, gap = rate_and_gap(pace)
    assert 80 <= rate <= 450
    assert gap >= 0
    assert gap == 0 or pace < 114


def test_the_sound_does_not_saturate() -> None:
    voice = EspeakVoice()
    peaks = [np.abs(voice.speak(text, 122).samples.astype(int)).max() for text in SENTENCES]
    assert max(peaks) < 32_767


def test_two_voices_do_not_take_each_others_sound() -> None:
    text = "1977."  # each language reads numbers its own way
    english, german = EspeakVoice("en"), EspeakVoice("de")
    alone = [heard(voice.speak(text, 122)) for voice in (english, german)]
    assert abs(alone[0] - alone[1]) > 3 * JITTER_MS
    for _ in range(3):
        assert heard(english.speak(text, 122)) == pytest.approx(alone[0], abs=JITTER_MS)
        assert heard(german.speak(text, 122)) == pytest.approx(alone[1], abs=JITTER_MS)


def test_threads_may_share_it() -> None:
    voices = (EspeakVoice("en"), EspeakVoice("en-us+f3"))
    cases = [(voices[i % 2], SENTENCES[i % 5], 100 + i % 7 * 20) for i in range(48)]
    alone = [heard(voice.speak(text, pace)) for voice, text, pace in cases]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda case: heard(case[0].speak(*case[1:])), cases))
    assert together == pytest.approx(alone, abs=3 * JITTER_MS)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer signals on this system")
def test_ctrl_c_over_an_utterance_is_not_lost() -> None:
    voice = EspeakVoice()
    before = heard(voice.speak(SENTENCES[0], 122))
    previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        for attempt in range(10):
            with pytest.raises(KeyboardInterrupt):
                _speak_until_stopped(voice, 0.001 + attempt / 1000)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert heard(voice.speak(SENTENCES[0], 122)) == pytest.approx(before, abs=JITTER_MS)


def _speak_until_stopped(voice: EspeakVoice, seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    for _ in range(100):
        voice.speak(" ".join(SENTENCES), 122)


def test_a_variant_changes_the_voice_and_its_name() -> None:
    low, high = EspeakVoice("en-us"), EspeakVoice("EN-US+F3")
    assert re.fullmatch(r"espeak-ng \d+\.\d+\S* en-us", low.identity)
    assert high.identity == low.identity + "+f3"
    pitches = [_pitch(voice.speak(SENTENCES[0], 122)) for voice in (low, high)]
    assert pitches[1] > 1.3 * pitches[0]


def _pitch(take: Pcm) -> float:
    """Give the pitch in Hz that repeats most, by autocorrelation between 60 and 260 Hz."""
    spectrum = np.abs(np.fft.rfft(take.samples.astype(float), 2**18))
    likeness = np.fft.irfft(spectrum**2)
    shortest = take.rate // 260
    return float(take.rate / (shortest + np.argmax(likeness[shortest : take.rate // 60])))


def test_a_language_is_as_good_as_a_name() -> None:
    assert EspeakVoice("en-GB").identity == EspeakVoice().identity == EspeakVoice("en").identity


@pytest.mark.parametrize("name", ["en+f33", "en+", "klingon", "../en", "+f3"])
def test_a_name_espeak_would_pass_over_is_refused(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        EspeakVoice(name)
    assert caught.value.problems[0].hint


def test_commands_in_a_text_are_no_commands() -> None:
    voice = EspeakVoice()
    before = heard(voice.speak(SENTENCES[0], 122))
    voice.speak("\x01300S\x0199P hello", 122)
    assert heard(voice.speak(SENTENCES[0], 122)) == pytest.approx(before, abs=JITTER_MS)
    spelt = heard(voice.speak("\x01300S " + SENTENCES[0], 122))
    assert spelt > before + 300  # the digits are read out, the rest is as slow as before


@given(st.text(st.characters(codec=None), max_size=100))
def test_only_what_could_harm_is_taken_out_of_a_text(text: str) -> None:
    spoken = sanitize_text(text)
    assert len(spoken) == len(text)
    for before, after in zip(text, spoken, strict=True):
        category = unicodedata.category(before)
        assert after == {"Cc": " ", "Cs": "?"}.get(category, before)


def test_an_overlong_text_is_refused_and_the_longest_is_spoken() -> None:
    voice = EspeakVoice()
    longest = ("breathe " * 250).strip() + "."
    assert len(longest) == MAX_TEXT_BYTES
    assert voice.speak(longest, 160).length > 60_000
    with pytest.raises(ScriptError, match=r"2001 bytes.*'breathe breathe"):
        voice.speak(longest + ".", 160)


@pytest.mark.parametrize(
    ("breakage", "message"),
    [
        ("sys.modules['espeakng_loader'] = None", "is not installed"),
        ("loader.get_data_path = lambda: '/nowhere'", "cannot read its data in /nowhere"),
        ("loader.get_data_path = lambda: '/x' * 100", "so long a path"),
        ("loader.get_library_path = lambda: __file__", "does not start"),
    ],
)
def test_a_machine_without_the_library_is_told_what_to_do(breakage: str, message: str) -> None:
    code = (
        f"import sys, os, espeakng_loader as loader\n__file__ = os.__file__\n{breakage}\n"
        "from coach.errors import MachineError\nfrom coach.speech.voices import open_voice\n"
        "for _ in range(2):\n"
        "    try:\n        open_voice('espeak')\n"
        "    except MachineError as error:\n        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.count(message) == 2
    assert done.stdout.count("install espeakng-loader; or choose another engine") == 2
