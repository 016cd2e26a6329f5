"""A person's own threshold: how likely a phrase must be that they say, found by what they said.

It makes the ear more lenient for somebody whom it half understands, and only so far as nothing
of the coach's own sessions was nearer to a command when they were first measured, by an ear that
was never shut: the nearest had -13.9. It never makes it stricter, for one day's voice is not the
next one's; how far a phrase must be ahead of the others stays as it is.
"""

from collections.abc import Mapping, Sequence
from statistics import median

from coach.ears.hearing import LEAST
from coach.system.notes import Notes

LOWEST_LEAST = -13.5
"""What no person's threshold is below."""
SPARE = 1.0
"""So much less likely than those that were tried may the next phrases be."""
TAKES = 3
"""How often each phrase is said."""
NOTE = "ear-threshold"


def find_own_least(takes: Mapping[str, Sequence[float]]) -> float:
    """Return how likely a phrase must be, by how likely each of some was each time it was said.

    Of each phrase the middle one counts, so that one that was said badly, or was noise, does not.

    >>> find_own_least({"pause": [-3.0, -4.0, -30.0], "next": [-11.5, -11.8, -13.0]})
    -12.8
    """
    lowest = min(median(likelihoods) for likelihoods in takes.values())
    return round(min(LEAST, max(LOWEST_LEAST, lowest - SPARE)), 1)


def load_own_least(notes: Notes) -> float | None:
    """Return the person's own threshold; None for the usual one, and for what makes no sense."""
    least = (notes.read(NOTE) or {}).get("least")
    if isinstance(least, bool) or not isinstance(least, int | float):
        return None
    return float(least) if LOWEST_LEAST <= least < LEAST else None


def keep_own_least(notes: Notes, least: float) -> None:
    """Keep a threshold privately, or none for the usual one; raises MachineError as notes do."""
    if least < LEAST:
        notes.write(NOTE, {"least": least})
    else:
        notes.delete(NOTE)
