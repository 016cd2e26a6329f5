"""Texts of scripts to start from: those with remarks, and copies of scripts that are there."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from coach.errors import Problem, UsageError
from coach.script.document import load_text, read_yaml, top_keys
from coach.script.library import is_card
from coach.script.script_names import find_script
from coach.system.paths import check_is_file, format_path, is_path, script_paths, shipped_folder

_SCHEMA_COMMENT = re.compile(r"^(# yaml-language-server: \$schema=)\S*?(\w+\.json)$", re.MULTILINE)
_NOUNS = {"routines": "routine", "exercises": "card", "talks": "talk"}
MAX_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Starter:
    """The text of a script to start from; `copied` is the name of what it is a copy of, or ""."""

    text: str
    is_card: bool
    copied: str = ""


def load_starter(*, card: bool) -> Starter:
    """Return a routine with remarks, or a card."""
    name = "starter-card.yaml" if card else "starter.yaml"
    text = (shipped_folder() / "scripts" / name).read_text(encoding="utf-8")
    return Starter(text, card)


def load_copy(typed: str, *, card: bool) -> Starter:
    """Return a copy of a routine, a card or a talk, by its name, or of the file at a path.

    Its first line names the schema in the folder `.coach` beside it. A routine comes before a
    card of its name, unless a `card` is wanted. Raises UsageError where there is none, ScriptError
    for what is no YAML.
    """
    if is_path(typed):
        check_is_file(Path(typed))
        text = load_text(Path(typed), typed)
        return Starter(text, is_card(top_keys(read_yaml(text, typed))), typed)
    kinds = ("exercises",) if card else tuple(_NOUNS)
    found = find_script(typed, *kinds)
    if found is None:
        raise UsageError(_make_unknown_problem(typed, kinds))
    kind, name = found
    path = script_paths(kind)[name]
    text = _SCHEMA_COMMENT.sub(r"\1.coach/\2", load_text(path, format_path(path)), count=1)
    return Starter(text, kind == "exercises", name)


def _make_unknown_problem(typed: str, kinds: tuple[str, ...]) -> Problem:
    names = sorted({name for kind in kinds for name in script_paths(kind)})
    near = get_close_matches(typed.lower(), names, MAX_SUGGESTED)
    hint = "coach list, coach exercises and coach learn name what there is"
    if near:
        hint = f"did you mean {' or '.join(map(repr, near))}?"
    *first, last = (_NOUNS[kind] for kind in kinds)
    what = f"{', '.join(first)} or {last}" if first else last
    return Problem(f"no {what} is called {typed!r}", hint=hint)
