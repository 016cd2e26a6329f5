"""The log as a table, a line an exercise, and back: for spreadsheets, and people who read them."""

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from coach.training.log_records import AnswerRecord, Log
from coach.training.record_json import Record, make_record_fields, read_record

SESSION_COLUMNS = (
    *("id", "start", "day", "routine", "asked", "heard", "end", "at", "talk", "voice", "language"),
    *("seed", "limits", "easy", "pain", "when", "session"),
)
SIDE_COLUMNS = ("reps", "seconds", "left_reps", "left_seconds", "right_reps", "right_seconds")
DOSE_COLUMNS = ("sets", "reps", "hold", "breaths", "time", "pause", "rest")
HEALTH_COLUMNS = frozenset(("limits", "pain", "when", "session"))
"""Columns about the listener's health, which are left out unless they are asked for."""
COLUMNS = (
    *SESSION_COLUMNS,
    *("exercise", "outcome", *SIDE_COLUMNS),
    *(f"asked_{name}" for name in DOSE_COLUMNS),
    *("level", "stage", "turn", "words", "asks", "new", "more", "exercise_more"),
)
_NUMBERS = frozenset(
    ("asked", "heard", "at", "seed", "pain", *SIDE_COLUMNS, "level", "stage", "turn")
) | {f"asked_{name}" for name in DOSE_COLUMNS}
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_EXERCISE_KEYS = {"exercise": "e", "outcome": "out", "stage": "talk"} | {
    name: name for name in ("level", "turn", "words", "asks", "new")
}
_SIDE_PREFIXES = {"": "", "left": "left_", "right": "right_"}


def format_table(log: Log, *, with_health: bool) -> str:
    """Return a log as CSV; answers, and limits, only `with_health`."""
    columns = [name for name in COLUMNS if with_health or name not in HEALTH_COLUMNS]
    file = StringIO(newline="")
    table = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    records: list[Record] = [*log.sessions, *(log.answers if with_health else ())]
    for record in records:
        table.writerows(_make_rows(record))
    return file.getvalue()


def _make_rows(record: Record) -> Iterator[dict[str, Any]]:
    fields = make_record_fields(record)
    frame = {name: _format_cell(name, fields[name]) for name in SESSION_COLUMNS if name in fields}
    if record.more:
        frame["more"] = json.dumps(dict(record.more), ensure_ascii=False)
    if isinstance(record, AnswerRecord) or not record.exercises:
        yield frame
        return
    for exercise, given in zip(record.exercises, fields["did"], strict=True):
        row = {name: given[key] for name, key in _EXERCISE_KEYS.items() if key in given}
        row |= {name: _format_cell(name, value) for name, value in row.items()}
        row |= {f"asked_{name}": value for name, value in given.get("asked", {}).items()}
        for side, (reps, seconds) in given.get("side", {}).items():
            if side in _SIDE_PREFIXES:
                prefix = _SIDE_PREFIXES[side]
                row |= {f"{prefix}reps": reps, f"{prefix}seconds": seconds}
        if exercise.more:
            row["exercise_more"] = json.dumps(dict(exercise.more), ensure_ascii=False)
        yield frame | row


def _format_cell(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if name == "limits" else value


def is_table(text: str) -> bool:
    """Return whether a text begins as a table of a log does."""
    return {"id", "start"} <= set(_open_table(text.split("\n", 1)[0]).fieldnames or ())


def _open_table(text: str) -> "csv.DictReader[str]":
    head = text.split("\n", 1)[0]
    # Some spreadsheets write semicolons, and some tabs.
    delimiter = max(",;\t", key=head.count)
    return csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)


def read_table(text: str) -> Iterator[tuple[int, Record | ValueError]]:
    """Yield each record of a table, or an error in its place, with the line that it begins in."""
    reader = _open_table(text)
    groups: dict[str, tuple[int, list[dict[str, str]]]] = {}
    try:
        for row in reader:
            cells = {k: v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
            if any(cells.values()):
                id_ = cells.get("id", "")
                groups.setdefault(id_, (reader.line_num, []))[1].append(cells)
    except csv.Error as error:
        yield reader.line_num, ValueError(str(error))
    for line, rows in groups.values():
        try:
            yield line, _read_rows(rows)
        except ValueError as error:
            yield line, error


def _read_rows(rows: list[dict[str, str]]) -> Record:
    cells = {name: cell for name, cell in rows[0].items() if cell != ""}
    fields = _read_more(cells, "more")
    for name in SESSION_COLUMNS:
        if name in cells:
            fields[name] = _read_cell(name, cells[name])
    if "pain" in fields:
        return read_record(fields)
    fields.setdefault("routine", "")
    given = [{name: cell for name, cell in row.items() if cell != ""} for row in rows]
    fields["did"] = [_read_exercise(row) for row in given if "outcome" in row]
    return read_record(fields)


def _read_exercise(cells: Mapping[str, str]) -> dict[str, Any]:
    fields = _read_more(cells, "exercise_more")
    fields["e"] = ""
    for name, key in _EXERCISE_KEYS.items():
        if name in cells:
            fields[key] = _read_cell(name, cells[name])
    columns = {name: f"asked_{name}" for name in DOSE_COLUMNS}
    asked = {k: _read_cell(name, cells[name]) for k, name in columns.items() if name in cells}
    sides = {
        side: [
            _read_cell(f"{prefix}reps", cells.get(f"{prefix}reps", "0")),
            _read_cell(f"{prefix}seconds", cells.get(f"{prefix}seconds", "0")),
        ]
        for side, prefix in _SIDE_PREFIXES.items()
        if cells.keys() & {f"{prefix}reps", f"{prefix}seconds"}
    }
    return fields | {"asked": asked, "side": sides}


def _read_cell(name: str, cell: str) -> Any:
    if name in _NUMBERS:
        number = cell.strip().replace(",", ".")  # as some spreadsheets write it
        return int(number) if number.isascii() and number.isdigit() else float(number)
    if name in ("easy", "asks", "new"):
        return _FLAGS.get(cell.strip().lower())
    if name == "limits":
        return _read_json(cell)
    return cell


def _read_more(cells: Mapping[str, str], name: str) -> dict[str, Any]:
    more = _read_json(cells[name]) if name in cells else {}
    if not isinstance(more, dict):
        raise ValueError(f"{name}: no object")
    return more


def _read_json(cell: str) -> Any:
    try:
        return json.loads(cell)
    except RecursionError as error:
        raise ValueError("too deep") from error
