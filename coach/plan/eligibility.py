"""Which exercises of a routine come into question for a listener, and why the others do not."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from coach.errors import Problem, UsageError
from coach.plan.adapted_cards import SHORT_HOLD_LIMITS, has_long_holds
from coach.plan.progression import PlanReason
from coach.plan.request import Filters
from coach.plan.substitutes import Slot, list_substitutes, make_substitute, place_substitutes
from coach.script.card_names import match_card
from coach.script.exercise import Exercise
from coach.script.goals import GOALS
from coach.script.limits import AGAINST_KNEELING, PROFILES
from coach.script.phrases import Phrases
from coach.script.positions import FLOOR_POSITIONS, KNEELING_POSITIONS, Position
from coach.script.reader import suggest
from coach.script.routine import Routine
from coach.script.steps import Perform
from coach.units import format_clock


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that was left out, and why.

    Of one that is `resting` the `reason` has only what else is to say, until `with_words` adds it.
    """

    name: str
    reason: str
    resting: PlanReason | None = None

    def with_words(self, phrases: Phrases) -> "LeftOut":
        """Return it with the whole reason in words."""
        if self.resting is None:
            return self
        return LeftOut(self.name, self.resting.format(phrases) + self.reason)


LIMITS_ORIGIN = "limits come from --limits, coach config limits and coach screen"
OPTED_IN_PRIORITY = 9
"""The priority of what was asked for by its name."""


def apply_filters(
    routine: Routine, cards: Mapping[str, Exercise], filters: Filters
) -> tuple[Routine, tuple[LeftOut, ...]]:
    """Return the routine with the exercises that come into question, and what is left out.

    Where a limit refuses one, a substitute may take its place. Raises UsageError for a name, a
    position, a goal or a limit that nothing has, and for what is asked for and may not be done.
    """
    filters = _resolve_names(filters, cards)
    _check_filters(routine, cards, filters)
    _check_asked(routine, cards, filters)
    slots, left_out = _fill_slots(routine, cards, filters)
    sections = []
    for number, section in enumerate(routine.sections):
        kept = [slot.perform for slot in slots if slot.section == number]
        if kept or section.steps:
            ordered = _sort_by_position(kept, cards) if section.any_order else tuple(kept)
            least = min(section.least, len(kept))
            sections.append(replace(section, exercises=ordered, least=least))
    if routine.exercises and not any(section.exercises for section in sections):
        raise UsageError(_make_emptiness_problem(routine, filters))
    return replace(routine, sections=tuple(sections)), left_out


def _make_emptiness_problem(routine: Routine, filters: Filters) -> Problem:
    """Return what is wrong where nothing is left, with the way back from what a listener likes."""
    hint = "fewer of --without, --only and --limits"
    gone = next((one.exercise for one in routine.exercises if _is_never(one.exercise, filters)), "")
    if gone:
        hint = f"coach back {gone}, which you left out for good; or {hint}"
    return Problem(f"nothing of {routine.title} is left", hint=hint)


def _is_never(name: str, filters: Filters) -> bool:
    """Return True for what is left out for good, and not asked for now."""
    return name in filters.never and name in filters.without


