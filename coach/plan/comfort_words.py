"""The rule of comfort of somebody whose back hurts already: nothing adds to what there is now.

That the pain stays below three of ten is no rule for who begins with four.
"""

from dataclasses import replace

from coach.plan.request import SessionRequest
from coach.script.routine import Routine


def use_sore_words(routine: Routine, request: SessionRequest) -> tuple[Routine, SessionRequest]:
    """Return both with the safety words that such a back needs, all of them, where they differ."""
    if not request.is_sore:
        return routine, request
    if request.progression:
        progression = replace(request.progression, safety_is_known=False)
        request = replace(request, progression=progression)
    return replace(routine, safety=routine.safety_sore or routine.safety), request
