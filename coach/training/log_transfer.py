"""Reads a copy or an export of a log: lines of JSON, a list in JSON, or a table."""

import codecs
import json
from collections.abc import Iterable
from typing import Any

from coach.training.log_table import is_table, read_table
from coach.training.record_json import Record, read_record


def read_log_copy(content: bytes) -> tuple[list[Record], list[int]]:
    """Return the records in a file, in their order, and the numbers of the lines that hold none."""
    text = _decode(content)
    if not is_table(text):
        return _read_json(text)
    records, damaged = [], []
    for line, found in read_table(text):
        if isinstance(found, ValueError):
            damaged.append(line)
        else:
            records.append(found)
    return records, damaged


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")


def _read_json(text: str) -> tuple[list[Record], list[int]]:
    lines = enumerate(text.split("\n"), 1)
    records, damaged = _read_all((number, _load(line)) for number, line in lines if line.strip())
    if not records and isinstance(whole := _load(text), list):
        return _read_all(enumerate(whole, 1))
    return records, damaged


def _read_all(numbered: Iterable[tuple[int, Any]]) -> tuple[list[Record], list[int]]:
    """Return the records that values of JSON hold, and the numbers of those that hold none."""
    records, damaged = [], []
    for number, fields in numbered:
        try:
            records.append(read_record(fields))
        except ValueError:
            damaged.append(number)
    return records, damaged


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
