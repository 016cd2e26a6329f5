"""What may be said now, and how sure the ear must be of it; plain values that go through a pipe."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

LEAST, MARGIN = -12.0, 3.0
"""How likely a phrase must be, and how much likelier than any other, in natural logarithms."""
NEVER = 1.0
"""How likely a phrase must be that is known, and not obeyed: no logarithm of a likelihood is."""
BEGINNING_LEAST = -12.0
"""How likely the word by which the coach is called must be, for the rest to be looked at."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A phrase that may be said: the key of what it asks for, and its spellings, the usual first.

    One that is `called` begins with the word by which the coach is called. `least` is how likely
    it must be.
    """

    key: str
    spellings: tuple[str, ...]
    called: bool = False
    least: float = LEAST


@dataclass(frozen=True, slots=True)
class Hearing:
    """What may be said now, and by how much it must be likelier than what else may; () if nothing.

    `call` is the word by which the coach is called. With `tells_unclear` it is to be told, too,
    that something was said and not understood; one that `tells_level` says, too, how loud it is. An
    ear that `holds` keeps the microphone open while nothing may be said. It `is_beside_speech`
    where the coach speaks meanwhile: so is all that was begun then.
    """

    expected: tuple[Expected, ...] = ()
    margin: float = MARGIN
    call: str = ""
    tells_unclear: bool = False
    holds: bool = False
    tells_level: bool = False
    is_beside_speech: bool = False


NOTHING = Hearing()


def pack_hearing(hearing: Hearing) -> dict[str, Any]:
    """Return a hearing as JSON has it."""
    return asdict(hearing)


def unpack_hearing(found: Mapping[str, Any]) -> Hearing:
    """Return the hearing that `pack_hearing` packed; raises KeyError or TypeError for another."""
    expected = tuple(
        Expected(one["key"], tuple(one["spellings"]), one["called"], one["least"])
        for one in found["expected"]
    )
    return Hearing(
        expected,
        found["margin"],
        found["call"],
        found["tells_unclear"],
        found["holds"],
        found["tells_level"],
        found["is_beside_speech"],
    )


def spell_called(call: str, word: str) -> tuple[str, ...]:
    """Return how a word is written behind the one by which the coach is called.

    >>> spell_called("Coach", "pause")
    ('Coach, pause.', 'Coach pause.')
    """
    return f"{call}, {word}.", f"{call} {word}."


def spell_bare(word: str) -> tuple[str, ...]:
    """Return how a word is written that stands alone.

    >>> spell_bare("go on")
    ('Go on.', 'Go on')
    """
    written = word[:1].upper() + word[1:]
    return f"{written}.", written


def list_spellings(call: str, words: Sequence[str]) -> list[str]:
    """Return every text of which the recogniser must know how it is written in tokens."""
    texts = [call]
    for word in words:
        texts += [*spell_called(call, word), *spell_bare(word)]
    return texts
