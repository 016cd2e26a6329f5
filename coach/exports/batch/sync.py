"""Stocking: what is not up to date is made, side by side, and the manifest follows every file."""

from collections import deque
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from coach.errors import CoachError, Problem
from coach.exports.batch.jobs import Job, RoutineInputs, SharedInputs, load_routine_inputs
from coach.exports.batch.manifest import Manifest, SessionRecord
from coach.exports.batch.podcast_feed import normalize_url
from coach.exports.batch.worker import (
    FileWritten,
    LengthRefused,
    LoudnessShortfall,
    SessionPlanned,
    run_job,
)
from coach.system.atomic_file import remove_stale_files
from coach.system.worker_pool import run_jobs


@dataclass(slots=True)
class SyncState:
    """What is to be done: orders to make, files that are up to date, lengths that cannot be.

    `recipes` are the routines by name, `lengths` those that each is wanted in. `softer` tells by
    how many LU sessions that were made stay below their loudness, by stem.
    """

    jobs: deque[Job] = field(default_factory=deque)
    up_to_date: int = 0
    refusals: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    exit_code: int = 0
    routine_inputs: dict[str, RoutineInputs] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    shortfalls: dict[str, float] = field(default_factory=dict)

    def add_job(self, job: Job, manifest: Manifest, force: bool) -> None:
        """Order what is not up to date, or all of it."""
        due = job if force else job.without_suffixes(manifest.list_up_to_date(job))
        self.up_to_date += len(job.keys) - len(due.keys)
        if due.keys:
            self.jobs.append(due)

    def add_problems(self, problems: Iterable[Problem], exit_code: int) -> None:
        """Take down what went wrong; the gravest exit code is that of the run."""
        self.problems += problems
        self.exit_code = max(self.exit_code, exit_code)


def prepare_sync(
    manifest: Manifest,
    shared: SharedInputs,
    routines: Iterable[str],
    lengths: tuple[int, ...],
    force: bool = False,
) -> SyncState:
    """Find out what is to be made; a routine that is wrong is told of, and the rest is done.

    Litter of killed processes is cleared, and what is no more is forgotten.
    """
    remove_stale_files(manifest.folder)
    _remove_lost_files(manifest)
    stock = SyncState(lengths=lengths)
    for routine in routines:
        try:
            stock.routine_inputs[routine] = load_routine_inputs(shared, routine)
        except CoachError as error:
            stock.add_problems(error.problems, error.exit_code)
            continue
        for length in lengths:
            order = stock.routine_inputs[routine].make_job(length)
            known = manifest.refusals.get(order.stem)
            if known and known[0] == _refusal_key(order) and not force:
                stock.refusals.append(known[1])
            else:
                stock.add_job(order, manifest, force)
        if _is_every_length_refused(manifest, stock, routine, force):
            stock.add_job(stock.routine_inputs[routine].make_job(None), manifest, force)
    # The longest first: so no core is left waiting at the end while another has much to do.
    stock.jobs = deque(sorted(stock.jobs, key=lambda order: order.workload, reverse=True))
    return stock


def sync_folder(
    manifest: Manifest, state: SyncState, count: int, when: int, force: bool = False
) -> Generator[tuple[Job, Any], None, None]:
    """Make what is to be made in `count` processes; give each order with what is told of it.

    `when` is the time of this run, in seconds since 1970. A routine that can have none of the
    lengths is made in its usual one.
    """
    with closing(run_jobs(state.jobs, run_job, count)) as told:
        for order, said in told:
            match said:
                case SessionPlanned():
                    _record_session(manifest, order, said, when)
                case FileWritten(path, made):
                    manifest.sessions[order.stem].files[path.name] = made
                    manifest.save()
                case LoudnessShortfall(by):
                    state.shortfalls[order.stem] = by
                case LengthRefused(reason):
                    manifest.refusals[order.stem] = (_refusal_key(order), reason)
                    manifest.save()
                    state.refusals.append(reason)
                    if _is_every_length_refused(manifest, state, order.routine, force=False):
                        state.add_job(
                            state.routine_inputs[order.routine].make_job(None), manifest, force
                        )
            yield order, said


def _record_session(manifest: Manifest, job: Job, planned: SessionPlanned, when: int) -> None:
    manifest.refusals.pop(job.stem, None)
    known = manifest.sessions.get(job.stem)
    manifest.sessions[job.stem] = SessionRecord(
        job.routine,
        planned.title,
        planned.description,
        planned.language,
        planned.length,
        known.made if known else when,
        known.files if known else {},
    )


def _is_every_length_refused(
    manifest: Manifest, state: SyncState, routine: str, force: bool
) -> bool:
    """Tell whether every length was refused, by what shapes the routine today."""
    if force or not state.lengths:
        return False
    orders = [state.routine_inputs[routine].make_job(length) for length in state.lengths]
    return all(manifest.refusals.get(o.stem, ("",))[0] == _refusal_key(o) for o in orders)


def _refusal_key(job: Job) -> str:
    """Give what tells whether a refusal still holds: what shapes the first format."""
    return next(iter(job.keys.values()))


def _remove_lost_files(manifest: Manifest) -> None:
    try:
        normalize_url(manifest.url)
    except ValueError:
        manifest.url = ""
    for stem, session in list(manifest.sessions.items()):
        for name in list(session.files):
            if not (manifest.folder / name).is_file():
                del session.files[name]
        if not session.files:
            del manifest.sessions[stem]
