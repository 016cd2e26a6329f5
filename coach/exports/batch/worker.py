"""The files of a job, made in a process of its own, which reports as it goes."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from coach.errors import UsageError
from coach.exports.batch.jobs import Job
from coach.exports.batch.manifest import load_manifest
from coach.exports.chapters import format_missing_chapters
from coach.exports.cover import load_cover
from coach.exports.file_records import FileRecord, make_file_record
from coach.exports.metadata import Metadata
from coach.exports.session_mark import keep_metadata_mark
from coach.exports.session_metadata import session_metadata
from coach.exports.sidecars.chapter_lists import list_chapter_lines
from coach.exports.sidecars.kinds import format_sidecars
from coach.exports.sidecars.sidecar_input import make_sidecar_input
from coach.exports.writer import MIN_REPORTED_SHORTFALL_LU, export_session
from coach.pipeline import PreparedSession, prepare_session
from coach.system.atomic_file import atomic_write
from coach.system.paths import state_folder
from coach.system.worker_pool import Awaited, ProgressCallback


@dataclass(frozen=True, slots=True)
class LengthRefused:
    """The routine cannot have this length."""

    reason: str


@dataclass(frozen=True, slots=True)
class SessionPlanned:
    """The session is planned; its length is in ms, `notes` are its chapters, a line each."""

    title: str
    description: str
    language: str
    length: int
    notes: str


@dataclass(frozen=True, slots=True)
class SoundWritten:
    """So many more ms of sound are written."""

    length: int


@dataclass(frozen=True, slots=True)
class LoudnessShortfall:
    """The session stays `amount` LU below the loudness that was requested."""

    amount: float


@dataclass(frozen=True, slots=True)
class ChaptersMissing:
    """A file cannot hold all chapters of its session; `held` says which it has."""

    path: Path
    held: str


@dataclass(frozen=True, slots=True)
class FileReady(Awaited):
    """A file is complete, and will be put in its place."""

    name: str
    record: FileRecord


@dataclass(frozen=True, slots=True)
class FileWritten:
    """A file is in its place."""

    path: Path


def run_job(job: Job, report: ProgressCallback) -> None:
    """Make every file of a job, each whole or not at all.

    Raises ScriptError for a wrong script, MachineError where something cannot be written, and
    UsageError for a file of the user's that has come into the folder meanwhile.
    """
    try:
        prepared = prepare_session(job.routine, job.request)
    except UsageError as error:
        if job.request.length is None:
            raise
        report(LengthRefused(error.problems[0].message))
        return
    metadata = session_metadata(prepared, job.year, load_cover())
    length = prepared.timeline.length
    notes = "\n".join(list_chapter_lines(metadata))
    report(SessionPlanned(metadata.title, metadata.description, metadata.language, length, notes))
    shortfall = 0.0
    for suffix in job.pending_suffixes:
        path = job.folder / (job.stem + suffix)
        _check_replaceable(job, path)
        progress, announce = _ProgressReporter(report), partial(_announce, job, path, report)
        shortfall = export_session(prepared, path, progress, metadata, announce)
        _report_written(path, metadata, report)
    if shortfall > MIN_REPORTED_SHORTFALL_LU:
        report(LoudnessShortfall(shortfall))
    _write_sidecars(job, prepared, metadata, report)
    keep_metadata_mark(state_folder(), metadata)


def _write_sidecars(
    job: Job, prepared: PreparedSession, metadata: Metadata, report: ProgressCallback
) -> None:
    # A CUE sheet names the file of the first format.
    sound = job.folder / (job.stem + job.audio_suffixes[0])
    inputs = make_sidecar_input(prepared, metadata, sound.name)
    for path, text in format_sidecars(job.sidecar_kinds, sound, inputs).items():
        suffix = path.name.removeprefix(job.stem)
        if suffix in job.keys:
            with atomic_write(path) as file:
                file.write(text.encode())
                _announce(job, path, report, file)
            _report_written(path, metadata, report)


def _report_written(path: Path, metadata: Metadata, report: ProgressCallback) -> None:
    report(FileWritten(path))
    if held := format_missing_chapters(path, metadata.chapters):
        report(ChaptersMissing(path, held))


def _announce(job: Job, path: Path, report: ProgressCallback, file: BinaryIO) -> None:
    """Have a complete file recorded before it is put in its place."""
    _check_replaceable(job, path)
    report(FileReady(path.name, make_file_record(file, job.keys[path.name.removeprefix(job.stem)])))


def _check_replaceable(job: Job, path: Path) -> None:
    # The user was asked about what was there before the run began; this came later.
    load_manifest(job.folder).check_replaceable(path.name, job.approved)


@dataclass(slots=True)
class _ProgressReporter:
    """Turns the progress of a file into reports of how much more is written."""

    report: ProgressCallback
    previous: int = 0

    def __call__(self, done: int, _whole: int) -> None:
        self.report(SoundWritten(done - self.previous))
        self.previous = done
