"""`coach export --all`: a folder of sessions, kept up to date, with a podcast feed."""

import sys
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.messages import print_errors, print_note
from coach.cli.output_style import is_plain_asked
from coach.cli.printable_output import open_console
from coach.cli.terminal import is_terminal
from coach.errors import Problem, UsageError

if TYPE_CHECKING:
    from coach.exports.batch.jobs import Job
    from coach.exports.batch.manifest import Manifest
    from coach.exports.batch.sync import SyncReport, SyncState
    from coach.plan.request import SessionRequest
    from coach.system.job_queue import Engine, Work
    from coach.system.staging_folder import StagingFolder

DEFAULT_MINUTES = "5,10,15,20"
DEFAULT_FORMATS = "mp3"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What the folder is to hold, as the options say."""

    folder: Path
    name: str | None
    minutes: str | None
    formats: str | None
    kinds: tuple[str, ...]
    url: str | None
    title: str | None
    workers: int | None
    force: bool
    cluster: str | None = None


def export_batch(options: BatchOptions, request: "SessionRequest") -> None:
    """Write what is missing or out of date in a folder, report what failed, write the feed."""
    from coach.cli.output_paths import make_folder, read_formats
    from coach.exports.batch.jobs import collect_shared_inputs
    from coach.exports.batch.manifest import load_manifest
    from coach.exports.batch.sync import prepare_sync, sync_folder
    from coach.exports.build_date import build_time, build_year
    from coach.system.paths import routine_names

    when, suffixes = build_time(), read_formats(options.formats or DEFAULT_FORMATS, "--all")
    lengths = read_minutes_list(options.minutes or DEFAULT_MINUTES)
    url = _read_url(options.url)
    year = build_year(when)
    # Before the folder is made: what cannot be read is reported, and leaves no empty folder.
    basis = collect_shared_inputs(options.folder, request, suffixes, options.kinds, year)
    prepare_work = _choose_work(options, request)
    make_folder(options.folder)
    manifest = load_manifest(options.folder)
    manifest.url = url or manifest.url
    manifest.title = options.title or manifest.title
    names = (options.name,) if options.name else routine_names()
    stock = prepare_sync(manifest, basis, names, lengths, options.force)
    _check_foreign_files(manifest, stock, options.force)
    written = 0
    if stock.jobs:  # else it is all there, and no cluster is needed
        with closing(_open_engine(options)) as engine:
            reports = sync_folder(manifest, stock, engine, when, options.force, prepare_work)
            written = _write_files(stock, reports)
    manifest.save()
    _print_problems(stock)
    _write_feed(manifest, stock.approved)
    manifest.save()
    typer.echo(f"{options.folder}: {written} files written, {stock.up_to_date} up to date")
    if stock.exit_code:
        raise typer.Exit(stock.exit_code)


def _open_engine(options: BatchOptions) -> "Engine":
    """Return what the jobs are done on: a cluster, or processes of this machine."""
    if options.cluster is not None:
        from coach.exports.batch.jobs import LIBRARIES
        from coach.system.cluster_workers import ClusterWorkers

        return ClusterWorkers(options.cluster, LIBRARIES, options.workers)
    from coach.system.worker_pool import WorkerPool, count_cores

    return WorkerPool(options.workers or count_cores())


def _choose_work(
    options: BatchOptions, request: "SessionRequest"
) -> "Callable[[StagingFolder], Work[Job]]":
    """Return a function from a staging folder to the work that does jobs in it."""
    if options.cluster is None:
        from coach.exports.batch.worker import make_local_work

        return make_local_work
    from coach.exports.batch.remote_work import RemoteWork, pack_own_files
    from coach.system.cluster_workers import check_address
    from coach.system.paths import user_folder

    check_address(options.cluster)
    own = pack_own_files(options.name, request)
    return lambda staging: RemoteWork(staging, own, str(user_folder()))


def _check_foreign_files(manifest: "Manifest", stock: "SyncState", force: bool) -> None:
    """Ask before files are replaced that coach did not make; raises UsageError for a no.

    Nothing is made before.
    """
    from coach.cli.output_paths import check_output_paths
    from coach.exports.batch.feed_writer import list_feed_names
    from coach.exports.batch.foreign_files import list_foreign_files

    foreign = list_foreign_files(manifest, stock, list_feed_names(manifest), force)
    check_output_paths(foreign, force)
    stock.approve_files(path.name for path in foreign)


def _print_problems(stock: "SyncState") -> None:
    """Print what could not be made, what is softer than asked for, and what lacks chapters."""
    from coach.cli.export_steps import format_softer

    for reason in dict.fromkeys(stock.refusals):
        print_note(reason)
    for stem, by in sorted(stock.shortfalls.items()):
        print_note(f"{stem}: {format_softer(by)}")
    for path, held in sorted(stock.missing_chapters.items()):
        print_note(f"{path} {held}")
    print_errors(dict.fromkeys(stock.problems))


def read_minutes_list(text: str) -> tuple[int, ...]:
    """Return several numbers of minutes, `5,10`, in ms; raises UsageError for what is none."""
    from coach.cli.lengths import read_minutes

    return tuple(dict.fromkeys(read_minutes(part.strip()) for part in text.split(",")))


def _read_url(text: str | None) -> str:
    from coach.exports.batch.podcast_feed import normalize_url

    try:
        return normalize_url(text) if text is not None else ""
    except ValueError as error:
        raise UsageError(Problem(f"--url: {error}")) from error


def _write_files(
    stock: "SyncState", reports: "Generator[tuple[Job, SyncReport], None, None]"
) -> int:
    """Write the files that are due, and show the progress; return how many were written."""
    from coach.exports.batch.file_placement import FileWritten
    from coach.exports.batch.worker import SoundWritten
    from coach.system.job_queue import JobResult

    written = 0
    with _batch_progress_bar() as (say, show), closing(reports):
        # By job, as one that is done again begins anew.
        due = {job.stem: job.workload for job in stock.jobs}
        done: dict[str, int] = {}
        show(0, sum(due.values()))
        for job, report in reports:
            match report:
                case SoundWritten(passed, whole):
                    done[job.stem], due[job.stem] = passed, whole
                    show(sum(done.values()), sum(due.values()))
                case FileWritten(path):
                    written += 1
                    if path.suffix in job.audio_suffixes:
                        say(str(path))
                case JobResult(problems, code):
                    due[job.stem] = done.get(job.stem, 0)
                    stock.add_problems(problems, code)
    return written


@contextmanager
def _batch_progress_bar() -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None]]]:
    """Show on a terminal how much sound is written, and how long the rest will take.

    Yields two functions: one prints a line; the other takes the ms of sound that are written, and
    the ms in all.
    """
    if not is_terminal(sys.stderr) or is_plain_asked():
        yield typer.echo, lambda _passed, _whole: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from coach.units import format_clock

    columns = (
        TextColumn("Writing"),
        BarColumn(),
        TextColumn("{task.fields[done]} of {task.fields[whole]} of sound"),
        TimeRemainingColumn(),
    )
    console = open_console(err=True)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=60) as bar:
        task = bar.add_task("", total=None, done="0:00", whole="0:00")

        def show(passed: int, whole: int) -> None:
            done, all_of_it = format_clock(passed), format_clock(whole)
            bar.update(task, completed=passed, total=whole, done=done, whole=all_of_it)

        yield lambda text: console.print(text), show


def _write_feed(manifest: "Manifest", approved: Collection[str]) -> None:
    """Write the feed and print its path; without an address print how to get one."""
    from coach.exports.batch.feed_writer import write_feed

    if manifest.url:
        typer.echo(write_feed(manifest, approved))
    elif manifest.sessions:
        print_note("for a podcast feed of the folder, say where it is served: --url")
