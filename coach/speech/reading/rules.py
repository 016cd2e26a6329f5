"""Rules of reading: a pattern, and what replaces its matches; and the words they look for."""

import re
from collections.abc import Callable
from types import MappingProxyType

Replacement = str | Callable[[re.Match[str]], str]
Rule = tuple[re.Pattern[str], Replacement]


def compile_rules(*rules: tuple[str, Replacement]) -> tuple[Rule, ...]:
    """Return rules of patterns and what replaces their matches."""
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rules)


def text_before(found: re.Match[str]) -> str:
    """Return what stands before a match."""
    return found.string[: found.start()]


def text_after(found: re.Match[str]) -> str:
    """Return what stands after a match."""
    return found.string[found.end() :]


UNITS = MappingProxyType({
    spelling: (one, many)
    for spellings, one, many in (
        ("s sec secs", "second", "seconds"), ("min mins", "minute", "minutes"),
        ("h hr hrs", "hour", "hours"), ("ms", "millisecond", "milliseconds"),
        ("wk wks", "week", "weeks"), ("yr yrs", "year", "years"),
        ("g", "gram", "grams"), ("kg kgs", "kilogram", "kilograms"),
        ("lb lbs", "pound", "pounds"), ("oz", "ounce", "ounces"), ("ft", "foot", "feet"),
        ("mm", "millimetre", "millimetres"), ("cm cms", "centimetre", "centimetres"),
        ("m", "metre", "metres"), ("km kms", "kilometre", "kilometres"),
        ("mi", "mile", "miles"), ("yd yds", "yard", "yards"),
        ("l", "litre", "litres"),
        ("ml", "millilitre", "millilitres"), ("bpm", "beat per minute", "beats per minute"),
        ("rpm", "turn per minute", "turns per minute"), ("kcal", "kilocalorie", "kilocalories"),
        ("mmhg", "millimetre of mercury", "millimetres of mercury"),
        ("m/s", "metre per second", "metres per second"),
        ("mph", "mile per hour", "miles per hour"),
        ("km/h kph", "kilometre per hour", "kilometres per hour"),
        ("min/km", "minute per kilometre", "minutes per kilometre"),
        ("min/mi min/mile", "minute per mile", "minutes per mile"),
    )
    for spelling in spellings.split()
})  # fmt: skip
"""What a unit is written like, in lower case -> how one of it is called, and how many."""
_LONG_UNITS = "|".join(sorted((u for u in UNITS if len(u) > 1), key=len, reverse=True))
UNIT = rf"(?:(?i:{_LONG_UNITS})|[smghl])(?![\w'])"
TIME_UNIT = r"(?:(?i:secs?|mins?|hrs?|seconds?|minutes?|hours?)|[smh])(?![\w'])"
SPELT_UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|degrees?|met(?:re|er)s?|steps?|reps?|"
    r"kilo\w*|kilos?|centi\w*|milli\w*|inch(?:es)?|feet|foot|miles?|yards?|pounds?|grams?|"
    r"lit(?:re|er)s?|times|calories|people|euros|dollars|words|sets?|rounds?|breaths?|counts?|laps?|"
    r"beats?|percent|lengths|strokes|jumps?|skips?|repetitions?|strides?|paces?)\b"
)
"""Units and counted things that are written out: what stands before them is a plain number."""

NUMBER = r"\d+(?:[.,]\d+)*"
HOLD_WORDS = r"(?:holds?|rests?|pauses?|waits?|stretch|plank|walk|jog|break|squeeze|cycles?)\b"
COUNTED_NOUNS = (
    r"(?:sets?|rounds?|reps?|steps?|exercises?|parts?|days?|weeks?|laps?|blocks?|levels?|cycles?|"
    r"breaths?|circuits?|sides?|stages?|minutes?|lessons?)"
)
"""What is numbered: "Set 2", "Days 1-3"."""
ARROW = "(?:[-=]+>|[\u2190-\u21ff\u2794-\u27be\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b11])"
