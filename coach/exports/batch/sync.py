"""Bringing a folder up to date: jobs are done in parallel, and the manifest follows every file."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.errors import CoachError, Problem
from coach.exports.batch.drawing_files import is_drawing
from coach.exports.batch.file_placement import FileWritten, Placement
from coach.exports.batch.jobs import Job, RoutineInputs, SharedInputs, load_routine_inputs
from coach.exports.batch.manifest import Manifest
from coach.exports.batch.podcast_feed import normalize_url
from coach.exports.batch.worker import LengthRefused, SessionMade, SoundWritten, make_local_work
from coach.system.atomic_file import remove_stale_files
from coach.system.job_queue import Engine, JobResult, Work, run_jobs
from coach.system.staging_folder import (
    StagingFolder,
    open_staging_folder,
    remove_stale_staging,
)

SyncReport = SoundWritten | FileWritten | JobResult


@dataclass(slots=True)
class SyncState:
    """What is to be done, and what was found: jobs, refused lengths, problems.

    `up_to_date` counts files, `refusals` are the reasons why lengths cannot be. `routine_inputs`
    are those of each routine by name, `lengths` (ms) those that each is wanted in. `shortfalls` are
    the LU by which sessions stay below their loudness, by stem; `missing_chapters` says of files
    that cannot hold all of their chapters what they hold. `approved` are names of files that may be
    replaced, whoever made them; `stems` are those of all jobs there have been.
    """

    jobs: deque[Job] = field(default_factory=deque)
    up_to_date: int = 0
    refusals: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    exit_code: int = 0
    routine_inputs: dict[str, RoutineInputs] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    shortfalls: dict[str, float] = field(default_factory=dict)
    missing_chapters: dict[Path, str] = field(default_factory=dict)
    approved: frozenset[str] = frozenset()
    stems: set[str] = field(default_factory=set)

    def add_job(self, job: Job, manifest: Manifest, force: bool) -> None:
        """Add a job for what is not up to date, or with `force` for all of it; each only once."""
        if job.stem in self.stems:
            return
        self.stems.add(job.stem)
        due = job if force else job.without_suffixes(manifest.list_up_to_date(job))
        self.up_to_date += len(job.keys) - len(due.keys)
        if due.keys:
            self.jobs.append(replace(due, approved=self.approved))

    def approve_files(self, names: Iterable[str]) -> None:
        """Let jobs replace files, whoever made them: the user has said so."""
        self.approved = frozenset(names)
        self.jobs = deque(replace(job, approved=self.approved) for job in self.jobs)

    def add_problems(self, problems: Iterable[Problem], exit_code: int) -> None:
        """Add what went wrong; the gravest exit code is that of the run."""
        self.problems += problems
        self.exit_code = max(self.exit_code, exit_code)


def prepare_sync(
    manifest: Manifest,
    shared: SharedInputs,
    routines: Iterable[str],
    lengths: tuple[int, ...],
    force: bool = False,
) -> SyncState:
    """Return what is to be made; a routine that is wrong becomes a problem, the rest is done.

    What killed processes left behind is removed, and the manifest forgets files that are gone.
    Nothing else is changed: `list_foreign_files` lists what of the user's is in the way.
    """
    remove_stale_files(manifest.folder)
    remove_stale_staging(manifest.folder)
    _remove_lost_files(manifest)
    shared = replace(shared, url=manifest.url)
    state = SyncState(lengths=lengths)
    for routine in routines:
        try:
            state.routine_inputs[routine] = load_routine_inputs(shared, routine)
        except CoachError as error:
            state.add_problems(error.problems, error.exit_code)
            continue
        for length in lengths:
            job = state.routine_inputs[routine].make_job(length)
            known = manifest.refusals.get(job.stem)
            if known and known[0] == _refusal_key(job) and not force:
                state.refusals.append(known[1])
            else:
                state.add_job(job, manifest, force)
        if _is_every_length_refused(manifest, state, routine, force):
            state.add_job(state.routine_inputs[routine].make_job(None), manifest, force)
    # The longest first, so that no core is idle at the end while another has much to do.
    state.jobs = deque(sorted(state.jobs, key=lambda job: job.workload, reverse=True))
    return state


def sync_folder(
    manifest: Manifest,
    state: SyncState,
    engine: Engine,
    when: int,
    force: bool = False,
    prepare_work: Callable[[StagingFolder], Work[Job]] = make_local_work,
) -> Generator[tuple[Job, SyncReport], None, None]:
    """Do the jobs of `state` on an engine, and put their files in their places.

    Yields each job with what is reported of it. `when` is the time of this run, in seconds since
    1970. A routine that can have none of the lengths is made in its usual one. `prepare_work`
    returns what does the jobs, whose files come from a staging folder.
    """
    if not state.jobs:
        return
    placement = Placement(manifest, when)
    with open_staging_folder(manifest.folder) as staging:
        try:
            with closing(run_jobs(state.jobs, prepare_work(staging), engine)) as reports:
                for job, report in reports:
                    if isinstance(report, SoundWritten):
                        yield job, report
                    elif isinstance(report.value, SessionMade):
                        _note_remarks(state, job, report.value)
                        placement.add(job, report.value)
                    else:
                        if isinstance(report.value, LengthRefused):
                            _record_refusal(manifest, state, job, report.value.reason, force)
                        yield job, report
                    yield from placement.place_due()
            yield from placement.place_all()
        finally:
            # Where the run was broken off, what is complete or refused is kept all the same.
            placement.place_all()
            manifest.save()


def _note_remarks(state: SyncState, job: Job, made: SessionMade) -> None:
    if made.shortfall:
        state.shortfalls[job.stem] = made.shortfall
    for file in made.files:
        if file.held:
            state.missing_chapters[job.folder / file.name] = file.held


def _record_refusal(
    manifest: Manifest, state: SyncState, job: Job, reason: str, force: bool
) -> None:
    """Record that a routine cannot have a length; where it can have none, add its usual one."""
    manifest.refusals[job.stem] = (_refusal_key(job), reason)
    state.refusals.append(reason)
    if _is_every_length_refused(manifest, state, job.routine, force=False):
        state.add_job(state.routine_inputs[job.routine].make_job(None), manifest, force)


def _is_every_length_refused(
    manifest: Manifest, state: SyncState, routine: str, force: bool
) -> bool:
    """Return whether every length was refused, by what shapes the routine today."""
    if force or not state.lengths:
        return False
    jobs = [state.routine_inputs[routine].make_job(length) for length in state.lengths]
    return all(manifest.refusals.get(job.stem, ("",))[0] == _refusal_key(job) for job in jobs)


def _refusal_key(job: Job) -> str:
    """Return the key by which a refusal still holds: that of the first format."""
    return next(iter(job.keys.values()))


def _remove_lost_files(manifest: Manifest) -> None:
    try:
        normalize_url(manifest.url)
    except ValueError:
        manifest.url = ""
    for stem, session in list(manifest.sessions.items()):
        for name in list(session.files):
            # A drawing that is gone is made again, with the list that names it.
            if not is_drawing(name) and not (manifest.folder / name).is_file():
                del session.files[name]
        if all(map(is_drawing, session.files)):
            del manifest.sessions[stem]
