"""requirements.lock has what pyproject.toml asks for, in versions that it allows."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKED = ["export", "picture", "serve", "test", "lint"]
ASKED = [*PROJECT["dependencies"], *(one for extra in LOCKED for one in EXTRAS[extra])]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = re.findall(r"^(\S+)==(\S+)", LOCK, re.MULTILINE)


@pytest.mark.parametrize("asked", sorted(set(ASKED)))
def test_what_is_asked_for_is_locked_in_a_version_that_is_allowed(asked):
    requirement = Requirement(asked)
    versions = [version for name, version in PINS if name == requirement.name.lower()]
    assert versions, f"{asked} is not in requirements.lock: run .ci/lock"
    for version in versions:
        assert version in requirement.specifier, "run .ci/lock"


def test_every_version_has_its_hashes_and_no_place_of_a_machine():
    assert len(PINS) <= len(re.findall(r"^    --hash=sha256:", LOCK, re.MULTILINE))
    assert "file:" not in LOCK
    assert "-e " not in LOCK
