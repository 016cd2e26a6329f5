"""The benchmarks are not run by the tests: that they find what they import is seen here."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.paths import ROOT

IMPORT = re.compile(r"from ((?:coach|tests)\b[\w.]*) import (\w+(?:, \w+)*)")
"""An import by name, also within the text of a program."""


@pytest.mark.parametrize("path", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda p: p.stem)
def test_a_benchmark_finds_what_it_imports(path):
    for module, names in IMPORT.findall(path.read_text(encoding="utf-8")):
        for name in names.split(", "):
            there = hasattr(import_module(module), name) or find_spec(f"{module}.{name}")
            assert there, f"{module} has no {name}"
