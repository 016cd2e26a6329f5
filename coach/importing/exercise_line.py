"""One line of a sheet -> an exercise with its dose, or a rest; what is not understood is said.

A line is phrases of a dose in any order, with the name in one piece before or behind them. Words
that stand apart behind the name are said with the exercise. A number that belongs to no phrase
makes the line unreadable, unless its unit is none of time (45 degrees, 10 kg).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from coach.importing.bounds import find_bound
from coach.importing.dose_phrases import (
    CYCLE,
    CYCLE_MARK,
    GAP,
    LIMB,
    PAUSE_NAME,
    FoundPhrases,
    find_phrases,
    read_duration,
    read_number,
)
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import (
    Breathed,
    Dose,
    Pause,
    Repeated,
    SideUse,
    Timed,
    Work,
    as_sentence,
)
from coach.importing.programme_text import describe_entry
from coach.importing.speech_room import USUAL_BREATH

CheckedEntry = TypeVar("CheckedEntry", bound=Work | Pause)

DOSE_HINT = "write what is done and how much: Plank 30s, Squats 3x10, Bridge 10 times hold 5s"
BOUNDS_HINT = "a script can hold no other"
_SEPARATOR = re.compile(rf"[,;|()\[\]{GAP}]|\s[-–—]\s|:(?=\s|$|{GAP})|\.(?=\s|$)|^\s*-|-\s*$")
_LOOSE_START = re.compile(r"^(?:(?:of|for|and|then|do|at|x)\s+)+", re.IGNORECASE)
_LOOSE_END = re.compile(r"(?:^|\s+)(?:of|for|and|then|do|at|with)$", re.IGNORECASE)
_LOOSE_WORD = re.compile(r"(?:of|for|and|then|do|at|x|repeat|each)", re.IGNORECASE)
_MEASURE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:degrees?|°|%|percent|kgs?|lbs?|pounds?|cm|inch(?:es)?|rpm)(?!\w)",
    re.IGNORECASE,
)
_MISWRITTEN = re.compile(r"\b(?:hold|held|rest|for|repeat|every)\s+\d+(?:\s+\w+)?", re.IGNORECASE)
_COUNT_INSIDE = re.compile(r"\b\d{1,4}\s+[^\W\d_]+")
_BARE_NUMBER = re.compile(r"([^\W\d_][^\d]*?)\W+(\d{1,3})\.?")
_COUNT_FIRST = re.compile(r"\s*(\d{1,4})\s+(?=[^\W\d_])")


class UnreadError(Exception):
    """A line that is not understood; the text says what was expected, `hint` what to write."""

    def __init__(self, message: str, hint: str = DOSE_HINT, has_no_dose: bool = False) -> None:
        super().__init__(message)
        self.hint = hint
        self.has_no_dose = has_no_dose


@dataclass(frozen=True, slots=True)
class LineMeaning:
    """What a line says: an exercise or a rest, perhaps a rest behind it, and what it leaves out.

    `is_between` is True for a rest that stands between rounds.
    """

    entry: Work | Pause
    after: int | None = None
    left_out: str = ""
    is_between: bool = False


def parse_exercise(line: str, in_counts: bool = False) -> LineMeaning:
    """Return what a line says; raises UnreadError. `in_counts` gives reps to a bare name."""
    text = normalize_line(line)
    cycle = CYCLE.search(text) if re.search(r"\bbreath", text, re.IGNORECASE) else None
    # What is part of the name keeps out of the table.
    found = find_phrases(text.replace(cycle[0], CYCLE_MARK) if cycle else text)
    _refuse_unclear(found)
    rest = _read_time(found.values.get("rest"))
    name, remarks, side = _split_names(found, cycle[0] if cycle else "")
    if not name and "breaths" in found.kinds:
        name = found.texts["breaths"].partition(" ")[2]  # of 10 deep breaths
    if wrong := _MISWRITTEN.search(name):
        raise UnreadError(f"expected a dose, found {wrong[0]!r}")
    if not name or PAUSE_NAME.fullmatch(name):
        return _make_pause(found, rest, name, remarks)
    try:
        dose, name = _make_dose(found, cycle[0] if cycle else None, name, in_counts)
    except UnreadError as error:
        if error.has_no_dose:  # said of the whole line
            message = f"expected a dose, found {text[:60]!r}"
            raise UnreadError(message, _hint_at_dose(text), has_no_dose=True) from error
        raise
    written = found.values.get("sets") or found.values.get("rounds")
    if not written and isinstance(dose, Timed):
        written = found.values.get("reps")  # 30s, 3 times
    sets = read_number(written or "1")
    side = side or ("side" in found.kinds and SideUse.EACH) or None
    if "alternate" in found.kinds:
        if not isinstance(dose, Repeated) or side:
            raise UnreadError(f"{found.texts['alternate']!r} goes with repetitions, and no side")
        side = SideUse.ALTERNATE
    is_inner = sets > 1 or "scope" in found.values
    work = Work(
        as_sentence(name),
        dose,
        sets,
        rest if is_inner else None,
        side,
        " ".join(f"{as_sentence(remark)}." for remark in remarks),
    )
    check_bounds(work)
    return LineMeaning(work, None if is_inner else rest, found.texts.get("often", ""))


def _hint_at_dose(text: str) -> str:
    """Return what to write for a line without a dose: a number alone at its end may be one."""
    if found := _BARE_NUMBER.fullmatch(text):
        return f"write {found[1]} {found[2]} times, or {found[1]} {found[2]}s"
    return DOSE_HINT


def find_frequency(line: str) -> str:
    """Return how often a day or a week, of a line that says no more; "" for any other line."""
    found = find_phrases(normalize_line(line))
    rest = [part.strip() for part in _SEPARATOR.split(found.rest_text)]
    is_alone = found.kinds == {"often"} and all(not p or _LOOSE_WORD.fullmatch(p) for p in rest)
    return found.texts["often"] if is_alone else ""


def _refuse_unclear(found: FoundPhrases) -> None:
    if "range" in found.kinds:
        message = f"expected one number, found the range {found.texts['range']!r}"
        raise UnreadError(message, "write the one that you want to do")
    if found.repeated:
        first, second = found.repeated
        message = f"expected one dose, found {first!r} and {second!r}"
        raise UnreadError(message, "write one exercise a line")


def _split_names(found: FoundPhrases, cycle: str) -> tuple[str, list[str], SideUse | None]:
    """Return the name, the words about it, and the one side that is done."""
    name, side, remarks = "", None, []
    for piece in _SEPARATOR.split(found.rest_text):
        # Words that only join a dose to a name belong to neither.
        words = _LOOSE_END.sub("", _LOOSE_START.sub("", piece.strip()))
        if not words or _LOOSE_WORD.fullmatch(words) or not any(map(str.isalnum, words + cycle)):
            continue
        if not name:
            name = words
        elif (limb := LIMB.fullmatch(words)) and side is None:
            side = read_limb(limb)
        elif re.search(r"\d", _MEASURE.sub("", words)):
            raise UnreadError(f"expected a dose or words about it, found {words!r}")
        else:
            remarks.append(words.lstrip("@/+&= "))
    return (
        name.replace(CYCLE_MARK, cycle),
        [one.replace(CYCLE_MARK, cycle) for one in remarks],
        side,
    )


def read_limb(limb: re.Match[str]) -> SideUse:
    """Return the one side that a match of `LIMB` means."""
    return SideUse.LEFT if limb["side"].lower().startswith("l") else SideUse.RIGHT


def _make_pause(
    found: FoundPhrases, rest: int | None, name: str, remarks: list[str]
) -> LineMeaning:
    """Return the meaning of a line without a name: a rest; raises UnreadError for no rest."""
    if rest is None and name:
        rest = _read_time(found.values.get("time"))
    if rest is None:
        if name:
            raise UnreadError("expected how long the rest is", "write rest 10s")
        raise UnreadError("expected the name of an exercise", DOSE_HINT)
    if found.kinds - {"rest", "time"} or remarks:
        raise UnreadError("expected a rest alone, or an exercise with its name")
    pause = Pause(rest)
    check_bounds(pause)
    scope = found.values.get("scope", "")
    if scope.startswith("set"):
        message = "expected a rest between sets on the line of its exercise"
        raise UnreadError(message, "write Squats 3x10 rest 30s")
    return LineMeaning(pause, is_between=bool(scope))


def _make_dose(
    found: FoundPhrases, cycle: str | None, name: str, in_counts: bool
) -> tuple[Dose, str]:
    """Return the dose of an exercise and its name without a number that is part of the dose."""
    values = found.values
    reps, hold, time = values.get("reps"), values.get("hold"), values.get("time")
    if cycle or "phases" in found.kinds or "breaths" in found.kinds:
        return _make_breathing(found, cycle), name
    if not (reps or hold or time) and (first := _COUNT_FIRST.match(name)):
        reps, name = first[1], name[first.end() :]
        if other := _COUNT_INSIDE.search(name):
            raise UnreadError(f"expected one dose, found {reps!r} and {other[0]!r}")
    if time and not (hold or "sets" in values):
        reps = None  # the number of its sets
    elif reps and time:
        message = f"expected one dose, found {reps!r} and {time!r}"
        raise UnreadError(message, "write hold 5s or rest 5s for a time beside repetitions")
    tempo = _read_tempo(values)
    if reps or (in_counts and not (hold or time)):
        held = _read_time(hold) or (tempo[1] if tempo else 0)
        count = read_number(reps) if reps else None
        return Repeated(count, held, (tempo[0], tempo[2]) if tempo else None), name
    if hold and time:
        raise UnreadError(f"expected one dose, found 'hold {hold}' and {time!r}")
    length = _read_time(hold or time)
    if length is None:
        raise UnreadError("expected a dose", has_no_dose=True)
    if tempo:
        raise UnreadError("expected repetitions beside a tempo, found a time")
    return Timed(length), name


def _read_tempo(values: Mapping[str, str]) -> tuple[int, int, int] | None:
    if "into" not in values:
        return None
    into, stay, back = (1000 * int(values[part]) for part in ("into", "stay", "back"))
    if not (into and back):
        raise UnreadError("expected a tempo of at least a second each way", "write tempo 3-1-3")
    return into, stay, back


def _make_breathing(found: FoundPhrases, cycle: str | None) -> Breathed:
    values = found.values
    phases = _read_phases(found, cycle)
    written = values.get("breaths") or values.get("reps")
    if "hold" in found.kinds or (written and values.get("time")):
        raise UnreadError("expected breaths or a time, found both", "write 4-7-8 breath x4")
    if written:
        return Breathed(read_number(written), phases)
    time = _read_time(values.get("time"))
    if time is None:
        raise UnreadError("expected how many breaths", "write 4-7-8 breath x4")
    cycle_ms = sum(phases or USUAL_BREATH)
    if time % cycle_ms:
        near = max(1, time // cycle_ms)
        message = f"expected a time of whole breaths, each of {cycle_ms / 1000:g} s"
        raise UnreadError(message, f"write {near} breaths, which last {near * cycle_ms / 1000:g} s")
    return Breathed(time // cycle_ms, phases)


def _read_phases(found: FoundPhrases, cycle: str | None) -> tuple[int, int, int, int] | None:
    if cycle and "phases" in found.kinds:
        raise UnreadError("expected one breath, found two")
    if cycle:
        parts = [round(float(part) * 1000) for part in cycle.split("-")]
        inhale, *rest = parts
        full, exhale, empty = (0, rest[0], 0) if len(rest) == 1 else (*rest, 0)[:3]
        return inhale, full, exhale, empty
    if "phases" not in found.kinds:
        return None
    inhale, full, exhale, empty = (
        _read_time(found.values.get(part)) or 0 for part in ("inhale", "full", "exhale", "empty")
    )
    return inhale, full, exhale, empty


def _read_time(written: str | None) -> int | None:
    if written is None:
        return None
    try:
        return read_duration(written)
    except ValueError as error:
        raise UnreadError(str(error), "write 30s, 1m30s or 1:30") from error


def check_bounds(entry: CheckedEntry) -> CheckedEntry:
    """Return an exercise or a rest; raises UnreadError for what no script can hold."""
    if bound := find_bound(entry):
        found = describe_entry(entry)
        shown = found if len(found) <= 60 else f"{found[:59]}…"
        raise UnreadError(f"expected {bound}, found {shown!r}", BOUNDS_HINT)
    return entry
