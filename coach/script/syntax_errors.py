"""Turns a syntax error of the YAML parser into a problem in the terms of the script's author.

The parser names the grammar rule that failed, at the place where it gave up. An author needs the
character that was not quoted, the quote that was not closed, the line that is indented too far.
The two parsers of PyYAML word their errors differently; the tests here match both.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from coach.errors import Problem, Where
from coach.script.curly_quotes import HINT as CURLY_QUOTES_HINT
from coach.script.curly_quotes import find_open_quote, format_curly_quote

_KEY = re.compile(r"\s*(?:- +)*[^\s:#\"'][^:]*\Z")
_CLOSING_CHARACTER = re.compile(r"[\"'\]}]\s*\Z")


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where a parser gave up, and what it said; `row` and `column` count from 0.

    `opening` is the mark where what it was parsing began, or None.
    """

    parser_message: str
    context: str
    display_path: str
    lines: tuple[str, ...]
    row: int
    column: int
    opening: Any

    @property
    def line(self) -> str:
        return self.lines[self.row] if self.row < len(self.lines) else ""

    @property
    def text_before(self) -> str:
        return self.line[: self.column]

    @property
    def found_text(self) -> str:
        """What is at the place, quoted for a message."""
        rest = self.line[self.column :].strip()
        if not rest:
            return "the end of the file" if self.row >= len(self.lines) - 1 else "nothing"
        return repr(rest if len(rest) <= 20 else rest[:17] + "...")

    def make_problem(
        self, message: str, hint: str | None, row: int | None = None, column: int | None = None
    ) -> Problem:
        row = self.row if row is None else row
        column = self.column if column is None else column
        return Problem(message, Where(self.display_path, row + 1, column + 1), hint)


def explain_yaml_error(error: yaml.MarkedYAMLError, text: str, display_path: str) -> Problem:
    """Return the problem of a text that is not YAML, in the terms of its author."""
    mark = error.problem_mark or error.context_mark
    fault = _Fault(
        error.problem or "",
        error.context or "",
        display_path,
        tuple(split_lines(text)),
        mark.line if mark else 0,
        mark.column if mark else 0,
        error.context_mark,
    )
    for explain in _EXPLAINERS:
        if problem := explain(fault):
            return problem
    context = f" ({fault.context})" if fault.context else ""
    hint = None
    if fault.line.count('"') % 2 or fault.line.count("'") % 2:
        hint = "a quote is opened and not closed, or stands inside quotes of its own kind"
    return fault.make_problem(f"this is not YAML: {fault.parser_message}{context}", hint)


def split_lines(text: str) -> list[str]:
    """Return the lines of a text, ended as YAML ends them."""
    return re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)


def _explain_tab(fault: _Fault) -> Problem | None:
    """Explain what looks like a space and is none, before the line's text or at the place."""
    rows = [fault.row]
    if fault.opening and "simple key" in fault.context:
        rows.append(fault.opening.line)
    for row in rows:
        line = fault.lines[row] if row < len(fault.lines) else ""
        odd = re.match(r" *([^\S ])", line)
        column = odd.start(1) if odd else fault.column
        character = line[column : column + 1]
        if character == "\t":
            hint = "indent with spaces; YAML does not take tabs"
            return fault.make_problem("expected spaces, found a tab", hint, row, column)
        if odd:
            message = f"expected spaces, found the character U+{ord(character):04X}"
            return fault.make_problem(message, "it looks like a space and is none", row, column)
    return None


def _explain_open_quote(fault: _Fault) -> Problem | None:
    if (
        "end of stream" not in fault.parser_message
        or "scalar" not in fault.context
        or not fault.opening
    ):
        return None
    row, column = fault.opening.line, fault.opening.column
    message = "expected a closing quote, found the end of the file"
    return fault.make_problem(message, "the quote that opens here is never closed", row, column)


def _explain_escape(fault: _Fault) -> Problem | None:
    if "escape" not in fault.parser_message:
        return None
    hint = "use single quotes, or write two backslashes for one"
    return fault.make_problem("expected text, found a backslash that escapes nothing", hint)


def _explain_curly_quotes(fault: _Fault) -> Problem | None:
    """Explain a colon or comma in a text that begins with a curly quote, on the line of both."""
    if not re.search(r"mapping values|flow", f"{fault.parser_message} {fault.context}"):
        return None
    quote = find_open_quote(fault.text_before)
    if quote is None:
        return None
    character, column = quote
    return fault.make_problem(format_curly_quote(character), CURLY_QUOTES_HINT, column=column)


