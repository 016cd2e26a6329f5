"""Sessions done, skipped and missed -> the dose level that each exercise has.

A level starts half-way up to the usual dose, and is raised by one after two sessions that had the
exercise at it. The log is gone through from its beginning: nothing but what it holds decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coach.plan.progression import PlanReason
from coach.training.dose_levels import DoseLevels
from coach.training.fold import History
from coach.training.log_records import End, ExerciseRecord, Outcome, SessionRecord
from coach.training.worse_days import Worse, list_worse_sessions

TIMES_AT_LEVEL = 2
"""After how many sessions at its level an exercise is raised."""
DAYS_BETWEEN_RAISES = 4
DAYS_BETWEEN_STRENGTH = 2
"""Only sessions so many days apart count towards a raise of what strengthens."""
MAX_RAISES = 2
"""How many exercises are raised in one session."""
SKIPS_TO_STEP_BACK = 2
SESSIONS_HELD = 2
"""For how many sessions nothing is raised after one that made the back worse."""
AWAY_HOLDS, AWAY_STEPS_BACK, AWAY_STARTS, AWAY_FORGETS = 8, 15, 29, 61
"""From how many days away nothing is raised, levels go back, begin again, or nothing counts."""
STEPS_BACK_AWAY = 2
STRONGER_AFTER = timedelta(days=28)
"""How long after its first time an exercise may go beyond its usual dose."""


@dataclass(slots=True)
class _Course:
    """How one exercise has gone so far; `offers` are the times it could have been raised."""

    levels: DoseLevels
    level: int
    done_at_level: int = 0
    times_done: int = 0
    offers: int = 0
    skips: int = 0
    first_day: date | None = None
    last_day: date | None = None
    counted_day: date | None = None
    raised_day: date | None = None
    note: PlanReason | None = None

    def restart(self, note: PlanReason, *, forget: bool = False) -> None:
        """Go back to the start from above it; with `forget` go there in any case."""
        self.step_back(max(0, self.level - self.levels.start), note)
        if forget and self.first_day:
            self.level, self.note = self.levels.start, note
            self.times_done, self.first_day, self.raised_day = 0, None, None

    def step_back(self, steps: int, note: PlanReason) -> None:
        """Go some levels back, and begin to count anew."""
        lower = max(0, self.level - steps)
        if lower < self.level:
            self.note = note
        self.level, self.done_at_level, self.offers = lower, 0, 0

    def pass_days_away(self, days: int) -> None:
        """Lower the level after so many days on which nothing at all was done."""
        if days >= AWAY_FORGETS:
            self.restart(PlanReason("why_away_start", (("n", days),)), forget=True)
        elif days >= AWAY_STARTS:
            self.restart(PlanReason("why_away_start", (("n", days),)))
        elif days >= AWAY_STEPS_BACK:
            most = max(0, self.level - self.levels.start)
            self.step_back(min(STEPS_BACK_AWAY, most), PlanReason("why_away_less", (("n", days),)))

    def pass_days_without(self, day: date) -> None:
        """Lower the level where the exercise itself was not done for long."""
        if self.last_day and (days := (day - self.last_day).days) >= AWAY_STARTS:
            self.restart(PlanReason("why_without", (("n", days),)))

    def find_highest(self, day: date, *, stronger: bool) -> int:
        """Return the highest level that it may have on a day."""
        is_long_done = self.first_day is not None and day - self.first_day >= STRONGER_AFTER
        return self.levels.find_highest(self.times_done, stronger=stronger and is_long_done)

    def is_ready(self, day: date, *, stronger: bool) -> bool:
        """Return whether it may be raised on a day."""
        if self.done_at_level < TIMES_AT_LEVEL:
            return False
        if self.raised_day and (day - self.raised_day).days < DAYS_BETWEEN_RAISES:
            return False
        return self.level < self.find_highest(day, stronger=stronger)


@dataclass(frozen=True, slots=True)
class ExerciseLevel:
    """The `level` of an exercise; whether it `may_rise` by one, and how often it was offered that.

    The `note` says why it was lowered last; None where it was not.
    """

    levels: DoseLevels
    level: int
    may_rise: bool = False
    offers: int = 0
    note: PlanReason | None = None


@dataclass(frozen=True, slots=True)
class SessionRaises:
    """A session, by its id, and the exercises that were raised in it, from which level to which."""

    session: str
    day: date
    raises: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each exercise, and what was raised when."""

    exercises: Mapping[str, ExerciseLevel]
    raised: tuple[SessionRaises, ...] = ()


def find_levels(
    history: History, levels: Mapping[str, DoseLevels], *, stronger: bool = False
) -> Levels:
    """Return the levels of exercises, by the names of their cards, on the day of a history.

    With `stronger` they may lie above the usual ones.
    """
    return _Replay(history, levels, stronger=stronger).run()


