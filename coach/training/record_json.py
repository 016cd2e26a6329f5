"""Records as JSON and back: lengths in seconds, short keys, and nothing that is as usual.

A value out of range becomes the nearest one within it; fields of other versions go through
unchanged. Lines of five years are read whenever a session is planned: hence the memo.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from coach.timeline.dose import Dose
from coach.timeline.familiarity import Familiarity, Stage
from coach.training.json_values import read_flag, read_moment, read_seconds, read_text, read_whole
from coach.training.log_records import (
    MAX_PAIN,
    NOTHING_MORE,
    AnswerRecord,
    End,
    ExerciseRecord,
    Occasion,
    Outcome,
    SessionRecord,
    SideHeard,
)
from coach.training.session_day import find_day

Record = SessionRecord | AnswerRecord

VERSION = 1
MAX_REPS, MAX_SETS, MAX_LEVEL, MAX_TURN, MAX_SEED = 10_000, 100, 1000, 2**31, 2**63
MAX_PARTS = 300
"""How many exercises of a session are kept, and how many limits."""
LONG_AGO = datetime(1970, 1, 1, 12, tzinfo=UTC)
"""When a record that only takes another back begins, where it does not say."""

_DOSE_TIMES = ("hold", "time", "pause", "rest")
_USUAL_DOSE = Dose()
_FRAME_KEYS = frozenset(("v", "id", "start", "day", "gone"))
_SESSION_KEYS = _FRAME_KEYS.union(
    ("routine", "asked", "heard", "end", "at", "talk", "voice", "language", "seed", "limits"),
    ("easy", "did"),
)
_ANSWER_KEYS = _FRAME_KEYS | frozenset(("pain", "when", "session"))
_EXERCISE_KEYS = frozenset(
    ("e", "out", "side", "asked", "level", "talk", "turn", "words", "asks", "new")
)


def make_record_fields(record: Record) -> dict[str, Any]:
    """Return a record as JSON has it."""
    fields: dict[str, Any] = {
        "v": VERSION,
        "id": record.id,
        "start": record.start.isoformat(),
        "day": record.day.isoformat(),
    }
    if isinstance(record, AnswerRecord):
        fields |= {"pain": record.pain, "when": str(record.occasion)}
        fields |= {"session": record.session} if record.session else {}
    else:
        fields |= _make_session_fields(record)
    if record.is_gone:
        fields["gone"] = True
    return {**record.more, **fields}


def _make_session_fields(record: SessionRecord) -> dict[str, Any]:
    fields = {
        "routine": record.routine,
        "asked": _to_seconds(record.asked),
        "heard": _to_seconds(record.heard),
        "end": str(record.end),
        "at": _to_seconds(record.at),
    }
    seldom = {
        "talk": record.talk,
        "voice": record.voice,
        "language": record.language,
        "seed": record.seed,
        "limits": list(record.limits),
        "easy": record.easy,
        "did": [make_exercise_fields(exercise) for exercise in record.exercises],
    }
    return fields | {key: value for key, value in seldom.items() if value}


def make_exercise_fields(record: ExerciseRecord) -> dict[str, Any]:
    """Return what was heard of an exercise as JSON has it."""
    fields: dict[str, Any] = {"e": record.exercise, "out": str(record.outcome)}
    if record.sides:
        fields["side"] = {each.side: [each.reps, _to_seconds(each.time)] for each in record.sides}
    if record.asked != _USUAL_DOSE:
        fields["asked"] = make_dose_fields(record.asked)
    if record.level is not None:
        fields["level"] = record.level
    if record.told is not None:
        fields |= {"talk": int(record.told.stage), "turn": record.told.turn}
    seldom = {"words": record.words, "asks": record.asks_words, "new": record.is_new}
    fields |= {key: value for key, value in seldom.items() if value}
    return {**record.more, **fields}


def make_dose_fields(dose: Dose) -> dict[str, int | float]:
    """Return a dose as JSON has it: what differs from the usual of each."""
    fields: dict[str, int | float] = {}
    for name in ("sets", "reps", "hold", "breaths", "time", "pause", "rest"):
        value = getattr(dose, name)
        if value != getattr(_USUAL_DOSE, name):
            fields[name] = _to_seconds(value) if name in _DOSE_TIMES else value
    return fields


def read_record(fields: Any) -> Record:
    """Return the record that JSON holds; raises ValueError where it is none."""
    if not isinstance(fields, dict):
        raise ValueError("no object")
    try:
        is_answer = "pain" in fields and "routine" not in fields
        return _read_answer(fields) if is_answer else _read_session(fields)
    except (TypeError, KeyError, AttributeError, OverflowError) as error:
        raise ValueError(str(error)) from error


def _read_answer(fields: dict[str, Any]) -> AnswerRecord:
    id_, start, day, is_gone = _read_frame(fields)
    return AnswerRecord(
        id_,
        start,
        day,
        read_whole(fields["pain"], 0, MAX_PAIN),
        Occasion(fields.get("when", Occasion.BY_HAND)),
        read_text(fields.get("session", "")),
        is_gone,
        _find_more(fields, _ANSWER_KEYS),
    )


def _read_session(fields: dict[str, Any]) -> SessionRecord:
    get = fields.get
    id_, start, day, is_gone = _read_frame(fields)
    limits, exercises = get("limits") or (), get("did") or ()
    if not isinstance(limits, list | tuple) or not isinstance(exercises, list | tuple):
        raise ValueError("no list")
    return SessionRecord(
        id_,
        start,
        day,
        read_text(get("routine", "") if is_gone else fields["routine"]),
        read_seconds(get("asked", 0)),
        read_seconds(get("heard", 0)),
        End(get("end", End.DONE)),
        read_seconds(get("at", 0)),
        read_text(get("talk", "")),
        read_text(get("voice", "")),
        read_text(get("language", "")),
        read_whole(get("seed", 0), 0, MAX_SEED),
        tuple(map(read_text, limits[:MAX_PARTS])),
        read_flag(get("easy", False)),
        tuple(map(read_exercise, exercises[:MAX_PARTS])),
        is_gone,
        _find_more(fields, _SESSION_KEYS),
    )


def _read_frame(fields: dict[str, Any]) -> tuple[str, datetime, date, bool]:
    """Return id, start, day, and whether it takes back the others of its id."""
    id_, is_gone = read_text(fields["id"]), read_flag(fields.get("gone", False))
    if not id_:
        raise ValueError("no id")
    start = LONG_AGO if is_gone and "start" not in fields else read_moment(fields["start"])
    given = fields.get("day")
    day = find_day(start) if given is None else date.fromisoformat(given)
    return id_, start, day, is_gone


def read_exercise(fields: Any) -> ExerciseRecord:
    """Return what JSON says was heard of an exercise; raises ValueError where it says nothing."""
    get, sides, asked = fields.get, fields.get("side"), fields.get("asked")
    more = _find_more(fields, _EXERCISE_KEYS)
    known = _read_known_exercise(
        fields["e"],
        fields["out"],
        tuple(asked.items()) if asked else (),
        tuple([(side, *heard) for side, heard in sides.items()]) if sides else (),
        get("level"),
        get("talk"),
        get("turn", 0),
        get("words", ""),
        get("asks", False),
        get("new", False),
    )
    return replace(known, more=more) if more else known


@lru_cache(8192, typed=True)
def _read_known_exercise(
    name: Any,
    outcome: Any,
    asked: tuple[tuple[str, Any], ...],
    sides: tuple[tuple[Any, ...], ...],
    level: Any,
    stage: Any,
    turn: Any,
    words: Any,
    asks: Any,
    is_new: Any,
) -> ExerciseRecord:
    """Return what the fields of this version say: the same is heard on many days."""
    return ExerciseRecord(
        read_text(name),
        Outcome(outcome),
        _read_dose(asked) if asked else _USUAL_DOSE,
        tuple([_read_side(*side) for side in sides]),
        None if level is None else read_whole(level, 0, MAX_LEVEL),
        None if stage is None else _read_told(stage, turn),
        read_text(words),
        read_flag(asks),
        read_flag(is_new),
        NOTHING_MORE,
    )


@lru_cache(4096)
def _read_side(side: str, reps: Any = 0, seconds: Any = 0, *_: Any) -> SideHeard:
    return SideHeard(read_text(side), read_whole(reps, 0, MAX_REPS), read_seconds(seconds))


@lru_cache(4096)
def _read_dose(fields: tuple[tuple[str, Any], ...]) -> Dose:
    given = dict(fields)
    values = {
        "sets": read_whole(given.get("sets", 1), 1, MAX_SETS),
        "reps": read_whole(given.get("reps", 1), 1, MAX_REPS),
        "breaths": read_whole(given.get("breaths", 0), 0, MAX_REPS),
    }
    return Dose(**values, **{name: read_seconds(given.get(name, 0)) for name in _DOSE_TIMES})


@lru_cache(256)
def _read_told(stage: Any, turn: Any) -> Familiarity:
    stages = read_whole(stage, int(min(Stage)), int(max(Stage)))
    return Familiarity(Stage(stages), read_whole(turn, 0, MAX_TURN))


def _to_seconds(ms: int) -> int | float:
    """Return ms as seconds, whole ones where they are, so that they are ms again to the last."""
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def _find_more(fields: dict[str, Any], known: frozenset[str]) -> Mapping[str, Any]:
    if known.issuperset(fields):
        return NOTHING_MORE
    return {key: value for key, value in fields.items() if key not in known}
