"""The JSON Schema of scripts, made from the same shapes that read them."""

from coach.script.exercise import EXERCISE
from coach.script.lesson import LESSON
from coach.script.reader import Schema
from coach.script.routine import ROUTINE

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_KINDS = {"routine": ROUTINE, "exercise": EXERCISE, "talk": LESSON}
_TITLES = {"routine": "A routine", "exercise": "An exercise card", "talk": "A talk"}


def script_schema(kind: str | None = None) -> Schema:
    """Return the schema of one kind of script (`routine`, `exercise`, `talk`), or of all."""
    named: dict[str, Schema] = {}
    if kind is not None:
        body = _KINDS[kind].schema(named)
        return {"$schema": DRAFT, "title": f"{_TITLES[kind]} of coach", **body, "$defs": named}
    bodies = {name: record.schema(named) for name, record in _KINDS.items()}
    choices = [{"$ref": f"#/$defs/{name}"} for name in bodies]
    title = "A script of coach"
    return {"$schema": DRAFT, "title": title, "anyOf": choices, "$defs": {**named, **bodies}}