def _resolve_names(filters: Filters, cards: Mapping[str, Exercise]) -> Filters:
    """Return the filters with the names of cards that were meant; what is unknown stays as it is.

    A routine's own cards are known only here, by the names that they are asked for and shown by.
    """

    def resolve(typed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(match_card(name, cards) or name for name in typed)

    return replace(
        filters,
        without=resolve(filters.without),
        opted=resolve(filters.opted),
        usual=resolve(filters.usual),
        never=resolve(filters.never),
    )


def _fill_slots(
    routine: Routine, cards: Mapping[str, Exercise], filters: Filters
) -> tuple[list[Slot], tuple[LeftOut, ...]]:
    """Return the exercises with their substitutes, in order, and what is left out."""
    used = {perform.exercise for perform in routine.exercises}
    left_out: list[LeftOut] = []
    slots: list[Slot] = []
    for number, section in enumerate(routine.sections):
        for perform in section.exercises:
            card, place = cards[perform.exercise], len(slots) + len(left_out)
            reason = _refusal_reason(perform, card, filters)
            resting = None if reason else dict(filters.resting).get(perform.exercise)
            if not reason and resting is None:
                slots.append(Slot(number, place, _raise_opted(perform, card, filters)))
                continue
            if other := _find_substitute(perform, cards, filters, used):
                used.add(other)
                slots.append(
                    Slot(number, place, make_substitute(perform, cards[other]), is_substitute=True)
                )
                reason += f"; {cards[other].name} instead"
            left_out.append(LeftOut(card.name, reason, resting))
    return place_substitutes(slots, cards), tuple(left_out)


def _raise_opted(perform: Perform, card: Exercise, filters: Filters) -> Perform:
    """Return an exercise as it was asked for: one of a usual wish is left out for want of time."""
    asked = perform.exercise in filters.opted and perform.exercise not in filters.usual
    if not card.opt_in and not asked:
        return perform
    return replace(perform, priority=OPTED_IN_PRIORITY, always=perform.always or asked)


def _find_substitute(
    perform: Perform, cards: Mapping[str, Exercise], filters: Filters, used: Set[str]
) -> str | None:
    """Return the name of the substitute for a card that is refused; None where there is none."""

    def is_limited(name: str) -> bool:
        return not _unwanted_reason(name, cards[name], filters) and bool(
            _limit_reason(Perform(name), cards[name], filters)
        )

    if _unwanted_reason(perform.exercise, cards[perform.exercise], filters):
        return None
    resting = dict(filters.resting)
    for other in list_substitutes(perform.exercise, cards, is_limited):
        if _refusal_reason(Perform(other), cards[other], filters) or other in resting:
            continue
        if other not in used:
            return other
        if cards[perform.exercise].opt_in:
            break
    return None


def _refusal_reason(perform: Perform, card: Exercise, filters: Filters) -> str:
    """Return why a card does not come into question; "" where it does."""
    name = perform.exercise
    return (
        _unwanted_reason(name, card, filters)
        or _limit_reason(perform, card, filters)
        or _opt_in_reason(name, card, filters)
    )


def _sort_by_position(
    performs: list[Perform], cards: Mapping[str, Exercise]
) -> tuple[Perform, ...]:
    """Return the exercises in the order of positions that takes the least changing between."""
    travel = tuple(Position)
    return tuple(sorted(performs, key=lambda p: travel.index(cards[p.exercise].position)))


def _unwanted_reason(name: str, card: Exercise, filters: Filters) -> str:
    """Return why a card is not wanted; "" where it is."""
    if _is_never(name, filters):
        return f"for good, as you said; coach back {name}"
    if name in filters.without:
        return "--without"
    if filters.only and not {str(card.position), *card.goals} & set(filters.only):
        return f"--only {', '.join(filters.only)}"
    return ""


def _opt_in_reason(name: str, card: Exercise, filters: Filters) -> str:
    """Return how to ask for a card that is done only on request; "" where it was asked for."""
    return f"only --with {name}" if card.opt_in and name not in filters.opted else ""


def _limit_reason(perform: Perform, card: Exercise, filters: Filters) -> str:
    """Return which of the limits refuses a card; "" where none does."""
    for limit in filters.limits:
        unchanged = limit not in card.limits.modify
        if limit in card.limits.skip:
            return f"not with {limit}"
        if limit == "no-floor" and card.position in FLOOR_POSITIONS:
            return "not with no-floor: it is done on the floor"
        if limit in AGAINST_KNEELING and card.position in KNEELING_POSITIONS and unchanged:
            return f"not with {limit}: it is done on the knees"
        if limit in SHORT_HOLD_LIMITS and has_long_holds(card, perform):
            return f"not with {limit}: its holds are long"
    return ""


def _check_filters(routine: Routine, cards: Mapping[str, Exercise], filters: Filters) -> None:
    places = {str(position) for position in Position}
    asks = {p.exercise for p in routine.exercises}
    optional = {name for name in asks if cards[name].opt_in or name in filters.never}
    given = (
        ("--without", filters.without, set(cards), "exercise"),
        ("--with", filters.opted, optional, "exercise to ask for"),
        ("--only", filters.only, {*places, *GOALS}, "position or goal"),
        ("--limits", filters.limits, set(PROFILES), "limit"),
    )
    problems = [
        Problem(f"{option}: no {what} is called {name!r}", hint=suggest(name, known))
        for option, names, known, what in given
        for name in names
        if name not in known and name not in filters.usual
    ]
    if set(filters.without) - set(filters.usual) and not routine.exercises:
        problems.append(Problem(f"--without: {routine.title} has no exercises to leave out"))
    if problems:
        raise UsageError(problems)


def _check_asked(routine: Routine, cards: Mapping[str, Exercise], filters: Filters) -> None:
    """Raise UsageError for exercises that are asked for and may not be done, with what refuses it.

    A usual wish is no order: it is left out with its reason.
    """
    problems = []
    for perform in routine.exercises:
        name, card = perform.exercise, cards[perform.exercise]
        if name not in filters.opted or name in filters.usual:
            continue
        if reason := _unwanted_reason(name, card, filters):
            message = f"--with {name}: {card.name} is left out by {reason}"
            problems.append(Problem(message, hint=f"leave out --with {name}, or that"))
        elif reason := _limit_reason(perform, card, filters):
            message = f"--with {name}: {card.name} is {reason}"
            problems.append(Problem(message, hint=f"leave out --with {name}; {LIMITS_ORIGIN}"))
    if problems:
        raise UsageError(dict.fromkeys(problems))


def leave_out_for_time(
    card: Exercise, perform: Perform, least: int, reasons: tuple[str, ...] = ()
) -> LeftOut:
    """Return the entry of an exercise for which there was no time; its least dose takes `least` ms.

    The `reasons` say what else is known of it. The time is what decides: of two that are worth
    much, shorter ones may be worth more together.
    """
    dose = f"its least dose takes {format_clock(least)}"
    known = ", ".join((f"priority {perform.priority} of 9", *reasons))
    return LeftOut(card.name, f"the time went to others: {dose} ({known})")


def leave_out_for_gentler(card: Exercise, perform: Perform, gentler: Exercise) -> LeftOut:
    """Return the entry of an exercise that comes only after a gentler one, which has no time."""
    reason = f"only after {gentler.name}, which is gentler (priority {perform.priority} of 9)"
    return LeftOut(card.name, reason)
