"""Rules for numbers joined by a dash, a slash, a tilde or an x: ranges, names, shares, ratios."""

import re
from types import MappingProxyType

from coach.speech.reading.rules import (
    ARROW,
    COUNTED_NOUNS,
    NUMBER,
    SPELT_UNIT,
    TIME_UNIT,
    UNIT,
    UNITS,
    compile_rules,
    text_after,
    text_before,
)
from coach.units import format_count

_NAMED = (
    r"(?:breathing(?! (?:cycles?|rounds?|exercises?))|technique|method|protocol|pattern|rule|"
    r"rhythm|position|intervals?|tabata|split)\b"
)
"""What a pair of numbers before it is the name of: 7-11 breathing, the 90/90 position."""
NAMED_PAIR = re.compile(rf"(?<![\w.,:/-])(\d+)\s?[-–/]\s?(\d+)(?=\s{_NAMED})")
_FIRST_LEVELS = MappingProxyType({"C": 0, "T": 7, "L": 19, "S": 24})
"""By letter: how many vertebrae lie above C1, T1, L1 and S1."""
_WORK = (
    r"(?:on|off|work|rest|hard|easy|run|walk|jog|fast|slow|hold|squeeze|relax|go|up|down|"
    r"in|out|inhale|exhale)\b"
)


def _spell_levels(found: re.Match[str]) -> str:
    """Spell `L5-S1`, a disc between neighbours, by its two names; `C1-C7` is a range."""
    levels = re.findall(r"([CTLS]?)(\d{1,2})", found[0])
    letter, places, said = "", [], []
    for level in levels:
        letter = level[0] or letter
        places.append(_FIRST_LEVELS[letter] + int(level[1]))
        said.append("".join(level))
    ranged = len(said) == 2 and "/" not in found[0] and places[1] > places[0] + 1
    return (" to " if ranged else " ").join(said)


def _spell_fraction(found: re.Match[str]) -> str:
    """Spell `1/2 min`, `2 1/2`, `3/10`, `120/80`."""
    whole, top, bottom, unit = found[1], found[2], found[3], found[4]
    names = {"2": "half", "3": "third", "4": "quarter", "8": "eighth"}
    if bottom not in names or int(top) >= int(bottom):
        said = (whole, _spell_ratio(found, top, bottom), unit)
        return " ".join(part for part in said if part)
    part = names[bottom] if top == "1" else f"{top} {names[bottom]}s"
    one, many = UNITS[unit.lower()] if unit else ("", "")
    if whole:
        return f"{whole} and {'a ' if top == '1' else ''}{part} {many}".strip()
    if unit:
        article = "an" if unit.lower().startswith("h") else "a"
        share = part if part == "half" else f"{format_count(top, names[bottom])} of"
        return f"{share} {article} {one}"
    if re.match(r"\s(?:turn|range|circle|squat|depth|height|speed|roll|twist)", text_after(found)):
        return f"{top} {names[bottom]}" if top != "1" else part
    return (
        part if top != "1" or bottom == "2" or text_before(found).endswith(" a ") else f"a {part}"
    )


def _spell_ratio(found: re.Match[str], top: str, bottom: str) -> str:
    """Spell two numbers that are no share of a whole: a score, a blood pressure, work and rest."""
    if int(top) <= int(bottom):
        return f"{top} out of {bottom}"
    if found[4] and re.fullmatch(TIME_UNIT, found[4]):
        return f"{top}, then {bottom}"
    return f"{top} {bottom}" if is_work_and_rest(int(top), int(bottom)) else f"{top} over {bottom}"


def is_work_and_rest(top: int, bottom: int) -> bool:
    """Return True for what may be seconds, as 40/20, and is no blood pressure."""
    in_fives = top % 5 == bottom % 5 == 0 and bottom >= 10
    return in_fives and not is_pressure(top, bottom)


def is_pressure(top: int, bottom: int) -> bool:
    """Return True for what may be a blood pressure."""
    return 80 <= top <= 250 and 40 <= bottom <= 150


