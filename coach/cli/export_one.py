"""`coach export NAME`: one session as a file, as parts, as a picture, or to standard output."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.messages import print_note
from coach.cli.output_paths import (
    check_folder,
    check_not_folder,
    check_output_paths,
    check_suffix,
    make_folder,
    read_formats,
)
from coach.cli.stdout import check_stdout, open_stdout
from coach.errors import Problem, UsageError
from coach.system.printable import make_file_name

if TYPE_CHECKING:
    from coach.exports.metadata import Metadata
    from coach.exports.sidecars.sidecar_input import SidecarInput
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine
    from coach.speech.studio import Progress

DEFAULT_SUFFIX = ".wav"
STANDARD_OUTPUT = ("-", "/dev/stdout")
"""Names of what is no file, and has no suffix to say what it is to be."""


@dataclass(frozen=True, slots=True)
class Target:
    """What to write and where, as the options say."""

    output: Path | None
    formats: str | None
    kinds: tuple[str, ...]
    split: bool
    force: bool


def export_one(name: "str | Routine", request: "SessionRequest", target: Target) -> None:
    """Write a session to its target; what is impossible is refused before any work is done."""
    if str(target.output) in STANDARD_OUTPUT:
        _export_to_stdout(name, request, target)
        return
    suffix = _find_suffix(target)
    stem = Path(name if isinstance(name, str) else name.name).stem
    usual = (make_file_name(stem) or "session") + suffix
    output = target.output or Path(usual)
    if target.split:
        folder = output.with_suffix("") if output.suffix.lower() == suffix else output
        _export_parts(name, request, target, folder, suffix)
    else:
        check_not_folder(output, usual)
        _export_file(name, request, target, output)


def _export_file(
    name: "str | Routine", request: "SessionRequest", target: Target, output: Path
) -> None:
    from coach.exports.picture.drawing import is_picture, write_picture
    from coach.exports.sidecars.kinds import sidecar_paths
    from coach.exports.sidecars.sidecar_input import SidecarInput
    from coach.exports.writer import MIN_REPORTED_SHORTFALL_LU, export_session, write_sidecars

    check_suffix(output)
    check_output_paths((output, *sidecar_paths(target.kinds, output)), target.force)
    replaced = output.exists()
    prepared, about = _prepare_session(name, request)
    sidecar_input = SidecarInput(about, prepared.timeline, output.name)
    if is_picture(output):
        write_picture(prepared, about, output)
    else:
        with _export_progress_bar() as progress:
            softer = export_session(prepared, output, progress, about)
        if softer > MIN_REPORTED_SHORTFALL_LU:
            print_note(format_softer(softer))
        if replaced:
            _print_outdated(target.kinds, output, sidecar_input)
    sidecars = write_sidecars(target.kinds, output, sidecar_input)
    _print_missing_chapters((output, *sidecars), about)
    for path in sidecars:
        typer.echo(path)
    _keep_mark(about)
    typer.echo(f"{output}: {_format_summary(prepared)}")


def _keep_mark(about: "Metadata") -> None:
    """Keep what was exported, so that it can be entered as done; a note where that cannot be."""
    from coach.exports.session_mark import keep_metadata_mark
    from coach.system.paths import state_folder

    if not keep_metadata_mark(state_folder(), about):
        print_note(f"{state_folder()}: cannot be written, so coach done needs the file itself")


def format_softer(by: float) -> str:
    """Return a note that a session is `by` LU below the loudness that was asked for, and why."""
    why = "its silences and its peaks leave no more room"
    return f"{by:.1f} LU softer than was asked for: {why}"


def _print_missing_chapters(paths: Iterable[Path], about: "Metadata") -> None:
    """Print which files cannot hold every chapter, and what they have instead."""
    from coach.exports.chapters import format_missing_chapters

    for path in paths:
        if missing := format_missing_chapters(path, about.chapters):
            print_note(f"{path} {missing}")


def _print_outdated(kinds: tuple[str, ...], output: Path, sidecar_input: "SidecarInput") -> None:
    """Print which files of an earlier export stand beside a file and no longer fit it.

    They are not replaced unasked: the user may have edited them.
    """
    from coach.exports.writer import list_outdated_sidecars

    for kind, paths in list_outdated_sidecars(kinds, output, sidecar_input).items():
        names = ", ".join(path.name for path in paths)
        are, them = ("is", "it") if len(paths) == 1 else ("are", "them")
        message = f"{names} beside it {are} of another export: --{kind} renews {them}"
        print_note(message)


def _export_parts(
    name: "str | Routine", request: "SessionRequest", target: Target, folder: Path, suffix: str
) -> None:
    from coach.exports.chapter_files import CHAPTER_SIDECARS, export_chapters
    from coach.exports.sidecars.kinds import sidecar_paths

    if whole := [kind for kind in target.kinds if kind != "captions"]:
        message = f"--{whole[0]} is for a whole session, --split makes parts of it"
        raise UsageError(Problem(message, hint="leave one of them out"))
    check_suffix(Path(f"{folder.name or 'parts'}{suffix}"), "--split")
    check_folder(folder if folder.exists() else folder.parent)
    prepared, about = _prepare_parts(name, request, target, folder, suffix)
    make_folder(folder)
    with _export_progress_bar() as progress:
        *parts, playlist = export_chapters(prepared, folder, suffix, progress, about, target.kinds)
    if not target.kinds and any(
        one.exists() for part in parts for one in sidecar_paths(CHAPTER_SIDECARS, part)
    ):
        message = f"the captions in {folder} are of another export: --captions renews them"
        print_note(message)
    for part in parts:
        typer.echo(part)
    _keep_mark(about)
    typer.echo(f"{playlist}: {_format_summary(prepared)}, in {len(parts)} parts")


def _prepare_parts(
    name: "str | Routine", request: "SessionRequest", target: Target, folder: Path, suffix: str
) -> "tuple[PreparedSession, Metadata]":
    """Prepare a session; raises UsageError where its parts may not replace what is there.

    Where nothing but the playlist can be in the way, that comes before any work. Else the names of
    the parts are needed, so that everything is asked about at once.
    """
    from coach.exports.chapter_files import (
        has_possible_parts,
        list_unproven_files,
        playlist_path,
    )

    if not folder.exists():
        return _prepare_session(name, request)
    playlist = (playlist_path(folder),)
    possible = has_possible_parts(folder, suffix, target.kinds)
    if not possible:
        check_output_paths(playlist, target.force)
    prepared, about = _prepare_session(name, request)
    if possible:
        unproven = list_unproven_files(folder, about, suffix, target.kinds)
        check_output_paths((*playlist, *unproven), target.force)
    return prepared, about


def _find_suffix(target: Target) -> str:
    """Return the suffix that the file or --format has; raises UsageError where they differ."""
    output, suffix = target.output, ""
    if target.formats is not None:
        (suffix, *more) = read_formats(target.formats, "--split" if target.split else "")
        if more:
            raise UsageError(Problem("--format: several formats go with --all FOLDER"))
    named = output.suffix if output is not None else ""
    if suffix and named and not target.split and named.lower() != suffix:
        message = f"{output}: its suffix says {named}, --format says {suffix[1:]}"
        raise UsageError(Problem(message, hint="leave one of them out"))
    return suffix or named.lower() or DEFAULT_SUFFIX


def _prepare_session(
    name: "str | Routine", request: "SessionRequest"
) -> "tuple[PreparedSession, Metadata]":
    from coach.cli.first_use import print_first_use_note
    from coach.cli.progress import progress_bar
    from coach.exports.build_date import build_year
    from coach.exports.cover import load_cover
    from coach.exports.session_metadata import session_metadata
    from coach.pipeline import prepare_session

    print_first_use_note(request.voice)
    year = build_year()
    with progress_bar("Speaking") as progress:
        prepared = prepare_session(name, request, progress)
    for notice in prepared.notices:
        print_note(notice)
    return prepared, session_metadata(prepared, year, load_cover())


def _export_to_stdout(name: "str | Routine", request: "SessionRequest", target: Target) -> None:
    """Write the bytes of one format to standard output, and messages to standard error."""
    from coach.exports.chapter_pictures import PICTURED_SUFFIXES, add_chapter_pictures
    from coach.exports.chapters import format_missing_chapters
    from coach.exports.encoders import find_encoder
    from coach.exports.picture.drawing import is_picture, render_picture
    from coach.exports.writer import STREAMABLE_SUFFIXES, encode_range

    if target.formats is None:
        hint = "add --format wav, or mp3, or svg"
        raise UsageError(Problem("-o - has no suffix to show the format", hint=hint))
    if target.kinds or target.split:
        raise UsageError(Problem("nothing can stand beside standard output", hint="name a file"))
    suffix = _find_suffix(Target(None, target.formats, (), False, False))
    picture = is_picture(Path(f"-{suffix}"))
    check_stdout("a picture" if picture else "sound")
    prepared, about = _prepare_session(name, request)
    if picture:
        content = render_picture(prepared, about, suffix)
        with open_stdout(seekable=False) as file:
            file.write(content)
    else:
        encoder_class = find_encoder(Path(f"-{suffix}"))
        if suffix in PICTURED_SUFFIXES:
            about = add_chapter_pictures(about, prepared)
        whole = (0, prepared.timeline.length)
        with (
            open_stdout(suffix not in STREAMABLE_SUFFIXES) as file,
            _export_progress_bar() as progress,
        ):
            encode_range(prepared.make_mix(), file, encoder_class, about, whole, progress)
    _keep_mark(about)
    if not picture and (missing := format_missing_chapters(Path(f"-{suffix}"), about.chapters)):
        print_note(f"standard output {missing}")
    print_note(f"standard output: {_format_summary(prepared)}")


@contextmanager
def _export_progress_bar() -> Iterator["Progress"]:
    from coach.cli.progress import progress_bar

    with progress_bar("Writing") as progress:
        yield progress


def _format_summary(prepared: "PreparedSession") -> str:
    from coach.units import format_clock

    return f"{prepared.timeline.title}, {format_clock(prepared.timeline.length)}"
