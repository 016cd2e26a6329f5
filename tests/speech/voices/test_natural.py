"""What the natural voice promises besides the laws of the socket."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from coach.errors import MachineError, UsageError
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.speech.normalize import normalize_text
from coach.speech.voices import default_engine, natural, open_voice
from coach.speech.voices.espeak import EspeakVoice
from coach.speech.voices.natural import SPEEDS, NaturalVoice, speed_of

GUIDANCE = (
    "Lie on your back, bend both knees, and place your feet flat on the mat.",
    "Draw your right knee slowly toward your chest, and hold it with both hands.",
    "Lower your hips one bone at a time until your back is flat again.",
    "Keep both hands down and slide only the leg along the floor.",
    "Breathe in through your nose, and let your belly rise.",
    "Press the small of your back gently into the mat.",
    "Step one foot forward, and bend the front knee a little.",
    "Turn both knees to the left while your shoulders stay on the floor.",
    "Stand tall beside your chair, feet as wide as your hips.",
    "Let your head and your arms hang, and breathe out slowly.",
)


@pytest.fixture(scope="module")
def voice() -> Iterator[NaturalVoice]:
    opened = NaturalVoice()
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def no_other_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COACH_ENGINE")


def test_it_is_what_speaks_where_nothing_else_was_asked_for() -> None:
    assert default_engine() == "natural"
    assert open_voice().identity == NaturalVoice().identity


def test_sounds_of_a_lexicon_are_spoken(voice: NaturalVoice) -> None:
    def speak(text: str, lexicon: dict[str, str] | None = None) -> bytes:
        spoken = normalize_text(text, lexicon or {}, voice.respellings)
        return voice.speak(spoken, 122).samples.tobytes()

    # Found in a dictionary: as another word sounds, so is the sound of this one.
    assert speak("Rest your side.", {"side": "/θaɪ/"}) == speak("Rest your thigh.")
    assert speak("Rest your side.") != speak("Rest your thigh.")


def test_without_its_packages_another_voice_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.speech.voices.find_spec", lambda _name: None)
    assert default_engine() in ("espeak", "pyttsx3")
    with pytest.raises(MachineError, match="is not installed") as caught:
        NaturalVoice()
    assert "hibari-tts" in str(caught.value.problems[0].hint)


def test_the_same_words_are_the_same_sound_in_any_order_and_thread(voice: NaturalVoice) -> None:
    texts = ["One.", "Lie down, and rest.", "Seven.", "Breathe out."]
    first = [voice.speak(text, 122).samples.tobytes() for text in texts]
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda text: voice.speak(text, 122).samples.tobytes(), texts[::-1]))
    assert again[::-1] == first


@pytest.mark.parametrize(
    ("pace", "least", "most"),
    [
        (Pace.INSTRUCT, 115, 130),
        (Pace.HOLD, 95, 118),
        (Pace.RELAX, 85, 114),
        (Pace.TALK, 130, 155),
    ],
)
def test_the_pace_is_that_of_a_person_who_guides(
    voice: NaturalVoice, pace: Pace, least: int, most: int
) -> None:
    """Real words a minute, over whole sentences as they are heard."""
    texts = [normalize_text(text, {}, voice.respellings) for text in GUIDANCE]
    words = sum(len(text.split()) for text in texts)
    spoken_ms = sum(voice.speak(text, WORDS_PER_MINUTE[pace]).length for text in texts)
    assert least <= words * 60_000 / spoken_ms <= most


def test_speed_rises_with_the_pace_and_stays_where_the_voice_was_trained() -> None:
    speeds = [speed_of(pace) for pace in range(20, 600)]
    assert speeds == sorted(speeds)
    assert speeds[0] >= 0.5
    assert speeds[-1] <= 2.0
    assert all(speed_of(pace) == speed for pace, speed in SPEEDS.items())


def test_a_text_cannot_write_sounds(voice: NaturalVoice) -> None:
    """The reader's own syntax for sounds is read as the words that stand there."""
    injected = "Lift [your](/zzzz/) leg."
    assert any("zzzz" in word.phonemes for word in voice._load().read(injected))
    words = voice._load().read(natural.clean_text(injected))
    assert not any("zzzz" in word.phonemes for word in words)  # the letters are spelled
    assert "your" in [word.text for word in words]
    assert natural.clean_text("[a](/b/)") == " a (/b/)"


