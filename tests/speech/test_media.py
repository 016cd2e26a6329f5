"""Every utterance is spoken once ever; what cannot be kept, spoken or read is told so."""

import numpy as np
import pytest

from coach.errors import MachineError, Problem, ScriptError
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.pace import Pace
from coach.sound.audio import Pcm
from coach.speech.media import Media, collect_takes
from coach.speech.studio import open_studio
from coach.speech.take_cache import TakeCache
from coach.speech.voices.tone import ToneVoice
from coach.system.paths import find_sound
from coach.timeline.source import Sound, Utterance

pytestmark = pytest.mark.own_takes

LINES = tuple(Utterance(f"Line {number} of them.") for number in range(20))


class CountingVoice(ToneVoice):
    """A tone voice that remembers what it was asked to say."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def speak(self, text, words_per_minute):
        self.asked.append((text, words_per_minute))
        return super().speak(text, words_per_minute)


class BrokenVoice(ToneVoice):
    """A tone voice whose sound is what it was made with, from the third line on."""

    def __init__(self, sound):
        super().__init__()
        self.sound = sound
        self.left = 2

    def speak(self, text, words_per_minute):
        self.left -= 1
        if self.left >= 0:
            return super().speak(text, words_per_minute)
        if isinstance(self.sound, Exception):
            raise self.sound
        return Pcm(np.array(self.sound, np.int16), 22_050)


@pytest.fixture
def voice():
    return CountingVoice()


def gather(folder, voice, sources, lexicon=None, progress=lambda _done, _all: None):
    media = Media(TakeCache(folder))
    collect_takes(sources, media, voice, find_sound, lexicon or {}, progress)
    return media


def same(one, other):
    return all(np.array_equal(one[key].pcm.samples, other[key].pcm.samples) for key in one)


def test_each_utterance_is_spoken_once_ever(tmp_path, voice):
    first = gather(tmp_path, voice, [*LINES, *LINES])
    assert len(voice.asked) == len(LINES)
    again = gather(tmp_path, voice, LINES)
    assert len(voice.asked) == len(LINES)
    assert same(first, again)
    assert first.lengths == again.lengths


def test_takes_are_those_of_their_own_words(tmp_path, voice):
    media = gather(tmp_path, voice, LINES)
    for line in LINES[::7]:
        alone = gather(tmp_path / line.text, CountingVoice(), [line])
        assert np.array_equal(media[line].pcm.samples, alone[line].pcm.samples)


def test_the_pace_and_the_way_a_word_is_spelt_make_another_take(tmp_path, voice):
    fast, slow = (Utterance("Mind your psoas.", pace) for pace in (Pace.TALK, Pace.RELAX))
    media = gather(tmp_path, voice, [fast, slow])
    assert media.lengths[fast].length < media.lengths[slow].length
    gather(tmp_path, voice, [fast], {"psoas": "so as"})
    assert [text for text, _ in voice.asked] == ["Mind your psoas."] * 2 + ["Mind your so as."]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: bytes(len(content)),
        lambda content: content[: len(content) // 2],
        lambda content: content[:-9] + bytes([content[-9] ^ 64]) + content[-8:],
    ],
    ids=["empty", "zeros", "cut short", "a bit flipped"],
)
def test_a_damaged_take_is_spoken_anew_and_never_played(tmp_path, voice, damage):
    sound = gather(tmp_path, voice, LINES)
    paths = sorted(tmp_path.rglob("*.take"))
    assert len(paths) == len(LINES)
    for path in paths[::4]:
        path.write_bytes(damage(path.read_bytes()))
    voice.asked.clear()
    assert same(gather(tmp_path, voice, LINES), sound)
    assert len(voice.asked) == len(paths[::4])
    voice.asked.clear()
    assert same(gather(tmp_path, voice, LINES), sound)
    assert voice.asked == []


def test_damaged_takes_of_sounds_are_made_anew_too(tmp_path, voice):
    start = Sound("start")
    sound = gather(tmp_path, voice, [start])
    for path in tmp_path.rglob("*.take"):
        path.write_bytes(bytes(1000))
    assert same(gather(tmp_path, voice, [start]), sound)


def test_where_nothing_can_be_kept_all_is_still_heard_and_it_is_told(tmp_path, monkeypatch):
    routine = tmp_path / "mine.yaml"
    routine.write_text("title: Mine\nsteps: [Hello there., hold: 10s]\n")
    kept = prepare_session(str(routine), SessionRequest("tone"))
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setenv("COACH_CACHE", str(tmp_path / "cache"))
    prepared = prepare_session(str(routine), SessionRequest("tone"))
    (notice,) = prepared.notices
    assert notice == f"takes are not kept: {tmp_path / 'cache' / 'takes'}: Not a directory"
    assert kept.notices == ()
    whole = (0, kept.timeline.length)
    assert np.array_equal(
        prepared.make_mix().render(*whole).samples, kept.make_mix().render(*whole).samples
    )


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        ([], "empty"),
        ([0] * 22_050, "silent"),
        ([32_767] * 22_050, "clipped"),
        ([9_000, -9_000] * 500_000, "of sound for 4 words, found"),
    ],
    ids=["empty", "silent", "clipped", "endless"],
)
def test_a_voice_that_fails_is_told_with_the_words_it_failed_at(tmp_path, sound, said):
    with pytest.raises(MachineError) as caught:
        gather(tmp_path, BrokenVoice(sound), LINES)
    (problem,) = caught.value.problems
    assert problem.message.startswith("the voice tone 1 middle spoke 'Line 2 of them.' badly: ")
    assert said in problem.message
    assert problem.hint == "try another voice: --voice tone"


def test_what_a_voice_raises_reaches_who_asked_and_what_was_spoken_is_kept(tmp_path):
    gone = MachineError(Problem("the voice is gone"))
    with pytest.raises(MachineError, match="the voice is gone"):
        gather(tmp_path, BrokenVoice(gone), LINES)
    assert len(list(tmp_path.rglob("*.take"))) == 2


def test_progress_is_told_take_by_take(tmp_path, voice):
    seen = []
    gather(tmp_path, voice, LINES, progress=lambda done, whole: seen.append((done, whole)))
    assert seen == [(number, len(LINES)) for number in range(1, len(LINES) + 1)]


def test_nothing_is_spoken_that_is_at_hand(tmp_path, voice):
    media = gather(tmp_path, voice, LINES)
    voice.asked.clear()
    collect_takes(LINES, media, voice, find_sound, {})
    assert voice.asked == []


@pytest.mark.parametrize("content", [b"", b"no wave at all", b"RIFF\x24\0\0\0WAVEfmt "])
def test_a_sound_of_ones_own_that_is_none_is_an_error_that_names_it(
    tmp_path, voice, own_folders, content
):
    own = own_folders / "home" / "audio_cues" / "gong.wav"
    own.parent.mkdir(parents=True)
    own.write_bytes(content)
    with pytest.raises(ScriptError, match=r"gong\.wav: expected a WAV file with sound in it"):
        gather(tmp_path, voice, [Sound("gong")])


def test_the_studio_closes_its_voice(monkeypatch):
    closed = []
    monkeypatch.setattr(ToneVoice, "close", lambda self: closed.append(self))
    with open_studio("tone") as studio:
        assert not closed
    assert closed == [studio.voice]
