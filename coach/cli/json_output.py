"""Prints facts as JSON, for other programs: one object, and nothing else on standard output.

docs/machine-output.md names every key. Lengths and times are whole milliseconds, and their keys
end in `_ms`; keys may be added, but none that is there changes its meaning.
"""

import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON, for other programs; its shape stays.")
]


def print_json(facts: Mapping[str, Any], indent: int | None = 1) -> None:
    """Print an object as JSON; with an `indent` of None, on one line."""
    # What is not printable is written out as JSON does it, in coach.system.printable.
    typer.echo(_format_json(facts, indent))


def _format_json(facts: Mapping[str, Any], indent: int | None) -> str:
    """Return JSON for standard output: what its encoding lacks is escaped, so nothing is lost."""
    text = json.dumps(facts, ensure_ascii=False, indent=indent)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(facts, indent=indent)
    return text


def make_problem_json(problem: Any) -> dict[str, Any]:
    """Return a problem as plain values; without a place, `path`, `line` and `column` are null."""
    where = problem.where
    return {
        "message": problem.message,
        "path": where.path if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
        "hint": problem.hint,
    }
