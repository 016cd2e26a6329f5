"""Fault report: the findings of a machine as text to paste into a report, which names nobody."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from coach import __version__
from coach.checks.finding import Finding


def format_report(findings: list[Finding]) -> str:
    """Return what goes into a report of a fault: no names of people, folders or machines.

    The first finding, which is of coach itself, gives way to lines that say more.
    """
    lines = [
        f"coach {__version__}, Python {platform.python_version()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores",
        ", ".join(_versions()),
        *(f"{each.subject}: {each.outcome}, {each.message}" for each in findings[1:]),
    ]
    return "\n".join(redact_private(line) for line in lines)


def redact_private(text: str) -> str:
    """Return a text without the folders and the names of its user and machine.

    >>> redact_private(str(Path.home() / "music")).replace(os.sep, "/")
    '~/music'
    """
    with suppress(RuntimeError):  # there may be no home
        if len(Path.home().parts) > 1:
            text = text.replace(str(Path.home()), "~")
    text = text.replace(sys.prefix, "(environment)")
    text = text.replace(str(Path(__file__).parents[2]), "(coach)")
    for name in {os.environ.get("USER", ""), os.environ.get("LOGNAME", ""), platform.node()}:
        if len(name) > 3:
            text = text.replace(name, "(name)")
    return text


def _versions() -> Iterator[str]:
    try:
        needed = requires("audio-coach") or []
    except PackageNotFoundError:
        needed = []
    for name in sorted({re.split(r"[^\w.-]", line)[0] for line in needed}):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
