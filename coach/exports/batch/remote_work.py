"""Work on another machine: what only this one has travels with each job, and the files come back.

Scripts, sounds and covers of the user's own, a routine and a bed given by their paths are packed
into an archive. A worker makes a session only where all that shapes it is the same there. Where it
sees the staging folder, on a disk that is shared, it writes there; else the files come over the
wire. Takes stay in the cache folder of the worker's own machine, or where its COACH_CACHE says.
"""

import io
import os
import platform
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from weakref import finalize

from coach.errors import MachineError, Problem, UsageError
from coach.exports.batch.jobs import Job, has_same_inputs
from coach.exports.batch.worker import JobWork, LengthRefused, SessionMade
from coach.plan.request import SessionRequest
from coach.speech.voices import ENGINE_VARIABLE, default_engine
from coach.system.job_queue import Report
from coach.system.paths import (
    COVER_NAMES,
    HOME_VARIABLE,
    SCRIPT_SUFFIXES,
    SHOWN_AS,
    is_path,
    user_folder,
    voices_folder,
)
from coach.system.staging_folder import StagingFolder

MAX_ARCHIVE_BYTES = 50_000_000
"""How large the archive may be that travels with each job."""
_HOME, _GIVEN = "home", "given"
_VOICES = "voices"


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """Files of this machine that shape sessions, packed; `engine` is the one that speaks here.

    `names` has the path in the archive of each file that was given by its path.
    """

    archive: bytes
    names: Mapping[str, str]
    engine: str


@dataclass(frozen=True, slots=True)
class RemoteWork:
    """Does jobs on another machine; `home` is the folder of the user's own files on this one."""

    staging: StagingFolder
    own: OwnFiles
    home: str

    def __call__(self, job: Job, report: Report, /) -> SessionMade | LengthRefused:
        """Make every file of a job; raises MachineError where what shapes it differs here."""
        root = _unpack_once(self.own.archive).root
        names = [(root / name, given) for given, name in self.own.names.items()]
        with _use_home(root / _HOME, self.own.engine, ((root / _HOME, self.home), *names)):
            return self._make(_localize(job, root, self.own.names), report)

    def _make(self, job: Job, report: Report) -> SessionMade | LengthRefused:
        if not has_same_inputs(job):
            message = f"{platform.node()} has another coach, other scripts, sounds or voices"
            hint = "install the same version of coach and of its voices on every machine"
            raise MachineError(Problem(message, hint=hint))
        if self.staging.is_seen_here():
            return JobWork(self.staging.path)(job, report)
        with TemporaryDirectory(prefix="coach-") as folder:
            made = JobWork(Path(folder))(job, report)
            if isinstance(made, LengthRefused):
                return made
            files = (replace(one, content=one.staged.read_bytes()) for one in made.files)
            return replace(made, files=tuple(files))


def pack_own_files(routine: str | None, request: SessionRequest) -> OwnFiles:
    """Pack what only this machine has; raises UsageError where that is too large to travel."""
    home = user_folder()
    paths = {path: f"{_HOME}/{path.relative_to(home).as_posix()}" for path in _list_own(home)}
    given = [routine] if routine and is_path(routine) else []
    given += [str(request.bed)] if isinstance(request.bed, Path) else []
    names = {one: f"{_GIVEN}/{number}/{Path(one).name}" for number, one in enumerate(given)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in [*paths.items(), *((Path(one), name) for one, name in names.items())]:
            # Without its time: the same files are the same archive, which is unpacked only once.
            archive.writestr(zipfile.ZipInfo(name), _read(path), zipfile.ZIP_DEFLATED)
    if len(packed.getvalue()) > MAX_ARCHIVE_BYTES:
        size = f"{len(packed.getvalue()) // 1_000_000} MB"
        message = f"{home}: your own scripts and sounds have {size}, which is too much to send"
        hint = f"keep only what is used there: at most {MAX_ARCHIVE_BYTES // 1_000_000} MB, packed"
        raise UsageError(Problem(message, hint=hint))
    return OwnFiles(packed.getvalue(), names, default_engine())


def _list_own(home: Path) -> Iterator[Path]:
    """Yield the user's own scripts, sounds and covers."""
    with suppress(OSError):
        for path in sorted(home.rglob("*")):
            parts = path.relative_to(home).parts
            is_sound = parts[0] == "audio_cues" and path.suffix == ".wav"
            is_script = parts[0] != _VOICES and path.suffix in SCRIPT_SUFFIXES
            is_cover = len(parts) == 1 and path.name in COVER_NAMES
            if (is_sound or is_script or is_cover) and path.is_file():
                yield path


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(Problem(f"{path}: cannot be read: {error.strerror or error}")) from error


class _UnpackedFiles:
    """The files of an archive in a folder, as long as this object lives."""

    def __init__(self, archive: bytes) -> None:
        self.root = Path(mkdtemp(prefix="coach-"))
        finalize(self, shutil.rmtree, self.root, ignore_errors=True)
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            packed.extractall(self.root)
        home = self.root / _HOME
        home.mkdir(exist_ok=True)
        with suppress(OSError):  # voices that were fetched there are used
            (home / _VOICES).symlink_to(voices_folder().absolute(), target_is_directory=True)


_unpack_once = lru_cache(maxsize=1)(_UnpackedFiles)
"""Unpacks an archive once for all jobs that a process does with it."""


@contextmanager
def _use_home(home: Path, engine: str, shown: tuple[tuple[Path, str], ...]) -> Iterator[None]:
    """Use the scripts and sounds in a folder as the user's own, while the context lasts.

    That is set for the whole process, which does nothing else. `shown` pairs paths here with those
    on the user's machine, which files and messages name instead.
    """
    wanted = {HOME_VARIABLE: str(home), ENGINE_VARIABLE: engine}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    token = SHOWN_AS.set(shown)
    try:
        yield
    finally:
        SHOWN_AS.reset(token)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _localize(job: Job, root: Path, names: Mapping[str, str]) -> Job:
    """Return a job with the paths that files have on this machine."""
    request, bed = job.request, job.request.bed
    if isinstance(bed, Path):
        request = replace(request, bed=root / names[str(bed)])
    routine = str(root / names[job.routine]) if job.routine in names else job.routine
    return replace(job, routine=routine, request=request)
