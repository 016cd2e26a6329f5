"""The plan of a session, told at its beginning: how long it takes, where, and what is needed.

A session is planned before it is known what is in it, so it is planned with the most that its plan
could say; once its steps are written out, the plan that is true takes the place of that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from coach.script.exercise import Exercise
from coach.script.plan_words import PlanWords, find_place
from coach.script.positions import BED_POSITIONS, FLOOR_POSITIONS, KNEELING_POSITIONS, Position
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.script.steps import Say, Step, Travel, Wait
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.card_lines import select_lines
from coach.timeline.context import ContextStep
from coach.timeline.delivery import Delivery
from coach.timeline.session import list_written_performs

PLAN_KIND = "plan"
FETCH_TIME = 5_000
"""The time to fetch what is needed, in ms; a listener may go on before it is over."""
BRIEF_FETCH_TIME = 2_500
"""The same for one thing only."""
ORDERS = frozenset({"set-up", "caution", "limit", "step"})
"""The kinds of speech that can ask for a thing; what is told by the way asks for none."""
BRIEF_NEEDS = 3
"""So many things are reckoned with where a session is short of time."""
AFTER_TIME = 800
"""Silence behind the sentence of how long it takes, in ms. Where a session is short of time there
is no more behind what it asks for: that is fetched while the warnings are said."""


def insert_plan(routine: Routine, cards: Mapping[str, Exercise], delivery: Delivery) -> Routine:
    """Return a routine that tells its plan with the longest one behind its first words.

    It takes the place of one that is there, which was made for another delivery.
    Others are returned as they are, and all where the language has no words for plans, or where
    there are no words at all.
    """
    words = delivery.phrases.plan
    if words is None or not routine.plan or delivery.talk_level is TalkLevel.BELL:
        return routine
    names = dict.fromkeys(one.exercise for one in list_written_performs(routine))
    plan = _make_longest_plan([cards[name] for name in names], delivery, words)
    written = _drop_plan(routine.opening)
    first = 1 if written[:1] and isinstance(written[0], Say) else 0
    return replace(routine, opening=(*written[:first], *plan, *written[first:]))


def _drop_plan(opening: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps of an opening as they are written."""
    for number, step in enumerate(opening):
        if isinstance(step, Say) and step.kind == PLAN_KIND:
            behind = opening[number + 1 :]
            tells_needs = bool(behind) and isinstance(behind[0], Wait)
            return (*opening[:number], *behind[tells_needs:])
    return opening


def _make_longest_plan(
    cards: Sequence[Exercise], delivery: Delivery, words: PlanWords
) -> tuple[Step, ...]:
    """Return the steps of the longest plan that a session of some cards is reckoned with."""
    positions = [card.position for card in cards]
    if not FLOOR_POSITIONS.isdisjoint(positions):
        positions.append(Position.BED)  # what is done lying is done on a bed by who is on one
    named = {words.name_thing(thing) for card in cards for thing in card.equipment}
    said = [word for word, thing in words.if_said.items() if thing in named]
    needs = tuple(_list_needs(cards, positions, delivery, words, said))
    if delivery.brief:
        # So short a session has few exercises; one that needs more takes it from its spare time.
        needs = needs[:BRIEF_NEEDS]
    return _make_steps(_list_places(positions, delivery), needs, delivery, words)


def tell_true_plan(
    context_steps: Sequence[ContextStep], cards: Iterable[Exercise], delivery: Delivery
) -> list[ContextStep]:
    """Return the steps of a session with the plan of what is in it, where it tells one."""
    words, start = delivery.phrases.plan, _find_plan(context_steps)
    if words is None or start is None:
        return list(context_steps)
    first, rest = context_steps[start], context_steps[start + 1 :]
    if rest and isinstance(rest[0].step, Wait):
        rest = rest[1:]
    positions = [one.context.position for one in context_steps if _is_work(one)]
    said = [line.text for one in context_steps for line in _list_orders(one.step)]
    done = tuple(cards)
    said += [line.text for line in _list_known(done, delivery)]
    needs = tuple(_list_needs(done, positions, delivery, words, said))
    steps = _make_steps(_list_places(positions, delivery), needs, delivery, words)
    plan = [ContextStep(step, first.context) for step in steps if isinstance(step, Say | Wait)]
    plan[0] = replace(plan[0], marker=first.marker, opening_name=first.opening_name)
    return [*context_steps[:start], *plan, *rest]


def _list_orders(step: object) -> tuple[Line, ...]:
    """Return the lines of a step that ask a listener for something."""
    if isinstance(step, Travel):
        return step.lines
    return step.say if isinstance(step, Say) and step.kind in ORDERS else ()


def _list_known(cards: Iterable[Exercise], delivery: Delivery) -> Iterator[Line]:
    """Yield what is not said of exercises that are known, though they ask for the same things."""
    for card in cards:
        if delivery.lead(card).is_named:
            yield from (
                *select_lines(card.setup, full=False),
                *select_lines(card.steps, full=False),
            )


def _find_plan(context_steps: Sequence[ContextStep]) -> int | None:
    for number, one in enumerate(context_steps):
        if isinstance(one.step, Say) and one.step.kind == PLAN_KIND:
            return number
    return None


def _is_work(one: ContextStep) -> bool:
    return isinstance(one.step, Hold | Breathe | Reps)


def _make_steps(
    places: Sequence[str], needs: Sequence[str], delivery: Delivery, words: PlanWords
) -> tuple[Step, ...]:
    """Return how a plan is told, and the time to fetch what it asks for."""
    time = words.tell_time(places if delivery.has_explanations else ())
    told = Say((time,), pause=AFTER_TIME, kind=PLAN_KIND)
    if not needs:
        return (told,)
    if delivery.brief:
        return (Say((time, words.tell_needs(needs)), pause=AFTER_TIME, kind=PLAN_KIND),)
    is_brief = len(needs) == 1
    return told, Wait(BRIEF_FETCH_TIME if is_brief else FETCH_TIME, words.tell_needs(needs))


def _list_places(positions: Iterable[Position], delivery: Delivery) -> tuple[str, ...]:
    """Return the places of some positions, each once."""
    found = {find_place(position): None for position in _place_all(positions, delivery)}
    return tuple(place for place in found if place)


def _place_all(positions: Iterable[Position], delivery: Delivery) -> Iterator[Position]:
    """Yield positions; who must not kneel stands instead, and lies on a bed."""
    for position in positions:
        if delivery.avoids_kneeling and position in KNEELING_POSITIONS:
            yield Position.STANDING
        elif delivery.avoids_kneeling and position in FLOOR_POSITIONS:
            yield Position.BED
        else:
            yield position


def _list_needs(
    cards: Iterable[Exercise],
    positions: Iterable[Position],
    delivery: Delivery,
    words: PlanWords,
    said: Iterable[str],
) -> Iterator[str]:
    """Yield what a session needs as it is said, each once: what one lies on comes first.

    `said` is all that is asked for in it.
    """
    places = set(_place_all(positions, delivery))
    # Who does all of it in bed is there, or is told so: nobody fetches a bed.
    bed = [words.bed] if places & BED_POSITIONS and places - BED_POSITIONS else []
    floor = [words.mat, words.chair] if places & FLOOR_POSITIONS else []
    equipment = (thing for card in cards for thing in card.equipment)
    named = words.choose_needs(equipment, said)
    things = (thing for thing in named if thing != words.mat)
    yield from dict.fromkeys((*bed, *floor, *things))
