"""Checks a script file the way a performance would find its faults, without a sound card.

A routine is laid out with the tone voice, whose lengths are the same on every machine.
"""

import os
from pathlib import Path

import yaml

from coach.document import parse, read_text
from coach.library import SUFFIXES, check_is_file, load_exercise
from coach.phrases import PHRASES
from coach.pipeline import Wishes, prepare
from coach.reader import read_file


def check_file(path: Path) -> str:
    """Check one file; gives what it is. Raises CoachError with all that is wrong with it."""
    shown = str(path)
    check_is_file(path)
    keys = _keys(parse(read_text(path, shown), shown))
    if keys & {"dose", "work"}:
        load_exercise(path, shown)
        return "exercise card"
    if {"words", "moves"} <= keys:
        read_file(path, PHRASES, shown)
        return "set of phrases"
    # A bare word would be taken for the name of a routine.
    is_path = shown.endswith(SUFFIXES) or os.sep in shown
    prepare(shown if is_path else f".{os.sep}{shown}", Wishes("tone"))
    return "routine"


def _keys(node: yaml.Node) -> set[str]:
    if not isinstance(node, yaml.MappingNode):
        return set()
    return {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
