"""Rules for signs and short forms of words; a table to add to: what is written, what is said."""

import re

from coach.speech.reading.rules import ARROW, compile_rules

_PER = "(?:days?|d|weeks?|wk|hours?|hr|minutes?|months?|years?|km|mi|mile|metre|kg)"
_PER_NAMES = {"d": "day", "wk": "week", "hr": "hour", "km": "kilometre", "mi": "mile",
              "kg": "kilogram"}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_NUMBERED = "(?i:warrior|phase|stage|level|grade|part|week|type|set|round|group|zone)"


def _spell_roman(found: re.Match[str]) -> str:
    """Spell `Warrior II` with its number."""
    return f"{found[1]} {_ROMAN.index(found[2]) + 1}"


SIGN_RULES = compile_rules(
    (rf"\s?{ARROW}\s?", ", "),
    (r"(?:≥|>=|⩾)\s?(?=\d)", "at least "),
    (r"(?:≤|<=|⩽)\s?(?=\d)", "at most "),
    (r"<\s?(?=\d)", " less than "),
    (r">\s?(?=\d)", " more than "),
    (r"[~≈]\s?(?=\d)", "about "),
    (r"±\s?", " plus or minus "),
    (r"(?<=\d)\+(?!\s?\w)|(?<=\d)\+(?=\s[a-z])", " or more"),
    (r"\+\s?(?=\w)", " plus "),
    (r"\s?&\s?", " and "),
    (r"(?<=\w)\s?=\s?(?=\w)", " equals "),
    (r"\s?@\s?(?=\w)", " at "),
    (r"(?<!\d)#(?=\d)", "number "),
    (r"°", " degrees "),
    (r"(?<=\w)\(s\)", "s"),
)

WORD_RULES = compile_rules(
    (r"\bbpm\b|\bBPM\b", "beats per minute"),
    (r"(?i)\bapprox\b\.?", "approximately"),
    (r"(?i)\bno\.\s?(?=\d)", "number "),
    (r"(?i)(?<![\w.])e\.\s?g\.,?|\beg\.", "for example"),
    (r"(?i)(?<![\w.])i\.\s?e\.,?", "that is"),
    (r"\b(?i:etc)\.(?=\s[A-Z]|$)", "et cetera."),
    (r"(?i)\betc\b\.?", "et cetera"),
    (r"(?i)\bvs\b\.?", "versus"),
    (r"(?<![\w.])[vV]\.\s?(?=[a-z])", "very "),
    (r"(?i)\bea\b\.?(?=\s?(?:sides?|legs?|arms?|hands?|foot|feet|way|direction|set)\b)", "each"),
    (r"(?i)(?<=\d )ea\b\.?|(?<=reps )ea\b\.?", "each"),
    (r"(?i)\balt\.\s?(?=\w)", "alternate "),
    (r"(?i)\bext\. ?rot(?:ation|\.)", "external rotation"),
    (r"(?i)\bint\. ?rot(?:ation|\.)", "internal rotation"),
    (r"(?i)\bmax\.(?=\s?[a-z\d])", "maximum"),
    (r"(?i)\bmin\.(?=\s?\d)", "minimum"),
    (r"(?i)\b(reps?|secs?)\.(?=\s(?-i:[a-z]))", r"\1"),
    (r"\bAAROM\b", "active assisted range of motion"),
    (r"\bAROM\b", "active range of motion"),
    (r"\bPROM\b", "passive range of motion"),
    (r"\bROM\b", "range of motion"),
    (r"\bDB(?=s?\b)", "dumbbell"),
    (r"\bKB(?=s?\b)", "kettlebell"),
    (r"\bBB(?=s?\b)", "barbell"),
    (rf"\b({_NUMBERED}) (I{{2,3}}|IV|V|VI{{1,3}}|IX|X)(?![\w'-])", _spell_roman),
    (rf"\b({_NUMBERED}) (I)(?=[.,;:!?)]|$|\s(?:and|to|on|pose|or)\b)", _spell_roman),
    (r"\bHIIT\b", "hit"),
    (r"\bSI joint\b|\bSIJ\b", "S-I joint"),
    (r"\b(?:ITB|IT) band\b", "I-T band"),
    (r"\b(?:ACL|PCL|MCL|LCL|AAOS|ASIS|PSIS|ITB|(?<=the )WHO)\b", lambda found: "-".join(found[0])),
    (r"\bQD\b", "once a day"),
    (r"\bBID\b|\bb\.i\.d\.", "twice a day"),
    (r"\bTID\b|\bt\.i\.d\.", "three times a day"),
    (r"\bQID\b|\bq\.i\.d\.", "four times a day"),
    (r"\bPRN\b|\bp\.r\.n\.", "as needed"),
)

SLASH_RULES = compile_rules(
    (r"(?i)\bw/(?:out|o)\b\s?", "without "),
    (r"(?i)\bw/in\b\s?", "within "),
    (r"(?i)\bw/\s?", "with "),
    (r"(?i)\bb/c\b\.?", "because"),
    (r"(?i)\bb/[wt]\b\.?", "between"),
    (r"\bIR\s?/\s?ER\b", "internal and external rotation"),
    (r"\bER\s?/\s?IR\b", "external and internal rotation"),
    (r"(?<=\w)\s?/\s?min\b(?:\.(?=\s[a-z]))?", " per minute"),
    (rf"(?<=\w)\s?/\s?({_PER})\b(?=[\s.,;:!?)]|$)(?:\.(?=\s[a-z]))?",
     lambda found: f" per {_PER_NAMES.get(found[1], found[1])}"),
    ((r"(?:(?<=\d)|(?<=minute)|(?<=second))\s?/\s?(?=(?:sides?|legs?|arms?|hand|foot|set|round|way)"
      r"\b)"), " per "),
    ((r"(?:(?<=reps)|(?<=rep)|(?<=seconds)|(?<=minutes)|(?<=breaths)|(?<=times)|(?<=sets)|"
      r"(?<=once))/(?=\w)"), " per "),
    (r"(?i)\band\s?/\s?or\b", "and or"),
    (r"(?<=\w)/(?=\w)", " or "),
)  # fmt: skip
