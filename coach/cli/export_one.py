"""`coach export NAME`: one session as a file, parts, a picture, a page, or to standard output."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.export_steps import (
    export_progress_bar,
    format_summary,
    keep_export_mark,
    prepare_export,
    print_softer,
)
from coach.cli.messages import print_note
from coach.cli.output_paths import (
    check_folder,
    check_not_folder,
    check_output_paths,
    check_suffix,
    make_folder,
    read_formats,
)
from coach.cli.stdout import check_stdout, is_stdout, open_stdout
from coach.errors import Problem, UsageError
from coach.system.atomic_file import remove_new_on_failure
from coach.system.printable import make_file_name

if TYPE_CHECKING:
    from coach.exports.metadata import Metadata
    from coach.exports.sidecars.sidecar_input import SidecarInput
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine

DEFAULT_SUFFIX = ".wav"


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
    if is_stdout(target.output):
        _export_to_stdout(name, request, target)
        return
    suffix = _find_suffix(target)
    stem = Path(name if isinstance(name, str) else name.name).stem
    usual = (make_file_name(stem) or "session") + suffix
    output = target.output or Path(usual)
    if target.split:
        from coach.cli.export_page import export_page_folder
        from coach.exports.page.page_suffix import is_page

        folder = output.with_suffix("") if output.suffix.lower() == suffix else output
        if is_page(Path(f"-{suffix}")):
            export_page_folder(name, request, target.kinds, folder, target.force)
        else:
            _export_parts(name, request, target, folder, suffix)
    else:
        check_not_folder(output, usual)
        _export_file(name, request, target, output)


def _export_file(
    name: "str | Routine", request: "SessionRequest", target: Target, output: Path
) -> None:
    from coach.cli.export_page import print_page_notes
    from coach.exports.page.page_suffix import is_page
    from coach.exports.page.page_writer import write_page
    from coach.exports.picture.drawing import is_picture, write_picture
    from coach.exports.sidecars.kinds import sidecar_paths
    from coach.exports.sidecars.sidecar_input import make_sidecar_input
    from coach.exports.writer import export_session, write_sidecars

    check_suffix(output)
    check_output_paths((output, *sidecar_paths(target.kinds, output)), target.force)
    replaced = output.exists()
    prepared, about = prepare_export(name, request)
    sidecar_input = make_sidecar_input(prepared, about, output.name)
    if is_picture(output):
        write_picture(prepared, about, output)
    else:
        write = write_page if is_page(output) else export_session
        with export_progress_bar() as progress:
            print_softer(write(prepared, output, progress, about))
        if replaced:
            _print_outdated(target.kinds, output, sidecar_input)
    sidecars = write_sidecars(target.kinds, output, sidecar_input)
    _print_missing_chapters((output, *sidecars), about)
    if is_page(output):
        print_page_notes(output)
    for path in sidecars:
        typer.echo(path)
    keep_export_mark(about)
    typer.echo(f"{output}: {format_summary(prepared)}")


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
    with remove_new_on_failure((folder,)), export_progress_bar() as progress:
        make_folder(folder)
        *parts, playlist = export_chapters(prepared, folder, suffix, progress, about, target.kinds)
    if not target.kinds and any(
        one.exists() for part in parts for one in sidecar_paths(CHAPTER_SIDECARS, part)
    ):
        message = f"the captions in {folder} are of another export: --captions renews them"
        print_note(message)
    for part in parts:
        typer.echo(part)
    keep_export_mark(about)
    typer.echo(f"{playlist}: {format_summary(prepared)}, in {len(parts)} parts")


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
        return prepare_export(name, request)
    playlist = (playlist_path(folder),)
    possible = has_possible_parts(folder, suffix, target.kinds)
    if not possible:
        check_output_paths(playlist, target.force)
    prepared, about = prepare_export(name, request)
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


def _export_to_stdout(name: "str | Routine", request: "SessionRequest", target: Target) -> None:
    """Write the bytes of one format to standard output, and messages to standard error."""
    from coach.exports.page.page_suffix import is_page
    from coach.exports.page.page_writer import render_page
    from coach.exports.picture.drawing import is_picture, render_picture

    if target.formats is None:
        hint = "add --format wav, or mp3, or svg"
        raise UsageError(Problem("-o - has no suffix to show the format", hint=hint))
    if target.kinds or target.split:
        raise UsageError(Problem("nothing can stand beside standard output", hint="name a file"))
    suffix = _find_suffix(Target(None, target.formats, (), False, False))
    picture, page = is_picture(Path(f"-{suffix}")), is_page(Path(f"-{suffix}"))
    check_stdout("a picture" if picture else "a page" if page else "sound")
    prepared, about = prepare_export(name, request)
    if picture or page:
        content = (
            render_picture(prepared, about, suffix) if picture else render_page(prepared, about)[0]
        )
        with open_stdout(seekable=False) as file:
            file.write(content)
    else:
        _stream_sound(prepared, about, suffix)
    keep_export_mark(about)
    print_note(f"standard output: {format_summary(prepared)}")


def _stream_sound(prepared: "PreparedSession", about: "Metadata", suffix: str) -> None:
    """Write a session to standard output as sound, and print which chapters it has no room for."""
    from coach.exports.chapter_pictures import PICTURED_SUFFIXES, add_chapter_pictures
    from coach.exports.chapters import format_missing_chapters
    from coach.exports.encoders import find_encoder
    from coach.exports.writer import STREAMABLE_SUFFIXES, encode_range

    encoder_class = find_encoder(Path(f"-{suffix}"))
    if suffix in PICTURED_SUFFIXES:
        about = add_chapter_pictures(about, prepared)
    whole = (0, prepared.timeline.length)
    with (
        open_stdout(suffix not in STREAMABLE_SUFFIXES) as file,
        export_progress_bar() as progress,
    ):
        encode_range(prepared.make_mix(), file, encoder_class, about, whole, progress)
    if missing := format_missing_chapters(Path(f"-{suffix}"), about.chapters):
        print_note(f"standard output {missing}")
