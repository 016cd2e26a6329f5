"""`coach serve`: sessions in a browser, on this machine, or with --lan on a phone."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.messages import print_note
from coach.cli.terminal import can_encode
from coach.errors import MachineError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.plan.request import SessionRequest
    from coach.serve.secrets_of_server import ServerSecrets
    from coach.serve.served_session import ServedSession
    from coach.serve.serving import Serving
    from coach.serve.session_form import Offer, OfferedVoice

EXTRA_MODULES = ("starlette", "uvicorn", "segno")
FOLDER_NAME = "served"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            help="A folder that coach export --all made, to be served as well.",
            show_default=False,
        ),
    ] = None,
    lan: Annotated[
        bool,
        typer.Option("--lan", help="Open it to your own network, for a phone that has the code."),
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port to listen on.")
    ] = 8000,
    new_code: Annotated[
        bool,
        typer.Option("--new-code", help="Make another code: addresses given before stop working."),
    ] = False,
) -> None:
    """Serve sessions to a browser or a phone, made on demand."""
    _check_extra()
    from coach.serve.network_addresses import open_sockets
    from coach.serve.running_server import make_server, run_server

    serving = None
    sockets = open_sockets(port, lan=lan)
    try:
        serving = _make_serving(folder, port, lan=lan, renew=new_code)
        server = make_server(serving)
        _print_where(serving, port)
        run_server(server, sockets)
    finally:
        for one in sockets:
            one.close()
        if serving is not None:
            serving.stop()


def _check_extra() -> None:
    """Raise MachineError where what a server needs is not installed."""
    from importlib.util import find_spec

    from coach.system.install_hint import install_command

    missing = [name for name in EXTRA_MODULES if find_spec(name) is None]
    if missing:
        message = f"coach serve needs {', '.join(missing)}"
        raise MachineError(Problem(message, hint=install_command(*missing)))


def _make_serving(folder: Path | None, port: int, *, lan: bool, renew: bool) -> "Serving":
    from coach.cli.listener_notes import open_notes
    from coach.exports.cover import load_cover
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import load_phrases
    from coach.serve.access_guard import Access
    from coach.serve.kept_sessions import KeptSessions
    from coach.serve.offer_loading import OfferLoading
    from coach.serve.secrets_of_server import load_secrets
    from coach.serve.serving import Serving, index_sessions
    from coach.serve.web_pages import PageMaker
    from coach.system.paths import cache_folder
    from coach.system.profiles import add_profile

    secrets = load_secrets(open_notes(), renew=renew)
    exported = () if folder is None else _read_folder(folder, secrets)
    _make_usual_request()  # what is wrong with the defaults is reported before anything is served
    return Serving(
        Access(secrets.token if lan else ""),
        secrets,
        KeptSessions(add_profile(cache_folder()) / FOLDER_NAME),
        index_sessions(exported),
        OfferLoading(_load_offer, _add_voices, _report_fault),
        _make_usual_request,
        PageMaker(load_phrases(DEFAULT_LANGUAGE), DEFAULT_LANGUAGE),
        _report_fault,
        load_cover(),
        f"coach_{port}",
        _list_for_today,
    )


def _read_folder(folder: Path, secrets: "ServerSecrets") -> "tuple[ServedSession, ...]":
    # It brings all that plans a session: without a folder the first list comes without it.
    from coach.serve.exported_folder import read_exported_folder

    return read_exported_folder(folder, secrets)


def _make_usual_request() -> "SessionRequest":
    """Return what holds where the form says nothing: the user's defaults and screening, today."""
    from coach.cli.session_request import make_session_request
    from coach.listener.config_loader import load_config

    return make_session_request(load_config())


def _load_offer(progress: "Callable[[int, int], None]") -> "Offer":
    """Return the routines with their lengths."""
    from dataclasses import replace

    from coach.catalog import list_catalog
    from coach.serve.session_form import Offer

    request = replace(_make_usual_request(), length=None)
    return Offer(list_catalog(request, progress), ())


def _list_for_today() -> tuple[str, ...]:
    """Return the routines that suit now, as `coach today` has them; none where nothing does."""
    from coach.cli.today import find_situation
    from coach.listener.config_loader import load_config
    from coach.training.session_offer import list_suitable

    return list_suitable(find_situation(load_config()))


def _add_voices(offer: "Offer") -> "Offer":
    """Return what is offered with the voices that speak here: to load them takes longest."""
    from dataclasses import replace

    return replace(offer, voices=_list_voices())


def _list_voices() -> "tuple[OfferedVoice, ...]":
    from coach.cli.voice_list import list_voices
    from coach.errors import CoachError
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.serve.session_form import OfferedVoice
    from coach.speech.voices import default_engine

    try:
        (engine, *_) = list_voices(default_engine(), DEFAULT_LANGUAGE).engines
    except (CoachError, ValueError):
        return ()
    return tuple(
        OfferedVoice(f"{engine.name}:{one.name}", one.name.title()) for one in engine.entries
    )


def _report_fault(error: Exception) -> None:
    """Print that something went wrong, and nothing of what was asked for."""
    if isinstance(error, MachineError):
        print_note(error.problems[0].message)
    else:
        print_note(f"a fault of coach: {type(error).__name__}")


def _print_where(serving: "Serving", port: int) -> None:
    from coach.serve.access_guard import TOKEN_FIELD
    from coach.serve.network_addresses import format_url, list_addresses

    access = serving.access
    if not access.is_open:
        typer.echo(f"Serving on this machine: {format_url('127.0.0.1', port)}")
        typer.echo("For a phone: coach serve --lan. Ctrl-C ends it.")
        return
    addresses = list_addresses()
    if not addresses:
        print_note("this machine is on no network that others could reach it by")
        addresses = ["127.0.0.1"]
    first, *others = (f"{format_url(one, port)}?{TOKEN_FIELD}={access.token}" for one in addresses)
    _print_qr_code(first)
    typer.echo(f"On your phone, in the same network: {first}")
    for other in others:
        typer.echo(f"  or: {other}")
    typer.echo("Whoever has this address can hear your sessions and enter them as done.")
    typer.echo("The screen of a phone may go dark; the sound goes on. Ctrl-C ends it.")


def _print_qr_code(url: str) -> None:
    """Print a QR code, where the terminal can show it."""
    from coach.serve.qr_code import format_qr_code

    code = format_qr_code(url)
    if can_encode(sys.stdout, code):
        typer.echo(f"\n{code}\n")
