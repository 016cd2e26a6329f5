"""Make the cue sounds: `python audio_cues/make.py [FOLDER]` writes one WAV a sound.

Nothing is sampled: bells are a few partials that decay, a breath is a soft chord under filtered
noise. All is worked out in float64 from fixed seeds, so the same files come out everywhere, to
within the last bit of a sine. 48 kHz, 16 bits, mono; every sound starts and ends at zero.

With eyes shut a listener must know them apart: a breath in climbs and brightens, a breath out
falls and darkens; what begins rises, what ends falls; a tick is short and dry.
"""

import sys
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 48_000
PEAK = 0.5
"""Of full scale. The coach levels sounds itself; this leaves room for other uses."""

Wave = npt.NDArray[np.float64]

C4, E4, G4, A4, C5, D5, E5, G5, A5, C6 = (
    261.63, 329.63, 392.00, 440.00, 523.25, 587.33, 659.25, 783.99, 880.00, 1046.50,
)  # fmt: skip

BOWL = ((0.5, 0.25, 1.3), (1.0, 1.0, 1.0), (2.005, 0.30, 0.6), (3.01, 0.10, 0.35))
CHIME = ((1.0, 1.0, 1.0), (2.0, 0.22, 0.55), (2.756, 0.14, 0.30), (5.404, 0.03, 0.12))
WOOD = ((1.0, 1.0, 1.0), (3.9, 0.18, 0.35))
"""Partials: frequency in parts of the note's, level, and decay in parts of the note's."""


def tone(
    note: float,
    partials: Sequence[tuple[float, float, float]],
    decay: float,
    length: float,
    attack: float = 0.008,
) -> Wave:
    """Strike a note: `decay` seconds until a third is left, `attack` to rise without a click."""
    time = np.arange(round(length * RATE)) / RATE
    struck = np.zeros_like(time)
    for ratio, level, part in partials:
        struck += level * np.sin(2 * np.pi * note * ratio * time) * np.exp(-time / (decay * part))
    return struck * rise(time / attack) * rise((length - time) / (0.25 * length))


def in_turn(*parts: tuple[float, Wave]) -> Wave:
    """Lay waves over each other, each from its own second on."""
    frames = max(round(at * RATE) + len(part) for at, part in parts)
    made = np.zeros(frames)
    for at, part in parts:
        first = round(at * RATE)
        made[first : first + len(part)] += part
    return made


def rise(turn: Wave) -> Wave:
    """Give a raised cosine from 0 to 1 while `turn` goes from 0 to 1."""
    result: Wave = 0.5 - 0.5 * np.cos(np.pi * np.clip(turn, 0.0, 1.0))
    return result


def breath(seed: int, notes: tuple[float, float], air: tuple[float, float], crest: float) -> Wave:
    """Swell for 6 s: a chord and a band of noise that glide from one pitch to another.

    Loudest after `crest` seconds, so that a shorter breath, cut out of it, is still a swell.
    `notes` and `air` are the first and the last frequency of the chord and of the noise.
    """
    length = 6.0
    time = np.arange(round(length * RATE)) / RATE
    # Most of the way is gone early, for the same reason.
    way = 1.0 - (1.0 - time / length) ** 1.7
    pitch = notes[0] * (notes[1] / notes[0]) ** way
    turn = 2 * np.pi * np.cumsum(pitch) / RATE
    chord = np.sin(turn) + 0.45 * np.sin(1.5 * turn) + 0.25 * np.sin(2 * turn)
    # Heard at once, full at the crest: a breath must not be begun late.
    swell = 0.3 * rise(time / 0.25) + 0.7 * rise(time / crest)
    swell *= 0.25 + 0.75 * rise((length - time) / (length - crest))
    swell *= rise((length - time) / 1.2)
    noise = glide(seed, air[0] * (air[1] / air[0]) ** way)
    return (0.55 * chord + 0.5 * noise) * swell


def glide(seed: int, middle: Wave) -> Wave:
    """Make noise around a gliding frequency: slow noise, turned at that frequency."""
    kernel = np.hanning(round(RATE / 260))
    kernel /= np.sqrt((kernel**2).sum())
    slow = [np.convolve(uniform(seed + part, len(middle)), kernel, "same") for part in (0, 1)]
    turn = 2 * np.pi * np.cumsum(middle) / RATE
    return slow[0] * np.cos(turn) + slow[1] * np.sin(turn)


def uniform(seed: int, count: int) -> Wave:
    """Draw numbers from -1 to 1 out of PCG64, whose stream NumPy promises never to change."""
    raw = np.random.PCG64(seed).random_raw(count)
    return (raw >> np.uint64(11)).astype(np.float64) / 2.0**52 - 1.0


