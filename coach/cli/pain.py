"""`coach pain`: say how the back is, and whether coach may ask."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.paragraphs import print_paragraph

if TYPE_CHECKING:
    from coach.training.back_question import Consent
    from coach.training.fold import History
    from coach.training.log_records import Log

DISCLAIMER = "This is no diagnosis and no medical advice."
COMPARED = {
    "same": "about the same as lately",
    "more": "more than lately",
    "less": "less than lately",
}
HOW_OFTEN = {
    "never": "does not ask",
    "weekly": "asks once a week",
    "each-time": "asks before each session",
}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pain")(pain)


def complete_ask(incomplete: str) -> list[str]:
    """Complete how often to ask."""
    return [word for word in HOW_OFTEN if word.startswith(incomplete)]


def pain(
    number: Annotated[
        str | None,
        typer.Argument(
            metavar="[N]",
            help="How your back is now: 0 is no pain, 10 the worst.",
            show_default=False,
        ),
    ] = None,
    ask: Annotated[
        str | None,
        typer.Option(
            "--ask",
            metavar="HOW-OFTEN",
            help=f"Ask before sessions: {', '.join(HOW_OFTEN)}.",
            autocompletion=complete_ask,
            show_default=False,
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last answer back.")] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget every answer, and ask no more.")
    ] = False,
) -> None:
    """Say how your back is, nought to ten.

    Without N it shows what was said. A higher number than usual makes the next session of the day
    easier. None makes one harder.
    """
    from coach.errors import Problem, UsageError

    if sum((number is not None, ask is not None, undo, forget)) > 1:
        raise UsageError(Problem("expected one of N, --ask, --undo and --forget"))
    if ask is not None:
        _set_consent(ask)
    elif undo:
        _take_back()
    elif forget:
        _forget()
    elif number is not None:
        _keep(_read_number(number))
    else:
        _show()


def _read_number(text: str) -> int:
    from coach.errors import Problem, UsageError
    from coach.training.log_records import MAX_PAIN

    if text.isascii() and text.isdecimal() and int(text[:4]) <= MAX_PAIN:
        return int(text)
    raise UsageError(Problem(f"expected a whole number from 0 to {MAX_PAIN}, found {text!r}"))


def _set_consent(word: str) -> None:
    from coach.cli.listener_notes import open_notes
    from coach.errors import Problem, UsageError
    from coach.script.reader import suggest
    from coach.training.back_consent import write_consent
    from coach.training.back_question import AskBack
    from coach.training.session_day import find_day

    if word not in list(AskBack):
        message = f"--ask: expected one of {', '.join(AskBack)}, found {word!r}"
        raise UsageError(Problem(message, hint=suggest(word, list(AskBack))))
    write_consent(open_notes(), AskBack(word), find_day(_read_clock()))
    ends = "A digit answers, and silence is no answer."
    if word == AskBack.NEVER:
        ends = "coach pain N keeps an answer whenever you like."
    typer.echo(f"coach {HOW_OFTEN[word]}. {ends}")


def _keep(pain: int) -> None:
    from coach.cli.back_notes import keep_answer, print_advice
    from coach.training.back_answers import Brake, compare_pain, judge_pain
    from coach.training.back_question import find_occasion
    from coach.training.log_records import Occasion
    from coach.training.session_day import find_day

    now = _read_clock()
    day, log, history = find_day(now), _read_log(now), _read_history(now)
    occasion = find_occasion(log, now, day)
    behind = [one for one in log.sessions if one.day == day and one.start <= now]
    session = behind[-1].id if occasion is Occasion.AFTER else ""
    if keep_answer(now, day, pain, occasion, session) is None:
        raise typer.Exit(3)
    comparison = COMPARED[compare_pain(pain, history.usual_pain)]
    compared = f": {comparison}" if history.answers else ""
    typer.echo(f"Kept: {pain} of 10{compared}.")
    if judge_pain(pain, history.usual_pain) is Brake.FLARE:
        typer.echo("A gentle one for today: coach play flare-up, or coach play breathing.")
    elif judge_pain(pain, history.usual_pain) is Brake.EASY:
        typer.echo("The next session of today is an easy one.")
    print_advice(_read_log(now), day)


def _take_back() -> None:
    from coach.errors import Problem, UsageError
    from coach.system.paths import state_folder
    from coach.training.back_question import find_last_answer
    from coach.training.log_erasing import erase_records

    last = find_last_answer(_read_log(_read_clock()).answers)
    if last is None:
        raise UsageError(Problem("there is no answer to take back"))
    erase_records(state_folder(), {last.id})
    typer.echo(f"Taken back: {last.pain} of 10, of {last.day.isoformat()}.")


def _forget() -> None:
    from coach.cli.listener_notes import open_notes
    from coach.system.paths import state_folder
    from coach.training.back_consent import write_consent
    from coach.training.back_question import AskBack
    from coach.training.log_erasing import erase_records
    from coach.training.session_day import find_day

    now = _read_clock()
    erase_records(state_folder(), {one.id for one in _read_log(now).answers})
    write_consent(open_notes(), AskBack.NEVER, find_day(now))
    typer.echo("Every answer is forgotten, and coach does not ask.")


def _show() -> None:
    from coach.cli.listener_notes import open_notes
    from coach.training.back_answers import find_month_median
    from coach.training.back_consent import read_consent
    from coach.training.back_question import find_last_answer
    from coach.training.session_day import find_day

    now = _read_clock()
    answers = _read_log(now).answers
    _print_consent(read_consent(open_notes()))
    last, median = find_last_answer(answers), find_month_median(answers, find_day(now))
    if last is None:
        typer.echo("There is no answer yet. coach pain 3 keeps one.")
        return
    typer.echo(f"Your last answer, on {last.day.isoformat()}: {last.pain} of 10.")
    if median is not None:
        typer.echo(f"The middle answer of the last four weeks: {median}.")
    print_paragraph(DISCLAIMER)


def _print_consent(consent: "Consent") -> None:
    typer.echo(f"coach {HOW_OFTEN[consent.ask]}. Change it with coach pain --ask.")


def _read_log(now: datetime) -> "Log":
    from coach.system.paths import state_folder
    from coach.training.log_file import read_log

    return read_log(state_folder(), now)


def _read_history(now: datetime) -> "History":
    from coach.training.fold import fold_log
    from coach.training.session_day import find_day

    return fold_log(_read_log(now), find_day(now))


def _read_clock() -> datetime:
    return datetime.now().astimezone()
