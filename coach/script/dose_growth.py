"""Growth: how the dose of an exercise may grow, where that is not by the usual rules.

Usually it starts half-way from its least to its usual dose, is raised after two sessions in which
it was done, and may go on to its most for who wants to get stronger.
"""

from dataclasses import dataclass

from coach.script.records import Field, ListOf, Record
from coach.script.scalars import Choice, Duration, Whole

HALF_WAY, LEAST = "half", "least"
MOST, USUAL = "most", "usual"


@dataclass(frozen=True, slots=True)
class HoldFence:
    """A hold, in ms, that is the longest until the exercise was done `until` times."""

    hold: int
    until: int


@dataclass(frozen=True, slots=True)
class Growth:
    """How a dose grows: from its `start`, `half` or `least`, to the `usual` or the `most` at most.

    From one time to the next lie `apart` days at least, and `rest` days where the back was worse
    afterwards. Of the `holds` each is the longest for so many times.
    """

    start: str = HALF_WAY
    most: str = MOST
    apart: int = 1
    rest: int = 0
    holds: tuple[HoldFence, ...] = ()

    def find_longest_hold(self, times_done: int) -> int | None:
        """Return the longest hold, in ms, of what was done so often; None for any."""
        return next((fence.hold for fence in self.holds if times_done < fence.until), None)


USUAL_GROWTH = Growth()
GROWTH = Record(
    Growth,
    {
        "start": Field(Choice((HALF_WAY, LEAST)), "what a beginner gets: half or least", HALF_WAY),
        "most": Field(Choice((USUAL, MOST)), "what it may grow to: usual or most", MOST),
        "apart": Field(Whole(1, 30), "days from one time to the next, at least", 1),
        "rest": Field(Whole(0, 60), "days without it where the back was worse afterwards", 0),
        "holds": Field(
            ListOf(
                Record(
                    HoldFence,
                    {
                        "hold": Field(Duration(), "how long"),
                        "until": Field(Whole(1, 100), "until it was done so often"),
                    },
                    "a hold, with hold and until",
                    has_where=False,
                )
            ),
            "the longest holds at first, rising",
            (),
        ),
    },
    "how its dose grows",
    has_where=False,
)
