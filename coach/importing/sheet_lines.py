"""The lines of a sheet: how deep each stands, without its bullet, and what kind of line it is.

The kinds that a line has by its form alone are here: a heading, a comment, the head of rounds, a
line with a key. What an exercise is, `exercise_line` knows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coach.importing.dose_phrases import DURATION, NUMBER, REST_WORD, read_duration, read_number
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import Block, as_sentence

_MARK = r"[-*+–—‒−]\s+|o\s+|[•·▪◦‣●○→➔➢➤►▶■□✔✅❖\uf0a7\uf0b7\uf0d8]\s*"  # o and uf0xx: of Word
_BULLET = re.compile(
    rf"(?:(?:{_MARK})(?:\[[ xX]?\]\s+)?|\d{{1,3}}[.)]\s+|\(\d{{1,3}}\)\s+|[a-zA-Z][.)]\s+|"
    r"\[[ xX]?\]\s+|[☐☑✓]\s*)"
)
_COMMENT = re.compile(r"//|<!--|%|;")
_HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_BOLD = re.compile(r"(\*\*|__)(\S.*?)\1:?$")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_TITLE = re.compile(
    r"\W*(?:(?:week|day)\b.*|.*\b(?:workout|session|routine|program|programme|plan))"
    rf"(?:\W+{DURATION})?\W*",
    re.IGNORECASE,
)
_KEYED = re.compile(
    r"(?P<key>title|description|say|move|at|total|total time|duration|length)"
    r"(?:\s*:\s*|\s+(?=[\d:. smin]+:))(?P<value>.*)",
    re.IGNORECASE,
)
_AT = re.compile(rf"at\s+(?P<at>{DURATION})\s*:\s*(?P<text>\S.*)", re.IGNORECASE)
_QUOTE = re.compile(r"[\"“](?P<text>[^\"“”]+)[\"”]")
_BETWEEN = (
    rf"(?:[\s,(]*\b{REST_WORD}\s*(?:for|of|:)?\s*(?P<rest>{DURATION})"
    rf"(?:\s*(?:in )?between(?:\s+(?:the|each))?(?:\s+(?:rounds?|sets?))?)?\)?)?"
)
_ROUNDS_WORD = r"(?:rounds?|times|sets?|circuits?|laps?)"
_EMOM = (
    rf"(?:emom|every minute(?: on the minute)?)[\s,:]*(?:for\s+)?(?:x\s*)?"
    rf"(?:(?P<limit>{DURATION})|(?P<rounds>{NUMBER})(?:\s*(?:rounds?|min\w*))?)"
)
_EVERY = (
    rf"every\s+(?P<every>{DURATION})[\s,]*(?:(?:for\s+)?(?P<limit>{DURATION})|"
    rf"x?\s*(?P<rounds>{NUMBER})(?:\s*(?:rounds?|times|x))?)"
)
_AMRAP = (
    rf"(?:amrap|as many rounds as (?:possible|fit))[\s,:]*(?:in\s+|for\s+)?"
    rf"(?:(?P<fit>{DURATION})|(?P<minutes>{NUMBER}))"
)
_COUNTS = r"\(?(?P<counts>\d{1,4}(?:-\d{1,4})+)\)?(?:\s*reps?)?(?:\s*(?:of each|for time|each|of))?"
_NAME = r"(?P<name>(?!repeat\b)[^\W\d_][^:]*?)?[\s,(-]*"
_TIMES = rf"{_NAME}(?:\brepeat\s+)?(?P<rounds>{NUMBER})\s*(?:x|{_ROUNDS_WORD})(?!\w)\)?(?:\s+of)?"
_X_TIMES = rf"{_NAME}(?<!\w)(?:repeat\s+)?x\s*(?P<rounds>{NUMBER})(?!\w)\)?"
_HEADS = tuple(
    re.compile(pattern + _BETWEEN + r"\s*(?P<colon>:)?\s*(?P<inline>.*)", re.IGNORECASE)
    for pattern in (
        _EMOM,
        _EVERY,
        _AMRAP,
        rf"(?P<fit>{DURATION})\s+amrap",
        _COUNTS,
        _TIMES,
        _X_TIMES,
    )
)
_BRACKETS = re.compile(
    rf"(?:(?P<first>{NUMBER})\s*x\s*)?[\[(](?P<inline>.+)[\])]\s*(?:x\s*(?P<last>{NUMBER}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line with its number, its depth, its first column, and its text without a bullet."""

    number: int
    depth: int
    column: int
    text: str
    raw: str

    @property
    def is_blank(self) -> bool:
        """True where nothing is to be read: an empty line, or a comment."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its level, 1 the highest."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class RoundsHead:
    """The head of rounds: a block without entries, and what stands in its own line."""

    block: Block
    inline: str
    is_certain: bool
    """False where it could be an exercise as well: Burpees 8x."""


def split_sheet(text: str) -> list[SheetLine]:
    """Return the lines of a text; a bullet makes a line deeper than one without."""
    return [_make_line(number, raw) for number, raw in enumerate(text.splitlines(), 1)]


def _make_line(number: int, raw: str) -> SheetLine:
    spread = raw.replace("\u00a0", " ").expandtabs(4)
    bare = spread.lstrip()
    indent = len(spread) - len(bare)
    bullet = _BULLET.match(bare)
    if not bare or _COMMENT.match(bare):
        return SheetLine(number, indent * 2, indent + 1, "", raw)
    text = bare[bullet.end() :] if bullet else bare
    return SheetLine(number, indent * 2 + bool(bullet), indent + 1, text.strip(), raw.strip())


def find_heading(line: SheetLine, following: str) -> Heading | None:
    """Return the heading that a line is by its form; `following` is the next line."""
    if found := _HASHES.fullmatch(line.text):
        return Heading(len(found[1]), _clean(found[2]))
    if found := _BOLD.fullmatch(line.text):
        return Heading(2, _clean(found[2]))
    if _UNDERLINE.fullmatch(following.strip()) and not line.depth:
        return Heading(1 if following.strip()[0] == "=" else 2, _clean(line.text))
    return None


def is_title(text: str) -> bool:
    """Return True for a first line that is a title for its words, though a time may stand in it."""
    return _TITLE.fullmatch(text) is not None and find_rounds(text) is None


def list_below(line: SheetLine, after: Iterable[SheetLine]) -> list[SheetLine]:
    """Return the lines of those after a line that stand deeper, up to the first that does not."""
    below = []
    for each in after:
        if each.is_blank:
            continue
        if each.depth <= line.depth:
            break
        below.append(each)
    return below


def is_underline(line: SheetLine) -> bool:
    """Return True for a line of dashes or of equals signs."""
    return _UNDERLINE.fullmatch(line.text) is not None


def find_key(text: str) -> tuple[str, str] | None:
    """Return the key of a line and its value: say, at, move, title, description, total."""
    if found := _AT.fullmatch(text):
        return "at", f"{found['at']}\n{found['text']}"
    if found := _QUOTE.fullmatch(text):
        return "say", found["text"].strip()
    found = _KEYED.fullmatch(text)
    if not found or found["key"].lower() == "at":
        return None
    key = found["key"].lower()
    if key in ("total", "total time", "duration", "length"):
        value = re.sub(r"^(?:about|ca\.?|approx\.?)\s+", "", found["value"].lower())
        return ("total", value) if re.fullmatch(DURATION, value, re.IGNORECASE) else None
    return key, found["value"].strip()


def find_rounds(text: str) -> RoundsHead | None:
    """Return the head of rounds that a line is, or could be; None for any other line."""
    text = normalize_line(text)
    if (found := _BRACKETS.fullmatch(text)) and bool(found["first"]) != bool(found["last"]):
        rounds = read_number(found["first"] or found["last"])
        return RoundsHead(Block((), rounds), found["inline"], True)
    for pattern in _HEADS:
        if (found := pattern.fullmatch(text)) and (head := _make_head(found)):
            return head
    return None


def _make_head(found: re.Match[str]) -> RoundsHead | None:
    parts = found.groupdict()
    inline, name = (parts["inline"] or "").strip(), (parts.get("name") or "").strip(" ,(-")
    if inline.startswith("(") and inline.endswith(")"):
        inline = inline[1:-1]
    elif inline and not parts["colon"]:
        return None
    between = read_duration(parts["rest"]) if parts["rest"] else None
    is_certain = not name or bool(parts["colon"]) or "round" in found[0].lower()
    block = _make_block(parts, between, as_sentence(name))
    return RoundsHead(block, inline, is_certain) if block else None


def _make_block(parts: dict[str, str | None], between: int | None, name: str) -> Block | None:
    counts, rounds, every = parts.get("counts"), parts.get("rounds"), parts.get("every")
    if counts:
        return Block((), tuple(map(int, counts.split("-"))), between)
    if fit := parts.get("fit"):
        return Block((), limit=read_duration(fit))
    if minutes := parts.get("minutes"):
        return Block((), limit=60_000 * read_number(minutes))
    if "limit" in parts:
        each = read_duration(every) if every else 60_000
        if limit := parts["limit"]:
            whole, rest = divmod(read_duration(limit), each or 1)
            return Block((), whole, every=each) if not rest else None
        return Block((), read_number(rounds or "1"), every=each)
    return Block((), read_number(rounds or "1"), between, name=name)


def _clean(text: str) -> str:
    return normalize_line(text.replace("*", "").replace("__", "")).strip(" :")
