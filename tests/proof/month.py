"""Simulates a month of daily use with the real planner, and prints what came of it.

    python -m tests.proof.month                          every shipped routine with exercises
    python -m tests.proof.month lower-back --days 60
    python -m tests.proof.month lower-back --minutes 10,15,20 --nesting 5
    python -m tests.proof.month lower-back --every 2     one day, then one without

Each day's session is planned from the log of the days before, and recorded as done. Lengths are
those of the voice `tone`, which speaks nothing. A week is seven days from the first one; a gap is
the longest wait for an exercise in days, the beginning and the end of the month included. At most
one exercise a session is new, so the wait for the first time of each counts apart: it may be as
many days as there are exercises, and the first week may have fewer. An opening is cold where what
comes first neither warms up nor moves nor breathes. Nothing that strengthens is above its usual
dose; a stretch may be where a routine of few exercises would not fill the time without it. Ends
with 1 where something is missed.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from coach.pipeline import load_routine_with_cards, make_planner
from coach.plan.eligibility import apply_filters
from coach.plan.request import SessionRequest
from coach.speech.studio import open_studio
from coach.system.paths import routine_names
from tests.proof.daily_use import FIRST_DAY, MINUTE, Day, Simulation

MINUTES = (10, 15, 20)
WEEK = 7
WANTED_DOING = {10: 40, 15: 48, 20: 50}
"""Percent of a session that are wanted to be doing in the fourth week, of lower-back."""
WANTED_TURNS = {10: (9, 12), 15: (14, 8), 20: (14, 7)}
"""How many exercises are wanted in each week, and the longest gap, of lower-back."""
MAX_NEW = {10: 1, 15: 1, 20: 2}


@dataclass(frozen=True)
class Month:
    """The days of a month of one routine at one length, and what it could have had."""

    routine: str
    minutes: int
    offered: tuple[str, ...]
    always: frozenset[str]
    days: tuple[Day, ...]
    first: date = FIRST_DAY
    length: int = 30

    def list_weeks(self) -> list[list[Day]]:
        """Return the days by weeks, only whole ones."""
        weeks: list[list[Day]] = [[] for _ in range(self.length // WEEK)]
        for day in self.days:
            number = (day.day - self.first).days // WEEK
            if number < len(weeks):
                weeks[number].append(day)
        return weeks

    def count_distinct(self) -> list[int]:
        """Return how many exercises each week had."""
        return [len({name for day in week for name in day.names}) for week in self.list_weeks()]

    def find_gaps(self, *, once_known: bool = False) -> dict[str, int]:
        """Return the longest wait for each exercise in days, or that after its first time."""
        end = self.first + timedelta(days=self.length)
        before = [] if once_known else [self.first - timedelta(days=1)]
        gaps = {}
        for name in self.offered:
            days = [*before, *(day.day for day in self.days if name in day.names), end]
            waits = ((later - earlier).days for earlier, later in pairwise(days))
            gaps[name] = max(waits, default=self.length)
        return gaps

    def measure_doing(self) -> list[float]:
        """Return how much of each week's sessions was doing, in percent."""
        return [sum(day.doing for day in week) / max(1, len(week)) for week in self.list_weeks()]

    def list_missed(self) -> Iterator[str]:
        """Yield what is wanted and missed."""
        later, is_back = self.days[1:], self.routine == "lower-back"
        early = [one for one in self.days if (one.day - self.first).days < 28]
        checks = {
            "cold openings": sum(day.is_cold for day in self.days),
            "without what is always done": sum(
                not self.always <= {*day.names} for day in self.days
            ),
            "not exact": sum(not day.is_exact for day in self.days),
            "unequal sides": sum(bool(day.unequal) for day in self.days),
            "above usual": sum(bool(day.firm_beyond or (is_back and day.beyond)) for day in early),
            "breaks of nesting": sum(len(day.breaks) for day in self.days),
            "more than two raised": sum(len(day.raised) > 2 for day in self.days),
            "too many new": sum(len(day.new) > MAX_NEW.get(self.minutes, 1) for day in later),
        }
        yield from (f"{count} {what}" for what, count in checks.items() if count)
        if is_back and self.minutes in WANTED_TURNS:
            yield from self._list_missed_turns()

    def _list_missed_turns(self) -> Iterator[str]:
        least, longest = WANTED_TURNS[self.minutes]
        if min(self.count_distinct()[1:], default=least) < least:
            yield f"fewer than {least} exercises a week"
        if max(self.find_gaps(once_known=True).values()) > longest:
            yield f"gap above {longest}"
        if max(self.find_gaps().values()) > len(self.offered):
            yield f"gap above {len(self.offered)} before the first time"
        doing = self.measure_doing()
        if len(doing) >= 4 and doing[3] < WANTED_DOING[self.minutes]:
            yield f"doing below {WANTED_DOING[self.minutes]} %"