class _Replay:
    """Goes through the sessions of a log, from the first to the last."""

    def __init__(
        self, history: History, levels: Mapping[str, DoseLevels], *, stronger: bool
    ) -> None:
        self._history, self._stronger = history, stronger
        self._worse = list_worse_sessions(history)
        self._courses = {name: _Course(one, one.start) for name, one in levels.items()}
        self._held_sessions = 0
        self._last_day: date | None = None
        self._raised: list[SessionRaises] = []

    def run(self) -> Levels:
        """Return the levels after all sessions."""
        held = False
        for session in self._history.sessions:
            records = [one for one in session.exercises if one.outcome is not Outcome.UNREACHED]
            held = self._pass_days(session.day)
            self._go_through(session, records, held=held)
            if records or session.end is End.BY_HAND or session.heard:
                self._last_day = session.day
            self._lower_if_worse(session, records)
        held = self._pass_days(self._history.until) or self._held_sessions > 0
        return Levels(
            {name: self._make_level(one, held=held) for name, one in self._courses.items()},
            tuple(self._raised),
        )

    def _make_level(self, course: _Course, *, held: bool) -> ExerciseLevel:
        day = self._history.until
        course.pass_days_without(day)
        may_rise = not held and course.is_ready(day, stronger=self._stronger)
        level = min(course.level, course.find_highest(day, stronger=self._stronger))
        return ExerciseLevel(course.levels, level, may_rise, course.offers, course.note)

    def _pass_days(self, day: date) -> bool:
        """Lower levels after days away; return whether nothing is raised on that day."""
        if self._last_day is None:
            return False
        days = (day - self._last_day).days
        if days >= AWAY_STEPS_BACK:
            for course in self._courses.values():
                course.pass_days_away(days)
        return days >= AWAY_HOLDS

    def _go_through(
        self, session: SessionRecord, records: Iterable[ExerciseRecord], *, held: bool
    ) -> None:
        """Count a session towards raises, and make those that are due in it."""
        worse = self._worse.get(session.id)
        is_held = session.end is End.BY_HAND or bool(worse and worse.is_held)
        new = self._find_new_positions(records)
        raises: dict[str, tuple[int, int]] = {}
        for record in records:
            course = self._courses.get(record.exercise)
            if course is None:
                continue
            course.pass_days_without(session.day)
            may_raise = not (held or self._held_sessions or course.levels.position in new)
            before = course.level
            counts = not is_held or (record.level is not None and session.end is End.BY_HAND)
            self._count(
                course,
                record,
                session.day,
                counts=counts,
                may_raise=may_raise and len(raises) < MAX_RAISES,
            )
            if course.level > before:
                raises[record.exercise] = (before, course.level)
        if raises:
            self._raised.append(SessionRaises(session.id, session.day, raises))

    def _count(
        self, course: _Course, record: ExerciseRecord, day: date, *, counts: bool, may_raise: bool
    ) -> None:
        """Go on in the course of an exercise by what was heard of it on a day."""
        if record.outcome is Outcome.SKIPPED:
            course.skips, course.done_at_level = course.skips + 1, 0
            if course.skips % SKIPS_TO_STEP_BACK == 0:
                course.step_back(1, PlanReason("why_skipped"))
            return
        course.skips, course.last_day = 0, day
        course.first_day = course.first_day or day
        if record.outcome is not Outcome.DONE:
            course.done_at_level = 0
            return
        is_ready = may_raise and course.is_ready(day, stronger=self._stronger)
        reached = course.levels.find_level(record.asked)
        course.times_done += 1
        if not counts or reached < course.level:
            course.offers += is_ready
        elif reached > course.level and is_ready:
            course.level, course.done_at_level, course.offers = course.level + 1, 1, 0
            course.raised_day, course.counted_day, course.note = day, day, None
        else:
            course.offers += is_ready
            gap = DAYS_BETWEEN_STRENGTH if course.levels.is_strength else 1
            if course.counted_day is None or (day - course.counted_day).days >= gap:
                course.done_at_level, course.counted_day = course.done_at_level + 1, day

    def _find_new_positions(self, records: Iterable[ExerciseRecord]) -> set[str]:
        """Return the positions of what is done for the first time in a session."""
        if all(one.first_day for one in self._courses.values()):
            return set()
        courses = (self._courses.get(one.exercise) for one in records)
        return {one.levels.position for one in courses if one and one.first_day is None}

    def _lower_if_worse(self, session: SessionRecord, records: Iterable[ExerciseRecord]) -> None:
        """Lower what was done in a session that made the back worse."""
        self._held_sessions = max(0, self._held_sessions - 1)
        worse: Worse | None = self._worse.get(session.id)
        if worse is None or not worse.is_lowered:
            return
        self._held_sessions = SESSIONS_HELD
        for record in records:
            course = self._courses.get(record.exercise)
            if course and record.outcome is not Outcome.SKIPPED:
                if worse.is_halved:
                    course.step_back(-(-course.level // 2), PlanReason("why_half"))
                else:
                    course.step_back(1, PlanReason("why_worse"))
