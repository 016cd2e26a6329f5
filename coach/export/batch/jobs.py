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
from coach.export.cover import cover_path
from coach.export.sidecars.kinds import KINDS
from coach.pipeline import load
from coach.plan.request import Wishes
from coach.speech.voices import open_voice
from coach.system.paths import find_sound, script_paths, sound_names

LIBRARIES = ("lameenc", "av", "soundfile", "numpy")
"""What encodes and computes: another version may write other bytes."""
USUAL = 600_000
"""How long a routine is taken to be in its usual length, in ms, until it is known."""
ALWAYS = ("chapters", "captions")
"""Sidecars that the feed tells of, so that they are there whatever was asked."""


@dataclass(frozen=True, slots=True)
class Order:
    """The files of one session: `stem` and each suffix of `keys`, in `folder`.

    `sounds` are all formats that there should be; `keys` has those suffixes, of sounds and of
    sidecars, that are to be made. `year` goes into their tags.
    """

    routine: str
    stem: str
    wishes: Wishes
    folder: Path
    sounds: tuple[str, ...]
    kinds: tuple[str, ...]
    keys: Mapping[str, str]
    year: int = 0

    def without(self, suffixes: Iterable[str]) -> "Order":
        """Leave out files that need not be made."""
        left = set(suffixes)
        return replace(self, keys={s: key for s, key in self.keys.items() if s not in left})

    @property
    def pending(self) -> tuple[str, ...]:
        """List the formats that are to be made."""
        return tuple(suffix for suffix in self.sounds if suffix in self.keys)

    @property
    def effort(self) -> int:
        """Guess how much sound is to be written, in ms."""
        return (self.wishes.length or USUAL) * len(self.pending)


@dataclass(frozen=True, slots=True)
class Basis:
    """What all files of one run are made with; `common` is the digest of all that they share."""

    folder: Path
    wishes: Wishes
    suffixes: tuple[str, ...]
    kinds: tuple[str, ...]
    common: str
    year: int = 0


def lay_basis(
    folder: Path, wishes: Wishes, suffixes: tuple[str, ...], kinds: Iterable[str], year: int = 0
) -> Basis:
    """Work out what all files share.

    Raises as opening the voice does, and UsageError for a bed that cannot be read.
    """
    voice = open_voice(wishes.voice)
    identity = voice.identity
    voice.close()
    asked = tuple(kind for kind in KINDS if kind in {*ALWAYS, *kinds})
    parts = [__version__, identity, *(_version(name) for name in LIBRARIES)]
    paths = [path for name in sound_names() if (path := find_sound(name))]
    paths += [path for kind in ("phrases", "talks") for path in script_paths(kind).values()]
    if isinstance(wishes.bed, Path):
        paths.append(wishes.bed)
    if cover := cover_path():
        paths.append(cover)
    parts += [_digest(path) for path in paths]
    return Basis(folder, wishes, suffixes, asked, _key(parts), year)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A routine to be ordered in any length; `digests` are those of its file and its cards."""

    basis: Basis
    routine: str
    name: str
    digests: tuple[str, ...]

    def order(self, length: int | None) -> Order:
        """Order a session of `length` ms, or of the usual length."""
        basis = self.basis
        wishes = replace(basis.wishes, length=length)
        parts = [basis.common, self.name, repr(wishes), *self.digests]
        sidecars = (suffix for kind in basis.kinds for suffix in KINDS[kind])
        keys = {suffix: _key([*parts, suffix]) for suffix in basis.suffixes}
        # What stands beside a sound file may name it.
        keys |= {suffix: _key([*parts, suffix, basis.suffixes[0]]) for suffix in sidecars}
        stem = self.name if length is None else f"{self.name}-{length / 60_000:g}min"
        return Order(
            self.routine,
            stem,
            wishes,
            basis.folder,
            basis.suffixes,
            basis.kinds,
            keys,
            basis.year,
        )


def find_recipe(basis: Basis, routine: str) -> Recipe:
    """Find all that shapes the sessions of a routine; raises as loading it does."""
    loaded, cards = load(routine)
    exercises = script_paths("exercises")
    own = script_paths("routines").get(routine) or script_paths("talks").get(routine)
    scripts = (own or Path(routine), *(exercises[name] for name in sorted(cards)))
    return Recipe(basis, routine, loaded.name, tuple(_digest(path) for path in scripts))


def _key(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise UsageError(Problem(f"{path}: cannot be read: {error.strerror or error}")) from error


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"