def simulate_month(
    name: str,
    minutes: int,
    *,
    days: int = 30,
    every: int = 1,
    nesting: int = 0,
    first: date = FIRST_DAY,
) -> Month | None:
    """Return a month of a routine at one length; None where it has no session of that length.

    Of the days every `every`th has a session; on `nesting` of them all minutes are compared.
    """
    with open_studio("tone") as studio:
        routine, cards = load_routine_with_cards(name)
        planner = make_planner(routine, cards, SessionRequest("tone"), studio)
        possible = planner.length_range
        if not possible.shortest <= minutes * MINUTE <= possible.longest:
            return None
        dates = [first + timedelta(days=number) for number in range(0, days, every)]
        step = max(1, len(dates) // max(1, nesting))
        tried = frozenset(range(0, len(dates), step)[:nesting])
        done = Simulation(name, minutes, studio).run(dates, tried)
    offered, _ = apply_filters(routine, cards, SessionRequest().filters)
    names = tuple(dict.fromkeys(one.exercise for one in offered.exercises))
    always = frozenset(one.exercise for one in offered.exercises if one.always)
    return Month(name, minutes, names, always, done, first, days)


def has_turns(name: str) -> bool:
    """Return whether a routine has exercises that it may leave out."""
    routine, cards = load_routine_with_cards(name)
    return any(not one.always and not cards[one.exercise].opt_in for one in routine.exercises)


def format_month(month: Month) -> Iterator[str]:
    """Yield the lines of a month."""
    days, gaps = month.days, month.find_gaps()
    distinct, doing = month.count_distinct(), month.measure_doing()
    lists = len({frozenset(day.names) for day in days})
    never = [name for name in month.offered if not any(name in day.names for day in days)]
    raises = [len(day.raised) for day in days]
    known = max(month.find_gaps(once_known=True).values(), default=0)
    mean = sum(len(day.names) for day in days) / len(days)
    yield (
        f"{month.routine:16} {month.minutes:3} min  {mean:4.1f} a session,"
        f" {' '.join(map(str, distinct))} a week of {len(month.offered)},"
        f" gap {max(gaps.values(), default=0)}, once known {known}; {lists} lists"
    )
    yield (
        f"    doing by week {' '.join(f'{one:.0f}' for one in doing)} %;"
        f" raises {sum(raises)} ({max(raises)} a session at most);"
        f" new {max((len(day.new) for day in days[1:]), default=0)} at most;"
        f" cold {sum(day.is_cold for day in days)}"
    )
    if never:
        yield f"    never: {', '.join(never)}"
    counted = {name: sum(name in day.names for day in days) for name in month.offered}
    yield "    " + ", ".join(f"{name} {counted[name]}/{gaps[name]}" for name in month.offered)
    missed = ", ".join(month.list_missed())
    yield f"    missed: {missed}" if missed else "    all as wanted"


def main() -> int:
    """Print the months; return 1 where something is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("routines", nargs="*", help="only these routines")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--every", type=int, default=1, help="a session every so many days")
    parser.add_argument("--minutes", default=",".join(map(str, MINUTES)))
    parser.add_argument("--nesting", type=int, default=0, help="days on which it is tried")
    given = parser.parse_args()
    missed = 0
    for name in given.routines or filter(has_turns, routine_names()):
        for minutes in map(int, given.minutes.split(",")):
            month = simulate_month(
                name, minutes, days=given.days, every=given.every, nesting=given.nesting
            )
            if month is None:
                print(f"{name:16} {minutes:3} min  has no such session")
                continue
            print("\n".join(format_month(month)), flush=True)
            missed += any(month.list_missed())
    print(f"{missed} months miss what is wanted")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
