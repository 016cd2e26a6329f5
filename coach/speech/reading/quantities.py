"""Rules for numbers with units: seconds, metres, inches, pounds, degrees, money."""

import re

from coach.speech.reading.rules import (
    HOLD_WORDS,
    NUMBER,
    UNIT,
    UNITS,
    compile_rules,
    text_after,
    text_before,
)
from coach.units import format_count

_DETERMINERS = r"(?:an?|the|this|your|our|each|every|another|first|last|of)"
_DISTANCE_WORDS = (
    "(?:off|high|deep|wide|long|apart|away|above|below|from|forwards?|behind|of|tall|thick)"
)
_BREATH_WORDS = r"(?i:\b(?:breath\w*|inhale\w*|exhale\w*|counts?|out))"
_DESCRIBED = (
    r"\s(?:weights?|dumbbells?|kettlebells?|barbells?|ball|plate|bag|vest|bottle|pack|step|box|riser|"
    r"sprints?|shuttles?|warm[- ]?up|cool[- ]?down|intervals?|bend|angle)\b"
)
"""What a quantity before it describes: a 5 kilogram weight, a 6 inch step."""
_MINUTES_BEFORE = re.compile(
    r"(?i)\b(?:for|in|every|after|within|another|(?:the )?(?:last|next|first)|lasts?|takes?|about|"
    r"holds?|rests?|pauses?|waits?|plank|relax|breathe|sit|stand|meditate|stretch|warm[- ]?up|"
    r"cool[- ]?down|walk(?: \w+ly)?|jog(?: \w+ly)?|cycle|easy|steady|hard|"
    r"brisk\w*)(?: for)?:?\s$"
)
_MINUTES_AFTER = re.compile(
    r"(?i)\s(?:on|off|rest|holds?|walk|jog|run|easy|steady|hard|brisk|warm|cool|recovery|stretch\w*|"
    r"break|pause|relax\w*|meditat\w*|breath\w*|of (?!rope|space|string|tape|room)|session|plank|"
    r"each\b|per\b|then\b)"
)
_METRES_AFTER = re.compile(
    r"(?i)\s(?:away|from|apart|in front|ahead|forwards?|backwards?|back\b|behind|sideways|"
    r"to (?:the|a)\b|across|up|down\b|high|wide|long|tall|deep|off|above|below|line|sprints?|dash|"
    r"shuttles?|walk test|of (?:rope|space|string|tape|room)|swim|distance|between|towards?)"
)
_FAR_MOVES = re.compile(r"(?i)\b(?:swim|sprint|row|throw|jump|crawl|shuttle)\w*\b[^.]*$")
_SECONDS = re.compile(r"\d\s?(?:s|secs?|seconds?|min|mins|minutes?)(?![\w'])")
_LONGEST_MINUTES = 90
"""More than so many is a distance: 100m, 400m."""
_FAR_M = 50
"""From so many on, what is walked or run may be a distance."""
_ON_FOOT = re.compile(r"(?i)\b(?:walk|run|jog) $|\s(?:walk|run|jog)\b")


def judge_metres(found: re.Match[str]) -> str:
    """Return "min" or "m" for what `5m` is, or "" where nothing says it."""
    number, before, after = float(found[1].replace(",", "")), text_before(found), text_after(found)
    if number > _LONGEST_MINUTES or _FAR_MOVES.search(before):
        return "m"
    if _METRES_AFTER.match(after) and not re.match(r"\s(?:off|on)\s?(?:[,.;/]|$)", after):
        return "m"
    if number >= _FAR_M and (_ON_FOOT.search(before) or _ON_FOOT.match(after)):
        return ""
    timed = _MINUTES_BEFORE.search(before) or _MINUTES_AFTER.match(after)
    return "min" if timed or _SECONDS.search(before) or _SECONDS.search(after) else ""


def _spell_metres(found: re.Match[str]) -> str:
    """Write out `5m` as minutes or metres; all by itself it is what a script means by it."""
    alone = not re.search(r"\w", text_before(found) + text_after(found))
    unit = judge_metres(found) or ("min" if alone else "m")
    return f"{found[1]} min" if unit == "min" else found[0]


def _spell_unit(found: re.Match[str]) -> str:
    """Spell `30 s`, `5+ min`; in `5-min` and `a 30 s hold` the unit is in the singular."""
    number, more, joint, spelling = found.groups()
    one, many = UNITS[spelling.lower()]
    if spelling == "s" and not joint and _is_decade(found, number):
        return found[0]
    hold = re.match(rf"\s{HOLD_WORDS}", text_after(found), re.IGNORECASE)
    determiner = re.search(rf"\b{_DETERMINERS}\s$", text_before(found), re.IGNORECASE)
    described = re.match(_DESCRIBED, text_after(found), re.IGNORECASE)
    if joint == "-" or described or (hold and (determiner or hold[0].endswith("s"))):
        return f"{number} {one}"
    return f"{number} or more {many}" if more else format_count(number, one, many)


def _is_decade(found: re.Match[str], number: str) -> bool:
    """Return True for `in your 30s` and `the 1990s`, which are no seconds."""
    whose = re.search(r"\b(?:your|their|his|her|my|our|late|early)\s$", text_before(found))
    if re.match(rf"\s{HOLD_WORDS}", text_after(found)):
        return False
    return number.endswith("0") and bool(whose or re.fullmatch(r"(?:1[89]|20)\d0", number))


