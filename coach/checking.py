"""Checks a script file the way a performance would find its faults, without a sound card.

A routine is laid out with the tone voice, whose lengths are the same on every machine.
"""

from pathlib import Path

import yaml

from coach.document import parse, read_text
from coach.errors import CoachError, Problem, UsageError
from coach.library import load_exercise
from coach.pipeline import Wishes, prepare


def check_file(path: Path) -> str:
    """Check one file; gives what it is. Raises CoachError with all that is wrong with it."""
    shown = str(path)
    if not path.is_file():
        raise UsageError(Problem(f"{shown}: no such file"))
    node = parse(read_text(path, shown), shown)
    if _is_card(node):
        load_exercise(path, shown)
        return "exercise card"
    if _is_phrases(node):
        from coach.phrases import PHRASES
        from coach.reader import read_file

        read_file(path, PHRASES, shown)
        return "set of phrases"
    prepare(str(path.absolute() if "/" not in shown else path), Wishes("tone"))
    return "routine"


def _is_card(node: yaml.Node) -> bool:
    return bool({"dose", "work"} & _keys(node))


def _is_phrases(node: yaml.Node) -> bool:
    return {"words", "moves"} <= _keys(node)


def _keys(node: yaml.Node) -> set[str]:
    if not isinstance(node, yaml.MappingNode):
        return set()
    return {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}


__all__ = ["CoachError", "check_file"]
