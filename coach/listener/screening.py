"""The screening: what to ask before a first session, and what follows from the answers.

A symptom that is an emergency, or urgent, says stop; all else becomes limits, as if they were
in the user's own defaults.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.listener.screening_result import STOP_LEVELS, Answers, ScreeningResult
from coach.script.limits import PROFILES
from coach.script.reader import FieldConflictError
from coach.script.records import Field, ListOf, Record
from coach.script.scalars import Choice, Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question to answer with yes or no; `follow_ups` are asked where it was yes.

    `symptoms` are what it asks about, `why` explains it. A yes sets `limits`; with `stop`, one of
    STOP_LEVELS, it ends the screening with `advice`. `note` is shown at the end after a yes.
    """

    key: str
    ask: str
    symptoms: tuple[str, ...] = ()
    why: str = ""
    stop: str = ""
    advice: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    follow_ups: "tuple[Question, ...]" = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.stop and not self.advice:
            raise FieldConflictError("expected advice where it stops, found none", "stop")


@dataclass(frozen=True, slots=True)
class Screening:
    """All questions: those that everybody is asked, and `more` for those who want to answer more.

    `notice` is shown first; `more_ask` asks whether to go on with `more`.
    """

    notice: tuple[str, ...]
    questions: tuple[Question, ...]
    more_ask: str
    more: tuple[Question, ...] = ()

    def all_questions(self) -> Iterator[Question]:
        """Yield every question, each followed by its follow-ups."""
        for question in (*self.questions, *self.more):
            yield question
            yield from question.follow_ups


def evaluate_answers(screening: Screening, answers: Answers) -> ScreeningResult:
    """Return what follows from answers; a question without an answer counts as no."""
    limits: list[str] = []
    notes = []
    for question in (*screening.questions, *screening.more):
        if not is_answered_yes(question, answers):
            continue
        if question.stop:
            return ScreeningResult(stop=question.stop, advice=question.advice)
        limits += question.limits
        confirmed = [part for part in question.follow_ups if answers.get(part.key)]
        # A yes without one to any of its follow-ups is taken to mean all of them.
        parts = confirmed or question.follow_ups
        limits += [limit for part in parts for limit in part.limits]
        notes += [part.note for part in (question, *parts) if part.note]
    return ScreeningResult(tuple(dict.fromkeys(limits)), notes=tuple(notes))


def is_answered_yes(question: Question, answers: Answers) -> bool:
    """Return True where a question or one of its follow-ups was answered with yes."""
    return any(answers.get(part.key) for part in (question, *question.follow_ups))


def _make_screening(
    notice: tuple[str, ...],
    questions: tuple[Question, ...],
    more_ask: str,
    more: tuple[Question, ...],
) -> Screening:
    screening = Screening(notice, questions, more_ask, more)
    keys = [question.key for question in screening.all_questions()]
    if twice := {key for key in keys if keys.count(key) > 1}:
        message = f"expected a key of its own for each question, found twice: {sorted(twice)}"
        raise FieldConflictError(message, "questions")
    return screening


_TEXTS = ListOf(Text())
_QUESTION_FIELDS = {
    "key": Field(Text(most=40), "the name an answer goes by"),
    "ask": Field(Text(), "the question"),
    "why": Field(Text(), "shown to a listener who asks why", ""),
    "limits": Field(ListOf(Choice(PROFILES)), "what a yes asks to mind", ()),
    "note": Field(Text(), "told at the end where it was yes", ""),
}
_FOLLOW_UP = Record(Question, _QUESTION_FIELDS, "a question within another", has_where=False)
QUESTION = Record(
    Question,
    {
        **_QUESTION_FIELDS,
        "signs": Field(_TEXTS, "what it asks about, one by one", (), "symptoms"),
        "stop": Field(Choice(STOP_LEVELS), "what a yes stops for", ""),
        "advice": Field(_TEXTS, "what to do where it stops", ()),
        "which": Field(ListOf(_FOLLOW_UP), "what is asked where it was yes", (), "follow_ups"),
    },
    "a question",
    has_where=False,
)
SCREENING = Record(
    _make_screening,
    {
        "notice": Field(_TEXTS, "shown first"),
        "questions": Field(ListOf(QUESTION, least=1), "what everybody is asked"),
        "more_ask": Field(Text(), "asked before the others"),
        "more": Field(ListOf(QUESTION), "the others", ()),
    },
    "a screening",
    has_where=False,
)
