"""Delivery: how a session is led: in which words, how many of them, and for whom."""

from dataclasses import dataclass, replace

from coach.script.exercise import Exercise
from coach.script.limits import AGAINST_FLOOR_MOVES
from coach.script.phrases import Phrases
from coach.script.talk_level import TalkLevel
from coach.timeline.familiarity import Familiarity, Stage
from coach.timeline.greetings import NO_GREETINGS, Greetings
from coach.timeline.slow_pace import USUAL_PERCENT


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the coach leads: its words, how much of them, whether slowly, which side begins.

    `easy` asks for lower doses; `limits` are those of the listener. It is `brief` where a
    session is too short for all the words. `first_side` is "left" or "right". Who is `worked_up` to
    the usual doses may get the most. `familiarity` tells by their cards which exercises are led in
    other words than those of the talk level; `known` is that of the one that is led. Who
    `knows_safety` hears one passage of it; None where the talk level decides.
    `greetings` are what may be said of the days before. What is counted takes `pace_percent` of its
    usual time.
    """

    phrases: Phrases
    talk_level: TalkLevel = TalkLevel.FULL
    slow: bool = False
    easy: bool = False
    limits: tuple[str, ...] = ()
    first_side: str = "right"
    brief: bool = False
    worked_up: bool = False
    familiarity: tuple[tuple[str, Familiarity], ...] = ()
    known: Familiarity | None = None
    knows_safety: bool | None = None
    greetings: Greetings = NO_GREETINGS
    pace_percent: int = USUAL_PERCENT

    @property
    def has_explanations(self) -> bool:
        """True if it is said what an exercise is for, and every step of it."""
        return self.talk_level is TalkLevel.FULL and not self.brief

    @property
    def avoids_kneeling(self) -> bool:
        """True if the listener must not be led over the knees."""
        return not AGAINST_FLOOR_MOVES.isdisjoint(self.limits)

    def begin_with(self, side: str | None) -> "Delivery":
        """Return the delivery that begins with a side; "other" is the one that is not the first."""
        if side == "other":
            side = "right" if self.first_side == "left" else "left"
        return replace(self, first_side=side) if side else self

    @property
    def shown_talk(self) -> TalkLevel:
        """How much is said, as it is shown: AUTO where that goes by what the listener knows."""
        return TalkLevel.AUTO if self.familiarity else self.talk_level

    @property
    def is_named(self) -> bool:
        """True if an exercise is led that is known by its name and dose."""
        return self.known is not None and self.known.stage is Stage.NAMED

    @property
    def tells_safety(self) -> bool:
        """True if all is said of safety, and not only the words for who knows it."""
        known = self.knows_safety
        return self.talk_level is TalkLevel.FULL if known is None else not known

    def lead(self, card: Exercise) -> "Delivery":
        """Return the delivery of one exercise, in as many words as the listener still needs."""
        known = next((one for name, one in self.familiarity if name == card.slug), None)
        if known is None or self.talk_level is TalkLevel.BELL:
            return self
        level = TalkLevel.FULL if known.stage is Stage.TAUGHT else TalkLevel.SHORT
        return replace(self, talk_level=level, known=known)

    def remind(self, is_known: bool) -> "Delivery":
        """Return the delivery of what may be known already: then as where talk is short."""
        if not is_known or self.talk_level is TalkLevel.BELL:
            return self
        named = tuple(one for one in self.familiarity if one[1].stage is Stage.NAMED)
        return replace(self, talk_level=TalkLevel.SHORT, familiarity=named)
