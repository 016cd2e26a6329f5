"""The catalog: every routine with the length of its shortest and its longest session.

They are measured with the voice in use, which takes a moment, so they are kept on disk until a
script changes: of a routine its own, of all of them any other. Each voice and talk level of late
has a file of its own, so that who goes from one to another and back measures once.
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
from coach.system.paths import (
    cache_folder,
    routine_names,
    script_paths,
    shipped_folder,
    user_folder,
)

if TYPE_CHECKING:
    from coach.speech.studio import Progress


MAX_KEPT = 8
"""How many lists are kept: of the last voices, talk levels and limits."""


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
    scripts = script_paths("routines")
    keys = {name: _routine_key(scripts.get(name)) for name in routine_names()}
    kept = _read_entries(path)
    found = {name: kept[name, key] for name, key in keys.items() if (name, key) in kept}
    missing = [name for name in keys if name not in found]
    for number, name in enumerate(missing, 1):
        found[name] = _measure_routine(name, request)
        progress(number, len(missing))
    if missing:
        # One that is wrong is read again each time, until it is right.
        _write_entries(path, {(n, keys[n]): one for n, one in found.items() if not one.problem})
    return tuple(found[name] for name in keys)


def _read_entries(path: Path) -> dict[tuple[str, str], CatalogEntry]:
    """Return what is kept, by the name and the key of each routine; nothing of a damaged file."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        entries = [(str(key), _read_entry(values)) for key, values in stored]
        return {(entry.name, key): entry for key, entry in entries}
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


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


def _write_entries(path: Path, measured: dict[tuple[str, str], CatalogEntry]) -> None:
    """Write the list to disk; where that is not possible it is measured anew next time."""
    content = json.dumps([(key, asdict(entry)) for (_, key), entry in measured.items()]).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            file.write(content)
        lists = path.parent.glob("routines-*.json")
        for old in sorted(lists, key=lambda one: one.stat().st_mtime_ns)[:-MAX_KEPT]:
            old.unlink()
    except (CoachError, OSError):
        return


def _cache_key(request: SessionRequest) -> str:
    """Return a key of all that every length depends on: cards, sounds, the voice, the request."""
    from coach.speech.voices import default_engine

    parts = [__version__, request.voice or default_engine(), str(request)]
    # Where a voice was seen to speak otherwise than its table says, the table is not used.
    parts += sorted(path.name for path in cache_folder().glob("lengths-differ-*"))
    parts += [_stamp(path) for path in list_script_files() if path.parent.name != "routines"]
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def _routine_key(path: Path | None) -> str:
    """Return what the lengths of one routine depend on besides: its own script, if it has one."""
    return blake2b((_stamp(path) if path else "").encode(), digest_size=12).hexdigest()


def _stamp(path: Path) -> str:
    """Return what changes with a file; the path alone of one that cannot be looked at."""
    try:
        status = path.stat()
    except OSError:
        return str(path)
    return f"{path} {status.st_mtime_ns} {status.st_size}"


def list_script_files() -> Iterator[Path]:
    """Yield every script, table of lengths and sound: words wait for a sound until it is faint."""
    yield from sorted((shipped_folder() / "scripts" / "lengths").glob("*.txt"))
    for folder in (shipped_folder() / "scripts", user_folder()):
        yield from sorted(folder.rglob("*.y*ml"))
    for folder in (shipped_folder(), user_folder()):
        sounds = (folder / "audio_cues").glob("*.wav")
        yield from sorted(path for path in sounds if path.is_file())
