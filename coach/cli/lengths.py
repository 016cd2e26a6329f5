"""Lengths of sessions as options give them: minutes, or a duration. A bare number is minutes."""

from coach.cli.messages import print_note
from coach.errors import Problem, UsageError
from coach.units import DURATION_HINT, parse_duration

MAX_MINUTES = 24 * 60


def read_length(minutes: str | None, length: str | None) -> int | None:
    """Return the length in ms that one of two options gives; raises UsageError for both."""
    if minutes is not None and length is not None:
        raise UsageError(Problem("expected --minutes or --length, found both"))
    if minutes is not None:
        return read_minutes(minutes)
    if length is None:
        return None
    if (bare := parse_bare_minutes(length)) is not None:
        written = length.strip()
        print_note(f"--length {written} is taken as minutes; for seconds, write {written}s")
        return bare
    try:
        read = parse_duration(length)
        if not read:
            raise ValueError(f"expected a duration above zero, found {length!r}")
    except ValueError as error:
        raise UsageError(Problem(f"--length: {error}", hint=DURATION_HINT)) from error
    return read


def read_minutes(text: str) -> int:
    """Return minutes in ms: `20`, `7.5`, or a duration such as `20min`, `12:30`.

    Raises UsageError for what is none, or over a day.
    """
    length = parse_bare_minutes(text)
    if length is None:
        try:
            length = parse_duration(text)
        except ValueError:
            length = 0
    if not length:
        message = f"--minutes: expected a number of minutes, found {text!r}"
        raise UsageError(Problem(message, hint="write --minutes 20, or --length 12:30"))
    return length


def parse_bare_minutes(text: str) -> int | None:
    """Return a number without a unit as minutes, in ms; None for what is none, or over a day.

    >>> parse_bare_minutes("7.5"), parse_bare_minutes("5m")
    (450000, None)
    """
    try:
        minutes = float(text)
    except ValueError:
        return None
    return round(minutes * 60_000) if 0 < minutes <= MAX_MINUTES else None


def read_lead_in(given: str | None, usual: int) -> int:
    """Return the quiet before the first word in ms; raises UsageError for a wrong or long one."""
    from coach.errors import Problem, UsageError
    from coach.listener.defaults import MAX_LEAD_IN
    from coach.live.preroll import QUIET_MS
    from coach.units import DURATION_HINT, parse_duration

    try:
        wanted = usual if given is None else parse_duration(given)
    except ValueError as error:
        raise UsageError(Problem(f"--lead-in: {error}", hint=DURATION_HINT)) from error
    if wanted > MAX_LEAD_IN:
        message = f"--lead-in: expected at most {MAX_LEAD_IN // 1000} s, found {given!r}"
        raise UsageError(Problem(message))
    return max(QUIET_MS, wanted)
