"""`coach screen`: a few questions about the listener's health, asked once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.health_results import LATER_HINT, print_answers, print_outcome, print_questions
from coach.cli.paragraphs import print_paragraph
from coach.cli.terminal import NO, YES, ask_yes_no, is_terminal

if TYPE_CHECKING:
    from coach.listener.screening import Question, Screening
    from coach.script.routine import Routine
    from coach.system.notes import Notes

SKIP = frozenset({"s", "skip"})


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("screen")(run_screening)


def complete_answer(incomplete: str) -> list[str]:
    """Complete the last answer of a list: the key of a question, then yes or no."""
    from coach.cli.completion import complete_last

    keys = [question.key for question in _load_screening().all_questions()]
    return complete_last(incomplete, (f"{key}={word}" for key in keys for word in ("yes", "no")))


def run_screening(
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            "-a",
            metavar="KEY=yes|no",
            autocompletion=complete_answer,
            help="Answer without being asked; several with commas. One that says to see a doctor "
            "first is enough; else all six are needed.",
            show_default=False,
        ),
    ] = None,
    skip: Annotated[bool, typer.Option("--skip", help="Ask nothing, and never again.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Show what is remembered.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget what is remembered.")] = False,
) -> None:
    """Answer six questions; sessions leave out what does not suit.

    No diagnosis, and no medical advice. It ends with 1 where you should see a doctor first.
    """
    from coach.errors import Problem, UsageError
    from coach.listener.screening_result import SCREENING_NOTE, write_screening_skipped

    if sum((bool(answer), skip, show, forget)) > 1:
        raise UsageError(Problem("expected one of --answer, --skip, --show, --forget"))
    from coach.cli.listener_notes import open_notes

    notes, screening = open_notes(), _load_screening()
    if forget:
        notes.delete(SCREENING_NOTE)
        typer.echo("Forgotten. coach screen asks again.")
    elif show:
        print_answers(notes, screening)
    elif skip:
        write_screening_skipped(notes)
        typer.echo(f"Skipped. {LATER_HINT}")
    elif answer:
        _finish_screening(notes, screening, _read_answers(screening, answer))
    elif is_terminal(sys.stdin):
        _finish_screening(notes, screening, _ask_questions(screening))
    else:
        print_questions(screening)
        hint = "answer with --answer emergency=no,urgent=no,..., or with --skip"
        raise UsageError(Problem("expected somebody at a terminal to answer", hint=hint))


def require_screening(name: "str | Routine") -> tuple[str, ...]:
    """Ask the questions once before the first session, only at a terminal and not for a talk.

    `name` is that of a session, or a routine without a file. Returns the limits that follow from
    the answers given now: they hold for this session, even where no answer can be kept. Raises
    CoachError where earlier answers say not to start. Ends coach with 1 where those given now say
    so, with 130 at Ctrl-C: then nothing is remembered.
    """
    from coach.cli.listener_notes import open_notes
    from coach.listener.screening import evaluate_answers
    from coach.listener.screening_result import (
        is_screening_done,
        load_screening_stop,
        write_screening_skipped,
    )

    notes = open_notes()
    stop = load_screening_stop(notes)
    if not stop and (is_screening_done(notes) or not is_terminal(sys.stdin, sys.stdout)):
        return ()  # the usual case, before the modules that read scripts are imported
    from coach.script.library import is_lesson, read_routine

    if isinstance(name, str) and is_lesson(name):
        return ()
    language = read_routine(name).language  # raises for a wrong script before anything is asked
    if stop:
        refuse_session(stop, language)
    print_paragraph(
        "Before your first session: six short questions about your health, "
        "and seven more if you like."
    )
    if not ask_yes_no("Answer them now?", default=True):
        with _note_unkept():
            write_screening_skipped(notes)
        typer.echo(f"Skipped. {LATER_HINT}\n")
        return ()
    screening = _load_screening(language)
    answers = _ask_questions(screening)
    with _note_unkept():
        _finish_screening(notes, screening, answers)
    typer.echo()
    return evaluate_answers(screening, answers).limits


@contextmanager
def _note_unkept() -> Iterator[None]:
    """Go on where answers cannot be kept, and say that they will be asked for again."""
    from coach.cli.messages import print_note
    from coach.errors import MachineError

    try:
        yield
    except MachineError as error:
        print_note(f"{error.problems[0].message}: you will be asked again")


def refuse_session(stop: str, language: str = "") -> None:
    """Raise CoachError with the advice of a stop that followed from earlier answers."""
    from coach.errors import CoachError, Problem

    # Questions of a user's own may lack the one that was answered.
    questions = (*_load_screening(language).questions, *_load_screening().questions)
    advice = next(question.advice for question in questions if question.stop == stop)
    message = "your answers to coach screen say not to start\n  " + "\n  ".join(advice)
    hint = "if that is over, answer again: coach screen"
    raise CoachError(Problem(message, hint=hint))


def _load_screening(language: str = "") -> "Screening":
    """Return the questions in a language; in English, with a note, where there are none in it."""
    from coach.cli.messages import print_note
    from coach.listener.screening import SCREENING
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import load_language_file
    from coach.system.paths import script_paths

    if language and language not in script_paths("screening"):
        print_note(f"there are no health questions in {language!r}: they are asked in English")
        language = ""
    screening: Screening = load_language_file("screening", language or DEFAULT_LANGUAGE, SCREENING)
    return screening


def _ask_questions(screening: "Screening") -> dict[str, bool]:
    """Ask all questions, or up to one that stops; return the answers without what was skipped."""
    from coach.cli.terminal import exit_on_abort

    answers: dict[str, bool] = {}
    for line in screening.notice:
        print_paragraph(line)
    typer.echo("\ny is yes, n is no, s skips a question, ? shows why it is asked.")
    with exit_on_abort():
        for number, question in enumerate(screening.questions, 1):
            typer.echo(f"\n{number} of {len(screening.questions)}")
            _ask_question(question, answers)
            if question.stop and answers.get(question.key):
                return answers
        typer.echo()
        if screening.more and ask_yes_no(screening.more_ask, default=False):
            for question in screening.more:
                _ask_question(question, answers)
    return answers


def _ask_question(question: "Question", answers: dict[str, bool]) -> None:
    """Ask one question, and its follow-ups where the answer is yes; add to `answers`."""
    print_paragraph(question.ask)
    for symptom in question.symptoms:
        print_paragraph(symptom, "  - ")
    while True:
        answer = typer.prompt("y/n/s/?", prompt_suffix=" ").strip().lower()
        if answer in YES | NO:
            answers[question.key] = answer in YES
        if answer in YES | NO | SKIP:
            break
        print_paragraph(question.why or "It decides which exercises are left out or changed.")
    if answers.get(question.key):
        for part in question.follow_ups:
            _ask_question(part, answers)


def _read_answers(screening: "Screening", given: list[str]) -> dict[str, bool]:
    """Return the answers that options give; raises UsageError with all that is wrong with them.

    Every question needs one, unless an answer stops, or one of its follow-ups is a yes.
    """
    from coach.errors import Problem, UsageError
    from coach.listener.screening import is_answered_yes
    from coach.script.reader import suggest

    known = {question.key for question in screening.all_questions()}
    answers, problems = {}, []
    for part in (part.strip() for one in given for part in one.split(",")):
        key, _, answer = part.partition("=")
        if key not in known:
            problems.append(Problem(f"--answer: no question {key!r}", hint=suggest(key, known)))
        elif answer.lower() not in YES | NO:
            problems.append(Problem(f"--answer: expected {key}=yes or {key}=no, found {part!r}"))
        else:
            answers[key] = answer.lower() in YES
    stops = any(question.stop and answers.get(question.key) for question in screening.questions)
    open_ = [
        q.key
        for q in screening.questions
        if q.key not in answers and not is_answered_yes(q, answers)
    ]
    if open_ and not stops and not problems:
        hint = ",".join(f"{key}=no" for key in open_)
        problems.append(
            Problem("--answer: some questions are not answered", hint=f"such as {hint}")
        )
    if problems:
        raise UsageError(problems)
    return answers


def _finish_screening(notes: "Notes", screening: "Screening", answers: dict[str, bool]) -> None:
    """Keep answers and print what follows from them; ends coach with 1 where it says to stop.

    Raises MachineError where they cannot be kept, after all was printed.
    """
    from coach.errors import MachineError
    from coach.listener.screening import evaluate_answers
    from coach.listener.screening_result import write_screening, write_screening_skipped

    if not answers:
        write_screening_skipped(notes)
        typer.echo(f"\nAll skipped. {LATER_HINT}")
        return
    outcome, failure = evaluate_answers(screening, answers), None
    try:
        write_screening(notes, answers, outcome)
    except MachineError as error:
        failure = error
    typer.echo()
    if outcome.stop:
        from coach.cli.output_style import print_styled

        for line in outcome.advice:
            print_styled((line, {"bold": True}))
        then = "" if failure else " Until you answer anew, coach play will not begin."
        typer.echo(f"\nThis is no diagnosis.{then}")
        raise typer.Exit(1)
    print_outcome(outcome, kept=failure is None)
    if failure:
        raise failure
