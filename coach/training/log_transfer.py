"""Reads a copy of a log, or what was exported of one: lines of JSON, or a table."""

import codecs
import json
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
    records, damaged = [], []
    for line, part in enumerate(text.split("\n"), 1):
        if part.strip():
            found = _load(part)
            try:
                records.append(read_record(found))
            except ValueError:
                damaged.append(line)
    if not records and isinstance(whole := _load(text), list):
        return _read_list(whole)
    return records, damaged


def _read_list(whole: list[Any]) -> tuple[list[Record], list[int]]:
    records, damaged = [], []
    for number, fields in enumerate(whole, 1):
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
