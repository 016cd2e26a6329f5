"""One session as a file, as parts, as a picture, or to standard output."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.output_paths import (
    check_file,
    check_folder,
    check_places,
    check_suffix,
    make_folder,
    read_formats,
)
from coach.cli.stdout import check_output, standard_output
from coach.errors import Problem, UsageError

if TYPE_CHECKING:
    from coach.export.metadata import About
    from coach.export.sidecars.sidecar_input import Told
    from coach.pipeline import Prepared
    from coach.plan.request import Wishes
    from coach.speech.studio import Progress

USUAL = ".wav"


@dataclass(frozen=True, slots=True)
class Target:
    """What to write, and where, as it was asked for."""

    output: Path | None
    formats: str | None
    kinds: tuple[str, ...]
    split: bool
    force: bool


def build_time() -> int:
    """Give the time of this run in seconds since 1970, or the one that SOURCE_DATE_EPOCH sets."""
    import os
    import time

    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return int(time.time())
    try:
        return int(given)
    except ValueError:
        message = f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {given!r}"
        raise UsageError(Problem(message)) from None


def build_year() -> int:
    """Give the year that goes into tags."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(build_time(), UTC).year


def export_one(name: str, asked: "Wishes", target: Target) -> None:
    """Write a session as it was asked for; what cannot be is told before any work is done."""
    if str(target.output) == "-":
        _to_standard_output(name, asked, target)
        return
    suffix = _suffix(target)
    output = target.output or Path(Path(name).stem + suffix)
    if target.split:
        folder = output.with_suffix("") if output.suffix.lower() == suffix else output
        _as_parts(name, asked, target, folder, suffix)
    else:
        check_file(output, Path(name).stem + suffix)
        _as_file(name, asked, target, output)


def _as_file(name: str, asked: "Wishes", target: Target, output: Path) -> None:
    from coach.export.picture.drawing import draw, is_picture
    from coach.export.sidecars.kinds import places
    from coach.export.sidecars.sidecar_input import Told
    from coach.export.writer import TELL_SOFTER, export, write_beside

    check_suffix(output)
    check_places((output, *places(target.kinds, output)), target.force)
    replaced = output.exists()
    prepared, about = _prepared(name, asked)
    told = Told(about, prepared.timeline, output.name)
    if is_picture(output):
        draw(prepared, about, output)
    else:
        with _writing() as progress:
            softer = export(prepared, output, progress, about)
        if softer > TELL_SOFTER:
            typer.echo(f"note: {say_softer(softer)}", err=True)
        if replaced:
            _tell_outdated(target.kinds, output, told)
    for path in write_beside(target.kinds, output, told):
        typer.echo(path)
    typer.echo(f"{output}: {_told(prepared)}")


def say_softer(by: float) -> str:
    """Say that a session stays so many LU below the loudness that was asked for, and why."""
    why = "its silences and its peaks leave no more room"
    return f"{by:.1f} LU softer than was asked for: {why}"


def _tell_outdated(kinds: tuple[str, ...], output: Path, told: "Told") -> None:
    """Tell what an earlier export wrote beside a file; it may be the user's own by now."""
    from coach.export.writer import outdated

    for kind, paths in outdated(kinds, output, told).items():
        names = ", ".join(path.name for path in paths)
        are, them = ("is", "it") if len(paths) == 1 else ("are", "them")
        message = f"{names} beside it {are} of another export: --{kind} renews {them}"
        typer.echo(f"note: {message}", err=True)


def _as_parts(name: str, asked: "Wishes", target: Target, folder: Path, suffix: str) -> None:
    from coach.export.chapter_files import CAPTIONS, playlist_path, split
    from coach.export.sidecars.kinds import places

    if whole := [kind for kind in target.kinds if kind != "captions"]:
        message = f"--{whole[0]} tells of a whole session, --split makes parts of it"
        raise UsageError(Problem(message, hint="leave one of them out"))
    check_suffix(Path(f"{folder.name or 'parts'}{suffix}"), "--split")
    check_folder(folder if folder.exists() else folder.parent)
    if folder.exists():
        check_places((playlist_path(folder),), target.force)
    prepared, about = _prepared(name, asked)
    make_folder(folder)
    with _writing() as progress:
        *parts, playlist = split(prepared, folder, suffix, progress, about, target.kinds)
    if not target.kinds and any(one.exists() for part in parts for one in places(CAPTIONS, part)):
        message = f"the captions in {folder} are of another export: --captions renews them"
        typer.echo(f"note: {message}", err=True)
    for part in parts:
        typer.echo(part)
    typer.echo(f"{playlist}: {_told(prepared)}, in {len(parts)} parts")


def _suffix(target: Target) -> str:
    """Tell the format by the file's suffix or by --format; raises UsageError for a quarrel."""
    output, suffix = target.output, ""
    if target.formats is not None:
        (suffix, *more) = read_formats(target.formats, "--split" if target.split else "")
        if more:
            raise UsageError(Problem("--format: several formats go with --all FOLDER"))
    named = output.suffix if output is not None else ""
    if suffix and named and not target.split and named.lower() != suffix:
        message = f"{output}: its suffix says {named}, --format says {suffix[1:]}"
        raise UsageError(Problem(message, hint="leave one of them out"))
    return suffix or named.lower() or USUAL


def _prepared(name: str, asked: "Wishes") -> "tuple[Prepared, About]":
    from coach.cli.progress import progress_bar
    from coach.export.cover import load_cover
    from coach.export.session_metadata import about_of
    from coach.pipeline import prepare

    year = build_year()
    with progress_bar("Speaking") as progress:
        prepared = prepare(name, asked, progress)
    for notice in prepared.notices:
        typer.echo(f"note: {notice}", err=True)
    return prepared, about_of(prepared, year, load_cover())


def _to_standard_output(name: str, asked: "Wishes", target: Target) -> None:
    """Write the bytes of one format; what is told goes to standard error."""
    from coach.export.encoders import find_encoder
    from coach.export.picture.drawing import drawn, is_picture
    from coach.export.writer import FRONT_TO_BACK, encode

    if target.formats is None:
        hint = "add --format wav, or mp3, or svg"
        raise UsageError(Problem("-o - has no suffix that tells the format", hint=hint))
    if target.kinds or target.split:
        raise UsageError(Problem("nothing can stand beside standard output", hint="name a file"))
    suffix = _suffix(Target(None, target.formats, (), False, False))
    picture = is_picture(Path(f"-{suffix}"))
    check_output("a picture" if picture else "sound")
    prepared, about = _prepared(name, asked)
    if picture:
        content = drawn(prepared, about, suffix)
        with standard_output(sought=False) as file:
            file.write(content)
    else:
        encoder_class = find_encoder(Path(f"-{suffix}"))
        whole = (0, prepared.timeline.length)
        with standard_output(suffix not in FRONT_TO_BACK) as file, _writing() as progress:
            encode(prepared.mix(), file, encoder_class, about, whole, progress)
    typer.echo(f"standard output: {_told(prepared)}", err=True)


@contextmanager
def _writing() -> Iterator["Progress"]:
    from coach.cli.progress import progress_bar

    with progress_bar("Writing") as progress:
        yield progress


def _told(prepared: "Prepared") -> str:
    from coach.units import format_clock

    return f"{prepared.timeline.title}, {format_clock(prepared.timeline.length)}"
