"""What is said to the ear, by voices that speak at test time, and what it takes for a command."""

from pathlib import Path

import numpy as np
import pytest

from coach.ears.hearing import Expected, Hearing, spell_bare
from coach.ears.model_files import ENCODER, find_models
from coach.ears.phrase_tokens import PHRASE_TOKENS
from coach.ears.segments import MAX_BLOCKS
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.timeline.source import Utterance
from tests.ears.said import CALL, COMMANDS, HEARD, commands, hear, keys_heard, needs_models, say

pytestmark = pytest.mark.ears


@pytest.fixture(scope="module", autouse=True)
def _models():
    needs_models()


def read_vocabulary(path: Path) -> list[bytes]:
    """Read the tokens in order: each behind its length, in one byte or two."""
    content, found, at = path.read_bytes(), [], 0
    while at < len(content):
        size, at = content[at], at + 1
        if size >= 128:
            size, at = size - 128 + content[at] * 128, at + 1
        found.append(content[at : at + size])
        at += size
    return found


def test_tokens_spell_what_they_stand_for():
    path = find_models()[ENCODER].with_name("tokenizer.bin")
    if not path.is_file():
        pytest.skip("the files were fetched, which leaves out the tokenizer")
    vocabulary = read_vocabulary(path)
    for text, tokens in PHRASE_TOKENS.items():
        written = b"".join(vocabulary[token] for token in tokens).decode()
        assert written.replace("▁", " ").strip() == text


@pytest.mark.parametrize("voice", ["natural", "pyttsx3:en-us"])
def test_every_command_is_understood(voice):
    said = say(voice, [f"{CALL}, {word}." for word in COMMANDS])
    wrong = {
        text: found
        for (text, sound), key in zip(said.items(), COMMANDS.values(), strict=True)
        if (found := keys_heard(sound, commands())) != [key]
    }
    # None is taken for another one; a robot's voice may have to say one of them again.
    assert not [found for found in wrong.values() if found]
    assert len(wrong) <= (voice != "natural"), wrong


@pytest.mark.parametrize("keys", [("yes", "no"), ("ready",), ("0", "2", "3", "7", "10")])
def test_answers_are_understood_while_asked_for(keys):
    words = {word: key for key in keys for word in HEARD[key]}
    asked = Hearing(tuple(Expected(key, spell_bare(word)) for word, key in words.items()), 1.5)
    said = say("natural", [f"{word[:1].upper()}{word[1:]}." for word in words])
    found = [keys_heard(sound, asked) for sound in said.values()]
    assert found == [[key] for key in words.values()]


def test_what_is_no_command_is_none():
    said = say(
        "natural",
        [
            "Could you pass me the blanket, please?",
            "The approach was rather slow.",
            "Pause.",
            "Stop it, the cat is on the mat again.",
            "Coach",
        ],
    )
    assert not [text for text, sound in said.items() if keys_heard(sound, commands())]


def test_a_call_that_is_followed_late_still_counts():
    said = say("natural", [f"{CALL}.", "Pause."])
    call, word = said.values()
    gap = np.zeros(16_000 * 6 // 10, np.float32)
    assert keys_heard(np.concatenate([call, gap, word]), commands()) == ["pause"]
    assert keys_heard(np.concatenate([call, gap, gap, gap, word]), commands()) == []


def test_an_open_ear_says_that_it_did_not_understand():
    bare = Hearing((Expected("pause", spell_bare("pause")),), tells_unclear=True)
    (sound,) = say("natural", ["Bananas and cream."]).values()
    assert [name for name, _ in hear(sound, bare)] == ["unclear"]


def test_noise_and_endless_talk_are_no_command():
    noise = np.random.default_rng(1).normal(0, 0.1, 16_000 * 5).astype(np.float32)
    talk = np.concatenate([*say("natural", ["one two three four five six seven"]).values()] * 3)
    assert len(talk) > MAX_BLOCKS * 512
    for sound in (noise, talk, np.full(16_000, np.nan, np.float32)):
        assert hear(sound, commands()) == []


def test_the_coach_does_not_obey_itself():
    prepared = prepare_session("lower-back", SessionRequest(voice="tone", length=600_000))
    clips = (clip.source for clip in prepared.timeline.clips)
    texts = dict.fromkeys(one.text for one in clips if isinstance(one, Utterance))
    said = say("natural", list(texts)[:15])
    assert not {text: found for text, sound in said.items() if (found := hear(sound, commands()))}
