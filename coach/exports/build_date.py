"""The time that exported files are dated by: now, or SOURCE_DATE_EPOCH, so that builds repeat.

reproducible-builds.org/specs/source-date-epoch has the variable.
"""

import os
import time
from datetime import UTC, datetime

from coach.errors import MachineError, Problem, UsageError

LAST_TIME = 253_370_764_799
"""The end of the year 9998 in seconds since 1970: a feed dates some of its sessions later than
others, and no calendar goes beyond 9999."""


def build_time() -> int:
    """Return the time of this run in seconds since 1970, or the one that SOURCE_DATE_EPOCH sets.

    Raises UsageError where that is no such time, MachineError where the clock shows none.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        now = int(time.time())
        if 0 <= now <= LAST_TIME:
            return now
        message = f"the clock: expected a year from 1970 to 9998, found {now} seconds since 1970"
        raise MachineError(Problem(message, hint="set the clock, or SOURCE_DATE_EPOCH"))
    if given.isascii() and given.isdecimal() and len(given) <= 12 and int(given) <= LAST_TIME:
        return int(given)
    found = given if len(given) <= 40 else f"{given[:40]}..."
    message = f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {found!r}"
    raise UsageError(Problem(message, hint=f"a whole number up to {LAST_TIME}, the end of 9998"))


def build_year(seconds: int | None = None) -> int:
    """Return the year that goes into tags, in UTC: of `seconds` since 1970, or of the build."""
    return datetime.fromtimestamp(build_time() if seconds is None else seconds, UTC).year
