"""Routine, cards, wishes, log and day -> what changes in the session of that day.

The log is read up to the day before, so that all sessions of a day are alike. With `--fresh` an
empty log takes its place.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from coach.listener.likes import Likes
from coach.plan.adapted_cards import adapt_cards
from coach.plan.eligibility import apply_filters
from coach.plan.progression import ExerciseProgress, PlanReason, Progression, Raise
from coach.plan.request import SessionRequest
from coach.script.exercise import Exercise
from coach.script.positions import Position
from coach.script.routine import Routine
from coach.script.steps import Perform
from coach.timeline.familiarity import Familiarity
from coach.training.dose_levels import DoseLevels, describe_raise, make_dose_levels
from coach.training.fold import History, fold_log
from coach.training.greeting import list_greetings
from coach.training.known_words import (
    find_base_talk,
    find_safety_is_known,
    list_known_words,
)
from coach.training.level_course import MAX_RAISES, ExerciseLevel, Levels, find_levels
from coach.training.log_records import Log
from coach.training.resting import list_resting
from coach.training.turns import Waiting, find_waits
from coach.training.worse_days import needs_easy

FINGERPRINT_DIGITS = 4
LIKELY_NEW = 2
"""How many of what was never done may come today: a position with one of them gets no raise."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What comes into question on a day, and what the log says of it."""

    performs: Mapping[str, Perform]
    cards: Mapping[str, Exercise]
    waits: Mapping[str, Waiting]
    levels: Levels
    history: History


def learn(
    routine: Routine,
    cards: Mapping[str, Exercise],
    request: SessionRequest,
    log: Log,
    day: date,
) -> SessionRequest:
    """Return a request with what changes in the session of a day: what rests, turns, words, doses.

    After a day that made the back much worse an easy session follows. Raises what
    `make_progression` does.
    """
    history = fold_log(log, day)
    filters = replace(request.filters, resting=tuple(list_resting(history, cards)))
    is_easy = request.easy or needs_easy(history)
    request = replace(request, filters=filters, easy=is_easy)
    return replace(request, progression=_progress(routine, cards, request, history))


def make_progression(
    routine: Routine,
    cards: Mapping[str, Exercise],
    request: SessionRequest,
    log: Log,
    day: date,
) -> Progression:
    """Return what changes in a session of a routine on a day.

    `cards` are those of `load_routine_with_cards`. Raises UsageError where the filters of the
    request name nothing, or leave nothing.
    """
    return _progress(routine, cards, request, fold_log(log, day))


def _progress(
    routine: Routine, cards: Mapping[str, Exercise], request: SessionRequest, history: History
) -> Progression:
    chosen = _choose(routine, cards, request, history)
    raised = frozenset(_list_raised(chosen))
    words = list_known_words(history, routine, chosen.cards, chosen.performs, request)
    exercises = {
        name: _make_progress(chosen, name, words[name], name in raised) for name in chosen.performs
    }
    turns = tuple(name for name, wait in chosen.waits.items() if wait.is_certain)
    return Progression(
        exercises,
        turns,
        talk=find_base_talk(history, routine),
        safety_is_known=find_safety_is_known(history, routine),
        limits_new=any(wait.days is not None for wait in chosen.waits.values()),
        stronger=request.stronger,
        greetings=list_greetings(
            history, chosen.performs, easy=request.easy, goal=request.weekly_goal
        ),
        origin=_describe_origin(history, request.seed),
    )


def _describe_origin(history: History, seed: int) -> PlanReason:
    """Return what a session was made from, so that the same can be made again."""
    day = ("date", history.until.isoformat())
    if not history.sessions:
        return PlanReason("made_from_nothing", (day, ("seed", seed)))
    return PlanReason("made_from", (day, ("log", make_fingerprint(history)), ("seed", seed)))


def make_levels(
    routine: Routine,
    cards: Mapping[str, Exercise],
    request: SessionRequest,
    history: History,
) -> Levels:
    """Return the dose levels of the exercises that come into question, and all raises so far."""
    return _choose(routine, cards, request, history).levels


