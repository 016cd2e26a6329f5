"""The tally: what the player reported as heard -> what was heard of each exercise.

It is told which stretches of which schedule were heard. What is heard twice counts once, time that
was added to a hold counts as well, and a repetition or a breath only where its end was heard.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coach.timeline.cues import Span
from coach.training.log_records import ExerciseRecord, Outcome, SideHeard
from coach.training.work_map import Work, WorkMap, WorkSpan

DONE_PERCENT = 80
"""How much of each side makes an exercise done, and how much of it makes a repetition count."""
PART_PERCENT = 20
"""How much of all its sides together makes an exercise done in part."""
REPEATS_THAT_ASK = 2
"""How many repeats of instructions in an exercise show that all its words are needed."""
END_TOLERANCE_MS = 60
"""What may lack at the end of a repetition that was heard whole: a cut falls between turns."""
MIN_HEARD_MS = 20_000
"""With less than this heard, a session says nothing of any exercise."""

Stretches = tuple[tuple[int, int], ...]


class Tally:
    """What was heard of a session: fed while it plays, and asked whenever it is written down.

    `spans` and `starts` are those of the schedule it begins with, and `planned` what it holds:
    the record of each exercise before anything was heard.
    """

    def __init__(
        self, spans: Sequence[Span], starts: Sequence[int], planned: tuple[ExerciseRecord, ...]
    ) -> None:
        self._first = self._map = WorkMap(spans, starts)
        self._order = {work: number for number, work in enumerate(self._first.lengths)}
        self._planned = planned
        self._heard_by_work: dict[Work, Stretches] = {}
        self._repeats: dict[str, int] = {}
        self._eased: set[str] = set()
        self._reached = -1
        self.heard_ms = 0

    def hear(self, spans: Sequence[Span], starts: Sequence[int], start: int, stop: int) -> None:
        """Add a stretch of a schedule, in its ms, that was heard."""
        if stop <= start:
            return
        here = self._map_schedule(spans, starts)
        self.heard_ms += stop - start
        for one in here.list_between(start, stop):
            begin, end = max(start, one.start), min(stop, one.end)
            if one.work in self._order:
                self._add(here, one, begin, end)
        last = here.find_last_done(stop)
        if last is not None:
            self._reached = max(self._reached, self._order.get(last, -1))

    def note_repeat(self, spans: Sequence[Span], starts: Sequence[int], at: int) -> None:
        """Note that an instruction was asked for again at a moment of a schedule."""
        self._add_repeats(self._map_schedule(spans, starts).find_exercise(at), 1)

    def note_more_talk(self, spans: Sequence[Span], starts: Sequence[int], at: int) -> None:
        """Note that more talk was asked for at a moment of a schedule."""
        self._add_repeats(self._map_schedule(spans, starts).find_exercise(at), REPEATS_THAT_ASK)

    def note_easier(self, spans: Sequence[Span], starts: Sequence[int], at: int) -> None:
        """Note that the exercise at a moment of a schedule is done in an easier way from there on.

        What was asked is then done in part at most.
        """
        if exercise := self._map_schedule(spans, starts).find_exercise(at):
            self._eased.add(exercise)

    @property
    def exercises(self) -> tuple[ExerciseRecord, ...]:
        """What was heard of each exercise; nothing where all of it was next to nothing."""
        records = tuple(self._make_record(planned) for planned in self._planned)
        is_unheard = all(one.outcome is Outcome.UNREACHED for one in records)
        return () if is_unheard or self.heard_ms < MIN_HEARD_MS else records

    def to_json(self) -> dict[str, Any]:
        """Return what was heard, for a session that goes on later."""
        return {
            "heard": self.heard_ms,
            "reached": self._reached,
            "repeats": self._repeats,
            "eased": sorted(self._eased),
            "work": [[*work, [*map(list, heard)]] for work, heard in self._heard_by_work.items()],
        }

    def restore(self, note: Mapping[str, Any]) -> bool:
        """Take up what `to_json` has returned; False, and nothing changes, where it is damaged."""
        try:
            work = {
                Work(str(card), str(side), int(number), int(rep), int(turn)): tuple(
                    (int(start), int(stop)) for start, stop in heard
                )
                for card, side, number, rep, turn, heard in note["work"]
            }
            repeats = {str(name): int(times) for name, times in note["repeats"].items()}
            eased = {str(name) for name in note.get("eased", ())}
            heard_ms, reached = int(note["heard"]), int(note["reached"])
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return False
        self._heard_by_work = {one: heard for one, heard in work.items() if one in self._order}
        self._repeats, self.heard_ms = repeats, max(0, heard_ms)
        self._reached, self._eased = min(reached, len(self._order) - 1), eased
        return True

    def _map_schedule(self, spans: Sequence[Span], starts: Sequence[int]) -> WorkMap:
        """Return the map of a schedule; the last one is kept, as it is needed often."""
        if not self._map.is_of(spans, starts):
            self._map = WorkMap(spans, starts)
        return self._map

    def _add(self, here: WorkMap, one: WorkSpan, begin: int, end: int) -> None:
        """Add a part of a work. Of one that only talk has made longer, it is its share of it."""
        work, offset = one.work, one.offset - one.start
        start, stop = begin + offset, end + offset
        length, planned = here.lengths[work], self._first.lengths[work]
        if one.is_indivisible and length != planned and length:
            start, stop = start * planned // length, stop * planned // length
        heard = self._heard_by_work.get(work, ())
        self._heard_by_work[work] = _join_stretches((*heard, (start, stop)))

    def _add_repeats(self, exercise: str, times: int) -> None:
        if exercise:
            self._repeats[exercise] = self._repeats.get(exercise, 0) + times

    def _make_record(self, planned: ExerciseRecord) -> ExerciseRecord:
        works = [work for work in self._order if work.exercise == planned.exercise]
        sides = tuple(dict.fromkeys(work.side for work in works))
        return replace(
            planned,
            outcome=self._find_outcome(works, sides),
            sides=tuple(self._sum_side(works, side) for side in sides),
            asks_words=self._repeats.get(planned.exercise, 0) >= REPEATS_THAT_ASK,
        )

    def _find_outcome(self, works: list[Work], sides: Iterable[str]) -> Outcome:
        shares = [self._find_share([one for one in works if one.side == side]) for side in sides]
        if shares and min(shares) >= DONE_PERCENT:
            return Outcome.PART if works[0].exercise in self._eased else Outcome.DONE
        if self._find_share(works) >= PART_PERCENT:
            return Outcome.PART
        is_past = bool(works) and self._order[works[-1]] <= self._reached
        return Outcome.SKIPPED if is_past else Outcome.UNREACHED

    def _find_share(self, works: Iterable[Work]) -> int:
        """Return the percentage of the planned ms that was heard; added time makes it no more."""
        lengths = {work: self._first.lengths[work] for work in works}
        heard = sum(min(self._count_ms(work), length) for work, length in lengths.items())
        return 100 * heard // max(1, sum(lengths.values()))

    def _sum_side(self, works: Iterable[Work], side: str) -> SideHeard:
        own = [work for work in works if work.side == side]
        return SideHeard(
            side, sum(map(self._is_repetition, own)), sum(self._count_ms(work) for work in own)
        )

    def _count_ms(self, work: Work) -> int:
        return sum(stop - start for start, stop in self._heard_by_work.get(work, ()))

    def _is_repetition(self, work: Work) -> bool:
        length, heard = self._first.lengths[work], self._heard_by_work.get(work, ())
        if 100 * self._count_ms(work) < DONE_PERCENT * length or not heard:
            return False
        return work not in self._first.whole_works or heard[-1][1] >= length - END_TOLERANCE_MS


def _join_stretches(stretches: Iterable[tuple[int, int]]) -> Stretches:
    """Return stretches in order, those joined that touch.

    >>> _join_stretches([(5, 9), (0, 3), (3, 6)])
    ((0, 9),)
    """
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return tuple(joined)
