"""The JSON Schema of a step, with which an editor completes a kind at a time and tells mistakes.

Each kind is tried in turn by its key (`if`, `then`, `else`), so that what is wrong is told in the
terms of the kind that is meant, and not of the one that would need the fewest changes.
"""

from collections.abc import Mapping

from coach.script.bare_steps import BARE_STEP_PATTERN
from coach.script.other_words import list_kind_words
from coach.script.reader import Schema
from coach.script.records import Record
from coach.script.snippets import make_snippet

_BARE_MESSAGE = (
    "expected a step or a sentence: a step has a colon, as in 'hold: 30s' or "
    "{work: Plank, hold: 30s}; a sentence ends with a full stop; what stands after 'say:' is spoken"
)
_KIND_MESSAGE = (
    "expected a kind of step: {}; a name stands after work: {{work: Plank, hold: 30s}}; "
    "text with a colon needs quotes"
)


def make_union_schema(
    kinds: Mapping[str, Record], bare: Schema, named: dict[str, Schema]
) -> Schema:
    """Return the schema of a mapping of any of the kinds, or of the text that `bare` describes."""
    chain: Schema = _refuse("string", _KIND_MESSAGE.format(", ".join(kinds)))
    for words, hint in list_kind_words():
        other = [word for word in words if not any(word in kind.fields for kind in kinds.values())]
        if other:
            chain = {"if": _has_key(*other), "then": _refuse("string", hint), "else": chain}
    for kind in reversed(_sort_kinds(kinds)):
        whole = {"title": kinds[kind].expected, **kinds[kind].mapping_schema(named)}
        chain = {"if": _has_key(kind), "then": whole, "else": chain}
    text = {
        "if": {"type": "string", "pattern": BARE_STEP_PATTERN},
        "then": _refuse("object", _BARE_MESSAGE),
        "else": bare,
    }
    snippets = [_make_snippet(kind, record) for kind, record in kinds.items()]
    # Within allOf: beside a condition the language server offers each of them twice.
    written = {"defaultSnippets": snippets, "allOf": [text]}
    return {"if": {"type": "object"}, "then": chain, "else": written}


def _refuse(other_type: str, message: str) -> Schema:
    """Return a schema that is not met by what it is asked of, which is not of that type."""
    return {"type": other_type, "errorMessage": message}


def _has_key(*keys: str) -> Schema:
    """Return the schema of a mapping with one of the keys."""
    if len(keys) == 1:
        return {"type": "object", "required": list(keys)}
    return {"type": "object", "anyOf": [{"required": [key]} for key in keys]}


def _sort_kinds(kinds: Mapping[str, Record]) -> list[str]:
    """Return the kinds so that one which knows the key of another comes before it."""
    ordered: list[str] = []

    def place(kind: str, entered: tuple[str, ...] = ()) -> None:
        for other, record in kinds.items():
            if kind in record.fields and other not in (kind, *entered, *ordered):
                place(other, (*entered, kind))
        if kind not in ordered:
            ordered.append(kind)

    for kind in kinds:
        place(kind)
    return ordered


def _make_snippet(kind: str, record: Record) -> Schema:
    fields = record.fields
    required = tuple(key for key in fields if key != kind and fields[key].is_required)
    return make_snippet(kind, fields[kind].doc, required)
