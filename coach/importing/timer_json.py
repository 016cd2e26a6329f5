"""The file of an interval timer, in JSON: lists in lists, known by the names of their keys.

Such files differ in their names alone. A mapping with a list is rounds of what is in it, one
without is an exercise. JAWT, hiit-generator and audio-instruction are read, and what is like them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import yaml

from coach.errors import Problem, ScriptError, Where
from coach.importing.bounds import MAX_ENTRIES, MAX_NESTING, MAX_TEXT, find_bound
from coach.importing.dose_phrases import DURATION, PAUSE_NAME, read_duration
from coach.importing.exercise_line import UnreadError, check_bounds
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import (
    Block,
    Entry,
    Part,
    Pause,
    Programme,
    Reading,
    ReadLine,
    Repeated,
    Timed,
    Work,
    as_sentence,
)
from coach.importing.programme_text import describe_entry
from coach.importing.table_row import split_name
from coach.script.document import read_yaml

LISTS = frozenset(
    (
        *("workouts", "sets", "exercises", "actions", "steps", "intervals", "instructions"),
        *("activities", "blocks", "groups", "segments", "rounds", "movements", "timers"),
    )
)
"""Keys of lists, in small letters and without dashes."""
KEYS: Mapping[str, str] = MappingProxyType(
    {
        key: meaning
        for meaning, keys in {
            "name": "name title text label exercise instruction phrase workoutname",
            "time": """time duration seconds secs length durationseconds durationsec
                durationinseconds timeseconds worktime workseconds""",
            "milliseconds": "ms durationms milliseconds timems",
            "minutes": "minutes durationminutes",
            "times": "repetitions repeat repeats repetition rounds reps loops cycles count times",
            "sets": "sets numberofsets",
            "rest": "rest restseconds resttime restsec restduration pause break",
            "say": "description notes note comment comments cue tip instructions",
            "ignored": """id uuid version position color colour language lang backgroundurls created
                updated createdat updatedat image video url icon type index order sound author""",
        }.items()
        for key in keys.split()
    }
)
"""What any other key means."""


def is_json(text: str) -> bool:
    """Return True for what begins as JSON does, and no bracketed rounds of a text do."""
    return re.match(r"\s*(?:\{|\[\s*[\[{\"\]])", text) is not None


def read_timer_json(text: str, path: str, title: str) -> Reading:
    """Return what a file of a timer says; raises ScriptError for what is no JSON."""
    _check_json(text, path)
    # For places: JSON is YAML, but for its tabs and its escaped pairs, which become dots here.
    plain = re.sub(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", ".", text.replace("\t", " "))
    return _TimerReader(path).read(read_yaml(plain, path), title)


def _check_json(text: str, path: str) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        where = Where(path, error.lineno, error.colno)
        raise ScriptError(Problem(f"expected JSON: {error.msg.lower()}", where)) from error
    except RecursionError:
        return  # how deep that is differs by Python; `read_yaml` refuses it with its place
    except ValueError as error:
        message = "expected numbers of a usual size, found more"
        raise ScriptError(Problem(message, Where(path, 1, 1))) from error


@dataclass
class _TimerReader:
    """Reads nodes into entries, and notes what it cannot read."""

    path: str
    understood: list[ReadLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def read(self, root: yaml.Node, title: str) -> Reading:
        name, description, node = title, "", root
        while isinstance(node, yaml.MappingNode):
            found = self._find_keys(node)
            name = self._text(found.get("name")) or name
            description = self._text(found.get("say")) or description
            inner = found.get("list")
            if not isinstance(inner, yaml.SequenceNode) or "times" in found:
                break
            if len(inner.value) != 1 or not self._is_list(inner.value[0]):
                node = inner
                break
            node = inner.value[0]
        parts = self._read_parts(node)
        programme = Programme(name[:80], parts, description)
        self.understood.sort(key=lambda each: each.line)
        return Reading(programme, tuple(self.understood), tuple(dict.fromkeys(self.problems)))

    def _is_list(self, node: yaml.Node) -> bool:
        return isinstance(node, yaml.MappingNode) and "list" in self._find_keys(node)

    def _read_parts(self, node: yaml.Node) -> tuple[Part, ...]:
        """Return a part for each named list at the top, or one for all."""
        members = node.value if isinstance(node, yaml.SequenceNode) else [node]
        parts: list[Part] = []
        for member in members:
            found = self._find_keys(member) if isinstance(member, yaml.MappingNode) else {}
            title = self._text(found.get("name"))[:80] if "list" in found else ""
            entries = self._read_entries(member, 0, is_part=bool(title) and len(members) > 1)
            if parts and not title and not parts[-1].title:
                parts[-1] = Part("", parts[-1].entries + entries)
            elif entries:
                parts.append(Part(as_sentence(title) if len(members) > 1 else "", entries))
        return tuple(parts)

    def _read_entries(
        self, node: yaml.Node, nesting: int, is_part: bool = False
    ) -> tuple[Entry, ...]:
        """Return the entries of a node: those of its list, in rounds, or the one it is."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(e for each in node.value for e in self._read_entries(each, nesting))
        if not isinstance(node, yaml.MappingNode):
            self._refuse(node, f"expected an exercise, found {node.value[:40]!r}")
            return ()
        found = self._find_keys(node)
        try:
            if "list" not in found:
                return self._read_exercise(node, found)
            return self._read_rounds(node, found, nesting, is_part)
        except UnreadError as error:
            self._refuse(node, str(error))
            return ()

    def _read_rounds(
        self, node: yaml.Node, found: Mapping[str, yaml.Node], nesting: int, is_part: bool
    ) -> tuple[Entry, ...]:
        if nesting > MAX_NESTING:
            raise UnreadError(f"expected at most {MAX_NESTING} lists in lists")
        rounds = self._whole(found.get("times"), "rounds") or 1
        between = self._time(found)["rest"] if rounds > 1 else None
        head = Block((), rounds, between)
        if bound := find_bound(head):
            raise UnreadError(f"expected {bound}")
        if rounds > 1:
            self._note(node, describe_entry(head))
        entries = self._read_entries(found["list"], nesting + 1)
        if rounds == 1 or not entries:
            return entries
        name = "" if is_part or not nesting else as_sentence(self._text(found.get("name")))[:80]
        return (Block(entries, rounds, between, name=name),)

    def _read_exercise(self, node: yaml.Node, found: Mapping[str, yaml.Node]) -> tuple[Entry, ...]:
        if self.count >= MAX_ENTRIES:
            message = f"expected at most {MAX_ENTRIES:,} exercises, found more"
            raise ScriptError(Problem(message, self._where(node)))
        self.count += 1
        times = self._time(found)
        name, say = split_name(self._text(found.get("name")))
        if not name:
            raise UnreadError("expected the name of an exercise, found none")
        say = as_sentence(self._text(found.get("say"))) or say
        time, rest = times["time"], times["rest"]
        reps = self._whole(found.get("times"), "repetitions")
        sets = self._whole(found.get("sets"), "sets") or 1
        entry: Work | Pause
        if time and PAUSE_NAME.fullmatch(name):
            entry = Pause(time)
        elif reps and (reps > 1 or not time):
            entry = Work(name, Repeated(reps, time or 0), sets, rest if sets > 1 else None, say=say)
        elif time:
            entry = Work(name, Timed(time), sets, rest if sets > 1 else None, say=say)
        else:
            raise UnreadError(f"expected a time or repetitions of {name!r}, found neither")
        entries: list[Work | Pause] = [entry, *([Pause(rest)] if rest and sets == 1 else [])]
        for each in entries:
            check_bounds(each)
        said = f"; says: {say}" if say and isinstance(entry, Work) else ""
        self._note(node, "; ".join(map(describe_entry, entries)) + said)
        return tuple(entries)

    def _find_keys(self, node: yaml.MappingNode) -> dict[str, yaml.Node]:
        """Return the values of a mapping by what their keys mean; unknown keys are reported."""
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            written = key.value if isinstance(key, yaml.ScalarNode) else ""
            meaning = _find_meaning(written, value)
            if not meaning:
                self._refuse_key(key, written[:40])
            elif meaning != "ignored":
                found.setdefault(meaning, value)
        return found

    def _text(self, node: yaml.Node | None) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
            return ""
        return normalize_line(node.value)[:MAX_TEXT]

    def _whole(self, node: yaml.Node | None, what: str) -> int | None:
        written = self._text(node)
        if not written:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", written):
            raise UnreadError(f"expected a number of {what}, found {written[:40]!r}")
        return int(written)

    def _time(self, found: Mapping[str, yaml.Node]) -> dict[str, int | None]:
        """Return the time and the rest of a mapping in ms; a bare number is seconds."""
        units = {"time": 1_000, "minutes": 60_000, "milliseconds": 1}
        given = next((key for key in units if self._text(found.get(key))), "time")
        return {
            "time": self._milliseconds(found.get(given), units[given]),
            "rest": self._milliseconds(found.get("rest"), 1_000),
        }

    def _milliseconds(self, node: yaml.Node | None, unit: int) -> int | None:
        written = self._text(node)
        if not written:
            return None
        if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", written):
            return round(float(written) * unit) or None
        if not re.fullmatch(DURATION, written, re.IGNORECASE):
            raise UnreadError(f"expected a time, found {written[:40]!r}")
        return read_duration(written)

    def _note(self, node: yaml.Node, meaning: str) -> None:
        self.understood.append(ReadLine(self._where(node).line, "", meaning))

    def _refuse_key(self, node: yaml.Node, key: str) -> None:
        """Report an unknown key once: what stands in one exercise stands in all."""
        message = f"no key is called {key!r}"
        if all(each.message != message for each in self.problems):
            self._refuse(node, message)

    def _refuse(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(message, self._where(node), "it is left out"))

    def _where(self, node: yaml.Node) -> Where:
        mark = node.start_mark
        return Where(self.path, mark.line + 1, mark.column + 1) if mark else Where(self.path, 1, 1)


def _find_meaning(key: str, value: yaml.Node) -> str:
    """Return what a key means; a list is one, whatever else its key may mean."""
    word = re.sub(r"[_\s-]", "", key.lower())
    if isinstance(value, yaml.SequenceNode):
        return "list" if word in LISTS else KEYS.get(word, "") and "ignored"
    if word in LISTS and isinstance(value, yaml.MappingNode):
        return "list"
    return KEYS.get(word, "")
