"""The examples in docstrings give what they say."""

import doctest
import importlib

import pytest

from tests.paths import ROOT

MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted(ROOT.glob("coach/**/*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]
OFFERED = {"coach.api", "coach.live.playback"}
"""Those of which `tests/test_api.py` runs the examples, in a folder of their own."""


@pytest.mark.parametrize("name", sorted(set(MODULES) - OFFERED))
def test_the_examples_of_a_module(name):
    ran = doctest.testmod(importlib.import_module(name))
    assert ran.attempted
    assert not ran.failed