def _spell_range(found: re.Match[str]) -> str:
    """Spell `15-30`, a range; in `Set 1 - 10 reps` the dash is a pause."""
    first, dash = found.groups()
    titled = re.search(rf"\b{COUNTED_NOUNS}\s$", text_before(found), re.IGNORECASE)
    return f"{first}, " if dash.startswith(" ") and titled else f"{first} to "


RULES = compile_rules(
    (rf"(?<=[\d°%\"'])\s?{ARROW}\s?(?=\d)", " to "),
    (r"(?<![\w.])\.(?=\d)", "0."),
    (r"(?<=[a-z]):(?=\d)", ": "),
    ((r"(?<![\w-])(?:C[1-8]|T1?\d|L[1-6]|S[1-5])(?:\s?[-–/]\s?(?:C[1-8]|T1?\d|L[1-6]|S[1-5]|"
     r"1?\d(?!\d)))+(?!\w)"), _spell_levels),
    # Three and more numbers are listed: 4-7-8.
    (rf"(?<![\w:.,/-])\d+(?:([-–/:])\d+)(?:\1\d+)+(?:(?![\w:/-])|(?=\s?{UNIT}))",
     lambda found: ", ".join(re.split(r"\D", found[0]))),
    (r"\b24/7\b", "24 7"),
    # Two numbers that are a name.
    ((r"(?<![\w.,:/-])(\d{2,}|\d+\.\d)°?\s?[-–]\s?\1(?![\w:/.,°-]*\d|\s?[-–]?\s?"
      rf"(?:{UNIT}|{SPELT_UNIT}))"), r"\1 \1"),
    ((r"(?<![\w.,:/-])(?!100?/)(\d+[05]|\d+\.\d)°?\s?/\s?\1(?![\w:/.,°-]*\d|\s?[-–]?\s?"
      rf"(?:{UNIT}|{SPELT_UNIT}))"), r"\1 \1"),
    (NAMED_PAIR.pattern, r"\1 \2"),
    # Work and rest.
    ((rf"((?<![\w.])\d+(?:[.,]\d+)?\s?(?:{TIME_UNIT}|[\"'])(?:\s(?i:{_WORK}))?)\s?/\s?"
     rf"(?=\d+(?:[.,]\d+)?\s?(?:{TIME_UNIT}|[\"']))"), r"\1, then "),
    (rf"(?i)\b({COUNTED_NOUNS})\s+(\d+)\s?/\s?(\d+)(?![\w/])", r"\1 \2 of \3"),
    (rf"(?<![\w/.])(?:(\d+)\s+)?(\d+)/(\d+)(?![\w/])(?:\s?({UNIT}))?",
     _spell_fraction),
    ((rf"(?<![\w.,-])({NUMBER}(?:\s?(?:{UNIT}|{SPELT_UNIT}|[\"'°%]))?)"
      r"(\s?[-–~]\s?|—|(?<=\d)\.\.)(?=\$?\d)"), _spell_range),
    (r"(?<![\w)\]-])-(?=\d)", "minus "),
    (rf"(?i)\b(holds?|rest|relax|pause|walk|jog|run)\s[x×]\s?(?=\d+\s?{TIME_UNIT})", r"\1 for "),
    (r"(?<=[\d\"'])\s?[xX×]\s?(?=\d)", " times "),
    (r"(?<!\w)[xX×]\s?(\d+)\s?/\s?(?=(?:day|d|week|wk)\b)", r"\1 times/"),
    (r"(?<!\w)[xX×]\s?(?=\d)", "times "),
    (r"(?<![\w.])1\s?[xX×](?![\w'])", "once"),
    (r"(?<=\d)\s?[xX×](?![\w'])", " times"),
    (rf"(?<!\w)((?:\d+\.)?\d+)(?={SPELT_UNIT})", r"\1 "),
)  # fmt: skip
