"""A .zwo workout: intervals, ramps and steady stretches, with texts at their times -> Reading."""

import re
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from coach.errors import Problem, ScriptError, Where
from coach.importing.bounds import MAX_ENTRIES, MAX_TEXT
from coach.importing.exercise_line import UnreadError, check_bounds
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import (
    Block,
    Entry,
    Part,
    Programme,
    Reading,
    ReadLine,
    Timed,
    Work,
)
from coach.importing.programme_text import describe_entry, format_time
from coach.importing.speech_room import space_cues

MAX_DEPTH = 20
LOST_HINT = "it is left out: what is written at this time, a voice says no faster"
_NAMES = {
    "warmup": "Warm-up",
    "cooldown": "Cool-down",
    "ramp": "Ramp",
    "steadystate": "Steady",
    "freeride": "Free ride",
    "maxeffort": "Full effort",
    "solidstate": "Steady",
}
_DESCRIBING = frozenset(
    ("workout_file", "author", "name", "description", "sporttype", "tags", "tag", "category")
)


@dataclass
class _Element:
    """An element of the file: its name in small letters, where it begins, and what is in it."""

    name: str
    line: int
    values: dict[str, str]
    children: "list[_Element]" = field(default_factory=list)
    text: str = ""

    def find(self, name: str) -> "_Element | None":
        return next((each for each in self.children if each.name == name), None)

    def text_of(self, name: str) -> str:
        found = self.find(name)
        return normalize_line(found.text)[:MAX_TEXT] if found else ""


def is_xml(text: str) -> bool:
    """Return True for what begins with a tag."""
    return text.lstrip().startswith("<")


def read_zwift_workout(text: str, path: str, title: str) -> Reading:
    """Return what a workout says; raises ScriptError for other XML, and for none."""
    root = _parse_xml(text.lstrip(), path, text[: len(text) - len(text.lstrip())].count("\n"))
    workout = root.find("workout") if root.name == "workout_file" else None
    if workout is None:
        message = f"expected a .zwo workout, found <{root.name[:40]}>"
        raise ScriptError(Problem(message, Where(path, 1, 1)))
    understood: list[ReadLine] = []
    problems: list[Problem] = []
    entries: list[Entry] = []
    unknown = [each for each in root.children if each.name not in _DESCRIBING | {"workout"}]
    for element in (*unknown, *workout.children):
        try:
            found = _read_element(element) if element not in unknown else ()
        except UnreadError as error:
            problems.append(Problem(str(error), Where(path, element.line, 1), "it is left out"))
            continue
        if not found:
            message = f"no part of a workout is called <{element.name[:40]}>"
            problems.append(Problem(message, Where(path, element.line, 1), "it is left out"))
        found, lost = _space_texts(found)
        problems += (
            Problem(f"no room is left to say {text!r}", Where(path, element.line, 1), LOST_HINT)
            for text in lost
        )
        entries += found
        understood += (ReadLine(element.line, "", _describe(each)) for each in found)
    if len(entries) > MAX_ENTRIES:
        message = f"expected at most {MAX_ENTRIES:,} exercises, found {len(entries):,}"
        raise ScriptError(Problem(message, Where(path, 1, 1)))
    named = root.text_of("name")[:80] or title
    parts = (Part("", tuple(entries)),) if entries else ()
    programme = Programme(named, parts, root.text_of("description"))
    return Reading(programme, tuple(understood), tuple(problems))


def _space_texts(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], list[str]]:
    """Return entries in which no text runs into the next, and the texts that have no room."""
    spaced: list[Entry] = []
    lost: list[str] = []
    for entry in entries:
        if isinstance(entry, Work) and isinstance(entry.dose, Timed) and entry.cues:
            kept, without = space_cues(entry.cues, entry.dose.length)
            lost += (text for _, text in without)
            entry = replace(entry, cues=kept)
        spaced.append(entry)
    return tuple(spaced), lost


def _describe(entry: Entry) -> str:
    if isinstance(entry, Block):
        return f"{describe_entry(entry)} {'; '.join(map(describe_entry, entry.entries))}"
    cues = entry.cues if isinstance(entry, Work) else ()
    return "; ".join([describe_entry(entry), *(f"at {format_time(a)}: {t}" for a, t in cues)])


