"""Whether words fit into an exercise, and exercises into a round, estimated without a voice."""

from collections.abc import Iterable

from coach.importing.programme import (
    Block,
    Breathed,
    Entry,
    Pause,
    Repeated,
    SideUse,
    Timed,
    Words,
    Work,
)

MS_A_LETTER = 115
"""Milliseconds that a letter takes, spoken slowly as in a hold."""
MS_AROUND = 1_200
"""Milliseconds of the bell before words, and of the quiet behind them."""
USUAL_TEMPO = (2_000, 2_000)
USUAL_REST = 30_000
USUAL_SWITCH = 6_000
USUAL_BREATH = (4_000, 0, 6_000, 0)

Cues = tuple[tuple[int, str], ...]


def estimate_speech(text: str) -> int:
    """Return how long a text takes to say, in ms, rather too long than too short."""
    return MS_A_LETTER * len(text) + MS_AROUND


def has_room(work: Work) -> bool:
    """Return True where what is said with an exercise fits into one set of it."""
    return estimate_speech(work.say) <= _estimate_set(work)


def estimate_length(entries: Iterable[Entry]) -> int:
    """Return how long entries last with the usual tempo, rests and changes of sides, in ms."""
    return sum(map(_estimate_entry, entries))


def _estimate_entry(entry: Entry) -> int:
    match entry:
        case Pause(length):
            return length
        case Work():
            sides = 2 if entry.side in (SideUse.EACH, SideUse.ALTERNATE) else 1
            rest = USUAL_REST if entry.rest is None else entry.rest
            switches = USUAL_SWITCH * entry.sets * (entry.side is SideUse.EACH)
            work = entry.sets * sides * _estimate_set(entry) + switches
            return estimate_speech(entry.name) + work + (entry.sets - 1) * rest
        case Words(text):
            return estimate_speech(text)
        case Block(limit=limit) if limit is not None:
            return limit
        case Block():
            rounds = entry.rounds
            counts = rounds if isinstance(rounds, tuple) else (None,) * rounds
            each = entry.every or estimate_length(entry.entries)
            return len(counts) * each + (len(counts) - 1) * (entry.between or 0)
    return 0


def _estimate_set(work: Work) -> int:
    match work.dose:
        case Timed(length):
            return length
        case Repeated(reps, hold, tempo):
            return (reps or 1) * (sum(tempo or USUAL_TEMPO) + hold)
        case Breathed(breaths, phases):
            return breaths * sum(phases or USUAL_BREATH)


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
