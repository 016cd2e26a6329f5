"""Rules for dates, times of day, and lengths written like a clock or with prime marks."""

import re

from coach.speech.reading.rules import (
    HOLD_WORDS,
    TIME_UNIT,
    compile_rules,
    text_after,
    text_before,
)
from coach.units import format_count

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYTIME = (
    r"(?:morning|evening|afternoon|night|tonight|tomorrow|today|daily|midday|noon|bed(?:time)?|"
    r"breakfast|lunch|dinner|appointments?|class|clinic|open|opens|every day|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|wed|thu|fri|sat|sun)\b"
)
DAYTIME = re.compile(rf"(?i)\b{_DAYTIME}")
"""Words by which a time is one of the day."""
_TIMED = rf"(?i)(?:{HOLD_WORDS}|\b(?:for|run|jog|walk|every|within|total|in|of|to|times|x|×))"
_CLOCK = r"(\d{1,2}):([0-5]\d)"


def _spell_date(year: str, month: str, day: str) -> str | None:
    """Return a date in words, or None if there is none such."""
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return None
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def _spell_long_date(found: re.Match[str]) -> str:
    """Spell `29.11.2026` and `11/29/2026`; where both could be the month, the day is first."""
    first, second, year = found[1], found[3], found[4]
    return _spell_date(year, second, first) or _spell_date(year, first, second) or found[0]


def _spell_half_day(found: re.Match[str]) -> str:
    hour, minute, half = found[1], found[2], found[3] or found[4]
    past = "" if minute in (None, "00") else f" {minute}".replace(" 0", " oh ")
    return f"{hour}{past} {half.upper()}M"


def _spell_time_of_day(hour: int, minute: int) -> str:
    """Return a time of the day in words: 8 o'clock, 8 oh 5, 8 30 PM."""
    if (hour, minute) in ((24, 0), (0, 0)):
        return "midnight"
    past = "" if not minute else f" oh {minute}" if minute < 10 else f" {minute}"
    if hour > 12:
        return f"{hour - 12}{past} PM"
    return f"{hour or 12}{past}" + (" AM" if not hour else "" if minute else " o'clock")


def is_sure_time(found: re.Match[str], hour: int) -> bool:
    """Return True if words beside a clock, or the clock itself, say that it is one of the day."""
    leading_zero = re.search(r"\b0\d:", found[0]) is not None
    return hour > 12 or leading_zero or DAYTIME.search(found.string) is not None


def is_placed(found: re.Match[str]) -> bool:
    """Return True for a place in the session or a pace: `at the 2:00 mark`, `5:30/km`."""
    placed = (
        rf"(?:,? (?:mark|left|to go|remaining|into|switch|change|swap|pace|{HOLD_WORDS})\b|"
        r"\s?/|\s?min)"
    )
    return re.match(placed, text_after(found)) is not None


def _spell_clock_of_day(found: re.Match[str]) -> str:
    """Spell `at 20:30`, unless it is a place in the session, as in `at 1:30, switch`."""
    hour, minute = int(found[1]), int(found[2])
    least = 1 if re.search(r"(?i)\b(?:at|by)\s$", text_before(found)) else 5
    if hour > 24 or is_placed(found) or (hour < least and not is_sure_time(found, hour)):
        return found[0]
    return _spell_time_of_day(hour, minute)


def _spell_opening(found: re.Match[str]) -> str:
    """Spell `from 9:00 to 17:00`, and `9:00-17:00`; `0:30 to 1:00` is a length."""
    word, joint = found["word"] or "", found["joint"].strip()
    first, second = (int(found[2]), int(found[3])), (int(found[5]), int(found[6]))
    named = DAYTIME.search(found.string) or (word and max(first[0], second[0] - 7) >= 6)
    if max(first[0], second[0]) > 24 or not named:
        return found[0]
    joint = "to" if joint in ("-", "–") else joint
    return f"{word}{_spell_time_of_day(*first)} {joint} {_spell_time_of_day(*second)}"


