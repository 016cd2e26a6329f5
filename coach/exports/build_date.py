"""The date that goes into files: today's, or a given one so that a build can be repeated."""

from coach.errors import Problem, UsageError


def build_time() -> int:
    """Give the time of this run in seconds since 1970, or the one that SOURCE_DATE_EPOCH sets."""
    import os
    import time

    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return int(time.time())
    try:
        return int(given)
    except ValueError:
        message = f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {given!r}"
        raise UsageError(Problem(message)) from None


def build_year() -> int:
    """Give the year that goes into tags."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(build_time(), UTC).year
