"""Make the cue sounds: `python audio_cues/make.py [FOLDER]` writes one WAV a sound.

Nothing is sampled: a bowl is a few partials, each of two tones that beat, a breath is a still chord
and noise under a filter that opens or closes. All is worked out in float64 from fixed seeds, so the
same files come out everywhere, to within the last bit of a sine. 16 bits, mono; every sound starts
and ends at zero.

With eyes shut a listener must know them apart: a breath in brightens, a breath out darkens; what
begins rises, what ends falls; a tick is short and dry.

What rings is of one family and tuned to A, as the bed called drone is: the same partials, lower and
longer for what is rarer. `tests/sound/cue_figures.py` measures what came out.
"""

import sys
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 48_000
LONG_RATE = 24_000
"""Of what lasts longer than LONG: it holds nothing above 5 kHz, and takes half the room so."""
LONG = 1.0
PEAK = 0.5
"""Of full scale. The coach levels sounds itself; this leaves room for other uses."""

Wave = npt.NDArray[np.float64]

C4, G4, A4, C5, D5, E5, G5, A5, C6 = (
    261.63, 392.00, 440.00, 523.25, 587.33, 659.25, 783.99, 880.00, 1046.50,
)  # fmt: skip
E3, A3, B3, CIS4, E4 = 164.81, 220.00, 246.94, 277.18, 329.63

BOWL = (
    (1.0, 0.0, 0.9, 1.0),
    (2.78, -7.0, 1.6, 0.53),
    (5.18, -17.0, 2.3, 0.25),
    (8.16, -28.0, 3.1, 0.11),
)
"""Partials of a bowl: frequency in parts of the note's, level in dB, how many times a second it
beats, and decay in parts of the note's. A bowl's partials are not harmonic, and each is two modes
that a little unevenness of the metal has set apart."""
HIGHEST = 5_000.0
"""In Hz: what lies above is shrill, and left out."""
TWIN = 0.3
"""The level of the second tone of a pair: it beats, and never to silence."""
SETTLED, STROKE = 0.38, 0.30
"""What is left of a stroke when it has become a ring, and the seconds in which it does: the stroke
is heard, and words over the ring stay clear."""

GLASS = ((0.5, 0.25, 1.3), (1.0, 1.0, 1.0), (2.005, 0.30, 0.6), (3.01, 0.10, 0.35))
CHIME = ((1.0, 1.0, 1.0), (2.0, 0.22, 0.55), (2.756, 0.14, 0.30), (5.404, 0.03, 0.12))
WOOD = ((1.0, 1.0, 1.0), (3.9, 0.18, 0.35))
FELT = ((1.0, 1.0, 1.0), (2.0, 0.10, 0.6), (3.9, 0.04, 0.3))
"""Partials of what is short: frequency in parts of the note's, level, and decay in parts of the
note's."""


def bowl(note: float, decay: float, length: float, attack: float = 0.045) -> Wave:
    """Strike a bowl with a soft mallet: `decay` seconds until a third of its lowest is left."""
    time = np.arange(round(length * RATE)) / RATE
    struck = np.zeros_like(time)
    for ratio, level, beats, part in BOWL:
        if note * ratio > HIGHEST:
            continue
        # Both turn the same way as it is struck, so that it is loudest then.
        pair = np.sin(2 * np.pi * note * ratio * time)
        pair += TWIN * np.sin(2 * np.pi * (note * ratio + beats) * time)
        struck += 10 ** (level / 20) * pair * np.exp(-time / (decay * part))
    struck *= SETTLED + (1 - SETTLED) * np.exp(-time / STROKE)
    return struck * rise(time / attack) * rise((length - time) / (0.4 * length))


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
    """Return a raised cosine from 0 to 1 while `turn` goes from 0 to 1."""
    result: Wave = 0.5 - 0.5 * np.cos(np.pi * np.clip(turn, 0.0, 1.0))
    return result


BREATH = 8.0
"""Seconds of a breath: the longest that is usual. A shorter one is cut out of it."""
SOFTLY = 0.25
"""How long a breath takes to be heard, in seconds: between in and out there is a breath's pause."""


def breath(seed: int, root: float, opening: tuple[float, float], crest: float) -> Wave:
    """Swell: a still chord and noise, under a filter that goes from one frequency to another.

    Loudest after `crest` seconds, so that a shorter breath, cut out of it, is still a swell.
    """
    time = np.arange(round(BREATH * RATE)) / RATE
    # Most of the way is gone early, for the same reason.
    way = 1.0 - (1.0 - time / BREATH) ** 2.2
    middle = opening[0] * (opening[1] / opening[0]) ** way
    # Heard at once, full at the crest: a breath must not be begun late.
    swell = 0.4 * rise(time / SOFTLY) + 0.6 * rise(time / crest)
    swell *= 0.4 + 0.6 * rise((BREATH - time) / (BREATH - crest))
    swell *= rise((BREATH - time) / 1.2)
    return (0.5 * chord(root, middle, time) + 0.25 * air(seed, middle)) * swell


def chord(root: float, middle: Wave, time: Wave) -> Wave:
    """Sound a root, its fifth and its octave, less of what lies above `middle` hertz."""
    made = np.zeros_like(time)
    for note, level in ((root, 1.0), (1.5 * root, 0.6), (2 * root, 0.5)):
        for number in range(1, 9):
            hertz = note * number
            passed = 1 / (1 + (hertz / middle) ** 4)
            made += level / number * passed * np.sin(2 * np.pi * hertz * time + number)
    return made


