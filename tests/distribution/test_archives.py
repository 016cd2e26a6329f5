"""What is said of archives that hold too much or too little, and of links that lead nowhere."""

import runpy
import sys
from types import ModuleType

import pytest

from distribution.archives import STEM, check_description, compare, list_wheel_files
from tests.paths import ROOT

TRACKED = {"README.md", "coach/units.py", "scripts/routines/walk.yaml", "scripts/lengths/make.py"}


def test_what_is_not_under_version_control_is_named_and_so_is_what_is_missing():
    names = TRACKED - {"README.md"} | {"scripts/routines/mine.yaml"}
    found = list(compare("a.tar.gz", names, TRACKED))
    assert [line.split(": ")[:3] for line in found] == [
        [
            "a.tar.gz",
            "scripts/routines/mine.yaml",
            "packed, and not under version control or not meant to be",
        ],
        ["a.tar.gz", "README.md", "missing; the tables of files are in pyproject.toml"],
    ]
    assert not list(compare("a.tar.gz", TRACKED, TRACKED))


def test_a_wheel_has_the_package_its_scripts_and_what_goes_along():
    files = set(list_wheel_files(TRACKED))
    assert {"coach/units.py", "coach/share/scripts/routines/walk.yaml"} <= files
    assert f"{STEM}.data/data/share/man/man1/coach.1" in files
    assert not {name for name in files if "make.py" in name or "README" in name}


@pytest.fixture
def hook(monkeypatch):
    """The names of hatch_build.py; the build tool is no part of what tests need."""
    interface = ModuleType("interface")
    interface.MetadataHookInterface = object
    monkeypatch.setitem(sys.modules, "hatchling.metadata.plugin.interface", interface)
    return runpy.run_path(str(ROOT / "hatch_build.py"))


def describe(hook, address):
    """The metadata that is made of this repository and an address."""
    made = {}
    maker = hook["LinksHook"]()
    maker.root, maker.config = str(ROOT), {"address": address}
    maker.update(made)
    return made


def test_without_an_address_the_description_has_no_link_that_leads_nowhere(hook):
    made = describe(hook, "")
    text = made["readme"]["text"]
    assert made["urls"] == {}
    assert not list(check_description(f"Name: audio-coach\n\n{text}"))
    assert "docs/installing.md" not in text
    assert "How it is installed has every" in text


def test_with_an_address_links_and_pictures_are_those_of_this_version(hook):
    made = describe(hook, "https://forge.invalid/me/coach")
    text = made["readme"]["text"]
    tag = f"v{STEM.removeprefix('audio_coach-')}"
    assert f"](https://forge.invalid/me/coach/raw/{tag}/docs/images/page.png)" in text
    assert f"[NOTICE](https://forge.invalid/me/coach/blob/{tag}/NOTICE)" in text
    assert not list(check_description(f"Name: audio-coach\n\n{text}"))
    assert made["urls"]["Issues"] == "https://forge.invalid/me/coach/issues"


def test_other_links_stay_as_they_are(hook):
    text = "[a](https://a.org/b) [b](#tests) ![c](http://c.org/d.png) [mail](mailto:a@b.org)"
    assert hook["rewrite_links"](text, "", "v1") == text


def test_a_link_by_a_path_is_named():
    (found,) = check_description("Name: audio-coach\n\n[a](https://a.org) ![b](docs/b.png)")
    assert found.startswith("description: docs/b.png: ")
