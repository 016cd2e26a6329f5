"""NOTICE names every package that runs: what coach asks for, and what these ask for in turn."""

import re
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement

from tests.paths import ROOT

NOTICE = (ROOT / "NOTICE").read_text("utf-8").lower()
SYSTEMS = ("linux", "win32", "darwin")


def test_every_package_that_runs_is_named() -> None:
    found: set[str] = set()
    queue = ["audio-coach"]
    while queue:
        try:
            lines = requires(queue.pop()) or []
        except PackageNotFoundError:  # of another system
            continue
        for requirement in map(Requirement, lines):
            marker = requirement.marker
            needed = marker is None or any(
                marker.evaluate({"sys_platform": system, "extra": ""}) for system in SYSTEMS
            )
            if needed and requirement.name not in found:
                found.add(requirement.name)
                queue.append(requirement.name)
    assert {"numpy", "dbus-fast", "mutagen", "markdown-it-py"} <= found
    named = set(re.findall(r"[a-z0-9][a-z0-9._-]+", NOTICE))
    missing = {name for name in found if name.lower() not in named}
    # A framework of macOS is one of many packages of pyobjc.
    assert not {name for name in missing if not name.startswith("pyobjc")}
