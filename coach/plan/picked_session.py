"""The doses that were picked -> the Session of them, and what it leaves out."""

from collections.abc import Callable

from coach.plan.candidates import Candidate
from coach.plan.eligibility import LeftOut, leave_out_for_gentler, leave_out_for_time
from coach.plan.gentleness import Gentleness
from coach.plan.knapsack import SKIPPED, Picks
from coach.plan.measure import MeasuredLength
from coach.plan.session_parts import SessionParts
from coach.script.steps import Perform, Step
from coach.timeline.session import Part, Session, make_session

MeasureWork = Callable[[Perform], MeasuredLength]


def make_picked_session(
    parts: SessionParts, picks: Picks, gentleness: Gentleness, measure_work: MeasureWork
) -> tuple[Session, tuple[LeftOut, ...]]:
    """Return the session of some picks, and all that it leaves out."""
    chosen: dict[int, list[Step]] = {}
    left_out = list(parts.left_out)
    unsaid: set[int] = set()
    for number, (candidate, pick) in enumerate(zip(parts.candidates, picks, strict=True)):
        if not candidate.dose_ladder:
            if pick == SKIPPED:
                unsaid.add(candidate.section)
            continue
        if pick == SKIPPED:
            gentler = gentleness.find_gentler(number, picks)
            first = None if gentler is None else parts.candidates[gentler]
            left_out.append(leave_out_candidate(candidate, parts, measure_work, first))
        else:
            chosen.setdefault(candidate.section, []).append(candidate.dose_ladder[pick][0])
    session_parts = tuple(
        Part(section.title or parts.routine.title, (*section.steps, *chosen.get(number, ())))
        for number, section in enumerate(parts.routine.sections)
        if number not in unsaid
    )
    session = make_session(parts.routine, session_parts, parts.cards, parts.delivery)
    return session, tuple(left_out)


def leave_out_candidate(
    candidate: Candidate,
    parts: SessionParts,
    measure_work: MeasureWork,
    gentler: Candidate | None = None,
) -> LeftOut:
    """Return the entry of an exercise that is left out for want of time, or for a gentler one.

    The gentler one has no time either.
    """
    perform, card = candidate.dose_ladder[0][0], parts.cards[candidate.name]
    if gentler:
        return leave_out_for_gentler(card, perform, parts.cards[gentler.name])
    known = parts.progression.find(candidate.name).reasons
    reasons = tuple(one.format(parts.delivery.phrases) for one in known)
    return leave_out_for_time(card, perform, measure_work(perform).length, reasons)
