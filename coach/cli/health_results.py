"""What follows from the answers to `coach screen`, and the questions with what was answered."""

from typing import TYPE_CHECKING

import typer

from coach.cli.paragraphs import print_paragraph

if TYPE_CHECKING:
    from coach.listener.screening import Screening
    from coach.listener.screening_result import ScreeningResult
    from coach.system.notes import Notes

LATER_HINT = "coach screen asks whenever you like."
KEPT_HINT = "Answer anew with coach screen, see it with --show, remove it with --forget."


def print_outcome(outcome: "ScreeningResult", *, kept: bool = True) -> None:
    """Print what follows from answers, and where they are, if they are `kept`."""
    from coach.system.paths import state_folder
    from coach.timeline.descriptions import LIMIT_DESCRIPTIONS

    where = f" {KEPT_HINT} It is kept in {state_folder()}."
    for note in outcome.notes:
        print_paragraph(note, "! ")
    if outcome.limits:
        typer.echo(f"{'From now on every' if kept else 'The'} session is made for somebody")
        for limit in outcome.limits:
            print_paragraph(f"{LIMIT_DESCRIPTIONS[limit]} ({limit})", "  - ")
    else:
        typer.echo("Nothing has to be left out. Stop all the same if anything hurts.")
    typer.echo()
    print_paragraph(f"This is no diagnosis and no medical advice.{where if kept else ''}")


def print_answers(notes: "Notes", screening: "Screening") -> None:
    """Print the questions with the answers that are kept, and what follows from them."""
    from coach.listener.screening import evaluate_answers
    from coach.listener.screening_result import SCREENING_NOTE

    note = notes.read(SCREENING_NOTE)
    answers = (note or {}).get("answers")
    if note is None:
        typer.echo("Nothing is remembered. coach screen asks.")
    elif not isinstance(answers, dict):
        typer.echo(f"Skipped on {note.get('on')}. {LATER_HINT}")
    else:
        typer.echo(f"Answered on {note.get('on')}:")
        for question in screening.all_questions():
            if question.key in answers:
                answer = "yes" if answers[question.key] else "no"
                print_paragraph(f"{question.ask} {answer}", "  - ")
        typer.echo()
        outcome = evaluate_answers(screening, answers)
        for line in outcome.advice:
            typer.echo(line)
        if not outcome.stop:
            print_outcome(outcome)


def print_questions(screening: "Screening") -> None:
    """Print all questions with the keys that options answer them by."""
    for line in screening.notice:
        print_paragraph(line)
    typer.echo()
    for question in screening.all_questions():
        print_paragraph(question.ask, f"{question.key:>16}  ")
        for symptom in question.symptoms:
            print_paragraph(symptom, " " * 18 + "- ")
    typer.echo()
