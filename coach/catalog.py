"""The catalog: every routine with the length of its shortest and its longest session.

They are measured with the voice in use, which takes a moment, so the list is kept on disk until
a script changes.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach import __version__
from coach.errors import CoachError
from coach.plan.request import SessionRequest
from coach.system.atomic_file import atomic_write
from coach.system.paths import cache_folder, routine_names, shipped_folder, user_folder

if TYPE_CHECKING:
    from coach.speech.studio import Progress


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A routine in the catalog; lengths in ms. A broken one has its first problem instead."""

    name: str
    title: str
    description: str = ""
    shortest: int = 0
    usual: int = 0
    longest: int = 0
    problem: str = ""


def list_catalog(request: SessionRequest, progress: "Progress") -> tuple[CatalogEntry, ...]:
    """Return all routines, as kept on disk, or measured where a script or the request differs."""
    # What comes more or less often is no matter of length, and changes while one listens.
    request = replace(request, filters=replace(request.filters, more=(), less=()))
    path = cache_folder() / f"routines-{_cache_key(request)}.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_read_entry(entry) for entry in stored)
    except (OSError, ValueError, TypeError, RecursionError):
        pass
    measured = []
    names = routine_names()
    for number, name in enumerate(names, 1):
        measured.append(_measure_routine(name, request))
        progress(number, len(names))
    if not any(entry.problem for entry in measured):
        _write_entries(path, measured)
    return tuple(measured)


def _read_entry(values: dict[str, Any]) -> CatalogEntry:
    """Return an entry read from the file; raises TypeError or ValueError for any other values."""
    entry = CatalogEntry(**values)
    for name, kind in CatalogEntry.__annotations__.items():
        value = getattr(entry, name)
        if type(value) is not kind or (kind is int and value < 0):
            raise ValueError(name)
    return entry


def _measure_routine(name: str, request: SessionRequest) -> CatalogEntry:
    # Imported only to measure: as a rule the list is on disk already.
    from coach.pipeline import load_routine_with_cards, make_planner
    from coach.plan.target_length import find_usual_length
    from coach.speech.studio import open_studio

    try:
        routine, cards = load_routine_with_cards(name)
        with open_studio(request.voice, language=routine.language) as studio:
            planner = make_planner(routine, cards, request, studio)
        possible, usual = planner.length_range, find_usual_length(planner, request)
    except CoachError as error:
        return CatalogEntry(name, "(cannot be performed)", problem=str(error.problems[0]))
    return CatalogEntry(
        name, routine.title, routine.description, possible.shortest, usual, possible.longest
    )


def _write_entries(path: Path, measured: list[CatalogEntry]) -> None:
    """Write the list to disk; where that is not possible it is measured anew next time."""
    content = json.dumps([asdict(entry) for entry in measured]).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("routines-*.json"):
            old.unlink()
        with atomic_write(path) as file:
            file.write(content)
    except (CoachError, OSError):
        return


def _cache_key(request: SessionRequest) -> str:
    """Return a key of all that the lengths depend on: scripts, sounds, the voice, the request."""
    from coach.speech.voices import default_engine

    parts = [__version__, request.voice or default_engine(), str(request)]
    # Where a voice was seen to speak otherwise than its table says, the table is not used.
    parts += sorted(path.name for path in cache_folder().glob("lengths-differ-*"))
    for path in list_script_files():
        status = path.stat()
        parts.append(f"{path} {status.st_mtime_ns} {status.st_size}")
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def list_script_files() -> Iterator[Path]:
    """Yield every script, table of lengths and sound: words wait for a sound until it is faint."""
    yield from sorted((shipped_folder() / "scripts" / "lengths").glob("*.txt"))
    for folder in (shipped_folder() / "scripts", user_folder()):
        yield from sorted(folder.rglob("*.y*ml"))
    for folder in (shipped_folder(), user_folder()):
        sounds = (folder / "audio_cues").glob("*.wav")
        yield from sorted(path for path in sounds if path.is_file())
