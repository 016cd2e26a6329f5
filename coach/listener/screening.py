"""The screening: what to ask before a first session, and what follows from the answers.

An emergency sign or an urgent one says stop; all else becomes limits, as if they stood in the
user's own defaults.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.listener.screening_result import STOPS, Answers, Outcome
from coach.script.limits import PROFILES
from coach.script.reader import MisfitError
from coach.script.records import Field, Many, Record
from coach.script.scalars import Choice, Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question to answer with yes or no; `which` are asked where it was yes.

    With `stop` a yes ends the screening with `advice`. `note` is told at its end.
    """

    key: str
    ask: str
    signs: tuple[str, ...] = ()
    why: str = ""
    stop: str = ""
    advice: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    which: "tuple[Question, ...]" = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.stop and not self.advice:
            raise MisfitError("expected advice where it stops, found none", "stop")


@dataclass(frozen=True, slots=True)
class Screening:
    """All questions: those that everybody is asked, and `more` for who wants to answer them."""

    notice: tuple[str, ...]
    questions: tuple[Question, ...]
    more_ask: str
    more: tuple[Question, ...] = ()

    def all(self) -> Iterator[Question]:
        """Give every question, those within others behind them."""
        for question in (*self.questions, *self.more):
            yield question
            yield from question.which


def judge(screening: Screening, answers: Answers) -> Outcome:
    """Say what follows from answers; a question that was not answered asks for nothing."""
    limits: list[str] = []
    notes = []
    for question in (*screening.questions, *screening.more):
        if not said_yes(question, answers):
            continue
        if question.stop:
            return Outcome(stop=question.stop, advice=question.advice)
        limits += question.limits
        # Who says yes and then not to what, is taken to mean all of it.
        named = [part for part in question.which if answers.get(part.key)] or question.which
        limits += [limit for part in named for limit in part.limits]
        notes += [part.note for part in (question, *named) if part.note]
    return Outcome(tuple(dict.fromkeys(limits)), notes=tuple(notes))


def said_yes(question: Question, answers: Answers) -> bool:
    """Tell whether a question was answered with yes, or one within it was."""
    return any(answers.get(part.key) for part in (question, *question.which))


def _screening(
    notice: tuple[str, ...],
    questions: tuple[Question, ...],
    more_ask: str,
    more: tuple[Question, ...],
) -> Screening:
    screening = Screening(notice, questions, more_ask, more)
    keys = [question.key for question in screening.all()]
    if twice := {key for key in keys if keys.count(key) > 1}:
        message = f"expected a key of its own for each question, found twice: {sorted(twice)}"
        raise MisfitError(message, "questions")
    return screening


_TEXTS = Many(Text())
_ASKED = {
    "key": Field(Text(most=40), "the name an answer goes by"),
    "ask": Field(Text(), "the question"),
    "why": Field(Text(), "told to who wonders", ""),
    "limits": Field(Many(Choice(PROFILES)), "what a yes asks to mind", ()),
    "note": Field(Text(), "told at the end where it was yes", ""),
}
_PART = Record(Question, _ASKED, "a question within another", located=False)
QUESTION = Record(
    Question,
    {
        **_ASKED,
        "signs": Field(_TEXTS, "what it asks about, one by one", ()),
        "stop": Field(Choice(STOPS), "what a yes stops for", ""),
        "advice": Field(_TEXTS, "what to do where it stops", ()),
        "which": Field(Many(_PART), "what is asked where it was yes", ()),
    },
    "a question",
    located=False,
)
SCREENING = Record(
    _screening,
    {
        "notice": Field(_TEXTS, "shown first"),
        "questions": Field(Many(QUESTION, least=1), "what everybody is asked"),
        "more_ask": Field(Text(), "asked before the others"),
        "more": Field(Many(QUESTION), "the others", ()),
    },
    "a screening",
    located=False,
)
