"""A card or a talk as a page for a reader: headings and what stands under them, no layout yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from coach.script.doses import Range
from coach.script.exercise import Exercise, SideRule, Variant, Wording, Work
from coach.script.lesson import Lesson
from coach.script.scalars import Line
from coach.timeline.descriptions import BODY, WHO, dose_words
from coach.timeline.guidance import Dose
from coach.units import format_span


class Kind(StrEnum):
    """How the lines of a block belong together."""

    TEXT = "text"
    STEPS = "steps"
    LIST = "list"
    TABLE = "table"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, and lines under it; a row of a table has several cells, any other line one."""

    heading: str
    lines: tuple[tuple[str, ...], ...]
    kind: Kind = Kind.LIST


@dataclass(frozen=True, slots=True)
class Page:
    """A title, what it is in a few words, and its blocks."""

    title: str
    about: str
    blocks: tuple[Block, ...] = field(default=())


SIDES = {
    SideRule.NONE: "",
    SideRule.EACH: "one side, then the other; told here for the right",
    SideRule.ALTERNATE: "right and left in turn",
}
_SHOWN = {"side": "right", "other": "left"}


def usual_dose(card: Exercise) -> str:
    """Tell the usual dose of a card in words."""
    dose = card.doses
    usual = Dose(
        dose.sets.usual,
        dose.reps.usual,
        *(known.usual if known else 0 for known in (dose.hold, dose.breaths, dose.time)),
    )
    return dose_words(card, usual)


def card_page(card: Exercise) -> Page:
    """Lay out an exercise card, in the order in which somebody wants to know it."""
    asked = f"only if you ask: --with {card.slug}" if card.opt_in else ""
    about = [BODY[card.position], SIDES[card.sides], ", ".join(card.goals), asked]
    return Page(card.name, " · ".join(filter(None, about)), tuple(_card_blocks(card)))


def talk_page(talk: Lesson) -> Page:
    """Lay out a talk: its paragraphs, and where it comes from."""
    paragraphs = tuple((" ".join(line.text for line in lines),) for lines in talk.lines)
    sources = tuple((source,) for source in talk.sources)
    return Page(
        talk.title, "", (Block("", paragraphs, Kind.TEXT), Block("Where it comes from", sources))
    )


def _card_blocks(card: Exercise) -> Iterator[Block]:
    """Give the blocks of a card that have something in them."""
    every = (
        _texts("What for", card.purpose, card, Kind.LIST if card.purpose[1:] else Kind.TEXT),
        Block("You need", tuple((thing,) for thing in card.equipment)),
        _texts("Get ready", card.setup.full, card, Kind.STEPS),
        _texts("How", _taught(card.steps), card, Kind.STEPS),
        _texts("Breathing", (card.breathing,) if card.breathing else (), card, Kind.TEXT),
        _doses(card),
        _texts("To come out of it", card.release.full, card, Kind.STEPS),
        _texts("Mind", card.cautions, card, Kind.WARNING),
        Block("What often goes wrong", tuple((mistake,) for mistake in card.mistakes)),
        _variants("Easier", card.easier, card),
        _variants("Harder", card.harder, card),
        Block(
            "Changed for those",
            tuple((f"{WHO[who]}: {shown(line, card)}",) for who, line in _changes(card)),
        ),
        Block("Left out for those", tuple((WHO[who],) for who in card.limits.skip)),
        Block("Done where it is left out", tuple((name.text,) for name in card.instead)),
        Block("Where it comes from", tuple((source,) for source in card.sources)),
    )
    return (block for block in every if block.lines)


def _changes(card: Exercise) -> list[tuple[str, Line]]:
    return sorted(card.limits.modify.items())


def _taught(wording: Wording) -> tuple[Line, ...]:
    return wording.full or wording.short


def _texts(heading: str, lines: tuple[Line, ...], card: Exercise, kind: Kind) -> Block:
    return Block(heading, tuple((shown(line, card),) for line in lines), kind)


def _variants(heading: str, variants: tuple[Variant, ...], card: Exercise) -> Block:
    """Give one line a variant: its name, then what is said."""
    said = ((one.name, " ".join(shown(line, card) for line in one.say)) for one in variants)
    return Block(heading, tuple((f"{name}: {words}",) for name, words in said))


def shown(line: Line, card: Exercise) -> str:
    """Give a line as it is told on the right side.

    >>> shown(Line("{side} arm up, {other} arm down."), card=None)
    'Right arm up, left arm down.'
    """

    def value(found: re.Match[str]) -> str:
        return card.name if found[1] == "exercise" else _SHOWN.get(found[1], "…")

    text = re.sub(r"\{(\w+)\}", value, line.text)
    return text[:1].upper() + text[1:]


def _doses(card: Exercise) -> Block:
    """Give the doses as a table: what, least, usual, most."""
    doses, each = card.doses, card.sides is not SideRule.NONE
    times = "times, each side" if each else "times"
    known: tuple[tuple[str, Range | None, bool], ...] = (
        ("sets", doses.sets, False),
        (times, doses.reps, False),
        ("hold", doses.hold, True),
        ("breaths", doses.breaths, False),
        ("time", doses.time, True),
        ("stillness between", doses.pause if doses.reps.most > 1 else None, True),
        ("rest between sets", doses.rest if doses.sets.most > 1 else None, True),
    )
    rows = [_row(name, dose, timed=timed) for name, dose, timed in known if _tells(name, dose)]
    if card.work in (Work.REPS, Work.BREATHS):
        tempo = f"{format_span(card.tempo.into)} in, {format_span(card.tempo.out)} out"
        rows.append((f"each takes {tempo}",))
    return Block("How much", (("", "least", "usual", "most"), *rows), Kind.TABLE)


def _tells(name: str, dose: Range | None) -> bool:
    """Leave out what says nothing: one set of one, and no stillness at all."""
    return dose is not None and dose.most > (0 if name in ("hold", "stillness between") else 1)


def _row(name: str, dose: Range | None, *, timed: bool) -> tuple[str, ...]:
    assert dose is not None
    show = format_span if timed else str
    if dose.least == dose.most:
        return (name, "", show(dose.usual), "")
    return (name, show(dose.least), show(dose.usual), show(dose.most))
