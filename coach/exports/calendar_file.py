"""A reminder as a calendar file (RFC 5545): once a week on some days, at a time of the wall clock.

The time is floating: half past seven is half past seven wherever one is, in summer and in winter.
Others may read a calendar, so its words tell of no exercise and of no health.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PRODUCT = "-//coach//reminders//EN"
"""What marks a file as one of ours."""
MAX_OCTETS = 75
"""How long a line may be without its end; the rest of it follows after a space."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """On which `days`, 0 for Monday, at which time, for how many minutes, and how it is called.

    `owner` keeps the reminders of two people apart; nobody can read it in a calendar.
    """

    days: tuple[int, ...]
    at: time
    minutes: int
    title: str
    owner: str


def make_calendar(reminder: Reminder, now: datetime, made: int) -> bytes:
    """Return a calendar file that begins after `now`, by the clock on the wall.

    `made` says when that is, in seconds since 1970.

    Its id stays that of its owner, so that a calendar puts a new one in place of the last.
    """
    return b"".join(map(_fold_line, _list_lines(reminder, now, made)))


def is_own_calendar(content: bytes) -> bool:
    """Return whether a file is one that was made here."""
    return f"\r\nPRODID:{PRODUCT}\r\n".encode() in content[:200]


def _list_lines(reminder: Reminder, now: datetime, made: int) -> Iterator[str]:
    title = _escape_text(reminder.title)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, f'coach:reminder:{reminder.owner}')}"
    yield f"DTSTAMP:{datetime.fromtimestamp(made, UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART:{_find_first(reminder, now):%Y%m%dT%H%M%S}"
    yield f"DURATION:PT{reminder.minutes}M"
    yield f"RRULE:FREQ=WEEKLY;BYDAY={','.join(DAY_CODES[day] for day in sorted(reminder.days))}"
    yield f"SUMMARY:{title}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield "TRIGGER:PT0S"
    yield f"DESCRIPTION:{title}"
    yield "END:VALARM"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _find_first(reminder: Reminder, now: datetime) -> datetime:
    """Return the first moment after now, so that nothing rings at once for what has gone by."""
    days = (now.date() + timedelta(days=number) for number in range(8))
    moments = (datetime.combine(day, reminder.at) for day in days if day.weekday() in reminder.days)
    return next(moment for moment in moments if moment > now)


def _escape_text(text: str) -> str:
    """Return a text as a value of a calendar has it; what is not printable is left out."""
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return "".join(one for one in "\\n".join(text.splitlines()) if one.isprintable())


def _fold_line(line: str) -> bytes:
    """Return a line with its end, cut between characters where it is too long."""
    parts, part = [], b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(part) + len(octets) > MAX_OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join((*parts, part)) + b"\r\n"


def find_day_number(name: str) -> int | None:
    """Return the number of a day of the week, 0 for Monday; three letters of its name will do.

    >>> [find_day_number(name) for name in ("mon", "Friday", "thurs", "th")]
    [0, 4, 3, None]
    """
    word = name.strip().lower()
    found = [number for number, day in enumerate(WEEKDAYS) if day.startswith(word)]
    return found[0] if len(word) > 2 and found else None
