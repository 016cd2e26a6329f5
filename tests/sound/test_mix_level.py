"""What was rendered, measured with another hand's meter: its loudness and its peaks."""

import pytest

from coach.errors import MachineError
from coach.sound.audio import RATE, load_wav
from coach.sound.conform import TAKE_LUFS, conform_sound, conform_voice
from coach.sound.levels import DEFAULT_LEVELS, LOUDNESS_PRESETS, Levels, Loudness
from coach.sound.loudness import db_to_gain, gain_to_db
from coach.sound.mix import MAX_ABOVE_TARGET_LU, Mix, session_gain
from coach.sound.take import Take
from coach.speech.voices import open_voice
from coach.timeline.clips import Clip, Timeline
from coach.timeline.source import Sound, Source, Track, Utterance
from tests.paths import ROOT

TOO_LOUD = Levels(Loudness(-12.0, -1.0, "for tests"))
CUES = ROOT / "audio_cues"


def clip(start: int, source: Source, length: int, track: Track = Track.VOICE) -> Clip:
    return Clip(start, length, source, track, "test")


def timeline(*clips: Clip) -> Timeline:
    ordered = tuple(sorted(clips, key=lambda one: one.start))
    return Timeline("test", max(one.end for one in ordered), ordered, ())


@pytest.fixture(scope="module")
def real() -> dict[Source, Take]:
    """Takes of a real voice and of the real cue sounds."""
    try:
        voice = open_voice("espeak")
    except MachineError as error:
        pytest.skip(str(error))
    texts = {
        "Lie on your back, with your knees bent and your feet flat on the floor.": 120,
        "Tighten your belly, and press the small of your back into the floor.": 120,
        "Hold it there. Keep breathing.": 105,
        "Now rest, and let the floor carry you.": 92,
    } | dict.fromkeys("one two three four five six seven eight nine ten".split(), 160)
    takes: dict[Source, Take] = {
        Utterance(text): conform_voice(voice.speak(text, pace)) for text, pace in texts.items()
    }
    voice.close()
    return takes | {Sound(f.stem): conform_sound(load_wav(f)) for f in CUES.glob("*.wav")}


def talk(real, count: int, gap: int = 1_500) -> list[Clip]:
    texts = [s for s in real if isinstance(s, Utterance) and " " in s.text]
    clips, start = [], 500
    for number in range(count):
        source = texts[number % len(texts)]
        clips.append(clip(start, source, real[source].extent.length))
        start = clips[-1].end + gap
    return clips


def counts(real, count: int, start: int = 0) -> list[Clip]:
    words = [s for s in real if isinstance(s, Utterance) and " " not in s.text]
    return [
        clip(start + 1_000 * (n + 1), words[n % 10], real[words[n % 10]].extent.length)
        for n in range(count)
    ]


def sounds(real, name: str, starts) -> list[Clip]:
    source = Sound(name)
    return [clip(start, source, real[source].extent.length, Track.CUE) for start in starts]


def breaths(count: int, start: int = 0) -> list[Clip]:
    made = []
    for begin in range(start, start + 10_000 * count, 10_000):
        made.append(clip(begin, Sound("breathe-in"), 4_000, Track.CUE))
        made.append(clip(begin + 4_000, Sound("breathe-out"), 6_000, Track.CUE))
    return made


SESSIONS = {
    "sentences": lambda real: talk(real, 12),
    "sentences far apart": lambda real: talk(real, 4, gap=12_000),
    "single words": lambda real: counts(real, 40),
    "words on ticks": lambda real: counts(real, 30) + sounds(real, "tick", range(0, 30_000, 1_000)),
    "words in breaths": lambda real: counts(real, 60) + breaths(6),
    "words on bells": lambda real: (
        talk(real, 8)
        + [bell for one in talk(real, 8) for bell in sounds(real, "ready", [one.start])]
    ),
    "all of it": lambda real: (
        talk(real, 8)
        + counts(real, 30, 60_000)
        + sounds(real, "start", [0])
        + sounds(real, "change-side", [59_000, 95_000])
        + breaths(3, 100_000)
    ),
}


def measure(mix: Mix) -> tuple[float, float]:
    """Give the LUFS and the dBTP of a whole session, rendered in windows."""
    ebur128 = pytest.importorskip("pyebur128")
    mode = ebur128.MeasurementMode.MODE_I | ebur128.MeasurementMode.MODE_TRUE_PEAK
    state = ebur128.R128State(1, RATE, mode)
    for start in range(0, mix.timeline.length, 7_000):
        pcm = mix.render(start, min(start + 7_000, mix.timeline.length))
        state.add_frames(pcm.to_floats(), len(pcm.samples))
    return ebur128.get_loudness_global(state), gain_to_db(ebur128.get_true_peak(state, 0))


@pytest.mark.parametrize(
    ("name", "preset"),
    [
        *((name, "podcast") for name in SESSIONS),
        *(("all of it", name) for name in LOUDNESS_PRESETS),
    ],
)
def test_a_session_comes_out_at_its_target(name, preset, real):
    wanted = LOUDNESS_PRESETS[preset]
    mix = Mix(timeline(*SESSIONS[name](real)), real, Levels(wanted))
    loudness, peak = measure(mix)
    target = wanted.target
    assert peak <= wanted.peak
    assert target - loudness == pytest.approx(mix.shortfall, abs=0.5)
    assert loudness == pytest.approx(target, abs=0.5)


@pytest.mark.parametrize("name", ["single words", "words on bells"])
def test_a_target_too_loud_is_missed_rather_than_the_peaks(name, real):
    loudness, peak = measure(Mix(timeline(*SESSIONS[name](real)), real, TOO_LOUD))
    assert loudness < -12.5
    assert peak <= -1.0


def test_breaths_alone_are_not_raised_to_the_level_of_speech(real):
    plan = timeline(*breaths(6))
    assert session_gain(plan, real) == pytest.approx(
        db_to_gain(DEFAULT_LEVELS.loudness.target - TAKE_LUFS + MAX_ABOVE_TARGET_LU)
    )
    loudness, _ = measure(Mix(plan, real))
    assert loudness < DEFAULT_LEVELS.loudness.target - 5