def _parse_xml(text: str, path: str, lines_before: int) -> _Element:
    parser = expat.ParserCreate()
    root = _Element("", 1, {})
    opened = [root]

    def begin(name: str, values: dict[str, str]) -> None:
        line = parser.CurrentLineNumber + lines_before
        element = _Element(name.lower(), line, {k.lower(): v for k, v in values.items()})
        opened[-1].children.append(element)
        opened.append(element)
        if len(opened) > MAX_DEPTH:
            message = f"expected at most {MAX_DEPTH} levels, found more"
            raise ScriptError(Problem(message, Where(path, line, 1)))

    def end(_: str) -> None:
        opened.pop()

    def add_text(written: str) -> None:
        opened[-1].text = (opened[-1].text + written)[: 4 * MAX_TEXT]

    def refuse_types(*_: object) -> None:
        # Entities can be made to grow without bound.
        message = "expected a workout, found a document type"
        raise ScriptError(Problem(message, Where(path, parser.CurrentLineNumber, 1), "delete it"))

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = add_text, refuse_types
    try:
        parser.Parse(re.sub(r"^<\?xml[^>]*\?>", "", text).encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        where = Where(path, error.lineno + lines_before, error.offset + 1)
        reason = expat.errors.messages.get(error.code, "not well-formed")
        raise ScriptError(Problem(f"expected XML: {reason}", where)) from error
    return root.children[0]


def _read_element(element: _Element) -> tuple[Entry, ...]:
    """Return what an element asks for, () for one that is unknown; raises UnreadError."""
    if element.name == "intervalst":
        return _read_intervals(element)
    if element.name not in _NAMES:
        return ()
    name = f"{_NAMES[element.name]}{_format_power(element)}"
    return (_check(Work(name, Timed(_seconds(element, "duration")), cues=_read_texts(element))),)


def _read_intervals(element: _Element) -> tuple[Entry, ...]:
    """Return intervals as rounds, or one by one where texts stand at a time of the whole."""
    written = element.values.get("repeat", "1")
    if not re.fullmatch(r"[0-9]{1,3}", written) or not int(written):
        raise UnreadError(f"expected a number of repeats, found {written[:20]!r}")
    works = [
        Work(f"{word}{_format_share(element.values.get(power))}", Timed(length))
        for word, key, power in (
            ("Interval", "onduration", "onpower"),
            ("Recovery", "offduration", "offpower"),
        )
        if (length := _seconds(element, key, may_lack=key == "offduration"))
    ]
    for work in works:
        _check(work)
    texts = _read_texts(element)
    if not texts:
        return (Block(tuple(works), int(written)),)
    found, start = [], 0
    for work in works * int(written):
        assert isinstance(work.dose, Timed)
        end = start + work.dose.length
        own = tuple((at - start, said) for at, said in texts if start <= at < end)
        found.append(replace(work, cues=own))
        start = end
    return tuple(found)


def _read_texts(element: _Element) -> tuple[tuple[int, str], ...]:
    """Return the texts in an element with their times in ms; raises UnreadError."""
    found = []
    for each in element.children:
        if each.name not in ("textevent", "textnotification"):
            raise UnreadError(f"nothing in a workout is called <{each.name[:40]}>")
        text = normalize_line(each.values.get("message", ""))[:MAX_TEXT]
        if any(map(str.isalnum, text)):
            found.append((_seconds(each, "timeoffset", may_lack=True), text))
    return tuple(sorted(found))


def _seconds(element: _Element, key: str, may_lack: bool = False) -> int:
    written = element.values.get(key, "0" if may_lack else "")
    if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", written):
        raise UnreadError(f"expected seconds in {key}, found {written[:20]!r}")
    return round(float(written) * 1000)


def _format_power(element: _Element) -> str:
    low, high = element.values.get("powerlow"), element.values.get("powerhigh")
    if low and high and low != high:
        first, second = _format_share(low), _format_share(high)
        if first and second:
            return f" from{first.removeprefix(' at').removesuffix(' percent')} to{second[3:]}"
    return _format_share(element.values.get("power") or low or high)


def _format_share(written: str | None) -> str:
    """Return a share of one's power in words, "" for none.

    >>> _format_share("0.88")
    ' at 88 percent'
    """
    if not written or not re.fullmatch(r"[0-9]{0,2}(?:\.[0-9]{1,12})?", written):
        return ""
    return f" at {round(float(written) * 100)} percent"


def _check(work: Work) -> Work:
    check_bounds(work)
    assert isinstance(work.dose, Timed)
    late = [at for at, _ in work.cues if at >= work.dose.length]
    if late:
        raise UnreadError(f"expected texts before the end, found one at {format_time(late[0])}")
    return work
