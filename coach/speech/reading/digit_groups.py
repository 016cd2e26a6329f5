"""Rules for long numbers: telephone numbers digit by digit, thousands as one, decimal commas.

What a group of digits is follows from the words beside it, from a leading 0 or +, and from how
many digits its groups have.
"""

import re

from coach.speech.reading.rules import (
    COUNTED_NOUNS,
    NUMBER,
    SPELT_UNIT,
    UNIT,
    compile_rules,
    text_after,
    text_before,
)

_ASKED = re.compile(
    r"(?i)\b(?:ring|call|phone|dial|sms|tel|telephone|helpline|hotline|fax)\b"
    r"(?:[^\d.!?]|\.(?=:|\s?$)|\d+ or ){0,40}$"
    r"|\b(?:text\b[^\d.!?]{0,20}\bto|text|(?:emergency|ambulance|mobile):) (?:\d+ or )?$"
)
_ASKED_CLOSELY = re.compile(
    r"(?i)\b(?:(?:ring|call|phone|dial|text)(?: (?:or|and) \w+)?|"
    r"(?:ring|call|phone)\b[^\d.!?]{0,30} on|"
    r"(?:emergency|ambulance|helpline|hotline|tel|telephone|phone)(?: number)?[:.]?) (?:\d+ or )?$"
)
"""Words right before a number of three digits, by which it is no count."""
_MEASURED = re.compile(rf"\s?(?:{UNIT}|{SPELT_UNIT}|[%°\"'×])|\s?[xX](?!\w)")
_TITLED = re.compile(rf"(?i)\b{COUNTED_NOUNS}\s$")
_COUNTED_NOUNS = re.compile(
    r"\s(?:\w+\s)?(?:steps|reps|repetitions|times|people|calories|met(?:re|er)s|euros|dollars|words|"
    r"beats|jumps|skips|strides|paces|lengths|strokes)\b|\s?(?:kcal|m)(?![\w'])"
)
"""What is counted in thousands; of other things 2.100 is two and a bit."""
_GROUPED_NOUNS = re.compile(rf"\s(?:\w+\s)?{SPELT_UNIT}|\s?(?:kcal|km|mm|ml|g)(?!\w)")


def _spell_telephone(found: re.Match[str]) -> str:
    """Spell a telephone number digit by digit, with a pause between its groups."""
    groups = re.findall(r"\d+", found[0])
    if not _is_telephone(found, groups):
        return found[0]
    joint = " " if max(map(len, groups)) == 1 else ", "
    spoken = joint.join(" ".join(group) for each in groups for group in _split_group(each))
    return f"plus {spoken}" if found[0].startswith("+") else spoken


def _split_group(digits: str) -> list[str]:
    """Return a long group in groups of three, the last one of up to four."""
    if len(digits) < 6:
        return [digits]
    starts = range(0, len(digits) - 1, 3)
    return [digits[s : s + 3] if s < starts[-1] else digits[s:] for s in starts]


def _is_telephone(found: re.Match[str], groups: list[str]) -> bool:
    """Return True if digits are called and not counted."""
    digits, sizes = "".join(groups), [len(group) for group in groups]
    if _MEASURED.match(text_after(found)):
        return False
    if max(sizes) == 1:
        return "-" in found[0] and len(sizes) == 3 and is_asked_for(found)
    if sizes == [3]:
        asked = _ASKED_CLOSELY.search(text_before(found)) is not None
        return asked or (digits[0] == "0" and digits.strip("0") != "")
    if is_asked_for(found):
        return len(digits) >= 3 and (sizes[0] >= 3 or digits[0] == "0" or len(digits) >= 6)
    if found[0][0] == "+" or "(" in found[0]:
        return len(digits) >= 7
    if digits[0] == "0" and (len(digits) >= 7 or (len(groups) == 1 and len(digits) > 2)):
        return digits.strip("0") != ""
    if len(groups) == 1:
        return len(digits) >= 7 and not digits.endswith("000")
    if len(groups) == 2:
        pair = sizes == [3, 3] and found[0][3] == " " and not groups[1].endswith("00")
        return pair or (sizes == [3, 4] and groups[1][0] == "0")
    return len(digits) >= 9 and max(sizes) >= 3 and len(set(sizes)) > 1


def _join_thousands(found: re.Match[str]) -> str:
    """Write `10 000` and `10.000` as 10,000 where they are one number."""
    digits, after = found[0], text_after(found)
    nouns = _COUNTED_NOUNS if found[2] == "." else _GROUPED_NOUNS
    counted = nouns.match(after) is not None
    round_number = digits.endswith("000") and not is_asked_for(found)
    if found[2] == "." and _MEASURED.match(after):
        round_number = False
    if _TITLED.search(text_before(found)) and not counted:
        return digits
    large = " " in digits and len(found[1]) < 3 and not _MEASURED.match(after)
    return re.sub(r"[ .']", ",", digits) if counted or round_number or large else digits


def _spell_decimal_comma(found: re.Match[str]) -> str:
    """Write `1,5 kg` as 1.5 kg; in `days 1,3 and 5` the comma stands between two numbers."""
    listed = re.search(rf"(?i)\b{COUNTED_NOUNS}\s$", text_before(found))
    more = re.match(r"(?:\s?,)?\s(?:and|or|&|then)\s\d", text_after(found))
    return f"{found[1]}, {found[2]}" if listed or more else f"{found[1]}.{found[2]}"


def is_asked_for(found: re.Match[str]) -> bool:
    """Return True if the words before a match, as `call` and `ring`, ask for a telephone number."""
    return _ASKED.search(text_before(found)) is not None


RULES = compile_rules(
    (r"(?<![\w.,:/+'-])([1-9]\d{0,2})(?:([ .'])\d{3}(?:\2\d{3})*)(?![\w'’]|[.,:/-]\d| \d)",
     _join_thousands),
    ((r"(?<![\w.,:/–-])(?<!\d )\+?(?:\d{1,3}[ -])?(?:\(\d+\)|\d+)(?:[ –-]\d+)*"
      r"(?![\w:/]|[.,]\d|[-–]\d)"
      r"|(?<![\w.,:/–-])\d{2,5}(?:\.\d{2,5}){2,}(?![\w:/]|[.,]\d)"), _spell_telephone),
    (r"(?<![\w.,])\d{1,2}(?:,\d{1,2}){2,}(?![\w,])", lambda found: found[0].replace(",", ", ")),
    (rf"(?<![\w.,])(\d+),(\d{{1,2}})(?=\s?-?(?:{UNIT}|{SPELT_UNIT}|[°%€xX×]))", r"\1.\2"),
    (rf"(?<![\w.,])(\d+),(\d{{1,2}})(?=\s?[-–]\s?{NUMBER}\s?-?(?:{UNIT}|{SPELT_UNIT}|[°%€]))",
     r"\1.\2"),
    (r"(?<![\w.,])(\d+),(\d{1,2})(?![\w,]|\.\d)", _spell_decimal_comma),
)  # fmt: skip
