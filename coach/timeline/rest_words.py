"""Words between a rest and the work behind it: said in the rest, where they fit.

So a rest is as long as it says, and its last seconds, counted, lead into work and not into talk.
A rest that names what comes next speaks for the name of it. How long words take is not known
here: an estimate decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.script.steps import FlatStep, Rest, Say, Travel, Wait
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.clips import CHIME_LEAD, SPEECH_GAP
from coach.timeline.context import ContextStep, fill_variables
from coach.timeline.cues import SECOND, TAIL
from coach.timeline.speech_estimates import estimate_line, estimate_lines

SPOKEN_IN_REST = frozenset({"say", "name", "set", "side"})
"""Kinds of speech that may be said in the rest before."""
OPTIONAL = "set"
"""The kind of speech that is left out where it does not fit."""
MAX_PAUSE = 2 * SECOND
"""The longest pause behind words that are said in a rest, in ms: more is meant as time."""
COUNTED_FROM = 10 * SECOND
"""Rests of so many ms and more end with a count."""
COUNT_ROOM = SECOND + SECOND // 2
"""What words leave at least of the count at the end of a rest, in ms: its last second."""


def with_rest_words(
    context_steps: Iterable[ContextStep], phrases: Phrases
) -> Iterator[ContextStep]:
    """Yield the steps of a part; words behind a rest are marked where they fit into it.

    `join_rest_words` puts them there, once it is known what comes next.
    """
    reader = _RestReader(phrases)
    for one in chain(context_steps, (None,)):
        yield from reader.take(one)


def join_rest_words(context_steps: Iterable[ContextStep]) -> list[ContextStep]:
    """Return the steps with marked words put into the rest before them.

    A chapter that began with them begins with what follows.
    """
    joined: list[ContextStep] = []
    marker: str | None = None
    for one in context_steps:
        if one.is_in_rest:
            rest = joined[-1].step
            assert isinstance(rest, Rest)
            assert isinstance(one.step, Say)
            words = (*rest.words, _fill_lines(one.step, one))
            joined[-1] = replace(joined[-1], step=replace(rest, words=words))
            marker = marker or one.marker
            continue
        joined.append(one if marker is None else replace(one, marker=one.marker or marker))
        marker = None
    return joined


@dataclass(slots=True)
class _RestReader:
    """Follows the steps of a part: a rest, the words behind it, and what was named last."""

    phrases: Phrases
    rest: ContextStep | None = None
    words: list[ContextStep] = field(default_factory=list)
    last_name: str | None = None
    last_round: int = 0
    said_before: str = ""
    dropped: ContextStep | None = None

    def take(self, one: ContextStep | None) -> Iterator[ContextStep]:
        """Yield what is settled now that a step, or None behind the last, has come."""
        if one is not None:
            one = self._carry_marks(self._name_again(one))
        if self.rest is not None and one is not None and may_be_in_rest(one.step):
            self.words.append(one)
            return
        if self.rest is not None:
            kept = self._settle(self.rest, self.words, one)
            self.rest, self.words = None, []
            yield from kept
            one = None if one is None else self._carry_marks(one)
        if one is None:
            return
        if isinstance(one.step, Rest):
            self.rest = one
        elif isinstance(one.step, Say) and self._is_needless(one.step, one):
            self.dropped = one
        else:
            yield one
        self.said_before = _read_raw(one) if isinstance(one.step, Say) else ""

    def _name_again(self, one: ContextStep) -> ContextStep:
        """Return a step; where the same work is named again, with the number of its round."""
        if one.opening_name is None:
            return one
        is_again = one.opening_name == self.last_name and one.context.round == self.last_round + 1
        self.last_name, self.last_round = one.opening_name, one.context.round
        if not is_again or not (isinstance(one.step, Say) and one.step.kind == "name"):
            return one
        lines = self.phrases.words.get("next_round", ())[:1] if one.context.rounds else ()
        return replace(one, step=Say(lines, kind=OPTIONAL, where=one.step.where))

    def _is_needless(self, step: Say, one: ContextStep) -> bool:
        """Return whether speech behind no rest is left out: a number, or a name just said."""
        if step.kind == OPTIONAL:
            return True
        return step.kind == "name" and one.context.exercise.casefold() in self.said_before

    def _carry_marks(self, one: ContextStep) -> ContextStep:
        """Return a step with what began with the one before it that was left out."""
        if self.dropped is None:
            return one
        dropped, self.dropped = self.dropped, None
        return one.with_beginnings_of(dropped)

    def _settle(
        self, rest: ContextStep, words: list[ContextStep], after: ContextStep | None
    ) -> list[ContextStep]:
        """Return a rest and the words behind it as they are said, those in the rest marked."""
        assert isinstance(rest.step, Rest)
        step = rest.step
        if words and _kind_of(words[0]) == "name" and step.preview:
            if self._has_room(step, self._estimate_preview(words[0]), counted=False):
                self.dropped, words = words[0], words[1:]
            else:
                step = replace(step, preview=False)
        if words and _kind_of(words[0]) == OPTIONAL and words[0].opening_name:
            step = replace(step, preview=False)
        leads_to_work = after is not None and isinstance(after.step, Hold | Breathe | Reps)
        needed = [one for one in words if _kind_of(one) != OPTIONAL]
        in_rest: list[ContextStep] = []
        if leads_to_work and all(_pause_of(one) <= MAX_PAUSE for one in words):
            for some in (words, needed):
                if not in_rest and self._fits(step, some):
                    in_rest = some
        kept = [self._carry_marks(one) for one in (in_rest or needed)]
        if any(_names_next(one) for one in in_rest):
            step = replace(step, preview=False)
        if in_rest:
            kept = [replace(one, is_in_rest=True) for one in kept]
        elif step.countdown is None and (kept or _is_talk(after)):
            step = replace(step, countdown=0)
        return [replace(rest, step=step), *kept]

    def _fits(self, step: Rest, words: list[ContextStep]) -> bool:
        """Return whether words have room in a rest, before its count, behind its own."""
        own = (step.say,) if step.say else self.phrases.words["rest"]
        size = max(estimate_line(line.text) for line in own)
        if step.preview and self.dropped is not None:
            size += self._estimate_preview(self.dropped) + SPEECH_GAP
        size += sum(SPEECH_GAP + each for one in words for each in estimate_lines(one))
        return self._has_room(step, size, counted=True)

    def _estimate_preview(self, one: ContextStep) -> int:
        lines = self.phrases.words["preview"]
        return max(
            estimate_line(line.text.replace("{next}", one.opening_name or "")) for line in lines
        )

    @staticmethod
    def _has_room(step: Rest, size: int, *, counted: bool) -> bool:
        end = COUNT_ROOM if counted and step.rest >= COUNTED_FROM else TAIL
        if counted and step.countdown is not None:
            end = max(TAIL, step.countdown * SECOND)
        return size <= step.rest - CHIME_LEAD - end


def may_be_in_rest(step: FlatStep) -> bool:
    """Return whether a step is speech that may be said in the rest before it."""
    return isinstance(step, Say) and step.kind in SPOKEN_IN_REST


def _kind_of(one: ContextStep) -> str:
    return one.step.kind if isinstance(one.step, Say) else ""


def _pause_of(one: ContextStep) -> int:
    return one.step.pause if isinstance(one.step, Say) else 0


def _names_next(one: ContextStep) -> bool:
    """Return whether speech names the work that it belongs to."""
    return one.context.exercise.casefold() in _read_raw(one)


def _read_raw(one: ContextStep) -> str:
    """Return the words of speech in small letters, with the name of what it belongs to."""
    lines = one.step.say if isinstance(one.step, Say) else ()
    text = " ".join(line.text for line in lines)
    return text.replace("{exercise}", one.context.exercise).casefold()


def _fill_lines(step: Say, one: ContextStep) -> Say:
    """Return speech whose variables are replaced, as said where these stand for something else."""
    lines = step.say[: step.pick]
    filled = tuple(Line(fill_variables(line, one.context), line.where) for line in lines)
    return replace(step, say=filled, pick=None)


def _is_talk(after: ContextStep | None) -> bool:
    """Return whether a rest leads into talk, or into nothing: then its end is not counted.

    The rests between the sets of a card are: only its short words follow.
    """
    if after is None or isinstance(after.step, Travel | Wait):
        return True
    return isinstance(after.step, Say) and after.opening_name is not None
