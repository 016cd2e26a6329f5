"""`coach export --all`: a folder of sessions, kept up to date, with a podcast feed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.terminal import is_terminal
from coach.errors import Problem, UsageError

if TYPE_CHECKING:
    from coach.export.batch.manifest import Manifest
    from coach.export.batch.sync import Stock
    from coach.plan.request import Wishes

MINUTES = "5,10,15,20"
FORMATS = "mp3"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the folder is to hold, as it was asked for."""

    folder: Path
    name: str | None
    minutes: str | None
    formats: str | None
    kinds: tuple[str, ...]
    url: str | None
    title: str | None
    jobs: int | None
    force: bool


def keep_shelf(asked: Asked, wishes: "Wishes") -> None:
    """Make what is missing or out of date in a folder, tell what could not be, write the feed."""
    from datetime import UTC, datetime

    from coach.cli.export_one import build_time
    from coach.cli.output_paths import make_folder, read_formats
    from coach.export.batch.jobs import lay_basis
    from coach.export.batch.manifest import load_manifest
    from coach.export.batch.sync import take_stock
    from coach.system.paths import routine_names

    when, suffixes = build_time(), read_formats(asked.formats or FORMATS, "--all")
    lengths = read_many(asked.minutes or MINUTES)
    url = _read_url(asked.url)
    year = datetime.fromtimestamp(when, UTC).year
    # Before there is a folder: what cannot be read is told, and nothing left behind.
    basis = lay_basis(asked.folder, wishes, suffixes, asked.kinds, year)
    make_folder(asked.folder)
    manifest = load_manifest(asked.folder)
    manifest.url = url or manifest.url
    manifest.title = asked.title or manifest.title
    names = (asked.name,) if asked.name else routine_names()
    stock = take_stock(manifest, basis, names, lengths, asked.force)
    written = _fill(asked, manifest, stock, when)
    manifest.save()
    _tell(stock)
    _write_feed(manifest)
    typer.echo(f"{asked.folder}: {written} files written, {stock.fresh} up to date")
    if stock.exit_code:
        raise typer.Exit(stock.exit_code)


def _tell(stock: "Stock") -> None:
    """Tell what could not be, and what came out softer than it should."""
    from coach.cli.export_one import say_softer

    for reason in dict.fromkeys(stock.refused):
        typer.echo(f"note: {reason}", err=True)
    for stem, by in sorted(stock.softer.items()):
        typer.echo(f"note: {stem}: {say_softer(by)}", err=True)
    for problem in dict.fromkeys(stock.problems):
        typer.echo(str(problem), err=True)


def read_many(text: str) -> tuple[int, ...]:
    """Read several numbers of minutes, in ms; raises UsageError for what is none."""
    from coach.cli.session_request import read_minutes

    return tuple(dict.fromkeys(read_minutes(part.strip()) for part in text.split(",")))


def _read_url(text: str | None) -> str:
    from coach.export.batch.podcast_feed import check_url

    try:
        return check_url(text) if text is not None else ""
    except ValueError as error:
        raise UsageError(Problem(f"--url: {error}")) from error


def _fill(asked: Asked, manifest: "Manifest", stock: "Stock", when: int) -> int:
    """Make what is to be made, and show how it goes; gives the number of files."""
    from coach.export.batch.sync import fill
    from coach.export.batch.worker import Passed, Planned, Refused, Wrote
    from coach.system.worker_pool import Ended, cores

    count = asked.jobs or cores()
    written = 0
    with _bar() as (say, advance), closing(fill(manifest, stock, count, when, asked.force)) as told:
        due = {order.stem: order.effort for order in stock.orders}
        advance(0, sum(due.values()))
        for order, said in told:
            match said:
                case Planned(length=length):
                    due[order.stem] = length * len(order.pending)
                case Refused():
                    due[order.stem] = 0
                case Passed(length):
                    advance(length, sum(due.values()))
                case Wrote(path):
                    written += 1
                    if path.suffix in order.sounds:
                        say(str(path))
                case Ended(problems, code):
                    stock.fail(problems, code)
    return written


@contextmanager
def _bar() -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None]]]:
    """Show on a terminal how much sound is written, and how long the rest will take."""
    if not is_terminal(sys.stderr):
        yield typer.echo, lambda _more, _whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from coach.units import format_clock

    columns = (
        TextColumn("Writing"),
        BarColumn(),
        TextColumn("{task.fields[done]} of {task.fields[whole]} of sound"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=60) as bar:
        task = bar.add_task("", total=None, done="0:00", whole="0:00")
        passed = 0

        def advance(more: int, whole: int) -> None:
            nonlocal passed
            passed += more
            done, all_of_it = format_clock(passed), format_clock(whole)
            bar.update(task, completed=passed, total=whole, done=done, whole=all_of_it)

        yield lambda text: console.print(text, markup=False), advance


def _write_feed(manifest: "Manifest") -> None:
    from coach.export.batch.podcast_feed import NAME, feed
    from coach.export.cover import cover_path
    from coach.system.atomic_file import replacing

    if not manifest.url:
        if manifest.sessions:
            typer.echo("note: for a podcast feed of the folder, say where it is served: --url")
        return
    cover = cover_path()
    name = f"cover{cover.suffix}" if cover else ""
    if cover:
        with replacing(manifest.folder / name) as file:
            file.write(cover.read_bytes())
    with replacing(manifest.folder / NAME) as file:
        file.write(feed(manifest, name).encode())
    typer.echo(manifest.folder / NAME)
