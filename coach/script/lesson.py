"""The lesson, `talk` to its authors: a minute or more to listen to, and facts for a warm-up.

It becomes a routine, and so is planned, played and exported like any other.
"""

from dataclasses import dataclass, field

from coach.errors import Where
from coach.script.language_field import DEFAULT_LANGUAGE, LANGUAGE_FIELD
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.positions import Position
from coach.script.records import Field, ListOf, Record
from coach.script.routine import Routine, Section
from coach.script.scalars import Choice, Line, SpokenText, Text
from coach.script.steps import Say

SENTENCE_PAUSE = 500
"""Silence after a sentence, in ms."""
PARAGRAPH_PAUSE = 1_500
"""Silence after a paragraph, in ms: time to think about what was said."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A talk; `name` is the stem of its file.

    `lines` are paragraphs of sentences. Each of `facts` can be said alone, in a session that has an
    exercise in one of the positions `facts_in`; in any where there are none. `sources` are shown,
    not spoken.
    """

    title: str
    lines: tuple[tuple[Line, ...], ...]
    sources: tuple[str, ...]
    facts: tuple[Line, ...] = ()
    facts_in: tuple[Position, ...] = ()
    language: str = DEFAULT_LANGUAGE
    name: str = ""
    where: Where | None = field(default=None, compare=False)

    @property
    def word_count(self) -> int:
        """The number of words in its paragraphs."""
        return sum(len(line.text.split()) for paragraph in self.lines for line in paragraph)

    @property
    def length(self) -> int:
        """An estimate of how long it takes to say, in ms; the real length depends on the voice."""
        spoken = self.word_count * 60_000 // WORDS_PER_MINUTE[Pace.TALK]
        sentences = sum(map(len, self.lines))
        return (
            spoken
            + SENTENCE_PAUSE * sentences
            + (PARAGRAPH_PAUSE - SENTENCE_PAUSE) * len(self.lines)
        )


_SENTENCE_SHAPE = SpokenText(Text())
LESSON = Record(
    Lesson,
    {
        "title": Field(Text(most=80), "its name, as the coach says it"),
        "language": LANGUAGE_FIELD,
        "lines": Field(
            ListOf(ListOf(_SENTENCE_SHAPE, least=1), least=1),
            "the paragraphs, each a list of sentences",
        ),
        "facts": Field(
            ListOf(_SENTENCE_SHAPE), "one at a time told in a warm-up, 20 to 35 words", ()
        ),
        "facts_in": Field(
            ListOf(Choice(tuple(Position)), least=1),
            "positions of the sessions that its facts belong in: those on sitting where one sits",
            (),
        ),
        "sources": Field(ListOf(Text(), least=1), "where it comes from; shown, not spoken"),
    },
    "a talk",
)


def make_lesson_routine(lesson: Lesson, description: str = "") -> Routine:
    """Return the routine of a talk: its sentences at the pace of talk, paragraphs set apart.

    >>> paragraphs = ((Line("One."), Line("Two.")), (Line("Three."),))
    >>> routine = make_lesson_routine(Lesson("T", paragraphs, ()))
    >>> [(len(step.say), step.pause) for step in routine.sections[0].steps]
    [(1, 500), (1, 1500), (1, 1500)]
    """
    steps = tuple(step for lines in lesson.lines for step in _make_paragraph_steps(lines))
    return Routine(
        lesson.title,
        (Section(lesson.title, steps=steps, where=lesson.where),),
        description=description,
        language=lesson.language,
        name=lesson.name,
        where=lesson.where,
    )


def _make_paragraph_steps(lines: tuple[Line, ...]) -> tuple[Say, ...]:
    """Return the steps of a paragraph, with a longer pause after its last sentence."""
    first = [Say(lines[:-1], SENTENCE_PAUSE, Pace.TALK, where=lines[0].where)] if lines[:-1] else []
    return (*first, Say(lines[-1:], PARAGRAPH_PAUSE, Pace.TALK, where=lines[-1].where))
