"""`coach check`: whether scripts are right, and with --style whether they are easy to follow."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.json_output import JsonOption, make_problem_json, print_json
from coach.cli.messages import print_errors, print_note
from coach.cli.options import VoiceOption

if TYPE_CHECKING:
    from coach.errors import Problem


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
    from coach.checks.script_check import choose_voice, load_script
    from coach.errors import CoachError
    from coach.listener.config_loader import load_config

    speaker = choose_voice(voice or load_config().voice)
    worst, notice, facts = 0, speaker.notice, []
    for path in files:
        problems: tuple[Problem, ...] = ()
        unsaid: tuple[Problem, ...] = ()
        try:
            if load_script(path).routine and notice and not as_json:
                print_note(notice)
                notice = ""
            found, unsaid = _check_script(path, style, speaker.spec)
            if not as_json:
                typer.echo(f"{path}: {found}")
                for problem in unsaid:
                    print_note(str(problem))
        except CoachError as error:
            problems = error.problems
            worst = max(worst, error.exit_code)
        if as_json:
            facts.append(_make_file_json(path, problems, unsaid))
        else:
            print_errors(problems)
    if as_json:
        print_json({"files": facts})
    raise typer.Exit(worst)


def _make_file_json(
    path: Path, problems: "tuple[Problem, ...]", unsaid: "tuple[Problem, ...]"
) -> dict[str, Any]:
    return {
        "path": str(path),
        "good": not problems,
        "problems": [make_problem_json(problem) for problem in problems],
        "unsaid": [make_problem_json(problem) for problem in unsaid],
    }


def _check_script(path: Path, style: bool, voice: str) -> "tuple[str, tuple[Problem, ...]]":
    """Return what kind of script a file is, and the lines that are not heard of a good one.

    Raises CoachError with all that is wrong with it; with `style`, too, for what could be better.
    """
    from coach.checks.script_check import check_lines, load_script
    from coach.cli.progress import progress_bar
    from coach.errors import ScriptError

    with progress_bar("Measuring") as progress:
        if not style:
            checked = check_lines(path, progress, voice)
            return f"a good {checked.kind}", checked.unsaid
        from coach.checks.style.style_check import find_style_problems

        if found := find_style_problems(path, progress, voice):
            raise ScriptError(found)
    return f"a good {load_script(path).kind}, and easy to follow by ear", ()
