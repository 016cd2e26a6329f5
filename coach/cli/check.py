"""`coach check`: whether scripts are right, and with --style whether they are easy to follow."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.json_output import JsonOption, make_problem_json, print_json
from coach.cli.messages import print_errors, print_note, print_notes
from coach.cli.options import VoiceOption

if TYPE_CHECKING:
    from coach.errors import Problem
    from coach.plan.request import SessionRequest


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Routines, exercise cards, talks.")
    ],
    style: Annotated[
        bool, typer.Option("--style", help="Find what a listener would stumble on, too.")
    ] = False,
    voice: VoiceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check scripts: every mistake with its place and a hint."""
    from coach.checks.card_notes import find_card_notes
    from coach.checks.reading_check import find_reading_notes
    from coach.checks.script_check import choose_voice, load_script
    from coach.cli.session_request import make_session_request
    from coach.errors import CoachError, sort_problems
    from coach.listener.config_loader import load_config

    config = load_config()
    speaker = choose_voice(voice or config.voice)
    own = make_session_request(config)
    worst, notice, facts = 0, speaker.notice, []
    for path in files:
        problems: tuple[Problem, ...] = ()
        notes: tuple[Problem, ...] = ()
        try:
            script = load_script(path)
            if script.routine and notice and not as_json:
                print_note(notice)
                notice = ""
            notes = sort_problems((*find_card_notes(script), *find_reading_notes(script)))
            if not as_json:
                print_notes(notes)
            found, doubts = _check_script(path, style, speaker.spec, own)
            notes += doubts
            if not as_json:
                typer.echo(f"{path}: {found}")
                print_notes(doubts)
        except CoachError as error:
            problems = error.problems
            worst = max(worst, error.exit_code)
        if as_json:
            facts.append(_make_file_json(path, problems, notes))
        else:
            print_errors(problems)
    if as_json:
        print_json({"files": facts})
    raise typer.Exit(worst)


def _make_file_json(
    path: Path, problems: "tuple[Problem, ...]", notes: "tuple[Problem, ...]"
) -> dict[str, Any]:
    return {
        "path": str(path),
        "good": not problems,
        "problems": [make_problem_json(problem) for problem in problems],
        "notes": [make_problem_json(note) for note in notes],
    }


def _check_script(
    path: Path, style: bool, voice: str | None, own: "SessionRequest"
) -> "tuple[str, tuple[Problem, ...]]":
    """Return what kind of script a file is, and what is doubtful in a good one.

    Raises CoachError with all that is wrong with it. `own` is what its user always asks for. With
    `style` it raises, too, for what could be better.
    """
    from coach.checks.script_check import check_file, load_script
    from coach.cli.progress import progress_bar
    from coach.errors import ScriptError

    with progress_bar("Measuring") as progress:
        if not style:
            checked = check_file(path, progress, voice, own)
            return f"a good {checked.kind}", checked.notes
        from coach.checks.style.style_check import find_style_problems

        if found := find_style_problems(path, progress, voice, own):
            raise ScriptError(found)
    return f"a good {load_script(path).kind}, and easy to follow by ear", ()