def make_fingerprint(history: History) -> str:
    """Return a few hexadecimal digits that change with what was done up to a day.

    Those of the log's files change with what was done today, too.
    """
    lines = [
        f"{session.id} {session.end} {session.heard} "
        f"{''.join([one.outcome for one in session.exercises])}\n"
        for session in history.sessions
    ]
    lines += [f"{answer.id} {answer.pain}\n" for answer in history.answers]
    digest = hashlib.blake2b("".join(lines).encode(), digest_size=(FINGERPRINT_DIGITS + 1) // 2)
    return digest.hexdigest()[:FINGERPRINT_DIGITS]


def _choose(
    routine: Routine,
    cards: Mapping[str, Exercise],
    request: SessionRequest,
    history: History,
) -> _Chosen:
    """Return what comes into question, as the planner does it, and what the log says of it."""
    cards = adapt_cards(cards, request.filters.limits, easy=request.easy)
    filtered, _ = apply_filters(routine, cards, request.filters)
    performs: dict[str, Perform] = {}
    for perform in filtered.exercises:
        performs.setdefault(perform.exercise, perform)
    doses = {name: make_dose_levels(cards[name], perform) for name, perform in performs.items()}
    known: dict[str, DoseLevels] = {name: one for name, one in doses.items() if one}
    levels = find_levels(history, known, stronger=request.stronger)
    likes = Likes(more=request.filters.more, less=request.filters.less)
    waits = find_waits(history, routine.name, performs.values(), likes)
    return _Chosen(performs, cards, {one.exercise: one for one in waits}, levels, history)


def _make_progress(
    chosen: _Chosen, name: str, familiarity: Familiarity, is_raised: bool
) -> ExerciseProgress:
    """Return what changes for one exercise."""
    wait, level = chosen.waits.get(name), chosen.levels.exercises.get(name)
    is_new = chosen.history.find(name).is_new
    reasons = (wait.reason if wait else None, level.note if level and not is_raised else None)
    return ExerciseProgress(
        points=wait.points if wait else 0,
        familiarity=familiarity,
        level=level.level + is_raised if level else None,
        is_firm=bool(level and level.levels.is_strength),
        is_new=is_new,
        reasons=tuple(filter(None, reasons)),
        raised=_describe_raise(level) if level and is_raised else None,
    )


def _describe_raise(level: ExerciseLevel) -> Raise:
    """Return the next dose of an exercise, what is more of it and why."""
    before, after = level.levels.doses[level.level : level.level + 2]
    return Raise(after, describe_raise(before, after))


def _list_raised(chosen: _Chosen) -> Iterable[str]:
    """Return the exercises that are raised today: those that have had the fewest offers of it.

    Among these the likely ones come first, and none has the position of something new.
    """
    new = _find_new_positions(chosen)
    ready = [
        name
        for name, one in chosen.levels.exercises.items()
        if one.may_rise and one.levels.position not in new
    ]

    def rank(name: str) -> tuple[int, int]:
        return chosen.levels.exercises[name].offers, -_find_likelihood(chosen, name)

    return sorted(ready, key=rank)[:MAX_RAISES]


def _find_new_positions(chosen: _Chosen) -> set[Position]:
    """Return the positions of what was never done and may come today."""
    new = [name for name in chosen.performs if chosen.history.find(name).is_new]
    likely = sorted(new, key=lambda name: -_find_likelihood(chosen, name))[:LIKELY_NEW]
    return {chosen.cards[name].position for name in likely}


def _find_likelihood(chosen: _Chosen, name: str) -> int:
    """Return a number that is higher the likelier an exercise comes today."""
    perform, wait = chosen.performs[name], chosen.waits.get(name)
    if perform.always or wait is None:
        return 1_000
    return perform.priority + wait.points + (500 if wait.is_certain else 0)
