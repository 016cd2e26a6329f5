"""The mark of an export: what was made, in the tags of its file, so that it can be entered later.

It is made of what the session is made of, so the same session always has the same mark; and it
says nothing of the listener. `coach done` enters it by its code or by the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from coach.timeline.cues import CueSheet, Purpose
from coach.training.json_values import MAX_TEXT, read_seconds
from coach.training.log_records import ExerciseRecord, Outcome
from coach.training.record_ids import make_code, make_content_id
from coach.training.record_json import MAX_PARTS, make_exercise_fields, read_exercise

MAX_MARK = 100_000
"""The longest text that is read as a mark."""
UNMARKED_FIELDS = frozenset(("out", "talk", "turn", "words", "asks", "new"))
"""Fields of a record that say what was heard, and by whom: a mark has none of them."""


@dataclass(frozen=True, slots=True)
class MarkedExercise:
    """An exercise of an export: what is planned of it, and from when up to when, in ms."""

    record: ExerciseRecord
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ExportMark:
    """What an export holds: its id, the name of its routine, its length in ms, its exercises."""

    id: str
    routine: str
    length: int
    exercises: tuple[MarkedExercise, ...] = ()

    @property
    def code(self) -> str:
        """The six letters by which it is entered."""
        return make_code(self.id)

    def list_heard(self, until: int | None = None) -> tuple[ExerciseRecord, ...]:
        """Return the records of its exercises where it was heard up to `until` ms, or whole."""
        return tuple(
            replace(one.record, outcome=find_outcome(one, until)) for one in self.exercises
        )


def find_outcome(one: MarkedExercise, until: int | None) -> Outcome:
    """Return how much of an exercise is heard up to `until` ms, or to the end of the session."""
    if until is None or until >= one.end:
        return Outcome.DONE
    return Outcome.PART if until > one.start else Outcome.UNREACHED


def make_export_mark(
    routine: str,
    sheet: CueSheet,
    starts: tuple[int, ...],
    planned: tuple[ExerciseRecord, ...],
    content: str,
) -> ExportMark:
    """Return the mark of a session: `content` is all that is heard, `starts` when each span begins.

    `planned` are the records of its exercises, as far as they can be known beforehand.
    """
    bounds: dict[str, tuple[int, int]] = {}
    for span, start, end in zip(sheet.spans, starts, starts[1:], strict=False):
        if span.purpose is Purpose.WORK and span.card:
            begin, _ = bounds.get(span.card, (start, end))
            bounds[span.card] = begin, end
    exercises = tuple(
        MarkedExercise(record, *bounds[record.exercise])
        for record in planned
        if record.exercise in bounds
    )
    return ExportMark(make_content_id(f"{routine}\0{content}"), routine, starts[-1], exercises)


def format_mark(mark: ExportMark) -> str:
    """Return a mark as the text of a tag, which has nothing about the words of its exercises.

    They differ from listener to listener, and an exercise counts without them.
    """
    content = {
        "id": mark.id,
        "code": mark.code,
        "routine": mark.routine,
        "length": mark.length / 1000,
        "did": [_make_fields(one) for one in mark.exercises],
    }
    return json.dumps(content, ensure_ascii=True, separators=(",", ":"))


def _make_fields(one: MarkedExercise) -> dict[str, Any]:
    fields = make_exercise_fields(one.record)
    kept = {name: value for name, value in fields.items() if name not in UNMARKED_FIELDS}
    return {**kept, "from": one.start / 1000, "to": one.end / 1000}


def read_mark(text: str) -> ExportMark | None:
    """Return the mark that a text holds; None where it is none."""
    if len(text) > MAX_MARK:
        return None
    try:
        fields = json.loads(text)
        id_, routine = fields["id"], fields["routine"]
        if not isinstance(id_, str) or not isinstance(routine, str) or not id_:
            return None
        did = tuple(_read_exercise(one) for one in fields["did"][:MAX_PARTS])
        length = read_seconds(fields["length"])
        return ExportMark(id_[:MAX_TEXT], routine[:MAX_TEXT], length, did)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _read_exercise(fields: Mapping[str, Any]) -> MarkedExercise:
    known = {name: value for name, value in fields.items() if name not in ("from", "to")}
    record = read_exercise({"out": Outcome.UNREACHED, **known})
    return MarkedExercise(record, read_seconds(fields["from"]), read_seconds(fields["to"]))
