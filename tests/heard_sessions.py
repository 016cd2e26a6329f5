"""Sessions of shipped routines as they are heard, to judge each as a whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from coach.errors import UsageError
from coach.pipeline import PreparedSession, prepare_from_planner
from coach.plan.bell_request import check_bell
from coach.plan.request import SessionRequest
from coach.plan.target_length import find_usual_length
from coach.script.exercise import Exercise
from coach.script.steps import Perform
from coach.script.talk_level import TalkLevel
from coach.timeline.clips import Clip
from coach.timeline.cues import Span
from coach.timeline.delivery import Delivery
from coach.timeline.session import list_performs
from coach.timeline.source import Track, spoken_text
from tests.planners import planner_for

MINUTE = 60_000
LENGTHS = ("shortest", "five", "ten", "usual", "longest")


@dataclass(frozen=True)
class HeardSession:
    """A session, the routine it is of, what was asked for, and the doses that the author wrote."""

    name: str
    prepared: PreparedSession
    request: SessionRequest = field(default_factory=SessionRequest)
    written: Mapping[str, Perform] = field(default_factory=dict)

    @property
    def limits(self) -> tuple[str, ...]:
        return self.request.filters.limits

    @property
    def delivery(self) -> Delivery:
        return self.prepared.session.delivery

    @cached_property
    def voice(self) -> list[Clip]:
        """All that is spoken."""
        return [one for one in self.prepared.timeline.clips if one.track is Track.VOICE]

    @cached_property
    def performs(self) -> list[tuple[Perform, Exercise]]:
        """The exercises in order, each with its card as it is done."""
        session = self.prepared.session
        found = (one for part in session.parts for one in list_performs(part.steps))
        return [(one, session.cards[one.exercise]) for one in found]

    @cached_property
    def cards(self) -> dict[str, Exercise]:
        """The cards of what is done, by the names that are spoken."""
        return {card.name: card for _, card in self.performs}

    @cached_property
    def spans(self) -> list[tuple[Span, int, int]]:
        """The spans, each with its beginning and its end."""
        pairs = zip(self.prepared.sheet.spans, pairwise(self.prepared.span_starts), strict=True)
        return [(span, begin, end) for span, (begin, end) in pairs]

    def said(self, *kinds: str) -> list[str]:
        """What is spoken of some kinds."""
        return [spoken_text(one.source) for one in self.voice if one.kind in kinds]


def hear_sessions(
    name: str, lengths: Iterable[str] = LENGTHS, talk: TalkLevel = TalkLevel.FULL, **wishes: object
) -> Iterator[HeardSession]:
    """Yield the sessions of a routine of some lengths, as far as there are such.

    What may not be asked for, as bells alone for a scan of the body, has none.
    """
    request = SessionRequest("tone", talk=talk, **wishes)
    try:
        planner, studio = planner_for(name, talk=talk, **wishes)
        check_bell(planner.routine, talk)
    except UsageError:
        return
    possible = planner.length_range
    asked = {
        "shortest": possible.shortest,
        "five": 5 * MINUTE,
        "ten": 10 * MINUTE,
        "usual": find_usual_length(planner, request),
        "longest": possible.longest,
    }
    written = {one.exercise: one for one in planner.routine.exercises}
    for length in dict.fromkeys(asked[one] for one in lengths):
        if possible.shortest <= length <= possible.longest:
            try:
                prepared = prepare_from_planner(planner, studio, length)
            except UsageError:
                continue  # between two lengths that there are
            yield HeardSession(name, replace(prepared, request=request), request, written)
