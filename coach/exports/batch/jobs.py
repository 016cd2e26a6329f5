"""Orders: which files there should be, each with a key of all that shapes its content.

What a file says of itself in passing, such as the year it was made in, is no part of the key: it
would make every file out of date with the new year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b, file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from coach import __version__
from coach.errors import Problem, UsageError
from coach.exports.cover import cover_path
from coach.exports.sidecars.kinds import SIDECAR_KINDS
from coach.pipeline import load_routine_with_cards
from coach.plan.request import SessionRequest
from coach.speech.voices import open_voice
from coach.system.paths import find_sound, script_paths, sound_names
from coach.system.printable import make_file_name

LIBRARIES = ("lameenc", "av", "soundfile", "numpy")
"""What encodes and computes: another version may write other bytes."""
DEFAULT_LENGTH_MS = 600_000
"""How long a routine is taken to be in its usual length, in ms, until it is known."""
FEED_SIDECARS = ("chapters", "captions")
"""Sidecars that the feed tells of, so that they are there whatever was asked."""


@dataclass(frozen=True, slots=True)
class Job:
    """The files of one session: `stem` and each suffix of `keys`, in `folder`.

    `sounds` are all formats that there should be; `keys` has those suffixes, of sounds and of
    sidecars, that are to be made. `year` goes into their tags.
    """

    routine: str
    stem: str
    request: SessionRequest
    folder: Path
    audio_suffixes: tuple[str, ...]
    sidecar_kinds: tuple[str, ...]
    keys: Mapping[str, str]
    year: int = 0

    def without_suffixes(self, suffixes: Iterable[str]) -> "Job":
        """Leave out files that need not be made."""
        left = set(suffixes)
        return replace(self, keys={s: key for s, key in self.keys.items() if s not in left})

    @property
    def pending_suffixes(self) -> tuple[str, ...]:
        """List the formats that are to be made."""
        return tuple(suffix for suffix in self.audio_suffixes if suffix in self.keys)

    @property
    def workload(self) -> int:
        """Guess how much sound is to be written, in ms."""
        return (self.request.length or DEFAULT_LENGTH_MS) * len(self.pending_suffixes)


@dataclass(frozen=True, slots=True)
class SharedInputs:
    """What all files of one run are made with; `common` is the digest of all that they share."""

    folder: Path
    request: SessionRequest
    audio_suffixes: tuple[str, ...]
    sidecar_kinds: tuple[str, ...]
    common_digest: str
    year: int = 0


def collect_shared_inputs(
    folder: Path,
    request: SessionRequest,
    suffixes: tuple[str, ...],
    kinds: Iterable[str],
    year: int = 0,
) -> SharedInputs:
    """Work out what all files share.

    Raises as opening the voice does, and UsageError for a bed that cannot be read.
    """
    voice = open_voice(request.voice)
    identity = voice.identity
    voice.close()
    asked = tuple(kind for kind in SIDECAR_KINDS if kind in {*FEED_SIDECARS, *kinds})
    parts = [__version__, identity, *(_library_version(name) for name in LIBRARIES)]
    paths = [path for name in sound_names() if (path := find_sound(name))]
    paths += [path for kind in ("phrases", "talks") for path in script_paths(kind).values()]
    if isinstance(request.bed, Path):
        paths.append(request.bed)
    if cover := cover_path():
        paths.append(cover)
    parts += [_hash_file(path) for path in paths]
    return SharedInputs(folder, request, suffixes, asked, _hash_parts(parts), year)


@dataclass(frozen=True, slots=True)
class RoutineInputs:
    """A routine to be ordered in any length; `digests` are those of its file and its cards."""

    shared: SharedInputs
    routine: str
    name: str
    digests: tuple[str, ...]

    def make_job(self, length: int | None) -> Job:
        """Order a session of `length` ms, or of the usual length."""
        basis = self.shared
        wishes = replace(basis.request, length=length)
        parts = [basis.common_digest, self.name, repr(wishes), *self.digests]
        sidecars = (suffix for kind in basis.sidecar_kinds for suffix in SIDECAR_KINDS[kind])
        keys = {suffix: _hash_parts([*parts, suffix]) for suffix in basis.audio_suffixes}
        # What stands beside a sound file may name it.
        keys |= {
            suffix: _hash_parts([*parts, suffix, basis.audio_suffixes[0]]) for suffix in sidecars
        }
        name = make_file_name(self.name) or "session"
        stem = name if length is None else f"{name}-{length / 60_000:g}min"
        return Job(
            self.routine,
            stem,
            wishes,
            basis.folder,
            basis.audio_suffixes,
            basis.sidecar_kinds,
            keys,
            basis.year,
        )


def load_routine_inputs(shared: SharedInputs, routine: str) -> RoutineInputs:
    """Find all that shapes the sessions of a routine; raises as loading it does."""
    loaded, cards = load_routine_with_cards(routine)
    exercises = script_paths("exercises")
    own = script_paths("routines").get(routine) or script_paths("talks").get(routine)
    scripts = (own or Path(routine), *(exercises[name] for name in sorted(cards)))
    return RoutineInputs(shared, routine, loaded.name, tuple(_hash_file(path) for path in scripts))


def _hash_parts(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _hash_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise UsageError(Problem(f"{path}: cannot be read: {error.strerror or error}")) from error


def _library_version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"
