"""`coach learn`: the list of talks, or one of them, spoken or printed."""

from inspect import unwrap
from typing import Annotated

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.name_command import TalkNameCommand
from coach.cli.options import PlayerOption, VoiceOption
from coach.cli.pager import NoPagerOption, paged_output


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("learn", cls=TalkNameCommand)(learn)


def complete_lesson(incomplete: str) -> list[str]:
    """Complete the name of a talk."""
    from coach.system.paths import lesson_names

    return [name for name in lesson_names() if name.startswith(incomplete)]


def learn(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="A talk: its name as the list shows it, or the path of a script.",
            autocompletion=complete_lesson,
            show_default=False,
        ),
    ] = None,
    read: Annotated[
        bool, typer.Option("--read", "-r", help="Print it with its sources, and say nothing.")
    ] = False,
    voice: VoiceOption = None,
    player: PlayerOption = None,
    as_json: JsonOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """List the short talks, or listen to one. None of it is medical advice."""
    if name is None:
        _print_list(as_json)
        return
    from coach.script.library import find_lesson

    talk = find_lesson(name)
    if as_json:
        from coach.cli.script_json import make_lesson_json

        print_json(make_lesson_json(talk))
        return
    if read:
        from coach.cli.card_pages import lesson_page
        from coach.cli.page_printing import print_page

        with paged_output(no_pager):
            print_page(lesson_page(talk))
        return
    _play_lesson(name, voice, player)


def _play_lesson(name: str, voice: str | None, player: str | None) -> None:
    """Play a talk as `coach play` plays a session; lengths and limits do not apply to it."""
    from coach.cli.play import play
    from coach.listener.config_loader import load_config
    from coach.plan.request import SessionRequest
    from coach.script.library import find_lesson_path

    request = SessionRequest(voice=voice or load_config().voice)
    unwrap(play)(name=str(find_lesson_path(name)), request=request, player=player)


def _print_list(as_json: bool) -> None:
    from coach.cli.page_printing import print_list
    from coach.cli.script_json import make_lesson_row_json
    from coach.errors import ScriptError
    from coach.script.library import find_lesson
    from coach.system.paths import lesson_names
    from coach.units import format_clock

    rows, facts = [], []
    for name in lesson_names():
        try:
            talk = find_lesson(name)
        except ScriptError as error:
            problem = str(error.problems[0]).split("\n")[0]
            rows.append((name, "", "", problem))
            facts.append(make_lesson_row_json(name, None, problem))
            continue
        lasts = f"about {format_clock(talk.length)}"
        rows.append((name, talk.title, lasts, f"{talk.word_count} words"))
        facts.append(make_lesson_row_json(name, talk))
    if as_json:
        print_json({"talks": facts})
        return
    print_list(("name", "talk", "lasts", "length"), rows)