def _spell_clock(found: re.Match[str]) -> str:
    """Spell `1:30`, a length of time: 1 minute 30; with hours behind it, 1 hour 30 minutes."""
    parts = [part for part in (found[1], found[2], found[3]) if part]
    if any(int(part) > 59 for part in parts[1:]):
        return ", ".join(parts)
    names = ("hour", "minute") if (found[4] or "").startswith("h") else ("minute", "second")
    if len(parts) == 3:
        return _spell_length(parts, ("hour", "minute", "second"))
    said = _spell_length(parts, names)
    if re.match(r"\smark\b", text_after(found)):
        return said.removesuffix("s")
    bare = names[0] == "minute" and int(parts[0]) and int(parts[1]) > 9
    return said.removesuffix(" seconds") if bare else said


def _spell_length(parts: list[str], names: tuple[str, ...]) -> str:
    pairs = zip(map(int, parts), names, strict=True)
    said = " ".join(format_count(n, name) for n, name in pairs if n)
    return said or f"0 {names[-1]}s"


def _spell_prime_marks(found: re.Match[str]) -> str:
    """Spell `1'30"`, minutes and seconds, where it cannot be feet and inches or time is meant."""
    after = re.match(rf"\s+{HOLD_WORDS}", text_after(found), re.IGNORECASE)
    timed = re.search(rf"{_TIMED}\s+$", text_before(found)) or after
    if not timed and (found[2][0] != "0" and int(found[2]) < 12):
        return found[0]
    said = _spell_length([found[1], found[2]], ("minute", "second"))
    return said.removesuffix(" seconds") if int(found[2]) > 9 and int(found[1]) else said


DATE_RULES = compile_rules(
    (r"(?<![\w./-])(\d{4})-(\d\d)-(\d\d)(?![\w/-])",
     lambda found: _spell_date(found[1], found[2], found[3]) or found[0]),
    (r"(?<![\w./-])(\d{1,2})([./])(\d{1,2})\2(\d{4})(?![\w/-])", _spell_long_date),
)  # fmt: skip
"""These go before the rules of `digit_groups`: a date has as many digits as a telephone number."""

RULES = compile_rules(
    # Times of the day.
    ((r"(?<![\w:.])(\d{1,2})(?:[:.](\d\d))?\s?(?:([AaPp])[Mm]\b|([AaPp])\.[Mm]\b"
      r"(?:\.(?!\s+[A-Z]))?)(?!\w)"), _spell_half_day),
    (r"(?<=\d [AP]M)\s?[-–]\s?(?=\d)", " to "),
    ((rf"(?P<word>\b(?i:from|between)\s|(?<![\w:.–-])){_CLOCK}(?P<joint>\s(?:to|and|until|till)\s|"
     rf"\s?[-–]\s?){_CLOCK}(?![\w:])"), _spell_opening),
    (rf"(?i)(?<=\b(?:at|by)\s){_CLOCK}(?![\w:]|\s?{TIME_UNIT})", _spell_clock_of_day),
    *((rf"(?i)(?<=\b{word}\s){_CLOCK}(?![\w:]|\s?{TIME_UNIT})", _spell_clock_of_day)
      for word in ("before", "after", "until", "till", "since")),
    # Lengths of time.
    (r"(?<![\w.])(\d{1,3})'\s?([0-5]\d)(?:\"|''|'|(?![\w\"']))", _spell_prime_marks),
    (rf"(?<![\w:.])(\d{{1,3}}):(\d\d)(?::(\d\d))?(?![\w:]*:|\d)(?:\s?(?:({TIME_UNIT})))?(?!\w)",
     _spell_clock),
    (r"(?<![\w:.])(\d+):(\d+)(?![\w:])", r"\1 to \2"),
    (r"(?i)(?<![\w.])(\d+)\s?m(?:in)?\s?(?=\d+\s?s(?:ecs?)?(?!\w))", r"\1 min "),
    (r"(?<![\w.])(\d+)\s?(?:m|min)(\d\d)(?![\w.:/])", r"\1 min \2 s"),
    (r"(?<![\w.])(\d+)h\s?(?=\d+\s?m(?:in)?(?!\w))(\d+)\s?m(?:in)?", r"\1 h \2 min"),
    (r"(?<![\w.])(\d+)\s?h(\d\d)(?![\w.:/])", r"\1 h \2 min"),
)  # fmt: skip
