"""Rules that spell out numbers with units, clocks, fractions, ranges and multipliers."""

import re
from collections.abc import Callable
from types import MappingProxyType

from coach.units import format_count

Replacement = str | Callable[[re.Match[str]], str]
Rule = tuple[re.Pattern[str], Replacement]


def compile_rules(*rules: tuple[str, Replacement]) -> tuple[Rule, ...]:
    """Return rules of patterns and what replaces their matches."""
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rules)


_UNITS = MappingProxyType({
    spelling: (one, many)
    for spellings, one, many in (
        ("s sec secs", "second", "seconds"), ("min mins", "minute", "minutes"),
        ("h hr hrs", "hour", "hours"), ("ms", "millisecond", "milliseconds"),
        ("g", "gram", "grams"), ("kg kgs", "kilogram", "kilograms"),
        ("lb lbs", "pound", "pounds"), ("oz", "ounce", "ounces"), ("ft", "foot", "feet"),
        ("mm", "millimetre", "millimetres"), ("cm", "centimetre", "centimetres"),
        ("m", "metre", "metres"), ("km", "kilometre", "kilometres"),
        ("ml", "millilitre", "millilitres"), ("bpm", "beat per minute", "beats per minute"),
        ("m/s", "metre per second", "metres per second"),
        ("km/h", "kilometre per hour", "kilometres per hour"),
    )
    for spelling in spellings.split()
})  # fmt: skip
ARROW = "(?:[-=]+>|[\u2190-\u21ff\u2794-\u27be\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b11])"
_LONG_UNITS = "|".join(sorted((u for u in _UNITS if len(u) > 1), key=len, reverse=True))
_UNIT = rf"(?:(?i:{_LONG_UNITS})|[smgh])(?![\w'])"
_NUMBER = r"\d+(?:[.,]\d+)*"
_HOLD_WORDS = r"(?:holds?|rests?|pauses?|waits?|stretch|plank|walk|jog|break|squeeze|cycles?)\b"
_DETERMINERS = r"(?:an?|the|this|your|our|each|every|another|first|last|of)"
_DISTANCE_WORDS = (
    "(?:off|high|deep|wide|long|apart|away|above|below|from|forward|behind|of|tall|thick)"
)
_BREATH_WORDS = r"(?i:\b(?:breath\w*|inhale\w*|exhale\w*|counts?|out))"
_COUNTED_NOUNS = (
    r"(?:sets?|rounds?|reps?|steps?|exercises?|parts?|days?|weeks?|laps?|blocks?|levels?|cycles?|"
    r"breaths?|circuits?|sides?|stages?|minutes?|lessons?)"
)


def _spell_unit(found: re.Match[str]) -> str:
    """Spell `30 s`, `5+ min`; in `5-min` and `a 30 s hold` the unit is in the singular."""
    number, more, joint, spelling = found.groups()
    one, many = _UNITS[spelling.lower()]
    if spelling == "s" and not joint and _is_decade(found, number):
        return found[0]
    hold = re.match(rf"\s{_HOLD_WORDS}", _text_after(found), re.IGNORECASE)
    determiner = re.search(rf"\b{_DETERMINERS}\s$", _text_before(found), re.IGNORECASE)
    if joint == "-" or (hold and (determiner or hold[0].endswith("s"))):
        return f"{number} {one}"
    return f"{number} or more {many}" if more else format_count(number, one, many)


def _is_decade(found: re.Match[str], number: str) -> bool:
    """Return True for `in your 30s` and `the 1990s`, which are no seconds."""
    whose = re.search(r"\b(?:your|their|his|her|my|our|late|early)\s$", _text_before(found))
    if re.match(rf"\s{_HOLD_WORDS}", _text_after(found)):
        return False
    return number.endswith("0") and bool(whose or re.fullmatch(r"(?:1[89]|20)\d0", number))