def air(seed: int, middle: Wave) -> Wave:
    """Make noise around a frequency that moves: still bands of noise, faded one into another."""
    size = len(middle)
    spectrum = np.fft.rfft(uniform(seed, size))
    octave = np.log2(np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1.0))
    made = np.zeros(size)
    for centre in np.arange(np.log2(100.0), np.log2(4_800.0), 1 / 3):
        # Neighbours overlap, and their powers add up to the same everywhere.
        shape = np.cos(np.pi / 2 * np.clip((octave - centre) * 3, -1, 1))
        band = np.fft.irfft(spectrum * shape, size)
        band /= np.sqrt(np.square(band).mean())
        made += band * np.exp(-0.5 * ((np.log2(middle) - centre) / 0.55) ** 2)
    return made


def uniform(seed: int, count: int) -> Wave:
    """Draw numbers from -1 to 1 out of PCG64, whose stream NumPy promises never to change."""
    raw = np.random.PCG64(seed).random_raw(count)
    return (raw >> np.uint64(11)).astype(np.float64) / 2.0**52 - 1.0


SOUNDS: dict[str, Callable[[], Wave]] = {
    # A bowl, then its fifth above: the session begins.
    "start": lambda: in_turn((0.0, bowl(A3, 2.9, 8.0)), (0.6, 0.45 * bowl(E4, 2.2, 7.0))),
    # Downward and longer: it is over.
    "session-end": lambda: in_turn(
        (0.0, 0.6 * bowl(E4, 2.2, 6.5)),
        (0.7, 0.7 * bowl(CIS4, 2.4, 6.5)),
        (1.4, bowl(A3, 2.7, 6.9)),
    ),
    # A small bowl: the hold begins.
    "hold-start": lambda: bowl(E4, 1.3, 3.5, attack=0.03),
    # One light, small bowl, no more: half is done.
    "halfway": lambda: bowl(2 * CIS4, 0.9, 2.8, attack=0.03),
    # Two falling notes: let go.
    "hold-end": lambda: in_turn(
        (0.0, 0.8 * bowl(E5, 0.8, 2.4, attack=0.03)), (0.30, bowl(A4, 1.1, 3.2, attack=0.03))
    ),
    # A fingertip on felt.
    "tick": lambda: tone(E5, FELT, 0.028, 0.14, attack=0.014),
    # Two and two alike, left and right.
    "change-side": lambda: in_turn(
        (0.0, tone(E4, FELT, 0.3, 1.2, attack=0.028)),
        (0.22, tone(A4, FELT, 0.3, 1.2, attack=0.028)),
        (0.62, tone(A4, FELT, 0.3, 1.2, attack=0.028)),
        (0.84, tone(E4, FELT, 0.3, 1.2, attack=0.028)),
    ),
    # One low, long bowl: nothing to do.
    "rest": lambda: bowl(E3, 2.2, 7.0, attack=0.06),
    # Two bowls, upward, like two steps: go to another place.
    "move": lambda: in_turn((0.0, bowl(B3, 2.0, 5.5)), (0.45, 0.9 * bowl(E4, 2.4, 6.0))),
    # Three quick notes upward: be ready.
    "ready": lambda: in_turn(
        (0.0, bowl(A4, 0.5, 1.8, attack=0.03)),
        (0.18, bowl(2 * CIS4, 0.5, 1.8, attack=0.03)),
        (0.36, bowl(E5, 0.8, 2.4, attack=0.03)),
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
    "more": lambda: in_turn((0.0, tone(E5, GLASS, 0.10, 0.4)), (0.14, tone(E5, GLASS, 0.12, 0.4))),
    # Higher and lower: louder and softer, more words and fewer.
    "up": lambda: in_turn((0.0, tone(A4, GLASS, 0.08, 0.25)), (0.1, tone(E5, GLASS, 0.10, 0.3))),
    "down": lambda: in_turn((0.0, tone(E5, GLASS, 0.08, 0.25)), (0.1, tone(A4, GLASS, 0.10, 0.3))),
    # Low and dull: nothing was done.
    "refuse": lambda: in_turn(
        (0.0, tone(C4 / 2, WOOD, 0.08, 0.3, attack=0.01)),
        (0.12, tone(C4 / 2, WOOD, 0.08, 0.3, attack=0.01)),
    ),
    # A tone apart: the breath out settles where the breath in came from.
    "breathe-in": lambda: breath(11, 9 / 8 * A3 / 2, (300.0, 1500.0), 1.8),
    "breathe-out": lambda: breath(23, A3 / 2, (1400.0, 220.0), 1.2),
}


def main(folder: Path) -> None:
    """Write every sound into `folder`."""
    for name, make in SOUNDS.items():
        made = make()
        rate = LONG_RATE if len(made) > LONG * RATE else RATE
        # Nothing lies above the half of either rate, so every second sample says the same.
        made = made[:: RATE // rate]
        made[-1] = 0.0
        samples = np.rint(made * (PEAK * 32_767 / np.abs(made).max())).astype("<i2")
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(samples.tobytes())
        print(f"{name}.wav  {len(samples) / rate:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
