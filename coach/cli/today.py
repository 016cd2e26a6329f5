"""`coach today`: one session that suits today, why, and Return to begin."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.options import MinutesOption, PlayerOption, VoiceOption
from coach.cli.terminal import exit_on_abort, is_terminal
from coach.cli.today_lines import Proposal, print_proposal, propose

if TYPE_CHECKING:
    from coach.listener.defaults import Config
    from coach.training.session_offer import Situation


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("today")(today)


def today(
    minutes: MinutesOption = None,
    easy: Annotated[
        bool, typer.Option("--easy", help="A sore day: lower doses, easier ways, more time.")
    ] = False,
    teach: Annotated[
        bool, typer.Option("--teach", help="Say every word, as on the first day.")
    ] = False,
    voice: VoiceOption = None,
    player: PlayerOption = None,
    print_: Annotated[
        bool, typer.Option("--print", help="Print what suits and its command; ask nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Offer the session that suits today: Return begins it.

    It follows from what you did, the time of day and your settings, and says why.
    """
    from coach.cli.lengths import read_minutes
    from coach.listener.config_loader import load_config
    from coach.training.session_offer import choose_offer

    config = load_config()
    offer = choose_offer(find_situation(config))
    length = read_minutes(minutes) if minutes else None
    proposal = propose(offer, config, length=length, easy=easy, teach=teach)
    if as_json:
        print_json(proposal.to_json())
        raise typer.Exit(int(proposal.is_refused))
    if proposal.is_refused:
        _refuse()
    asks = not print_ and is_terminal(sys.stdin, sys.stdout)
    print_proposal(proposal, asks=asks)
    if asks:
        _ask_and_play(proposal, voice, player)


def read_clock() -> datetime:
    """Return the moment, by the listener's own clock."""
    return datetime.now().astimezone()


def find_situation(config: "Config") -> "Situation":
    """Return what is known of the listener now; raises MachineError for a log not to be read."""
    from coach.cli.listener_notes import open_notes
    from coach.cli.log_reading import load_log
    from coach.listener.clock_time import parse_clock_time
    from coach.listener.screening_result import load_screening_stop
    from coach.system.paths import routine_names
    from coach.training.session_offer import Situation, list_recent_exercises

    now = read_clock()
    log = load_log(now)
    return Situation(
        log,
        now,
        routine_names(),
        _list_strengthening(list_recent_exercises(log, now)),
        config.length,
        config.weekly_goal,
        parse_clock_time(config.rises) if config.rises else None,
        stops=bool(load_screening_stop(open_notes())),
    )


def _list_strengthening(names: frozenset[str]) -> frozenset[str]:
    """Return those exercises that are for strength; a card that is gone, or wrong, is none."""
    from coach.errors import CoachError
    from coach.script.library import load_exercise
    from coach.system.paths import script_paths

    paths, found = script_paths("exercises"), set()
    for name in names & set(paths):
        try:
            card = load_exercise(paths[name])
        except CoachError:
            continue
        if "strength" in card.goals:
            found.add(name)
    return frozenset(found)


def _refuse() -> None:
    """Raise CoachError with the advice, as playing a session would."""
    from coach.cli.health_questions import refuse_session
    from coach.cli.listener_notes import open_notes
    from coach.errors import Problem, UsageError
    from coach.listener.screening_result import load_screening_stop

    if stop := load_screening_stop(open_notes()):
        refuse_session(stop)
    raise UsageError(Problem("there are no routines"))


def _ask_and_play(proposal: Proposal, voice: str | None, player: str | None) -> None:
    """Ask what to do with a proposal until that is clear, and do it."""
    from coach.cli.play import play
    from coach.cli.today_answers import Choice, read_choice

    choice: Choice | None = None
    while choice is None:
        with exit_on_abort():
            typed = typer.prompt("", default="", show_default=False, prompt_suffix="> ")
        choice = read_choice(typed, proposal)
    if choice.plays:
        play(voice=voice, player=player, **choice.options)
