"""A list in plain text, one exercise a line, as people write, paste and send it -> Reading.

Headings make parts. Lines under the head of rounds belong to it: those that stand deeper, or else
all up to the next empty line. Lines that stand deeper under an exercise belong to the exercise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coach.errors import Problem, ScriptError, Where
from coach.importing.bounds import MAX_NESTING, MAX_TEXT, find_bound
from coach.importing.dose_phrases import read_duration
from coach.importing.exercise_line import LineMeaning, UnreadError, find_frequency, parse_exercise
from coach.importing.one_line import parse_entries
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import (
    Entry,
    Part,
    Pause,
    Placing,
    Programme,
    Reading,
    Words,
    Work,
)
from coach.importing.programme_text import describe_entry, format_time
from coach.importing.rounds import PauseBetween, fill_block
from coach.importing.sheet_lines import (
    Heading,
    RoundsHead,
    SheetLine,
    find_heading,
    find_key,
    find_rounds,
    is_title,
    is_underline,
    list_below,
    split_sheet,
)
from coach.importing.sheet_notes import SheetNotes
from coach.importing.table_row import find_cell_entry
from coach.importing.words_below import add_words, is_exercise, is_head, take_words
from coach.script.positions import Position

MAX_LINE = 1_000
MAX_LINES = 2_000


def read_plain_text(text: str, path: str, title: str) -> Reading:
    """Return what a text says; `title` is that of a text which has none.

    Raises ScriptError for more lines than any sheet has.
    """
    lines = split_sheet(text)
    if len(lines) > MAX_LINES:
        message = f"expected at most {MAX_LINES:,} lines, found {len(lines):,}"
        raise ScriptError(Problem(message, Where(path, MAX_LINES + 1, 1)))
    return _SheetReader(lines, SheetNotes(path)).read(title)


@dataclass
class _SheetReader:
    """Reads the lines in order; `at` is the next one."""

    lines: list[SheetLine]
    notes: SheetNotes
    at: int = 0
    headings: list[tuple[Heading, list[Entry], int]] = field(default_factory=list)
    title: str = ""
    description: str = ""
    stated: int | None = None

    def read(self, title: str) -> Reading:
        self.headings.append((Heading(2, ""), [], 0))
        while self.at < len(self.lines):
            self._read_line(self.headings[-1][1], None, 0)
        return self._make_reading(title)

    def _make_reading(self, title: str) -> Reading:
        (_, loose, _), *headed = self.headings
        top = [each for each in headed if each[0].level == 1]
        is_titled = not self.title and not loose and bool(top) and headed[0] is top[0]
        if is_titled and (len(top) == 1 or not headed[0][1]):
            heading, loose, line = headed.pop(0)
            self.title = heading.text
            self.notes.change(line, f"title: {heading.text}")
        parts = [Part("", tuple(loose)), *(Part(h.text, tuple(e)) for h, e, _ in headed)]
        for heading, entries, line in headed:
            if not entries:
                self.notes.change(line, f"nothing stands under {heading.text!r}")
        named = (self.title or title)[:80]
        filled = tuple(part for part in parts if part.entries)
        programme = Programme(named, filled, self.description, self.stated)
        return Reading(programme, tuple(self.notes.understood), tuple(self.notes.problems))

    def _read_line(self, entries: list[Entry], counts: bool | None, nesting: int) -> None:
        """Read one line, and those that belong to it, into entries."""
        line = self.lines[self.at]
        self.at += 1
        if line.is_blank or is_underline(line):
            return
        following = self.lines[self.at].raw if self.at < len(self.lines) else ""
        if len(line.text) > MAX_LINE:
            self.notes.refuse(line, f"expected a line of at most {MAX_LINE} letters")
        elif not nesting and (heading := find_heading(line, following)):
            self._start_part(line, heading)
        elif self._is_first and is_title(line.text):
            self.title = normalize_line(line.text).strip(" :")
            self.notes.add(line, f"title: {self.title}")
        elif key := find_key(line.text):
            self._read_keyed(line, *key, entries)
        else:
            self._read_work(line, entries, bool(counts), nesting)

    @property
    def _is_first(self) -> bool:
        return not self.notes.understood and not self.notes.problems

    def _start_part(self, line: SheetLine, heading: Heading) -> None:
        heading = replace(heading, text=heading.text[:80])
        self.headings.append((heading, [], line.number))
        self.notes.add(line, f"part: {heading.text}")

    def _read_keyed(self, line: SheetLine, key: str, value: str, entries: list[Entry]) -> None:
        text = normalize_line(value)[:MAX_TEXT]
        match key:
            case _ if not text:
                self.notes.refuse(line, f"expected words behind {key}:, found none")
                return
            case "title":
                self.title = text[:80]
            case "description":
                self.description = text
            case "total":
                self.stated = read_duration(value)
                text = format_time(self.stated)
            case "move":
                if text not in tuple(Position) or text == Position.ANY:
                    self.notes.refuse(line, f"expected a position, found {text!r}")
                    return
                entries.append(Placing(text))
            case "say":
                entries.append(Words(text))
            case _:
                self.notes.refuse(line, "expected words at a time below an exercise")
                return
        self.notes.add(line, f"{key}: {text}")

    def _read_work(self, line: SheetLine, entries: list[Entry], counts: bool, nesting: int) -> None:
        """Read an exercise, a rest or rounds, whichever a line is with what stands below it."""
        below = list_below(line, self.lines[self.at :])
        head = find_rounds(line.text)
        if head and (head.is_certain or any(is_exercise(each.text) for each in below)):
            self._read_rounds(line, head, entries, nesting)
            return
        try:
            found = find_cell_entry(line.text) or parse_exercise(line.text, counts)
        except UnreadError as error:
            self._read_unclear(line, error, below, entries, counts, nesting)
            return
        if found.is_between and not nesting:
            self.notes.refuse(line, "expected a rest between rounds below the head of its rounds")
            return
        own = take_words(line, below) if isinstance(found.entry, Work) else ()
        self._skip_to(own)
        self._add(line, found, own, entries)

    def _read_unclear(
        self,
        line: SheetLine,
        error: UnreadError,
        below: list[SheetLine],
        entries: list[Entry],
        counts: bool,
        nesting: int,
    ) -> None:
        """Read a line without a dose: a heading, a name with its dose below, or a title."""
        if often := find_frequency(line.text):
            self.notes.add(line, f"left out: {often}")
            return
        is_list = bool(below) and below[0].number == line.number + 1
        is_named = is_list and any(is_exercise(each.text) for each in below)
        if not nesting and (is_named or (line.text.endswith(":") and not below)):
            self._start_part(line, Heading(2, normalize_line(line.text).strip(" :")))
            return
        if below and (joined := self._join_below(line, below, counts)):
            self._add(line, joined[0], joined[1], entries)
            return
        if self._is_first and not below and error.has_no_dose:
            self.title = normalize_line(line.text).strip(" :")
            self.notes.add(line, f"title: {self.title}")
            return
        self.notes.refuse(line, str(error), error.hint)

    def _join_below(
        self, line: SheetLine, below: list[SheetLine], counts: bool
    ) -> tuple[LineMeaning, tuple[SheetLine, ...]] | None:
        """Return an exercise whose dose stands below its name; None where that cannot be read."""
        keyed = tuple(each for each in below if find_key(each.text))
        plain = [each.text.rstrip(".") for each in below if each not in keyed]
        if sum(map(len, plain)) > MAX_LINE:
            return None
        try:
            found = parse_exercise(", ".join([line.text.rstrip(" :"), *plain]), counts)
        except UnreadError:
            return None
        self._skip_to(below)
        for each in below:
            if each not in keyed:
                self.notes.add(each, "belongs to the line above")
        return found, keyed

    def _skip_to(self, own: Sequence[SheetLine]) -> None:
        if own:
            self.at = own[-1].number  # lines are counted from 1

    def _read_rounds(
        self, line: SheetLine, head: RoundsHead, entries: list[Entry], nesting: int
    ) -> None:
        counts = not isinstance(head.block.rounds, int)
        inner: list[Entry] = []
        self.notes.add(line, describe_entry(head.block))
        if nesting >= MAX_NESTING:
            self.notes.refuse(line, f"expected at most {MAX_NESTING} rounds in rounds")
        elif head.inline:
            try:
                inner += parse_entries(head.inline, counts)
            except UnreadError as error:
                self.notes.refuse(line, str(error), error.hint)
        else:
            self._read_rounds_below(line, inner, counts, nesting)
        block = fill_block(head.block, inner)
        bound = find_bound(block)
        if bound or not block.entries:
            expected = bound or "exercises in the lines below"
            hint = None if bound else "an empty line ends rounds"
            self.notes.refuse(line, f"expected {expected}", hint)
            self.notes.remove(line.number)
        else:
            entries.append(block)
            own = "; ".join(map(describe_entry, inner)) if head.inline else ""
            self.notes.change(line.number, f"{describe_entry(block)} {own}".strip())

    def _read_rounds_below(
        self, line: SheetLine, inner: list[Entry], counts: bool, nesting: int
    ) -> None:
        is_deeper = bool(list_below(line, self.lines[self.at :]))
        while self.at < len(self.lines):
            after = self.lines[self.at]
            if is_deeper and after.is_blank:
                self.at += 1
                continue
            if is_deeper and after.depth <= line.depth:
                break
            if not is_deeper and (after.is_blank or after.depth < line.depth):
                if after.raw.strip() and after.is_blank:  # a comment ends nothing
                    self.at += 1
                    continue
                break
            following = self.lines[self.at + 1].raw if self.at + 1 < len(self.lines) else ""
            if not is_deeper and (find_heading(after, following) or is_head(after.text)):
                break
            self._read_line(inner, counts, nesting + 1)

    def _add(
        self,
        line: SheetLine,
        found: LineMeaning,
        own: tuple[SheetLine, ...],
        entries: list[Entry],
    ) -> None:
        """Add an exercise with the words that stand below it."""
        entry: Entry = found.entry
        if isinstance(entry, Work):
            entry = add_words(entry, own, self.notes)
        if found.is_between and isinstance(entry, Pause):
            entry = PauseBetween(entry.length)
        entries.append(entry)
        meaning = describe_entry(entry)
        if isinstance(entry, Work) and entry.say and not any(find_key(e.text) for e in own):
            meaning += f"; says: {entry.say}"
        if found.after is not None:
            entries.append(Pause(found.after))
            meaning += f"; then rest {format_time(found.after)}"
        if found.left_out:
            meaning += f"; left out: {found.left_out}"
        self.notes.add(line, meaning)
        self.notes.sort()
