"""Other days: every alternative of a wording laid out once, whichever seed will choose it.

Only the usual session is: what was said in full of one length holds for the others. The words
change where they have to fit, a beat, a breath or a rest, and how many there are of them does not.
"""

from collections.abc import Callable, Mapping

from coach.errors import Problem, ScriptError
from coach.pipeline import compile_session
from coach.plan.eligibility import apply_filters
from coach.plan.request import Filters
from coach.plan.variety import FIXED_KEYS, Variation, vary_wording
from coach.script.exercise import Exercise
from coach.script.library import load_phrases
from coach.script.named_work import Work
from coach.script.phrases import Phrases
from coach.script.routine import Routine
from coach.script.steps import Group, Rounds, Say, Step, list_inner_steps
from coach.speech.spoken_sheet import speak_sheet
from coach.speech.studio import Studio
from coach.timeline.clips import Timeline
from coach.timeline.cues import CueSheet
from coach.timeline.delivery import Delivery
from coach.timeline.exercise_count import check_exercise_count
from coach.timeline.layout import lay_out
from coach.timeline.session import Session, make_usual_session

WHERE_THERE_IS_ROOM = ("well_done",)
"""Keys of words that are left out where they do not fit, so that none of them is a fault."""


def ignore_timeline(_timeline: Timeline) -> None:
    """Have no effect."""


def lay_out_other_days(
    routine: Routine,
    cards: Mapping[str, Exercise],
    filters: Filters,
    studio: Studio,
    hear: Callable[[Timeline], None] = ignore_timeline,
) -> None:
    """Lay out a routine as each day words it, until all alternatives had their turn.

    What comes of each day is given to `hear`, once for all days that say the same. Raises
    ScriptError with all that does not fit on any of them.
    """
    routine, _ = apply_filters(routine, cards, filters)
    phrases = load_phrases(routine.language)
    problems: list[Problem] = []
    known: list[CueSheet] = []
    for seed in range(1, count_days(routine, phrases) + 1):
        try:
            session = _make_session(vary_wording(seed, routine, cards, phrases))
            sheet = compile_session(session)
            if sheet not in known:
                known.append(sheet)
                hear(_lay_out(session, sheet, studio))
        except ScriptError as error:
            problems += error.problems
    if problems:
        raise ScriptError(dict.fromkeys(problems))


def _make_session(varied: Variation) -> Session:
    """Return the usual session in the words of a day."""
    delivery = Delivery(varied.phrases, first_side=varied.first_side)
    return make_usual_session(varied.routine, varied.cards, delivery)


def _lay_out(session: Session, sheet: CueSheet, studio: Studio) -> Timeline:
    """Return a session laid out."""
    check_exercise_count(sheet, session)
    return lay_out(speak_sheet(sheet, session, studio, None), studio.media.lengths)


def count_days(routine: Routine, phrases: Phrases) -> int:
    """Return how many days it takes until all was said that has to fit, or that is picked."""
    in_sections = (step for section in routine.sections for step in section.steps)
    steps = (*routine.opening, *routine.closing, *in_sections)
    words = (*phrases.words.items(), *routine.phrases.items())
    return max(
        *(len(lines) for key, lines in words if key not in (*WHERE_THERE_IS_ROOM, *FIXED_KEYS)),
        *map(_count_alternatives, steps),
        1,
    )


def _count_alternatives(step: Step) -> int:
    """Return how many days it takes until a step has picked or begun with each of its own."""
    if isinstance(step, Say) and step.pick is not None:
        return len(step.say)
    work = step.dose if isinstance(step, Work) else step
    inner = list_inner_steps(step)
    days = max(map(_count_alternatives, inner), default=len(getattr(work, "cues", ())))
    if isinstance(step, Rounds | Group) and step.shuffle:
        days = max(days, len(inner))
    if isinstance(step, Work) and step.shuffle:
        days = max(days, len(step.work))
    return days
