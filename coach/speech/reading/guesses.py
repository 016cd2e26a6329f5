"""Guesses: what could be read in two ways, where no word beside it says which is meant."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.speech.reading import clocks, digit_groups, number_pairs, quantities
from coach.speech.reading.rules import (
    COUNTED_NOUNS,
    HOLD_WORDS,
    NUMBER,
    SPELT_UNIT,
    UNIT,
    text_after,
    text_before,
)

IsGuess = Callable[[re.Match[str]], bool]


@dataclass(frozen=True, slots=True)
class Guess:
    """Where in a text a form stands that is read by a guess, and how to write it plainly."""

    start: int
    end: int
    hint: str


def _is_bare_clock(found: re.Match[str]) -> bool:
    """Return True for `8:00` where neither a length nor a time of the day is meant for sure."""
    hour, minute, before = int(found[1]), int(found[2]), text_before(found)
    timed = re.search(rf"(?i)(?:{HOLD_WORDS}|\b(?:for|run|every|total|of))(?: for)?:?\s$", before)
    paired = re.search(r"(?i)\b(?:from|between|\d?\d:\d\d (?:to|and|until))\s$", before)
    if timed or paired or clocks.is_placed(found) or minute > 59 or not 0 < hour <= 24:
        return False
    asked = re.search(r"(?i)\b(?:at|by|before|after|until|till|since)\s$", before)
    return not clocks.is_sure_time(found, hour) and (asked is not None or hour >= 6)


def _is_bare_opening(found: re.Match[str]) -> bool:
    """Return True for `from 10:00 to 12:00`, hours that may be minutes of the session."""
    first, second = int(found[1]), int(found[2])
    return first >= 6 and second <= 12 and clocks.DAYTIME.search(found.string) is None


def _is_odd_share(found: re.Match[str]) -> bool:
    """Return True for `3/7` and `60/30`, which are for sure no score or fraction."""
    top, bottom = int(found[1]), int(found[2])
    numbered = re.search(rf"(?i)\b{COUNTED_NOUNS}\s+$", text_before(found))
    if numbered or (top, bottom) == (24, 7):
        return False
    if top > bottom:
        return not number_pairs.is_pressure(top, bottom)
    return top != bottom and bottom not in (2, 3, 4, 5, 8, 10, 100)


def _is_bare_decimal(found: re.Match[str]) -> bool:
    return not re.match(r"(?:\s?,)?\s(?:and|or|&|then)\s\d", text_after(found))


def _is_either_date(found: re.Match[str]) -> bool:
    """Return True where both numbers could be the month."""
    return max(int(found[1]), int(found[2])) <= 12 and found[1] != found[2]


_GUESSES: tuple[tuple[re.Pattern[str], IsGuess, str], ...] = tuple(
    (re.compile(pattern), is_guess, hint)
    for pattern, is_guess, hint in (
        (rf"(?<![\w.–-])({NUMBER})\s?m(?![\w'/])",
         lambda found: not quantities.judge_metres(found) and re.search(r"\w", text_before(found)
         + text_after(found)) is not None, "write minutes or metres"),
        (rf"(?<![\w.'–-])(?:\d+\s?[-–]\s?)?({NUMBER})(?:\s?(\")(?!\w)|('(?!\w)|''))",
         lambda found: not quantities.judge_tick_mark(found),
         "write the unit out: seconds or inches, minutes or feet"),
        (r"(?<![\w:.–-])(\d{1,2}):(\d\d)(?![\w:–-]|\s?/|\s?[-–]|\s?[AaPp]\.?[Mm]|\s(?:min|sec|hour|h\b|to\s\d))",
         _is_bare_clock, "write the time of day with am or pm, a length of time with its units"),
        (r"(?i)(?:from|between)\s(\d{1,2}):\d\d\s(?:to|and|until|till)\s(\d{1,2}):\d\d(?![\w:])",
         _is_bare_opening, "write the time of day with am or pm, a length of time with its units"),
        (r"(?<![\w./-])(\d{1,2})/(\d{1,2})/\d{4}(?![\w/-])", _is_either_date,
         "write the month in letters"),
        (r"(?<![\w/.,-])(\d+)/(\d+)(?![\w/.]|\s?(?:%|s\b|sec|min|mmHg)|\.\d)", _is_odd_share,
         "write the words between the numbers: out of, over, then"),
        (rf"(?<![\w.,])(\d+),(\d{{1,2}})(?![\w,]|\.\d|\s?[-–]?\s?(?:{UNIT}|{SPELT_UNIT}|[\d°%€x×]))",
         _is_bare_decimal, "write 1.5 for one and a half, and a space after a comma of a list"),
        (rf"(?<![\w.,])[1-9]\d?\.\d{{3}}(?![\w.,]|\s?(?:{UNIT}|{SPELT_UNIT}))",
         lambda found: not found[0].endswith("000"), "write a thousand as 1,000"),
        (r"(?<![\w.,:/+-])(?<!\d )[1-9]\d\d \d{3}(?![\w:/-]|[.,]\d| \d)",
         lambda found: not digit_groups.is_asked_for(found) and not found[0].endswith("00"),
         "write a telephone number after call, ring or phone, and a thousand as 1,000"),
    )
)  # fmt: skip
_VAGUE = number_pairs.NAMED_PAIR


def list_guesses(text: str) -> Iterator[Guess]:
    """Yield what is read by a guess in a cleaned text, in order."""
    found_guesses = [
        Guess(found.start(), found.end(), hint)
        for pattern, is_guess, hint in _GUESSES
        for found in pattern.finditer(text)
        if is_guess(found) and not _VAGUE.match(text, found.start())
    ]
    yield from sorted(found_guesses, key=lambda guess: guess.start)
