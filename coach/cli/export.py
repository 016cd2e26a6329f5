"""`coach export`: a session as a file, or many as a folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.completion import complete_last
from coach.cli.lengths import read_length
from coach.cli.name_command import NameCommand
from coach.cli.options import LengthOption, MinutesOption, OptionalRoutineArgument
from coach.cli.said_session import RoundsOption, SayOption, require_source
from coach.cli.session_request import (
    add_sound_options,
    make_session_request,
    with_options,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.plan.request import SessionRequest

BESIDE_PANEL, FOLDER_PANEL = "Beside the file", "A folder of sessions"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", cls=NameCommand)(export)


def complete_format(incomplete: str) -> list[str]:
    """Complete the last name of a list of formats: of sounds, of pictures, and of the page."""
    from coach.exports.encoders import list_suffixes
    from coach.exports.page.page_suffix import PAGE_SUFFIX
    from coach.exports.picture.drawing import PICTURE_SUFFIXES

    known = (*list_suffixes(), *PICTURE_SUFFIXES, PAGE_SUFFIX)
    return complete_last(incomplete, (each[1:] for each in known))


@with_options(make_session_request, add_sound_options)
def export(
    context: typer.Context,
    request: "SessionRequest",
    name: OptionalRoutineArgument = None,
    minutes: MinutesOption = None,
    length: LengthOption = None,
    say: SayOption = None,
    rounds: RoundsOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write; its suffix chooses what it is: .mp3 .m4b .wav .png .html ..., "
            "and - is standard output. If left out, NAME.wav in this folder.",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            autocompletion=complete_format,
            help="What to write where the suffix does not say: mp3; with --all several: mp3,m4b.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[
        bool,
        typer.Option(
            "--split",
            help="A file an exercise and a playlist, in a folder of its own; of .html the page "
            "beside its sound.",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace files that exist, and make all anew.")
    ] = False,
    captions: Annotated[
        bool,
        typer.Option(
            "--captions",
            help="All that is spoken, as .vtt, .srt and .lrc.",
            rich_help_panel=BESIDE_PANEL,
        ),
    ] = False,
    chapters: Annotated[
        bool,
        typer.Option(
            "--chapters", help="The chapters, as .json and to paste.", rich_help_panel=BESIDE_PANEL
        ),
    ] = False,
    timeline: Annotated[
        bool,
        typer.Option(
            "--timeline",
            help="The timeline, as .json, labels for Audacity and a CUE sheet.",
            rich_help_panel=BESIDE_PANEL,
        ),
    ] = False,
    everything: Annotated[
        Path | None,
        typer.Option(
            "--all",
            metavar="FOLDER",
            help="Keep a folder of every routine, or of NAME, in several lengths up to date: "
            "--minutes 5,10,15,20.",
            rich_help_panel=FOLDER_PANEL,
            show_default=False,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="ADDRESS",
            help="Where the folder will be served: writes a podcast feed of it, feed.xml.",
            rich_help_panel=FOLDER_PANEL,
            show_default=False,
        ),
    ] = None,
    feed_title: Annotated[
        str | None,
        typer.Option(
            "--feed-title",
            metavar="TEXT",
            help="What the podcast is called.",
            rich_help_panel=FOLDER_PANEL,
            show_default=False,
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            metavar="N",
            min=1,
            help="How many sessions are made at a time.",
            rich_help_panel=FOLDER_PANEL,
            show_default="one a core",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Have the sessions made by the workers of a Dask scheduler: tcp://HOST:8786.",
            rich_help_panel=FOLDER_PANEL,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write a session to a file for a phone, or many to a folder."""
    from dataclasses import replace

    from coach.errors import Problem, UsageError

    flags = (("captions", captions), ("chapters", chapters), ("timeline", timeline))
    kinds = tuple(kind for kind, wanted in flags if wanted)
    if everything is not None:
        from coach.cli.export_batch import BatchOptions, export_batch

        _check_folder_options(
            {"-o": output, "--split": split, "--length": length, "--say": say}, request
        )
        source = context.get_parameter_source("seed")
        if source is not None and source.name == "DEFAULT":
            # Words that change from day to day would make every file out of date each morning.
            request = replace(request, seed=0)
        options = BatchOptions(
            everything, name, minutes, formats, kinds, url, feed_title, jobs, force, cluster
        )
        export_batch(options, request)
        return
    session = require_source("coach export", name, say, rounds)
    alone = {"--url": url, "--feed-title": feed_title, "--jobs": jobs, "--cluster": cluster}
    for option, given in alone.items():
        if given is not None:
            raise UsageError(Problem(f"{option} goes with --all FOLDER"))
    from coach.cli.export_one import Target, export_one

    request = replace(request, length=read_length(minutes, length) or request.length)
    export_one(session, request, Target(output, formats, kinds, split, force))


def _check_folder_options(others: "Mapping[str, object]", request: "SessionRequest") -> None:
    """Raise UsageError for an option, or a request, that does not go with a folder of sessions."""
    from coach.errors import Problem, UsageError

    for option, given in others.items():
        if given:
            raise UsageError(Problem(f"expected --all or {option}, found both"))
    if request.skip_intro:
        message = "--skip-intro: a folder is also for people who have not heard the introduction"
        raise UsageError(Problem(message))
