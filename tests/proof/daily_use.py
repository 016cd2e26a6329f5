"""Daily use of a routine, with the real planner: each day is planned from the log of those before.

Nothing is spoken: lengths are those of the voice `tone`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from coach.pipeline import compile_session, load_routine_with_cards, make_planner
from coach.plan.request import SessionRequest
from coach.plan.short_sessions import SessionPlanner
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.talk_level import TalkLevel
from coach.speech.spoken_sheet import speak_sheet
from coach.speech.studio import Studio
from coach.timeline.cues import CueSheet, Purpose
from coach.timeline.layout import find_span_starts
from coach.timeline.summary import time_by_purpose
from coach.training.dose_levels import make_dose_levels
from coach.training.fold import fold_log
from coach.training.listener_progression import make_levels, make_progression
from coach.training.log_records import ExerciseRecord, Log, Outcome, SessionRecord
from coach.training.planned_exercises import list_planned_exercises

MINUTE = 60_000
FIRST_DAY = date(2026, 11, 30)
WARM = {"warm-up", "mobility", "breathing"}
NESTED_MINUTES = range(5, 46)
SIDE_TOLERANCE_MS = 40


@dataclass(frozen=True, slots=True)
class Day:
    """A session of a day: its `names` in order, those that are new, and how it came out.

    `doing` is in percent, `raised` what has more than before, `beyond` what is above its usual
    dose, `firm_beyond` those of it that strengthen, `unequal` what has sides that last differently;
    `is_exact` tells of its length.
    """

    day: date
    names: tuple[str, ...]
    new: tuple[str, ...]
    doing: float
    is_cold: bool
    is_exact: bool
    raised: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    firm_beyond: tuple[str, ...] = ()
    unequal: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()


@dataclass
class Simulation:
    """A listener of one routine who does a session of so many minutes on some days."""

    name: str
    minutes: int
    studio: Studio
    sessions: list[SessionRecord] = field(default_factory=list)

    def run(self, days: Iterable[date], nesting: frozenset[int]) -> tuple[Day, ...]:
        """Return what was done on some days; on those of the numbers in `nesting` that is tried."""
        routine, cards = load_routine_with_cards(self.name)
        return tuple(
            self._do_day(routine, cards, day, is_nested=number in nesting)
            for number, day in enumerate(days)
        )

    def _do_day(
        self, routine: Routine, cards: Mapping[str, Exercise], day: date, *, is_nested: bool
    ) -> Day:
        length = self.minutes * MINUTE
        request = SessionRequest(
            "tone", length, TalkLevel.AUTO, seed=day.toordinal(), as_of=day.isoformat()
        )
        log = Log(tuple(self.sessions))
        progression = make_progression(routine, cards, request, log, day)
        request = replace(request, progression=progression)
        planner = make_planner(routine, cards, request, self.studio)
        chosen = planner.choose_session(length)
        assert chosen, f"{self.name} has no session of {self.minutes} minutes on {day}"
        session, _ = chosen
        sheet = speak_sheet(compile_session(session), session, self.studio, length, is_planned=True)
        starts = tuple(find_span_starts(sheet, self.studio.media.lengths, length))
        planned = list_planned_exercises(session, routine, progression)
        done = tuple(replace(one, outcome=Outcome.DONE) for one in planned)
        start = datetime.combine(day, time(7), UTC)
        self.sessions.append(
            SessionRecord(
                f"{day.toordinal()}", start, day, self.name, length, length, exercises=done
            )
        )
        spent = time_by_purpose(sheet, starts)
        beyond = tuple(_list_beyond(routine, cards, planned))
        names = tuple(one.exercise for one in done)
        return Day(
            day,
            names,
            tuple(one.exercise for one in done if one.is_new),
            100 * spent[Purpose.WORK] / length,
            is_cold=not WARM & set(cards[names[0]].goals) if names else False,
            is_exact=starts[-1] == length,
            raised=tuple(self._list_raised(routine, cards, request, day)),
            beyond=beyond,
            firm_beyond=tuple(one for one in beyond if "strength" in cards[one].goals),
            unequal=tuple(_list_unequal(sheet, starts)),
            breaks=tuple(_list_breaks(planner)) if is_nested else (),
        )

    def _list_raised(
        self,
        routine: Routine,
        cards: Mapping[str, Exercise],
        request: SessionRequest,
        day: date,
    ) -> Iterator[str]:
        """Yield what was raised in the session of a day, as the log tells it."""
        history = fold_log(Log(tuple(self.sessions)), day + timedelta(days=1))
        levels = make_levels(routine, cards, request, history)
        yield from (name for one in levels.raised if one.day == day for name in one.raises)


def _list_beyond(
    routine: Routine, cards: Mapping[str, Exercise], planned: Iterable[ExerciseRecord]
) -> Iterator[str]:
    """Yield what has more than its usual dose, of what strengthens or stretches."""
    written = {one.exercise: one for one in routine.exercises}
    for one in planned:
        name = one.exercise
        levels = make_dose_levels(cards[name], written[name]) if name in written else None
        if levels and levels.find_level(one.asked) > levels.usual:
            yield name


def _list_unequal(sheet: CueSheet, starts: tuple[int, ...]) -> Iterator[str]:
    """Yield the exercises that are not done as often, or held as long, on one side as on the other.

    The first repetition of all is led slowly, so the last of each side are compared.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for span, (begin, end) in zip(sheet.spans, pairwise(starts), strict=True):
        if span.side and span.purpose is Purpose.WORK:
            sides = found.setdefault(span.exercise, {"left": [], "right": []})
            sides[span.side].append(end - begin)
    for name, sides in found.items():
        left, right = sides["left"], sides["right"]
        if len(left) != len(right) or abs(left[-1] - right[-1]) > SIDE_TOLERANCE_MS:
            yield name


def _list_breaks(planner: SessionPlanner) -> Iterator[int]:
    """Yield the minutes whose session lacks what that of a shorter whole minute has."""
    before: frozenset[str] = frozenset()
    possible = planner.length_range
    for minute in NESTED_MINUTES:
        if not possible.shortest <= minute * MINUTE <= possible.longest:
            continue
        chosen = planner.choose_session(minute * MINUTE)
        if chosen is None:
            continue
        names = chosen[0].exercises
        if not before <= names:
            yield minute
        before = names
