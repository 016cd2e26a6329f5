"""The time that exported files are dated by: now, or SOURCE_DATE_EPOCH, so that builds repeat.

reproducible-builds.org/specs/source-date-epoch has the variable.
"""

import os
import time
from datetime import UTC, datetime

from coach.errors import Problem, UsageError


def build_time() -> int:
    """Return seconds since 1970: now, or what the variable SOURCE_DATE_EPOCH sets.

    Raises UsageError where that is no whole number.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return int(time.time())
    try:
        return int(epoch)
    except ValueError:
        message = f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {epoch!r}"
        raise UsageError(Problem(message)) from None


def build_year(seconds: int | None = None) -> int:
    """Return the year that goes into tags, in UTC: of `seconds` since 1970, or of the build."""
    return datetime.fromtimestamp(build_time() if seconds is None else seconds, UTC).year
