"""What there is to choose from: every routine with its shortest and longest session.

Measured with the voice in use, which takes a moment, so it is kept until a script changes.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from coach import __version__
from coach.errors import CoachError
from coach.plan.request import Wishes
from coach.system.atomic_file import replacing
from coach.system.paths import cache_folder, routine_names, shipped_folder, user_folder

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A routine in the list; lengths in ms. A broken one has its first fault instead."""

    name: str
    title: str
    description: str = ""
    shortest: int = 0
    usual: int = 0
    longest: int = 0
    fault: str = ""


def entries(wishes: Wishes, progress: Progress) -> tuple[Entry, ...]:
    """List all routines; what was measured before and did not change is not measured again."""
    path = cache_folder() / f"routines-{_key(wishes)}.json"
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_kept(entry) for entry in known)
    except (OSError, ValueError, TypeError, RecursionError):
        pass
    measured = []
    names = routine_names()
    for number, name in enumerate(names, 1):
        measured.append(_entry(name, wishes))
        progress(number, len(names))
    if not any(entry.fault for entry in measured):
        _keep(path, measured)
    return tuple(measured)


def _kept(values: dict[str, Any]) -> Entry:
    """Make an entry of what was kept; raises TypeError or ValueError for what nobody kept."""
    entry = Entry(**values)
    for name, kind in Entry.__annotations__.items():
        value = getattr(entry, name)
        if type(value) is not kind or (kind is int and value < 0):
            raise ValueError(name)
    return entry


def _entry(name: str, wishes: Wishes) -> Entry:
    # What is only needed to measure; most of the time it is done already.
    from coach.pipeline import load, make_planner
    from coach.speech.studio import open_studio

    try:
        routine, cards = load(name)
        with open_studio(wishes.voice) as studio:
            possible = make_planner(routine, cards, wishes, studio).possible
    except CoachError as error:
        return Entry(name, "(cannot be performed)", fault=str(error.problems[0]))
    usual = routine.length or 0
    return Entry(
        name, routine.title, routine.description, possible.shortest, usual, possible.longest
    )


def _keep(path: Path, measured: list[Entry]) -> None:
    """Keep the list; where that is not possible it is made anew next time."""
    content = json.dumps([asdict(entry) for entry in measured]).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("routines-*.json"):
            old.unlink()
        with replacing(path) as file:
            file.write(content)
    except (CoachError, OSError):
        return


def _key(wishes: Wishes) -> str:
    """Make a key of all that the lengths depend on: every script, the voice, the manner."""
    from coach.speech.voices import default

    parts = [__version__, wishes.voice or default(), str(wishes)]
    for path in _files():
        status = path.stat()
        parts.append(f"{path} {status.st_mtime_ns} {status.st_size}")
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def _files() -> Iterator[Path]:
    for folder in (shipped_folder() / "scripts", user_folder()):
        yield from sorted(folder.rglob("*.y*ml"))
