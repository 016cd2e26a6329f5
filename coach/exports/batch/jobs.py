"""Jobs: the files there should be, each with a key of all that shapes its content.

The year that stands in the tags is no part of the key: it would make every file out of date with
the new year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from coach import __version__
from coach.errors import Problem, UsageError
from coach.exports.file_records import hash_file
from coach.exports.media_types import CHAPTERS_SUFFIX
from coach.exports.sidecars.kinds import SIDECAR_KINDS
from coach.pipeline import load_routine_with_cards
from coach.plan.request import SessionRequest
from coach.sound.decoding import check_regular_file
from coach.speech.voices import open_voice
from coach.system.paths import cover_path, find_sound, script_paths, sound_names
from coach.system.printable import make_file_name

LIBRARIES = ("lameenc", "mutagen", "av", "soundfile", "numpy", "pillow")
"""The libraries that encode, tag, compute and draw: another version may write other bytes, and
without Pillow there are no drawings."""
DEFAULT_LENGTH_MS = 600_000
"""The length, in ms, that a routine is taken to have until its usual one is known."""
FEED_SIDECARS = ("chapters", "captions")
"""Sidecars that the feed names, so that they are made whatever was requested."""


@dataclass(frozen=True, slots=True)
class Job:
    """The files of one session: `stem` and each suffix of `keys`, in `folder`.

    `audio_suffixes` are all formats that there should be; `keys` has those suffixes, of sounds and
    of sidecars, that are to be made. `year` goes into their tags. `approved` are names of files
    that may be replaced, whoever made them. `inputs_digest` is that of all files that shape it,
    among them those of `cards`: by it another machine knows that it has the same. `url` is where
    the folder is served, "" where it is not.
    """

    routine: str
    stem: str
    request: SessionRequest
    folder: Path
    audio_suffixes: tuple[str, ...]
    sidecar_kinds: tuple[str, ...]
    keys: Mapping[str, str]
    year: int = 0
    approved: frozenset[str] = frozenset()
    cards: tuple[str, ...] = ()
    inputs_digest: str = ""
    url: str = ""

    def without_suffixes(self, suffixes: Iterable[str]) -> "Job":
        """Return the job without the files of some suffixes, which need not be made."""
        left_out = set(suffixes)
        return replace(self, keys={s: key for s, key in self.keys.items() if s not in left_out})

    def list_paths(self) -> tuple[Path, ...]:
        """Return the paths of the files that are to be made."""
        return tuple(self.folder / (self.stem + suffix) for suffix in self.keys)

    @property
    def pending_suffixes(self) -> tuple[str, ...]:
        """The suffixes of the sounds that are to be made."""
        return tuple(suffix for suffix in self.audio_suffixes if suffix in self.keys)

    @property
    def workload(self) -> int:
        """About how much sound is to be written, in ms."""
        return (self.request.length or DEFAULT_LENGTH_MS) * len(self.pending_suffixes)


@dataclass(frozen=True, slots=True)
class SharedInputs:
    """What all files of a run are made with; `common_digest` is that of all that they share.

    `url` is where the folder is served, "" where it is not.
    """

    folder: Path
    request: SessionRequest
    audio_suffixes: tuple[str, ...]
    sidecar_kinds: tuple[str, ...]
    common_digest: str
    year: int = 0
    url: str = ""


def collect_shared_inputs(
    folder: Path,
    request: SessionRequest,
    suffixes: tuple[str, ...],
    kinds: Iterable[str],
    year: int = 0,
) -> SharedInputs:
    """Return what all files share.

    Raises what `open_voice` raises, and UsageError for a bed that cannot be read.
    """
    voice = open_voice(request.voice)
    identity = voice.identity
    voice.close()
    all_kinds = tuple(kind for kind in SIDECAR_KINDS if kind in {*FEED_SIDECARS, *kinds})
    parts = [__version__, identity, *(_library_version(name) for name in LIBRARIES)]
    paths = [path for name in sound_names() if (path := find_sound(name))]
    shared_kinds = ("phrases", "talks", "figures")
    paths += [path for kind in shared_kinds for path in script_paths(kind).values()]
    if isinstance(request.bed, Path):
        check_regular_file(request.bed)
        paths.append(request.bed)
    if cover := cover_path():
        paths.append(cover)
    parts += [_hash_input(path) for path in paths]
    return SharedInputs(folder, request, suffixes, all_kinds, _hash_parts(parts), year)


@dataclass(frozen=True, slots=True)
class RoutineInputs:
    """What the jobs of a routine share; `digests` are those of its file and its `cards`."""

    shared: SharedInputs
    routine: str
    name: str
    cards: tuple[str, ...]
    digests: tuple[str, ...]

    def make_job(self, length: int | None) -> Job:
        """Return the job of a session of `length` ms, or of the usual length."""
        shared = self.shared
        request = replace(shared.request, length=length)
        parts = [shared.common_digest, self.name, repr(request), *self.digests]
        sidecars = (suffix for kind in shared.sidecar_kinds for suffix in SIDECAR_KINDS[kind])
        keys = {suffix: _hash_parts([*parts, suffix]) for suffix in shared.audio_suffixes}
        # A sidecar may name the sound file.
        keys |= {
            suffix: _hash_parts([*parts, suffix, shared.audio_suffixes[0]]) for suffix in sidecars
        }
        if shared.url and CHAPTERS_SUFFIX in keys:  # it says where the drawings are
            keys[CHAPTERS_SUFFIX] = _hash_parts([keys[CHAPTERS_SUFFIX], shared.url])
        name = make_file_name(self.name) or "session"
        stem = name if length is None else f"{name}-{length / 60_000:g}min"
        return Job(
            self.routine,
            stem,
            request,
            shared.folder,
            shared.audio_suffixes,
            shared.sidecar_kinds,
            keys,
            shared.year,
            cards=self.cards,
            inputs_digest=_hash_parts([shared.common_digest, *self.digests]),
            url=shared.url,
        )


def load_routine_inputs(shared: SharedInputs, routine: str) -> RoutineInputs:
    """Return all that shapes the sessions of a routine; raises what loading it raises."""
    loaded, cards = load_routine_with_cards(routine)
    # The routine's own cards are in its file.
    others = tuple(sorted(cards.keys() - loaded.cards.keys()))
    return RoutineInputs(shared, routine, loaded.name, others, _hash_scripts(routine, others))


def has_same_inputs(job: Job) -> bool:
    """Return whether the files that shape a job are the same on this machine."""
    try:
        shared = collect_shared_inputs(
            job.folder, job.request, job.audio_suffixes, job.sidecar_kinds, job.year
        )
        digests = _hash_scripts(job.routine, job.cards)
    except UsageError:
        return False
    return _hash_parts([shared.common_digest, *digests]) == job.inputs_digest


def _hash_scripts(routine: str, cards: Iterable[str]) -> tuple[str, ...]:
    """Return the digests of a routine's file and of cards; raises UsageError for one not read."""
    exercises = script_paths("exercises")
    own = script_paths("routines").get(routine) or script_paths("talks").get(routine)
    paths = (own or Path(routine), *(exercises.get(name, Path(name)) for name in cards))
    return tuple(_hash_input(path) for path in paths)


def _hash_parts(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _hash_input(path: Path) -> str:
    try:
        return hash_file(path)
    except OSError as error:
        raise UsageError(Problem(f"{path}: cannot be read: {error.strerror or error}")) from error


def _library_version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"
