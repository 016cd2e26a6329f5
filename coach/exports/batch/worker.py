"""The files of a job, made in a process of its own, which reports as it goes."""

from dataclasses import dataclass, replace
from pathlib import Path

from coach.errors import CoachError, UsageError
from coach.exports.batch.drawing_files import list_drawings, name_drawing
from coach.exports.batch.jobs import Job
from coach.exports.chapter_pictures import add_chapter_pictures
from coach.exports.chapters import format_missing_chapters
from coach.exports.cover import load_cover
from coach.exports.file_records import FileRecord, make_file_record
from coach.exports.media_types import CHAPTERS_SUFFIX
from coach.exports.metadata import Chapter, Metadata
from coach.exports.session_metadata import session_metadata
from coach.exports.sidecars.chapter_lists import list_chapter_lines
from coach.exports.sidecars.kinds import format_sidecars
from coach.exports.sidecars.sidecar_input import make_sidecar_input
from coach.exports.writer import MIN_REPORTED_SHORTFALL_LU, export_session
from coach.pipeline import PreparedSession, prepare_session
from coach.system.atomic_file import atomic_write
from coach.system.job_queue import Report, Work
from coach.system.staging_folder import StagingFolder


@dataclass(frozen=True, slots=True)
class SoundWritten:
    """How many ms of a job's sound are written by now, of how many in all."""

    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class LengthRefused:
    """The routine cannot have this length."""

    reason: str


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A complete file in the staging folder; its `content` where the caller cannot see that folder.

    `held` says which chapters it has, where it cannot hold all of its session.
    """

    name: str
    record: FileRecord
    staged: Path
    content: bytes | None = None
    held: str = ""


@dataclass(frozen=True, slots=True)
class SessionMade:
    """The files of a session, and what the manifest says of it.

    `length` is in ms, `notes` are its chapters, a line each. `shortfall` is by how many LU it stays
    below the loudness that was requested, 0 for what nobody hears. `mark` is the one in its tags.
    """

    title: str
    description: str
    language: str
    length: int
    notes: str
    mark: str
    files: tuple[MadeFile, ...]
    shortfall: float = 0.0


@dataclass(frozen=True, slots=True)
class JobWork:
    """Does jobs; their files are made in a staging folder, from where the caller takes them."""

    staging: Path

    def __call__(self, job: Job, report: Report, /) -> SessionMade | LengthRefused:
        """Make every file of a job.

        Raises ScriptError for a wrong script, MachineError where something cannot be written.
        """
        try:
            return make_session(job, self.staging, report)
        except CoachError as error:
            raise type(error)(
                replace(one, message=one.message.replace(str(self.staging), str(job.folder)))
                for one in error.problems
            ) from error


def make_local_work(staging: StagingFolder) -> Work[Job]:
    """Return what does jobs in processes of this machine."""
    return JobWork(staging.path)


def make_session(job: Job, staging: Path, report: Report) -> SessionMade | LengthRefused:
    """Make every file of a job in a folder, and return what was made."""
    try:
        prepared = prepare_session(job.routine, job.request)
    except UsageError as error:
        if job.request.length is None:
            raise
        return LengthRefused(error.problems[0].message)
    metadata = session_metadata(prepared, job.year, load_cover())
    if _needs_drawings(job):
        metadata = add_chapter_pictures(metadata, prepared)
    files, shortfall = _write_sounds(job, staging, prepared, metadata, report)
    files += _write_sidecars(job, staging, prepared, metadata)
    files += _write_drawings(job, staging, metadata)
    return SessionMade(
        metadata.title,
        metadata.description,
        metadata.language,
        prepared.timeline.length,
        "\n".join(list_chapter_lines(metadata)),
        metadata.mark,
        tuple(files),
        shortfall if shortfall > MIN_REPORTED_SHORTFALL_LU else 0.0,
    )


def _write_sounds(
    job: Job, staging: Path, prepared: PreparedSession, metadata: Metadata, report: Report
) -> tuple[list[MadeFile], float]:
    """Write the sound in each format; return the files, and their shortfall in LU."""
    length, count = prepared.timeline.length, len(job.pending_suffixes)
    report(SoundWritten(0, length * count))
    files: list[MadeFile] = []
    shortfall = 0.0
    for number, suffix in enumerate(job.pending_suffixes):
        path = staging / (job.stem + suffix)
        progress = _ProgressReporter(report, length * number, length * count)
        shortfall = export_session(prepared, path, progress, metadata)
        files.append(_record_file(job, path, metadata))
    return files, shortfall


def _write_sidecars(
    job: Job, staging: Path, prepared: PreparedSession, metadata: Metadata
) -> list[MadeFile]:
    # A CUE sheet names the file of the first format.
    sound = staging / (job.stem + job.audio_suffixes[0])
    inputs = make_sidecar_input(prepared, metadata, sound.name)
    if _needs_drawings(job):
        inputs = replace(inputs, find_address=_AddressFinder(job.url))
    files: list[MadeFile] = []
    for path, text in format_sidecars(job.sidecar_kinds, sound, inputs).items():
        if path.name.removeprefix(job.stem) in job.keys:
            with atomic_write(path) as file:
                file.write(text.encode())
            files.append(_record_file(job, path, metadata))
    return files


def _needs_drawings(job: Job) -> bool:
    """Return whether a list of chapters is to be made that says where their drawings are."""
    return bool(job.url) and CHAPTERS_SUFFIX in job.keys


def _write_drawings(job: Job, staging: Path, metadata: Metadata) -> list[MadeFile]:
    """Write the drawings of the chapters, each under a name that no other session has there."""
    files: list[MadeFile] = []
    for name, content in list_drawings(metadata).items() if _needs_drawings(job) else ():
        path = staging / f"{job.stem}.{name}"
        with atomic_write(path) as file:
            file.write(content)
        with path.open("rb") as file:
            files.append(MadeFile(name, make_file_record(file, ""), path))
    return files


@dataclass(frozen=True, slots=True)
class _AddressFinder:
    """Returns where the picture of a chapter is in the folder that is served at `url`."""

    url: str

    def __call__(self, chapter: Chapter) -> str:
        name = name_drawing(chapter)
        return name and self.url + name


def _record_file(job: Job, path: Path, metadata: Metadata) -> MadeFile:
    key = job.keys[path.name.removeprefix(job.stem)]
    with path.open("rb") as file:
        record = make_file_record(file, key)
    held = format_missing_chapters(path, metadata.chapters)
    return MadeFile(path.name, record, path, held=held)


@dataclass(frozen=True, slots=True)
class _ProgressReporter:
    """Turns the progress of a file into that of its job."""

    report: Report
    before: int
    whole: int

    def __call__(self, done: int, _whole: int) -> None:
        self.report(SoundWritten(self.before + done, self.whole))