def _spell_inches(found: re.Match[str]) -> str:
    """Spell `6 in off the floor`, a length; in `4 in, 6 out` the listener is breathing."""
    number, joint = found.groups()
    breathing = re.search(
        rf"{_BREATH_WORDS}\b[\s\d:,]*(?:\b(?:for|of|a|to|in|out)\b[\s\d:,]*)*$", text_before(found)
    )
    if joint == " " and (breathing or re.match(r",?\s(?:and |then )*\d+ out\b", text_after(found))):
        return found[0]
    return f"{number} inch" if joint == "-" else format_count(number, "inch", "inches")


def _spell_tick_mark(found: re.Match[str]) -> str:
    """Spell `5"` and `5'`: time beside a hold or a rest, as physiotherapists write; else length."""
    number, mark = found[1], found[2] or found[3]
    unit = judge_tick_mark(found)
    time = "second" if mark == '"' else "minute"
    if unit == "adjective":
        return f"{number} {time}"
    if unit != "time" and re.match(_DESCRIBED, text_after(found), re.IGNORECASE):
        return f"{number} " + ("inch" if mark == '"' else "foot")
    if unit == "time":
        return format_count(number, time)
    return format_count(number, *(("inch", "inches") if mark == '"' else ("foot", "feet")))


def judge_tick_mark(found: re.Match[str]) -> str:
    """Return "time", "adjective" for a time before its hold, "length", or "" where nothing says."""
    before, after = text_before(found), text_after(found)
    held = re.match(
        rf"\s+(?:{HOLD_WORDS}|(?:warm|cool|run|easy|hard)\b|(?:on|off)(?:\s?[/,;.]|$))", after, re.I
    )
    if held:
        return "time" if held[0].lstrip().startswith("o") else "adjective"
    timed = rf"(?:{HOLD_WORDS}(?:\s+for)?|\bfor|\bevery|times|[x×]|\bto|warm[- ]?up|cool[- ]?down|"
    timed += r"EMOM|AMRAP):?\s+$"
    each = (
        r"\s?[,;/]?\s?(?:then\b|(?:(?:per|each|ea\.?|a|/)\s?)?(?:sides?|legs?|arms?)\b|[x×]\s?\d)"
    )
    if re.search(timed, before, re.IGNORECASE) or re.match(each, after, re.IGNORECASE):
        return "time"
    return "length" if re.match(rf"\s(?:{_DISTANCE_WORDS}|tall|step|box)\b", after) else ""


RULES = compile_rules(
    (r"(?i)(?<![\w.])(\d+)\s?(?:ft|')\s?(\d{1,2})(?:\s?(?:\"|in\b|'')|(?!['\w]|\s))",
     lambda found: f"{format_count(found[1], 'foot', 'feet')} "
     + format_count(found[2], "inch", "inches")),
    (rf"(?<![\w.])({NUMBER})(?:\s?(\")(?!\w)|('(?!\w)|''))", _spell_tick_mark),
    (rf"(?i)\b((?:hold|rest|pause|wait|plank)(?: for)? {NUMBER})\s?m(?![\w'/])", r"\1 min"),
    (rf"(?<![\w.])({NUMBER})\s?m(?![\w'/])", _spell_metres),
    (rf"(?<![\w.])({NUMBER})(\+?)(\s|-|)({UNIT})(?:\.(?=\s+[a-z]|\s?[,;:)]))?", _spell_unit),
    ((rf"(?<![\w.])({NUMBER})( |-|)in\b(?:\.(?=\s[a-z])|(?=\.?$|[.,;:)!?]|\s{_DISTANCE_WORDS}\b)|"
     r"(?<=\din)|(?<=-in)(?=\s))"), _spell_inches),
    (rf"(?<![\w.#])({NUMBER})#(?={_DESCRIBED})", r"\1 pound"),
    (rf"(?<![\w.#])({NUMBER})#(?!\d)", lambda found: format_count(found[1], "pound")),
    (rf"(?i)(?<![\w.])({NUMBER})\s?(?:°|degs?\b\.?)\s?c\b", r"\1 degrees Celsius"),
    (rf"(?i)(?<![\w.])({NUMBER})\s?(?:°|degs?\b\.?)\s?f\b", r"\1 degrees Fahrenheit"),
    (rf"(?<![\w.])({NUMBER})\s?(?:°|degs?\b\.?)(?={_DESCRIBED})", r"\1 degree"),
    (rf"(?<![\w.])({NUMBER})\s?(?:°|degs?\b\.?)", lambda found: format_count(found[1], "degree")),
    *(
        (rf"{symbol}\s?(\d+)\.(\d\d)(?!\d)",
         lambda found, coin=coin: f"{format_count(found[1], coin)} {found[2]}")
        for symbol, coin in ((r"\$", "dollar"), ("£", "pound"), ("€", "euro"))
    ),
    *(
        (rf"{symbol}\s?({NUMBER})", lambda found, coin=coin: format_count(found[1], coin))
        for symbol, coin in ((r"\$", "dollar"), ("£", "pound"), ("€", "euro"))
    ),
    *(
        (rf"(?<![\w.])({NUMBER})\s?{symbol}", lambda found, coin=coin: format_count(found[1], coin))
        for symbol, coin in ((r"\$", "dollar"), ("£", "pound"), ("€", "euro"))
    ),
)  # fmt: skip
