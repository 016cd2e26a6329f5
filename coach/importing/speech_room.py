"""Whether words fit into the time they are to be said in, estimated before any voice is asked."""

from collections.abc import Iterable

from coach.importing.programme import Breathed, Repeated, Timed, Work

MS_A_LETTER = 115
"""Milliseconds that a letter takes, spoken slowly as in a hold."""
MS_AROUND = 1_200
"""Milliseconds of the bell before words, and of the quiet behind them."""
USUAL_TEMPO = (2_000, 2_000)
USUAL_BREATH = (4_000, 0, 6_000, 0)

Cues = tuple[tuple[int, str], ...]


def estimate_speech(text: str) -> int:
    """Return how long a text takes to say, in ms, rather too long than too short."""
    return MS_A_LETTER * len(text) + MS_AROUND


def has_room(work: Work) -> bool:
    """Return True where what is said with an exercise fits into one set of it."""
    match work.dose:
        case Timed(length):
            whole = length
        case Repeated(reps, hold, tempo):
            whole = (reps or 1) * (sum(tempo or USUAL_TEMPO) + hold)
        case Breathed(breaths, phases):
            whole = breaths * sum(phases or USUAL_BREATH)
    return estimate_speech(work.say) <= whole


def space_cues(cues: Iterable[tuple[int, str]], length: int) -> tuple[Cues, Cues]:
    """Return texts at times at which none runs into the next, and those that have no room.

    One that would begin while another is spoken comes behind it.
    """
    kept: list[tuple[int, str]] = []
    lost: list[tuple[int, str]] = []
    free = 0
    for at, text in sorted(cues):
        begin = max(at, -(-free // 1_000) * 1_000)
        end = begin + estimate_speech(text)
        if end > length:
            lost.append((at, text))
        else:
            kept.append((begin, text))
            free = end
    return tuple(kept), tuple(lost)
