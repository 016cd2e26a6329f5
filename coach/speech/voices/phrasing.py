"""Phrasing: where a sentence may pause, and for how long, so that a pace is met between phrases.

A voice that is slowed down by stretching every sound begins to drawl. Somebody who speaks slowly
and well speaks almost as fast as ever, and waits longer where a phrase ends (Goldman-Eisler 1968).
So a voice has one pleasant speed for a pace, and what is missing in time becomes pauses: at the
ends of sentences, at commas, and before a clause; never inside a phrase.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

MIN_WORDS = 3
"""The fewest words on either side of a pause that no comma asks for."""
CLAUSE_OPENERS = frozenset(
    {"because", "before", "but", "if", "so", "then", "unless", "until", "when", "while"}
)
"""Words that begin a clause wherever they stand."""
CLAUSE_TAGS = ("VB", "PRP", "DT")
"""Penn Treebank tags, or their beginnings, of a word that begins a clause after "and" or "or":
"and slide the leg", "and your hips"; not "hands and knees"."""


class Boundary(Enum):
    """What ends a phrase: the least and the longest pause there, in ms, and its share."""

    CLAUSE = (0, 700, 2)
    COMMA = (160, 900, 4)
    SENTENCE = (280, 1200, 6)

    @property
    def least(self) -> int:
        """The shortest pause that sounds right, in ms."""
        return self.value[0]

    @property
    def most(self) -> int:
        """The longest pause that does not sound like an end, in ms."""
        return self.value[1]

    @property
    def share(self) -> int:
        """How much of the time to fill it takes, beside other boundaries."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word or a mark: its text, its part of speech, how it sounds, and whether a space follows.

    The part of speech is a tag of the Penn Treebank.
    """

    text: str
    tag: str
    phonemes: str
    is_spaced: bool

    @property
    def is_word(self) -> bool:
        """Whether it is spoken, and not a mark."""
        return any(map(str.isalnum, self.text))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words spoken in one breath, and what ends them; `count` is how many words they are."""

    phonemes: str
    count: int
    boundary: Boundary


def split_phrases(words: Sequence[SpokenWord], longest: int) -> tuple[Phrase, ...]:
    """Return the phrases of a text, each of at most `longest` phonemes if spaces allow it."""
    phrases: list[Phrase] = []
    start = 0
    for index, word in enumerate(words):
        boundary = _boundary_of(word.phonemes)
        if boundary is None and _opens_clause(words, start, index + 1):
            boundary = Boundary.CLAUSE
        if boundary or index + 1 == len(words):
            phrases += _cut_phrase(words[start : index + 1], boundary or Boundary.SENTENCE, longest)
            start = index + 1
    return tuple(phrases)


def group_sentences(phrases: Sequence[Phrase], longest: int) -> Iterator[tuple[Phrase, ...]]:
    """Yield the phrases that are spoken at once: of a sentence, or as many as `longest` allows."""
    group: list[Phrase] = []
    for phrase in phrases:
        size = sum(len(one.phonemes) + 1 for one in group)
        if group and (
            group[-1].boundary is Boundary.SENTENCE or size + len(phrase.phonemes) > longest
        ):
            yield tuple(group)
            group = []
        group.append(phrase)
    if group:
        yield tuple(group)


def write_phonemes(phrases: Sequence[Phrase]) -> str:
    """Return the phonemes of phrases that are spoken at once.

    A clause ends with a comma, so that it sounds as if it went on. So does a word alone, which
    keeps its first sound so: with a full stop "two" begins so softly that it is taken for "so".
    """
    if len(phrases) == 1 and phrases[0].count == 1:
        return phrases[0].phonemes.removesuffix(".").removesuffix(",") + ","
    return " ".join(one.phonemes + "," * (one.boundary is Boundary.CLAUSE) for one in phrases)


def plan_pauses(
    ends: Sequence[Boundary], there: Sequence[int], spoken: int, wanted: int
) -> list[int]:
    """Return how long each pause is to be, in ms.

    Args:
        ends: What ends the phrases, but for the last.
        there: How long the pauses are that were spoken already, in ms; they are not made shorter.
        spoken: How long all lasts that is spoken, these pauses included, in ms.
        wanted: How long the text is to last, in ms; pauses come as near to it as they may.
    """
    pauses = [max(end.least, pause) for end, pause in zip(ends, there, strict=True)]
    most = [max(end.most, pause) for end, pause in zip(ends, pauses, strict=True)]
    missing = wanted - spoken - sum(pauses) + sum(there)
    open_ends = [index for index in range(len(ends)) if pauses[index] < most[index]]
    while missing > 0 and open_ends:
        shares = sum(ends[index].share for index in open_ends)
        given = missing
        for index in open_ends:
            pause = min(most[index] - pauses[index], given * ends[index].share // shares + 1)
            pauses[index] += pause
            missing -= pause
        open_ends = [index for index in open_ends if pauses[index] < most[index]]
    return pauses


def _boundary_of(phonemes: str) -> Boundary | None:
    """Return the boundary that a mark makes; None for a word."""
    if not phonemes or phonemes[-1].isalnum():
        return None
    if phonemes[-1] in ".!?…":
        return Boundary.SENTENCE
    return Boundary.COMMA if phonemes[-1] in ",;:—" else None


def _opens_clause(words: Sequence[SpokenWord], start: int, index: int) -> bool:
    """Return True if a clause begins at `index` with enough words before it and in it."""
    if index + 1 >= len(words):
        return False
    text, after = words[index].text.lower(), words[index + 1]
    joins = text in ("and", "or") and after.tag.startswith(CLAUSE_TAGS)
    if not (joins or text in CLAUSE_OPENERS):
        return False
    before = sum(word.is_word for word in words[start:index])
    return before >= MIN_WORDS and _count_to_mark(words[index:]) >= MIN_WORDS


def _count_to_mark(words: Sequence[SpokenWord]) -> int:
    """Return how many words come before the next mark."""
    count = 0
    for word in words:
        if _boundary_of(word.phonemes):
            break
        count += word.is_word
    return count


def _cut_phrase(words: Sequence[SpokenWord], boundary: Boundary, longest: int) -> Iterator[Phrase]:
    """Yield the words as a phrase, or as several where they are too long for one."""
    piece, count = "", 0
    for word in words:
        sound = word.phonemes + " " * word.is_spaced
        if piece and len(piece) + len(sound) > longest:
            yield Phrase(piece.strip(), count, Boundary.CLAUSE)
            piece, count = "", 0
        piece += sound[:longest]
        count += word.is_word
    if count:
        yield Phrase(piece.strip(), count, boundary)