def test_what_it_has_no_sounds_for_espeak_speaks(voice: NaturalVoice) -> None:
    foreign = voice.speak("Lie down. שכב על הגב", 122)
    assert foreign.rate == EspeakVoice().speak("One.", 122).rate != natural.RATE


@pytest.mark.parametrize("text", ["Ложитесь на спину.", "Lie down, σιγά.", "მშვიდად", "Հանգիստ"])
def test_letters_of_another_script_are_no_english_for_it(voice: NaturalVoice, text: str) -> None:
    assert voice.speak(text, 122).rate != natural.RATE


@pytest.mark.parametrize("text", ["Übung, Łódź, naïve, Nguyễn", "30 µm", "α", "həˈlˌoʊ"])
def test_latin_letters_and_single_signs_it_reads_itself(voice: NaturalVoice, text: str) -> None:
    assert voice.speak(text, 122).rate == natural.RATE


def test_where_nobody_can_read_it_the_word_is_named(
    voice: NaturalVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MachineError(())

    monkeypatch.setattr(EspeakVoice, "__init__", fail)
    with pytest.raises(MachineError, match="cannot read 'שכב'"):
        voice.speak("Lie down. שכב", 122)


def test_whatever_its_reader_raises_is_a_message(
    voice: NaturalVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = voice._load()._reader
    monkeypatch.setattr(reader, "tokenize", lambda _text: 1 / 0)
    with pytest.raises(MachineError, match="cannot read 'Lie down'"):
        voice.speak("Lie down", 122)


def test_long_text_takes_no_more_memory_than_its_longest_phrase(voice: NaturalVoice) -> None:
    longest = 0
    engine = voice._load()
    for phrase in natural.split_phrases(engine.read("roll it over " * 130), natural.MAX_PHONEMES):
        longest = max(longest, len(phrase.phonemes))
    assert longest <= natural.MAX_PHONEMES


def test_a_damaged_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(natural, "BUNDLED_SHA256", "0" * 64)
    natural._load_engine.cache_clear()
    try:
        with pytest.raises(MachineError, match="damaged"):
            NaturalVoice().speak("One.", 122)
    finally:
        natural._load_engine.cache_clear()


def test_too_little_memory_is_no_reason_to_install_it_again(
    voice: NaturalVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lack(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(voice._load()._reader, "tokenize", lack)
    with pytest.raises(MachineError, match="not enough memory"):
        voice.speak("Lie down", 122)
    monkeypatch.setattr(natural, "_check_model", lack)
    natural._load_engine.cache_clear()
    try:
        with pytest.raises(MachineError, match="not enough memory"):
            NaturalVoice().speak("One.", 122)
    finally:
        natural._load_engine.cache_clear()


def test_an_unknown_speaker_is_refused() -> None:
    with pytest.raises(UsageError, match="'hart'"):
        NaturalVoice("hart")


def test_opening_it_imports_nothing_of_it() -> None:
    program = (
        "import sys; from coach.speech.voices import open_voice; open_voice('natural').identity;"
        "print(any(name in sys.modules for name in ('hibari', 'onnxruntime')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "False"


def test_peaks_stay_below_full_scale(voice: NaturalVoice) -> None:
    for text in ("Seventeen!", "Stop! Stop! Stop!", "Good work, everybody."):
        assert 3_000 < np.abs(voice.speak(text, 160).samples.astype(int)).max() < 32_767
