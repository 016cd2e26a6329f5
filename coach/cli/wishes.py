"""What the options of a command, and the user's own defaults, ask for."""

from coach.config import Config
from coach.pipeline import Wishes
from coach.talk import Talk


def wishes(
    config: Config,
    *,
    voice: str | None = None,
    minutes: str | None = None,
    length: str | None = None,
    talk: Talk | None = None,
    slow: bool | None = None,
    easy: bool | None = None,
    without: list[str] | None = None,
    only: list[str] | None = None,
    limits: list[str] | None = None,
) -> Wishes:
    """Put options over the user's defaults; raises UsageError for a length that is none."""
    from coach.admitting import Filters

    return Wishes(
        voice=voice or config.voice,
        length=_length(minutes, length) or config.length,
        talk=talk or config.talk,
        slow=config.slow if slow is None else slow,
        easy=config.easy if easy is None else easy,
        filters=Filters(
            _names(without) or config.without,
            _names(only),
            tuple(dict.fromkeys((*config.limits, *_names(limits)))),
        ),
    )


def _names(given: list[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for part in given or () for name in part.split(",") if name.strip())


def _length(minutes: str | None, length: str | None) -> int | None:
    from coach.errors import Problem, UsageError
    from coach.units import DURATION_HINT, parse_duration

    if minutes is not None and length is not None:
        raise UsageError(Problem("expected --minutes or --length, found both"))
    if minutes is not None:
        return _minutes(minutes)
    if length is None:
        return None
    try:
        return parse_duration(length)
    except ValueError as error:
        raise UsageError(Problem(f"--length: {error}", hint=DURATION_HINT)) from error


def _minutes(text: str) -> int:
    """Read minutes as a number; raises UsageError for what is none, or none of a day's."""
    from coach.errors import Problem, UsageError

    try:
        minutes = float(text)
    except ValueError:
        minutes = 0
    if not 0 < minutes <= 24 * 60:
        message = f"--minutes: expected a number of minutes, found {text!r}"
        raise UsageError(Problem(message, hint="write --minutes 20, or --length 12:30"))
    return round(minutes * 60_000)