def _spell_inches(found: re.Match[str]) -> str:
    """Spell `6 in off the floor`, a length; in `4 in, 6 out` the listener is breathing."""
    number, joint = found.groups()
    breathing = re.search(
        rf"{_BREATH_WORDS}\b[\s\d:,]*(?:\b(?:for|of|a|to|in|out)\b[\s\d:,]*)*$", _text_before(found)
    )
    if joint == " " and (
        breathing or re.match(r",?\s(?:and |then )*\d+ out\b", _text_after(found))
    ):
        return found[0]
    return f"{number} inch" if joint == "-" else format_count(number, "inch", "inches")


def _spell_tick_mark(found: re.Match[str]) -> str:
    """Spell `5"` and `5'`: time beside a hold or a rest, as physiotherapists write; else length."""
    number, mark = found.groups()
    held = re.match(
        rf"\s+(?:{_HOLD_WORDS}|(?:on|off)(?:\s?[/,;.]|$))", _text_after(found), re.IGNORECASE
    )
    if held:
        time = "second" if mark == '"' else "minute"
        return (
            format_count(number, time) if held[0].lstrip().startswith("o") else f"{number} {time}"
        )
    timed = re.search(
        rf"(?:{_HOLD_WORDS}(?:\s+for)?|\bfor|times|\bto)\s+$", _text_before(found), re.IGNORECASE
    )
    if mark == '"':
        return format_count(number, *(("second",) if timed else ("inch", "inches")))
    return format_count(number, *(("minute",) if timed else ("foot", "feet")))


def _spell_clock(found: re.Match[str]) -> str:
    """Spell `1:30`, a length of time: 1 minute 30."""
    first, second, third = found.groups()
    if int(second) > 59 or int(third or 0) > 59:
        return ", ".join(part for part in found.groups() if part)
    numbers = [int(first), int(second)] if third is None else [int(first), int(second), int(third)]
    names = ("hour", "minute", "second")[-len(numbers) :]
    said = [format_count(n, name) for n, name in zip(numbers, names, strict=True) if n] or [
        "0 seconds"
    ]
    bare = len(numbers) == 2 and len(said) == 2 and numbers[1] > 9
    return said[0] + f" {numbers[1]}" if bare else " ".join(said)


def _spell_time_of_day(found: re.Match[str]) -> str:
    hour, minute, half = found.groups()
    past = "" if minute in (None, "00") else f" {minute}".replace(" 0", " oh ")
    return f"{hour}{past} {half.upper()}M"


def _spell_fraction(found: re.Match[str]) -> str:
    """Spell `1/2 min`, `2 1/2`, `3/10`, `120/80`."""
    whole, top, bottom, unit = found[1], found[2], found[3], found[4]
    names = {"2": "half", "3": "third", "4": "quarter", "8": "eighth"}
    if bottom not in names or int(top) >= int(bottom):
        over = "out of" if int(top) <= int(bottom) else "over"
        return f"{whole + ' ' if whole else ''}{top} {over} {bottom} {unit or ''}".strip()
    part = names[bottom] if top == "1" else f"{top} {names[bottom]}s"
    one, many = _UNITS[unit.lower()] if unit else ("", "")
    if whole:
        return f"{whole} and {'a ' if top == '1' else ''}{part} {many}".strip()
    if unit:
        article = "an" if unit.lower().startswith("h") else "a"
        share = part if part == "half" else f"{format_count(top, names[bottom])} of"
        return f"{share} {article} {one}"
    if re.match(r"\s(?:turn|range|circle|squat|depth|height|speed|roll|twist)", _text_after(found)):
        return f"{top} {names[bottom]}" if top != "1" else part
    return (
        part if top != "1" or bottom == "2" or _text_before(found).endswith(" a ") else f"a {part}"
    )


def _spell_range(found: re.Match[str]) -> str:
    """Spell `15-30`, a range; in `Set 1 - 10 reps` the dash is a pause."""
    first, dash = found.groups()
    titled = re.search(rf"\b{_COUNTED_NOUNS}\s$", _text_before(found), re.IGNORECASE)
    return f"{first}, " if dash.startswith(" ") and titled else f"{first} to "


def _text_before(found: re.Match[str]) -> str:
    return found.string[: found.start()]


def _text_after(found: re.Match[str]) -> str:
    return found.string[found.end() :]


