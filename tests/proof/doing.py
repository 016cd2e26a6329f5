"""Tells how much of a session is doing, and how soon it begins, for every shipped routine.

    python -m tests.proof.doing              every routine and length, full and short talk
    python -m tests.proof.doing --short      lower-back at 5, 10 and 20 minutes
    python -m tests.proof.doing --voice natural

Doing is what holds, breaths, repetitions and walking take, the words during it included: what
`coach plan` counts as work. A session of pure attention, such as the body scan, asks for nothing
else than to listen inwards; there the quiet between its lines is counted, too, and nothing is
wanted of it. Full talk stands for someone who has never heard the session, short talk for someone
who knows it. Lengths are those of the voice `tone`, whose sessions differ from those of the natural
voice by a second in a hundred, and which needs none of its weights. Ends with 1 where a movement
routine misses what is wanted.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.pipeline import compile_session, load_routine_with_cards, make_planner
from coach.plan.request import SessionRequest
from coach.plan.short_sessions import SessionPlanner
from coach.plan.target_length import find_nearest_length
from coach.script.talk_level import TalkLevel
from coach.speech.spoken_sheet import speak_sheet
from coach.speech.studio import Studio, open_studio
from coach.system.paths import routine_names
from coach.timeline.cues import Purpose
from coach.timeline.layout import find_span_starts
from coach.timeline.summary import time_by_purpose

MINUTE = 60_000
MINUTES = (5, 8, 10, 12, 15, 20, 30, 45)
SHORT_MINUTES = (5, 10, 20)
TALKS = (TalkLevel.FULL, TalkLevel.SHORT)
WANTED_SHARES = {
    TalkLevel.FULL: ((20, 45), (10, 40), (0, 30)),
    TalkLevel.SHORT: ((20, 55), (10, 50), (0, 40)),
}
"""From so many minutes on so many percent of a session are wanted to be doing."""
LATEST_FIRST = {TalkLevel.FULL: 100, TalkLevel.SHORT: 75}
"""Seconds within which the first repetition is wanted."""
ATTENTION = ("body-scan", "box-breathing", "breathing")
"""Routines of pure attention."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What a session has of doing: percent of its length, seconds before it, its exercises."""

    routine: str
    minutes: int
    talk: TalkLevel
    percent: float
    first: float
    exercises: int

    def list_missed(self) -> Iterator[str]:
        """Yield what is wanted of a session of movement and missed by this one."""
        if self.routine in ATTENTION:
            return
        shares = WANTED_SHARES[self.talk]
        wanted = next(share for minutes, share in shares if self.minutes >= minutes)
        if self.percent < wanted:
            yield f"doing below {wanted} %"
        if self.first > LATEST_FIRST[self.talk]:
            yield f"begins after {LATEST_FIRST[self.talk]} s"


def measure_doing(
    name: str, talk: TalkLevel, minutes: Iterable[int], voice: str = "tone"
) -> Iterator[Doing]:
    """Yield what the sessions of a routine have of doing, of the minutes that it can last."""
    routine, cards = load_routine_with_cards(name)
    with open_studio(voice) as studio:
        planner = make_planner(routine, cards, SessionRequest(voice, talk=talk), studio)
        possible = planner.length_range
        for minute in minutes:
            if possible.shortest <= minute * MINUTE <= possible.longest:
                yield _measure_session(planner, studio, name, minute)


def _measure_session(planner: SessionPlanner, studio: Studio, name: str, minute: int) -> Doing:
    length = minute * MINUTE
    chosen = planner.choose_session(length)
    if chosen is None:
        length = find_nearest_length(planner, length, lambda _: True) or length
        chosen = planner.choose_session(length)
    assert chosen is not None
    session, _ = chosen
    sheet = speak_sheet(compile_session(session), session, studio, length, is_planned=True)
    starts = tuple(find_span_starts(sheet, studio.media.lengths, length))
    spent = time_by_purpose(sheet, starts)
    counted = {Purpose.WORK, Purpose.QUIET} if name in ATTENTION else {Purpose.WORK}
    first = next(
        (at for span, at in zip(sheet.spans, starts, strict=False) if span.purpose in counted), 0
    )
    return Doing(
        name,
        minute,
        session.delivery.talk_level,
        100 * sum(spent[purpose] for purpose in counted) / starts[-1],
        first / 1_000,
        len(session.exercises),
    )


def main() -> int:
    """Print the table; return 1 where something is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("routines", nargs="*", help="only these routines")
    parser.add_argument("--short", action="store_true", help="lower-back at 5, 10, 20 minutes")
    parser.add_argument("--voice", default="tone", help="whose lengths of speech are used")
    given = parser.parse_args()
    names = given.routines or (["lower-back"] if given.short else routine_names())
    print("routine               min  talk   doing  first  exercises")
    missed = 0
    for name in names:
        for talk in TALKS:
            minutes = SHORT_MINUTES if given.short else MINUTES
            for one in measure_doing(name, talk, minutes, given.voice):
                faults = ", ".join(one.list_missed())
                missed += bool(faults)
                print(
                    f"{name:20}  {one.minutes:3}  {talk:5}  {one.percent:3.0f} %"
                    f"  {one.first:3.0f} s  {one.exercises:9}  {faults}".rstrip()
                )
    print(f"{missed} sessions miss what is wanted")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
