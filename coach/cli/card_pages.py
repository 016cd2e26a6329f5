"""An exercise card or a talk as a page to read: headings and what stands below, without layout."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from coach.script.card_variants import LimitChange, Variant
from coach.script.doses import Range
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.grammar import NEUTRAL, VARIABLE, Grammar, capitalize
from coach.script.lesson import Lesson
from coach.script.library import load_phrases
from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.timeline.descriptions import LIMIT_DESCRIPTIONS, POSITION_DESCRIPTIONS, format_dose
from coach.timeline.dose import Dose
from coach.units import format_duration


class BlockKind(StrEnum):
    """What the lines of a block are: it decides how they are set."""

    TEXT = "text"
    STEPS = "steps"
    LIST = "list"
    TABLE = "table"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the lines below it; a row of a table has several cells, any other line one."""

    heading: str
    lines: tuple[tuple[str, ...], ...]
    kind: BlockKind = BlockKind.LIST


@dataclass(frozen=True, slots=True)
class Page:
    """A title, a few words about it, and its blocks."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


SIDE_TEXTS = {
    SideRule.NONE: "",
    SideRule.EACH: "one side, then the other; described here for the right side",
    SideRule.ALTERNATE: "right and left in turn",
}
FillLine = Callable[[Line], str]
"""Returns a line without its placeholders."""
_SHOWN_SIDES = {"side": "right", "other": "left"}


def format_usual_dose(card: Exercise, phrases: Phrases) -> str:
    """Return the usual dose of a card in words."""
    dose = card.doses
    usual = Dose(
        dose.sets.usual,
        dose.reps.usual,
        *(known.usual if known else 0 for known in (dose.hold, dose.breaths, dose.time)),
    )
    return format_dose(card, usual, phrases)


def card_page(card: Exercise) -> Page:
    """Return an exercise card as a page, in the order in which a reader wants to know it."""
    opt_in = f"only if you ask: --with {card.slug}" if card.opt_in else ""
    fill = partial(fill_placeholders, card=card, grammar=load_phrases(card.language).grammar)
    about = [
        POSITION_DESCRIPTIONS[card.position],
        SIDE_TEXTS[card.sides],
        ", ".join(card.goals),
        opt_in,
    ]
    return Page(card.name, " · ".join(filter(None, about)), tuple(_card_blocks(card, fill)))


def lesson_page(lesson: Lesson) -> Page:
    """Return a talk as a page: its paragraphs and its sources."""
    paragraphs = tuple((" ".join(line.text for line in lines),) for lines in lesson.lines)
    sources = tuple((source,) for source in lesson.sources)
    return Page(
        lesson.title,
        "",
        (Block("", paragraphs, BlockKind.TEXT), Block("Where it comes from", sources)),
    )


def _card_blocks(card: Exercise, fill: FillLine) -> Iterator[Block]:
    """Yield the blocks of a card that are not empty."""
    every = (
        _text_block(
            "What for", card.purpose, fill, BlockKind.LIST if card.purpose[1:] else BlockKind.TEXT
        ),
        Block("You need", tuple((thing,) for thing in card.equipment)),
        _text_block("Get ready", card.setup.full, fill, BlockKind.STEPS),
        _text_block("How", card.read_steps, fill, BlockKind.STEPS),
        _text_block("Breathing", (card.breathing,) if card.breathing else (), fill, BlockKind.TEXT),
        _dose_block(card),
        _text_block("To come out of it", card.release.full, fill, BlockKind.STEPS),
        _text_block("Mind", card.cautions, fill, BlockKind.WARNING),
        Block("What often goes wrong", tuple((mistake,) for mistake in card.mistakes)),
        _variant_block("Easier", card.easier, fill),
        _variant_block("Harder", card.harder, fill),
        Block(
            "Changed for somebody",
            tuple(
                (f"{LIMIT_DESCRIPTIONS[who]}: {_describe_change(change, fill)}",)
                for who, change in sorted(card.limits.modify.items())
            ),
        ),
        Block(
            "Left out for somebody", tuple((LIMIT_DESCRIPTIONS[who],) for who in card.limits.skip)
        ),
        Block("Done where it is left out", tuple((name.text,) for name in card.instead)),
        Block("Where it comes from", tuple((source,) for source in card.sources)),
    )
    return (block for block in every if block.lines)


def _describe_change(change: LimitChange, fill: FillLine) -> str:
    """Return what a limit changes: the easier way that is done, and what is said."""
    said = fill(change.say) if change.say else ""
    return f"{change.variant}. {said}".strip() if change.variant else said


def _text_block(heading: str, lines: tuple[Line, ...], fill: FillLine, kind: BlockKind) -> Block:
    return Block(heading, tuple((fill(line),) for line in lines), kind)


def _variant_block(heading: str, variants: tuple[Variant, ...], fill: FillLine) -> Block:
    """Return a block with a line for each variant: its name, its words, and doses of its own."""
    texts = ((one, " ".join(fill(line) for line in one.read_steps)) for one in variants)
    return Block(
        heading,
        tuple((f"{one.name}: {words}{_describe_own_doses(one)}",) for one, words in texts),
    )


def _describe_own_doses(variant: Variant) -> str:
    """Return the doses that a variant replaces, behind a space; "" where there are none."""
    parts = []
    for name, dose in variant.doses.items():
        show = str if name in ("sets", "reps", "breaths") else format_duration
        least, most = show(dose.least), show(dose.most)
        parts.append(f"{name} {least if least == most else f'{least} to {most}'}")
    return f" ({', '.join(parts)})" if parts else ""


def fill_placeholders(line: Line, card: Exercise, grammar: Grammar = NEUTRAL) -> str:
    """Return a line as it is spoken for the right side.

    >>> fill_placeholders(Line("{side} arm up, {other} arm down."), card=None)
    'Right arm up, left arm down.'
    """

    def replace_placeholder(found: re.Match[str]) -> str:
        if found[1] == "exercise":
            return card.name
        side = _SHOWN_SIDES.get(found[1])
        return grammar.format_value(found[1], found[2] or "", side) if side else "…"

    return capitalize(VARIABLE.sub(replace_placeholder, line.text))


def _dose_block(card: Exercise) -> Block:
    """Return the doses as a table: what, least, usual, most."""
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
    rows = [
        _dose_row(name, dose, timed=timed)
        for name, dose, timed in known
        if _is_worth_showing(name, dose)
    ]
    if card.work in (WorkKind.REPS, WorkKind.BREATHS):
        tempo = f"{format_duration(card.tempo.into)} in, {format_duration(card.tempo.out)} out"
        rows.append((f"each lasts {tempo}",))
    return Block("How much", (("", "least", "usual", "most"), *rows), BlockKind.TABLE)


def _is_worth_showing(name: str, dose: Range | None) -> bool:
    """Return False for no dose, and one that says nothing: at most one, or a hold of no time."""
    return dose is not None and dose.most > (0 if name in ("hold", "stillness between") else 1)


def _dose_row(name: str, dose: Range | None, *, timed: bool) -> tuple[str, ...]:
    assert dose is not None
    show = format_duration if timed else str
    if dose.least == dose.most:
        return (name, "", show(dose.usual), "")
    return (name, show(dose.least), show(dose.usual), show(dose.most))