def _explain_colon(fault: _Fault) -> Problem | None:
    if "mapping values" not in fault.parser_message:
        return None
    if not _KEY.match(fault.text_before):
        return fault.make_problem(
            "expected text, found a colon", "text with a colon in it needs quotes"
        )
    above = fault.row - 1
    while above >= 0 and not fault.lines[above].strip():
        above -= 1
    line = fault.lines[above] if above >= 0 else ""
    if glued := re.match(r"\s*(?:- +)*[\w-]+:(?=[^\s:])", line):
        message = "expected a space after the colon, found none"
        return fault.make_problem(message, f"write {glued[0].strip()} ...", above, glued.end())
    start = len(fault.line) - len(fault.line.lstrip())
    if above < 0 or start <= len(line) - len(line.lstrip()):
        return fault.make_problem(
            "expected text, found a colon", "text with a colon in it needs quotes"
        )
    message = "expected a key under the keys above, found one that stands deeper"
    hint = f"line {above + 1} has its value already; begin this one in its column"
    return fault.make_problem(message, hint, column=start)


def _explain_dash(fault: _Fault) -> Problem | None:
    if "sequence entries" not in fault.parser_message:
        return None
    hint = "begin a list on a line of its own; text that starts with a dash needs quotes"
    return fault.make_problem("expected a value, found a dash", hint)


def _explain_character(fault: _Fault) -> Problem | None:
    about = f"{fault.parser_message} {fault.context}"
    if not re.search(r"cannot start|an alias|undefined alias|an anchor|block scalar|tag", about):
        return None
    row, column = fault.row, fault.column
    if fault.opening and "while scanning" in fault.context:
        row, column = fault.opening.line, fault.opening.column
    line = fault.lines[row] if row < len(fault.lines) else ""
    character = line[column : column + 1]
    if not character:
        return None
    hint = f"text that starts with {character} needs quotes"
    message = f"expected a value, found the character {character!r}"
    return fault.make_problem(message, hint, row, column)


def _explain_flow(fault: _Fault) -> Problem | None:
    if "flow" not in fault.context or not fault.opening:
        return None
    opened = fault.opening
    bracket = "]" if "sequence" in fault.context else "}"
    what = "list" if bracket == "]" else "mapping"
    place = f"{opened.line + 1}:{opened.column + 1}"
    hint = f"this {what} opens at {place}; text with such characters needs quotes"
    return fault.make_problem(f"expected a comma or {bracket!r}, found {fault.found_text}", hint)


def _explain_missing_colon(fault: _Fault) -> Problem | None:
    if "could not find expected ':'" not in fault.parser_message or not fault.opening:
        return None
    row, column = fault.opening.line, fault.opening.column
    words = fault.lines[row][column:].strip()[:20]
    hint = "a key ends in a colon and a space, a member of a list begins with a dash and a space"
    return fault.make_problem(f"expected a key and a colon, found {words!r}", hint, row, column)


def _explain_second_document(fault: _Fault) -> Problem | None:
    if "document start" not in fault.parser_message:
        return None
    message = f"expected one document, found {fault.found_text} after its end"
    return fault.make_problem(message, "take out the line '...' before it")


def _explain_block(fault: _Fault) -> Problem | None:
    """Explain text after a closing quote or bracket, and a line in no block's column."""
    if "block" not in fault.context:
        return None
    if not fault.text_before.strip():
        place = f"found it in column {fault.column + 1}"
        message = f"expected this line in the column of its neighbours, {place}"
        return fault.make_problem(
            message, "the keys of a step, and the dashes of a list, stand in line"
        )
    if closed := _CLOSING_CHARACTER.search(fault.text_before):
        message = (
            f"expected the end of the line after {closed[0].strip()}, found {fault.found_text}"
        )
        return fault.make_problem(message, "put the whole text into one pair of quotes")
    return fault.make_problem(f"expected a value, found {fault.found_text}", None)


_EXPLAINERS: tuple[Callable[[_Fault], Problem | None], ...] = (
    _explain_tab,
    _explain_open_quote,
    _explain_escape,
    _explain_curly_quotes,
    _explain_colon,
    _explain_dash,
    _explain_character,
    _explain_flow,
    _explain_missing_colon,
    _explain_second_document,
    _explain_block,
)