SOUNDS: dict[str, Callable[[], Wave]] = {
    # A bowl, with its fifth above: the session begins.
    "start": lambda: in_turn(
        (0.0, tone(C5, BOWL, 0.9, 3.2)), (0.35, 0.8 * tone(G5, BOWL, 0.8, 2.8))
    ),
    # The same, downward and longer: it is over.
    "session-end": lambda: in_turn(
        (0.0, tone(G5, BOWL, 0.7, 3.0)),
        (0.5, tone(E5, BOWL, 0.8, 3.2)),
        (1.0, tone(C5, BOWL, 1.2, 4.0)),
    ),
    # One light chime, no more: half is done.
    "halfway": lambda: tone(A5, CHIME, 0.45, 1.4),
    # Two falling notes: let go.
    "hold-end": lambda: in_turn(
        (0.0, tone(E5, CHIME, 0.4, 1.2)), (0.22, tone(A4, CHIME, 0.6, 1.6))
    ),
    # A block of wood under a cloth.
    "tick": lambda: tone(C6, WOOD, 0.03, 0.14, attack=0.005),
    # Two and two alike, left and right.
    "change-side": lambda: in_turn(
        (0.0, tone(D5, WOOD, 0.16, 0.7)),
        (0.18, tone(G5, WOOD, 0.16, 0.7)),
        (0.50, tone(G5, WOOD, 0.16, 0.7)),
        (0.68, tone(D5, WOOD, 0.16, 0.7)),
    ),
    # One low, long bowl: nothing to do.
    "rest": lambda: tone(C4, BOWL, 0.9, 2.6, attack=0.03),
    # Three quick notes upward: be ready.
    "ready": lambda: in_turn(
        (0.0, tone(C5, CHIME, 0.25, 0.8)),
        (0.16, tone(E5, CHIME, 0.25, 0.8)),
        (0.32, tone(G5, CHIME, 0.40, 1.2)),
    ),
    # The signs of a live session, each understood before the finger has left the key.
    # A hand laid on the strings: it stands still.
    "pause": lambda: in_turn(
        (0.0, tone(G5, WOOD, 0.05, 0.3, attack=0.006)),
        (0.10, tone(C5, WOOD, 0.06, 0.3, attack=0.006)),
    ),
    # And off again.
    "resume": lambda: in_turn(
        (0.0, tone(C5, WOOD, 0.05, 0.3, attack=0.006)),
        (0.10, tone(A5, WOOD, 0.06, 0.3, attack=0.006)),
    ),
    # A step onward, a step back.
    "skip": lambda: in_turn(
        (0.0, tone(D5, CHIME, 0.05, 0.25)),
        (0.07, tone(G5, CHIME, 0.05, 0.25)),
        (0.14, tone(C6, CHIME, 0.05, 0.25)),
    ),
    "back": lambda: in_turn(
        (0.0, tone(C6, CHIME, 0.05, 0.25)),
        (0.07, tone(G5, CHIME, 0.05, 0.25)),
        (0.14, tone(D5, CHIME, 0.05, 0.25)),
    ),
    # One more of the same.
    "more": lambda: in_turn((0.0, tone(E5, BOWL, 0.10, 0.4)), (0.14, tone(E5, BOWL, 0.12, 0.4))),
    # Higher and lower: louder and softer, more words and fewer.
    "up": lambda: in_turn((0.0, tone(A4, BOWL, 0.08, 0.25)), (0.1, tone(E5, BOWL, 0.10, 0.3))),
    "down": lambda: in_turn((0.0, tone(E5, BOWL, 0.08, 0.25)), (0.1, tone(A4, BOWL, 0.10, 0.3))),
    # Low and dull: nothing was done.
    "refuse": lambda: in_turn(
        (0.0, tone(C4 / 2, WOOD, 0.08, 0.3, attack=0.01)),
        (0.12, tone(C4 / 2, WOOD, 0.08, 0.3, attack=0.01)),
    ),
    "breathe-in": lambda: breath(11, (C4 / 2, C4 * 1.5), (450.0, 2400.0), 2.0),
    "breathe-out": lambda: breath(23, (G4, C4 / 2), (1500.0, 260.0), 1.2),
}


def main(folder: Path) -> None:
    """Write every sound into `folder`."""
    for name, make in SOUNDS.items():
        made = make()
        samples = np.rint(made * (PEAK * 32_767 / np.abs(made).max())).astype("<i2")
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(samples.tobytes())
        print(f"{name}.wav  {len(samples) / RATE:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