RULES = compile_rules(
    (rf"(?<=[\d°%\"'])\s?{ARROW}\s?(?=\d)", " to "),
    # Numbers with a colon, a slash or a dash in them.
    (r"(?<![\w.])\.(?=\d)", "0."),
    (r"(?<![\w:.])(\d{1,2})(?::(\d\d))?\s?([AaPp])\.?[Mm]\b\.?(?!\w)", _spell_time_of_day),
    ((rf"(?<![\w:.])(\d{{1,3}}):(\d\d)(?::(\d\d))?(?![\w:])"
      rf"(?:\s(?:{_UNIT}|minutes?|hours?))?"), _spell_clock),
    (r"(?<![\w:.])(\d+):(\d+)(?![\w:])", r"\1 to \2"),
    (r"(?<![\w:.,/-])\d+(?:([-–/:])\d+)(?:\1\d+)+(?![\w:/-])",
     lambda found: ", ".join(re.split(r"\D", found[0]))),
    (r"\b24/7\b", "24 7"),
    (rf"(?i)\b({_COUNTED_NOUNS})\s+(\d+)\s?/\s?(\d+)(?![\w/])", r"\1 \2 of \3"),
    (rf"(?<![\w/.])(?:(\d+)\s+)?(\d+)/(\d+)(?![\w/])(?:\s?({_UNIT}))?", _spell_fraction),
    ((rf"(?<![\w.,-])({_NUMBER}(?:\s?(?:{_UNIT}|seconds?|minutes?|hours?|[\"'°%]))?)"
     r"(\s?[-–]\s?|—)(?=\$?\d)"), _spell_range),
    (r"(?<![\w)\]-])-(?=\d)", "minus "),
    (r"(?<=[\d\"'])\s?[xX×]\s?(?=\d)", " times "),
    (r"(?<!\w)[xX×]\s?(?=\d)", "times "),
    (r"(?<![\w.])1\s?[xX×](?![\w'])", "once"),
    (r"(?<=\d)\s?[xX×](?![\w'])", " times"),
    # Units.
    (r"(?<![\w.])(\d+)'\s?(\d+)\"", r"\1 feet \2 inches"),
    (rf"(?<![\w.])({_NUMBER})(\"|'(?!\w)|'')", _spell_tick_mark),
    (r"(?i)(?<![\w.])(\d+)\s?m(?:in)?\s?(?=\d+\s?s(?:ecs?)?(?!\w))", r"\1 min "),
    (r"(?<![\w.])(\d+)h\s?(?=\d+\s?m(?:in)?(?!\w))(\d+)\s?m(?:in)?", r"\1 h \2 min"),
    (rf"(?i)\b((?:hold|rest|pause|wait|plank)(?: for)? {_NUMBER})\s?m(?![\w'/])", r"\1 min"),
    (rf"(?<![\w.])({_NUMBER})(\+?)(\s|-|)({_UNIT})(?:\.(?=\s+[a-z]|\s?[,;:)]))?", _spell_unit),
    ((rf"(?<![\w.])({_NUMBER})( |-|)in\b(?:\.(?=\s[a-z])|(?=\.?$|[.,;:)!?]|\s{_DISTANCE_WORDS}\b)|"
     r"(?<=\din)|(?<=-in)(?=\s))"), _spell_inches),
    (r"(?i)(?<![\w.])(\d+)\s?(?:°|degs?\b\.?)\s?c\b", r"\1 degrees Celsius"),
    (r"(?i)(?<![\w.])(\d+)\s?(?:°|degs?\b\.?)\s?f\b", r"\1 degrees Fahrenheit"),
    (rf"(?<![\w.])({_NUMBER})\s?(?:°|degs?\b\.?)", lambda found: format_count(found[1], "degree")),
    *(
        (rf"{symbol}\s?({_NUMBER})", lambda found, coin=coin: format_count(found[1], coin))
        for symbol, coin in ((r"\$", "dollar"), ("£", "pound"), ("€", "euro"))
    ),
)  # fmt: skip
"""In the order they are applied in, after pairs of quotation marks were removed."""
