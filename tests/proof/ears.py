"""How well spoken commands are heard: `python -m tests.proof.ears [MINUTES]` prints tables.

Synthetic voices say every command; what they say is put into a room, with noise and music. The
coach's own sessions, at least MINUTES of them (20), are heard as if nothing kept the ear shut, and
so is talk. Nobody real was recorded.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from coach.ears.phrase_model import RATE, Sound
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.sound.resample import resample
from tests.ears.said import CALL, COMMANDS, commands, keys_heard, say

VOICES = (
    ("natural", 150),
    ("natural", 200),
    ("espeak:en-us", 160),
    ("espeak:en-gb-x-rp", 160),
    ("espeak:en-gb-scotland", 160),
)
SESSIONS = ("lower-back", "walk", "hips", "bedtime", "no-floor")
WINDOW_MS = 60_000
TALK = (
    "Could you pass me the blanket, please?",
    "I told the coach we would be late.",
    "The next bus leaves at ten past four.",
    "Wait until you see the new couch.",
    "He said pause, and then he went on.",
    "Stop it, the cat is on the table again.",
    "How long does the soup have to cook?",
    "Are you ready to go?",
    "The approach was slower than we thought.",
    "Go back to the shop and get some bread.",
    "Let's skip the news tonight.",
    "It was louder than the last one.",
    "Coaches wait at the station.",
    "The couch is next to the window.",
)
Spoil = Callable[[Sound, np.random.Generator], Sound]


def make_pink(size: int, chance: np.random.Generator) -> Sound:
    spectrum = np.fft.rfft(chance.normal(size=size))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    wave = np.fft.irfft(spectrum, size)
    return (wave / np.sqrt(np.mean(wave**2))).astype(np.float32)


def make_music(size: int, chance: np.random.Generator) -> Sound:
    """Chords that change twice a second, with overtones, and a beat."""
    wave, step = np.zeros(size), RATE // 2
    for begin in range(0, size, step):
        at = np.arange(min(step, size - begin)) / RATE
        root = 110 * 2 ** (chance.integers(12) / 12)
        chord = sum(
            np.sin(2 * np.pi * root * ratio * n * at) / n
            for ratio in (1, 1.25, 1.5, 2)
            for n in (1, 2, 3)
        )
        beat = chance.normal(size=len(at)) * np.exp(-at * 30) * 3
        wave[begin : begin + len(at)] = chord * np.exp(-at) + beat
    return (wave / np.sqrt(np.mean(wave**2))).astype(np.float32)


def put_into_room(sound: Sound, chance: np.random.Generator, seconds: float = 0.4) -> Sound:
    """Add the echoes of a room, 6 dB above what comes straight."""
    at = np.arange(round(seconds * RATE)) / RATE
    echo = chance.normal(size=len(at)) * 10 ** (-3 * at / seconds)
    echo *= 2 / np.sqrt(np.sum(echo**2))
    echo[0] += 1
    size = len(sound) + len(echo)
    heard = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo, size), size)
    return (heard / np.abs(heard).max() * 0.3).astype(np.float32)


def add_at(sound: Sound, other: Sound, decibels: float) -> Sound:
    """Add a sound that is so many decibels softer than the speech in another."""
    power = np.mean(sound[np.abs(sound) > 0.02 * np.abs(sound).max()] ** 2)
    return (sound + other * np.sqrt(power) * 10 ** (-decibels / 20)).astype(np.float32)


def spoil_by(make: Callable[..., Sound] | None, decibels: float, *, room: bool) -> Spoil:
    def spoil(sound: Sound, chance: np.random.Generator) -> Sound:
        padded = np.concatenate([np.zeros(RATE, np.float32), sound, np.zeros(RATE, np.float32)])
        heard = put_into_room(padded, chance) if room else padded
        return add_at(heard, make(len(heard), chance), decibels) if make else heard

    return spoil


CONDITIONS: dict[str, Spoil] = {
    "quiet": spoil_by(None, 0, room=False),
    "room, pink noise 20 dB below": spoil_by(make_pink, 20, room=True),
    "room, pink noise 10 dB below": spoil_by(make_pink, 10, room=True),
    "room, pink noise 5 dB below": spoil_by(make_pink, 5, room=True),
    "room, music 10 dB below": spoil_by(make_music, 10, room=True),
    "room, music as loud": spoil_by(make_music, 0, room=True),
}


def judge_voices() -> Iterator[tuple[str, str, list[str]]]:
    """Yield under which condition what was meant, and what was heard."""
    chance = np.random.default_rng(7)
    texts = [f"{CALL}, {word}." for word in COMMANDS]
    for voice, pace in VOICES:
        for sound, meant in zip(say(voice, texts, pace).values(), COMMANDS.values(), strict=True):
            for name, spoil in CONDITIONS.items():
                yield name, meant, keys_heard(spoil(sound, chance), commands())


def print_accuracy() -> None:
    right, wrong, count = Counter[str](), Counter[str](), Counter[str]()
    missed = Counter[str]()
    begun, heard = time.process_time(), 0
    for name, meant, found in judge_voices():
        count[name] += 1
        heard += 1
        right[name] += found == [meant]
        wrong[name] += bool(set(found) - {meant})
        missed[meant] += found != [meant]
    print(f"| condition | phrases | understood | taken for another |\n{'|---' * 4}|")
    for name, total in count.items():
        print(f"| {name} | {total} | {right[name] / total:.0%} | {wrong[name]} |")
    print(f"missed most: {', '.join(f'{key} {n}' for key, n in missed.most_common(4))}")
    print(f"{(time.process_time() - begun) / heard:.2f} s of a core for each, with making it")


def render_sessions(minutes: int) -> Iterator[tuple[str, Sound]]:
    """Yield sessions, as the ear would hear them, minute by minute."""
    left = minutes * 60_000
    for number, name in enumerate(SESSIONS * minutes):
        request = SessionRequest(voice="natural", length=20 * 60_000, seed=number)
        prepared = prepare_session(name, request)
        mix = prepared.make_mix()
        for start in range(0, prepared.timeline.length, WINDOW_MS):
            pcm = mix.render(start, min(start + WINDOW_MS, prepared.timeline.length))
            yield name, resample(pcm.samples.astype(np.float32) / 32_768, pcm.rate, RATE)
        left -= prepared.timeline.length
        if left <= 0:
            return


def print_false_accepts(minutes: int) -> None:
    begun, length, found = time.process_time(), 0.0, []
    for name, sound in render_sessions(minutes):
        length += len(sound) / RATE
        found += [(name, key) for key in keys_heard(sound.astype(np.float32), commands())]
    cost = (time.process_time() - begun) / length
    print(f"coach's own sessions, ear never shut: {length / 60:.0f} min, {len(found)} accepted")
    print(f"{cost:.1%} of a core, with rendering them; {found[:5]}")
    talk = [say(voice, TALK, pace) for voice, pace in VOICES[:3]]
    taken = [text for said in talk for text, sound in said.items() if keys_heard(sound, commands())]
    print(f"talk that resembles commands: {len(talk) * len(TALK)} sentences, {len(taken)} accepted")
    print(f"{sorted(set(taken))}")


def main() -> None:
    print_accuracy()
    print_false_accepts(int(sys.argv[1]) if len(sys.argv) > 1 else 20)


if __name__ == "__main__":
    main()
