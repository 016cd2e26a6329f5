"""A pseudo-language: every shipped sentence in ⟦ ⟧, and in letters that no English word has.

What is heard, shown or exported in a session of it, and is not written so, stands in the code and
could not be translated.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from coach.script.grammar import Forms
from coach.script.plan_words import PlanWords
from coach.script.routine import Routine
from coach.script.scalars import Line

OPEN, CLOSE = "⟦", "⟧"
TEXT_FIELDS = frozenset({"title", "description", "group"})
"""Fields of scripts that are shown, by name, and are plain text."""
NO_TEXT_FIELDS = frozenset({"instead", "where", "lexicon", "language", "slug", "sources"})
LETTERS = {ord(c): ord(c) + 0xFEE0 for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def translate(text: str) -> str:
    """Return a text as the pseudo-language has it; its variables stay as they are."""
    parts = re.split(r"(\{[^{}]*\})", text)
    words = (part if part.startswith("{") else part.translate(LETTERS) for part in parts)
    return f"{OPEN}{''.join(words)}{CLOSE}"


def translate_script(value: Any) -> Any:
    """Return a script, or a part of one, with all of its sentences and titles translated."""
    if isinstance(value, Line):
        return Line(translate(value.text), value.where)
    if isinstance(value, tuple):
        return tuple(map(translate_script, value))
    if isinstance(value, Mapping):
        return {key: translate_script(inner) for key, inner in value.items()}
    return _translate_fields(value) if is_dataclass(value) else value


def _translate_fields(script: Any) -> Any:
    changed = {}
    for field in fields(script):
        inner = getattr(script, field.name)
        if field.name in NO_TEXT_FIELDS or (isinstance(script, Routine) and field.name == "facts"):
            continue
        if isinstance(script, PlanWords) and not isinstance(inner, Line):
            changed[field.name] = _translate_texts(inner)
        elif isinstance(script, Forms):
            if not isinstance(inner, str | bool):
                changed[field.name] = _translate_texts(inner)
        elif isinstance(inner, str) and inner and _is_shown(script, field.name):
            changed[field.name] = translate(inner)
        elif not isinstance(inner, str):
            changed[field.name] = translate_script(inner)
    return replace(script, **changed)


def _is_shown(script: Any, name: str) -> bool:
    """Return whether a field is text: the name of a card is, that of a routine is its file's."""
    return name in TEXT_FIELDS or (name == "name" and hasattr(script, "slug"))


def _translate_texts(value: Any) -> Any:
    if isinstance(value, str):
        return translate(value)
    if isinstance(value, Mapping):
        return {key: _translate_texts(inner) for key, inner in value.items()}
    return tuple(map(_translate_texts, value))


def find_leak(text: str) -> str:
    """Return what of a text is in no language of files; "" where all is.

    >>> find_leak("⟦Ｋｎｅｅ⟧, right"), find_leak("3, 2, 1"), find_leak("1, ⟦Ｌｉｆｔ⟧")
    ('right', '', '')
    """
    if re.fullmatch(r"\W*\d[\d\W]*", text):
        return ""
    if leak := re.search(r"[A-Za-z]+(?:\W+[A-Za-z]+)*", text):
        return leak[0]
    return "" if re.match(rf"(?:\d+, )?{OPEN}", text) else text
