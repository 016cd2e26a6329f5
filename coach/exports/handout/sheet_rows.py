"""Session -> the rows of a sheet: what is done, how much of it, how, and what to mind.

An exercise has its card. What a routine writes out in steps has its name, its dose and its words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from coach.exports.handout.printed_lines import (
    FIRST_SIDE,
    MAX_CHARACTERS,
    MAX_STEPS,
    LineReader,
    find_sheet_caution,
    list_sheet_lines,
    make_card_reader,
)
from coach.script.exercise import Exercise, WorkKind
from coach.script.handout_words import HandoutWords
from coach.script.named_work import Work
from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.script.steps import Group, Perform, Rounds, Say, Sides, Step, TimedRounds
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.context import OTHER_SIDES
from coach.timeline.descriptions import format_dose
from coach.timeline.session import Part, Session, list_performs, make_dose


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One exercise of a sheet, whose `card` may have a drawing; what it does not have is empty."""

    name: str
    dose: str = ""
    lines: tuple[str, ...] = ()
    caution: str = ""
    card: Exercise | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """What steps are part of: a name, how many rounds, one side or both."""

    name: str
    around: tuple[str, ...] = ()
    side: str | None = None

    def within(self, around: str) -> "_Place":
        """Return the same place in something more, such as rounds."""
        return replace(self, around=(*self.around, around))


def list_sheet_rows(session: Session, words: HandoutWords) -> tuple[SheetRow, ...]:
    """Return the rows of a session, in order, each once however often it is done.

    Where nothing has a dose, as in a relaxation, the rows are its parts with their words.
    """
    maker = _RowMaker(session, words)
    rows = tuple(dict.fromkeys(row for part in session.parts for row in maker.list_rows(part)))
    return tuple(row for row in rows if row.dose) or rows


class _RowMaker:
    """Makes rows of the parts of one session."""

    def __init__(self, session: Session, words: HandoutWords) -> None:
        self._session, self._words = session, words
        self._phrases: Phrases = session.delivery.phrases

    def list_rows(self, part: Part) -> Iterator[SheetRow]:
        """Yield the rows of a part: of the opening and the closing only those of exercises."""
        if part.is_unannounced:
            yield from map(self._make_card_row, list_performs(part.steps))
        else:
            yield from self._read_steps(part.steps, _Place(part.title))

    def _make_card_row(self, perform: Perform) -> SheetRow:
        session, phrases = self._session, self._phrases
        card = session.cards[perform.exercise]
        dose = make_dose(card, perform)
        parts = [format_dose(card, dose, phrases, perform.side, written_out=True)]
        if dose.sets > 1:
            if card.work is WorkKind.TIME:
                parts.append(phrases.format_shown("dose_sets", sets=dose.sets))
            if dose.rest:
                rest = phrases.format_long_length(dose.rest)
                parts.append(phrases.format_shown("sheet_rest", time=rest))
        reader = make_card_reader(card, dose, perform.side, phrases, self._words)
        lines = list_sheet_lines(card, reader, perform.side, session.delivery.limits)
        name = card.name
        if card.variant:
            name = phrases.format_shown("sheet_variant", title=name, words=card.variant)
        return SheetRow(name, ", ".join(parts), lines, find_sheet_caution(card, reader), card)

    def _read_steps(self, steps: Iterable[Step], place: _Place) -> Iterator[SheetRow]:
        """Yield what steps hold that has a name of its own, then what is done without one."""
        doses, said = [], list[Line]()
        for step, inside in self._list_placed(steps, place):
            match step:
                case Perform():
                    yield self._make_card_row(step)
                case Work():
                    yield from self._make_work_rows(step, inside)
                case Group():
                    yield from self._read_steps(step.steps, replace(inside, name=step.group))
                case Rounds():
                    around = self._phrases.format_shown("sheet_rounds", rounds=step.rounds)
                    inner = (*step.steps, *step.between)
                    yield from self._read_steps(inner, inside.within(around))
                case TimedRounds():
                    around = self._phrases.format_long_length(step.length)
                    yield from self._read_steps(step.steps, inside.within(around))
                case Say():
                    said += step.say
                case Hold() | Breathe() | Reps():
                    said += step.say
                    doses.append(", ".join((self._format_dose(step), *inside.around)))
        if doses or said:
            lines = tuple(_choose_first(self._make_reader(place).read_lines(said)))
            yield SheetRow(place.name, ", ".join(dict.fromkeys(doses)), lines)

    def _list_placed(self, steps: Iterable[Step], place: _Place) -> Iterator[tuple[Step, _Place]]:
        """Yield steps, and those done on sides, each with what it stands in."""
        for step in steps:
            if isinstance(step, Sides):
                inner = place.within(self._format_sides(step.only))
                yield from self._list_placed(step.sides, replace(inner, side=step.only))
            else:
                yield step, place

    def _make_work_rows(self, step: Work, place: _Place) -> Iterator[SheetRow]:
        """Yield a row for each name of named work."""
        phrases = self._phrases
        parts = [self._format_dose(step.dose, step.sets)]
        if step.side or step.sides:
            parts.append(self._format_sides(step.side))
        if step.sets > 1 and step.rest:
            rest = phrases.format_long_length(step.rest)
            parts.append(phrases.format_shown("sheet_rest", time=rest))
        dose = ", ".join((*parts, *place.around))
        lines = tuple(_choose_first(self._make_reader(place).read_lines(step.dose.say)))
        yield from (SheetRow(line.text, dose, lines) for line in step.work)

    def _format_sides(self, side: str | None) -> str:
        show = self._phrases.format_shown
        return show("dose_one_side", side=side) if side else show("dose_each_side")

    def _make_reader(self, place: _Place) -> LineReader:
        first = place.side or FIRST_SIDE
        values = {"exercise": place.name, "side": first, "other": OTHER_SIDES[first]}
        return LineReader(self._phrases, self._words, values)

    def _format_dose(self, step: Hold | Breathe | Reps, sets: int = 1) -> str:
        show, length = self._phrases.format_shown, self._phrases.format_long_length
        several = [show("dose_sets", sets=sets)] if sets > 1 else []
        match step:
            case Hold():
                return ", ".join((length(step.hold), *several))
            case Breathe():
                return ", ".join((show("dose_breaths", breaths=step.breathe), *several))
            case Reps():
                key = "dose_sets_of" if several else "dose_times"
                held = [show("dose_hold", time=length(step.hold))] if step.hold else []
                return ", ".join((show(key, sets=sets, reps=step.reps), *held))


def _choose_first(lines: list[str]) -> Iterator[str]:
    """Yield the first sentences: three at most, and no more than people read of an exercise.

    A single word, such as Go, is for the ear.
    """
    room = MAX_CHARACTERS
    for line in [line for line in dict.fromkeys(lines) if " " in line][:MAX_STEPS]:
        if len(line) > room:
            return
        room -= len(line)
        yield line
