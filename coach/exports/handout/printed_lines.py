"""The lines of an exercise on paper: from its full wording, in three steps at most.

The steps are to get ready, to do it, and to come back. The file of the language says which lines
are for the ear alone; they are left out, and so is what can be missed where it is much to read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.grammar import VARIABLE, capitalize
from coach.script.handout_words import HandoutWords
from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.timeline.context import OTHER_SIDES
from coach.timeline.dose import Dose

MAX_STEPS = 3
MAX_CHARACTERS = 220
"""How much people read of an exercise: lines that can be missed never make it longer."""
FIRST_SIDE = "right"
"""The side that is named where both are done."""
_BEFORE_SIGN = re.compile(r"\s+(?=[.,;:!?])")
_UNKNOWN = "\0"
"""Stands for a variable that has no value on paper."""


class _Rank(IntEnum):
    """How much a line is needed: what has the highest rank is left out first."""

    NEEDED = 0
    HELD = 1
    WAY_BACK = 2
    LESSER = 3


@dataclass(frozen=True, slots=True)
class _RankedLine:
    text: str
    rank: _Rank
    step: int


@dataclass(frozen=True, slots=True)
class LineReader:
    """Makes lines readable: with the values of variables, in the words of a language."""

    phrases: Phrases
    words: HandoutWords
    values: Mapping[str, object]

    def read_lines(self, lines: Iterable[Line]) -> list[str]:
        """Return lines as they are read, without those that only a listener understands."""
        return [text for line in lines if (text := self._read_line(line.text))]

    def _read_line(self, line: str) -> str:
        """Return a line as it is read; "" where it makes no sense on paper."""
        if any(heard in line for heard in self.words.heard):
            return ""
        text = VARIABLE.sub(self._find_value, line)
        for cut in self.words.cut:
            text = text.replace(cut, "")
        text = _BEFORE_SIGN.sub("", " ".join(text.split()))
        is_whole = _UNKNOWN not in text and re.search(r"\w", text)
        return capitalize(text) if is_whole else ""

    def _find_value(self, found: re.Match[str]) -> str:
        name, form = found[1], found[2] or ""
        if name not in self.values:
            return _UNKNOWN
        value = self.values[name]
        if isinstance(value, str) and name not in ("side", "other"):
            return value
        return self.phrases.grammar.format_value(name, form, value)


def make_card_reader(
    card: Exercise, dose: Dose, side: str | None, phrases: Phrases, words: HandoutWords
) -> LineReader:
    """Return what makes the lines of a card readable, for one side of it."""
    first = side or FIRST_SIDE
    values = {
        "exercise": card.name,
        "side": first,
        "other": OTHER_SIDES[first],
        "sets": dose.sets,
        "reps": dose.reps,
        "count": dose.breaths or dose.reps,
        "seconds": dose.hold // 1000,
    }
    return LineReader(phrases, words, values)


def list_sheet_lines(
    card: Exercise, reader: LineReader, side: str | None, limits: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return how an exercise is done, for a reader: three numbered lines at most.

    With a `side` only that one is done; else the other follows it. For a listener with `limits` the
    lines have what the card changes for them.
    """
    lines = _choose_lines(list(_rank_lines(card, reader, limits)))
    steps = [
        " ".join(line.text for line in lines if line.step == step) for step in range(MAX_STEPS)
    ]
    if not side and card.sides is not SideRule.NONE:
        steps[-1] = f"{steps[-1]} {_format_other_side(card, reader.phrases)}".strip()
    return tuple(step for step in steps if step)


def find_sheet_caution(card: Exercise, reader: LineReader) -> str:
    """Return the first caution of a card; "" where it has none."""
    return next(iter(reader.read_lines(card.cautions)), "")


def _rank_lines(
    card: Exercise, reader: LineReader, limits: tuple[str, ...]
) -> Iterator[_RankedLine]:
    """Yield the lines of a card in the order of reading, each once."""
    read, first = reader.read_lines, card.first
    changes = (card.limits.modify[limit].say for limit in limits if limit in card.limits.modify)
    steps = read(card.steps.full)
    # Where the words of a repetition say what is done, the steps say how well; but the first of
    # those that take turns says it of one side.
    told = steps[: card.sides is SideRule.ALTERNATE] if first else steps
    lesser = [line for line in steps if line.startswith(reader.words.lesser)]
    breathing = read((card.breathing,)) if card.breathing else []
    back = read(first.out) if first else []
    groups = (
        (_list_setup(card, reader), _Rank.NEEDED, 0),
        (read(line for line in dict.fromkeys(changes) if line), _Rank.NEEDED, 1),
        ([line for line in told if line not in lesser], _Rank.NEEDED, 1),
        ([line for line in steps if line not in (*told, *lesser)], _Rank.HELD, 1),
        (read(first.into) if first else [], _Rank.NEEDED, 1),
        (read(first.hold) if first else [], _Rank.HELD, 1),
        (breathing if card.work is WorkKind.BREATHS else [], _Rank.HELD, 1),
        (lesser, _Rank.LESSER, 1),
        (breathing if card.work is WorkKind.TIME else [], _Rank.LESSER, 1),
        # All of the way back is said, or none of it.
        (back or _join(read(card.release.full)), _Rank.NEEDED if back else _Rank.WAY_BACK, 2),
    )
    known = set[str]()
    for texts, rank, step in groups:
        for text in texts:
            if text not in known:
                known.add(text)
                yield _RankedLine(text, rank, step)


def _list_setup(card: Exercise, reader: LineReader) -> list[str]:
    """Return how to get ready, with the position first where the card does not begin with it."""
    setup = reader.read_lines(card.setup.full)
    position = reader.words.positions.get(card.position)
    there = reader.read_lines((position,)) if position else []
    says_it = there and setup and there[0].split()[0] == setup[0].split()[0]
    return setup if says_it else [*there, *setup]


def _join(lines: list[str]) -> list[str]:
    return [" ".join(lines)] if lines else []


def _choose_lines(lines: list[_RankedLine]) -> list[_RankedLine]:
    """Return what is needed, and as much of the rest as there is room for, by rank."""
    kept, room = set[int](), MAX_CHARACTERS
    for number in sorted(range(len(lines)), key=lambda each: (lines[each].rank, each)):
        line = lines[number]
        if line.rank is _Rank.NEEDED or len(line.text) <= room:
            kept.add(number)
            room -= len(line.text) + 1
    return [line for number, line in enumerate(lines) if number in kept]


def _format_other_side(card: Exercise, phrases: Phrases) -> str:
    if card.sides is SideRule.ALTERNATE:
        return phrases.format_shown("sheet_in_turn")
    return phrases.format_shown("sheet_other_side", side=OTHER_SIDES[FIRST_SIDE])
