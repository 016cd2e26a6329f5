"""Placement: complete files are put in their places, several sessions at once.

A file is in the manifest before it is in its place, and the manifest is always written whole, which
takes longer the more there is in it. So complete files wait, long enough that placing them never
takes more than a tenth of the time.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.errors import CoachError, MachineError, Problem
from coach.exports.batch.drawing_files import is_drawing
from coach.exports.batch.jobs import Job
from coach.exports.batch.manifest import ExpectedFile, Manifest, SessionRecord, load_manifest
from coach.exports.batch.worker import MadeFile, SessionMade
from coach.exports.file_records import FileRecord, hash_bytes
from coach.exports.media_types import CHAPTERS_SUFFIX
from coach.system.atomic_file import atomic_write, move_into_place
from coach.system.job_queue import JobResult
from coach.system.paths import state_folder
from coach.training.export_ledger import keep_mark
from coach.training.export_mark import read_mark

WAIT_FACTOR = 9
"""How many times as long as the last placing took, the next one waits."""


@dataclass(frozen=True, slots=True)
class FileWritten:
    """A file is in its place; `held` says which chapters it has, where they are not all."""

    path: Path
    held: str = ""


Placed = tuple[Job, FileWritten | JobResult]


@dataclass(slots=True)
class Placement:
    """Puts the files of sessions in their places, and records them in the manifest.

    A session that is new there was made `when`, in seconds since 1970.
    """

    manifest: Manifest
    when: int
    clock: Callable[[], float] = time.monotonic
    _waiting: list[tuple[Job, SessionMade]] = field(default_factory=list)
    _next: float = 0.0

    def add(self, job: Job, made: SessionMade) -> None:
        """Add a session whose files are complete."""
        self._waiting.append((job, made))

    def place_due(self) -> list[Placed]:
        """Place what waits if it is time; return each file that is in its place, or the fault.

        The last thing about every job is a JobResult.
        """
        return self.place_all() if self.clock() >= self._next else []

    def place_all(self) -> list[Placed]:
        """Place all that waits; return the same as `place_due`."""
        if not self._waiting:
            return []
        waiting, self._waiting = self._waiting, []
        begun = self.clock()
        placed = list(self._place_sessions(waiting))
        ended = self.clock()
        self._next = ended + WAIT_FACTOR * (ended - begun)
        return placed

    def _place_sessions(self, waiting: list[tuple[Job, SessionMade]]) -> Iterator[Placed]:
        """Place the files of sessions; a foreign file in the way holds up only its own session."""
        ready: list[tuple[Job, SessionMade]] = []
        saved = load_manifest(self.manifest.folder)
        for job, made in waiting:
            made = _leave_out_known_drawings(saved, made)
            try:
                _check_replaceable(saved, job, made)
            except CoachError as error:
                yield job, JobResult(error.problems, error.exit_code)
            else:
                self._record_session(job, made)
                ready.append((job, made))
        try:
            self.manifest.expect_files(_list_expected(ready))
        except CoachError as error:
            yield from ((job, JobResult(error.problems, error.exit_code)) for job, _ in ready)
            return
        for job, made in ready:
            yield from self._place_session(job, made)

    def _place_session(self, job: Job, made: SessionMade) -> Iterator[Placed]:
        """Place the files of a session, which are recorded; what cannot be is withdrawn."""
        result = JobResult()
        for file in made.files:
            try:
                _place_file(job.folder / file.name, file)
            except CoachError as error:
                self.manifest.withdraw_file(file.name, job.stem)
                if not result.problems:
                    result = JobResult(error.problems, error.exit_code)
            else:
                self.manifest.confirm_file(file.name)
                yield job, FileWritten(job.folder / file.name, file.held)
        if mark := read_mark(made.mark):
            keep_mark(state_folder(), mark)
        yield job, result

    def _record_session(self, job: Job, made: SessionMade) -> None:
        self.manifest.refusals.pop(job.stem, None)
        known = self.manifest.sessions.get(job.stem)
        self.manifest.sessions[job.stem] = SessionRecord(
            job.routine,
            made.title,
            made.description,
            made.language,
            made.length,
            known.made if known else self.when,
            _keep_known_files(known, made) if known else {},
            made.notes,
        )


def _keep_known_files(known: SessionRecord, made: SessionMade) -> dict[str, FileRecord]:
    """Return the files of a session that stay, without drawings that its new list does not name."""
    named = {one.name for one in made.files}
    has_list = any(name.endswith(CHAPTERS_SUFFIX) for name in named)
    return {
        name: record
        for name, record in known.files.items()
        if name in named or not (has_list and is_drawing(name))
    }


def _leave_out_known_drawings(saved: Manifest, made: SessionMade) -> SessionMade:
    """Return a session without the drawings that are in the folder but were not made by coach.

    Their name says what they are: where one was changed, its user wants it like that.
    """

    def is_left_out(name: str) -> bool:
        return is_drawing(name) and (saved.folder / name).exists() and not saved.is_own(name)

    return replace(made, files=tuple(one for one in made.files if not is_left_out(one.name)))


def _check_replaceable(saved: Manifest, job: Job, made: SessionMade) -> None:
    # The user was asked about what was there before the run began; this came later.
    for file in made.files:
        saved.check_replaceable(file.name, job.approved)


def _list_expected(ready: Iterable[tuple[Job, SessionMade]]) -> Iterator[ExpectedFile]:
    for job, made in ready:
        yield from (ExpectedFile(file.name, file.record, job.stem) for file in made.files)


def _place_file(path: Path, file: MadeFile) -> None:
    """Put a file in its place; raises MachineError where it is not as its worker made it."""
    if file.content is None:
        move_into_place(file.staged, path)
        return
    if hash_bytes(file.content) != file.record.digest:
        raise MachineError(Problem(f"{path}: what came from the worker is damaged"))
    with atomic_write(path) as written:
        written.write(file.content)
    # So that the next run need not read it to know it.
    with suppress(OSError):
        os.utime(path, ns=(file.record.time, file.record.time))
