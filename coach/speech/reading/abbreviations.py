"""Rules for signs and short forms of words; a table to add to: what is written, what is said."""

from coach.speech.reading.rules import ARROW, compile_rules

_PER = (
    "(?:days?|d|weeks?|wk|hours?|hr|minutes?|months?|years?|km|mi|mile|metre|session|kg|second|sec)"
)
_PER_NAMES = {"d": "day", "wk": "week", "hr": "hour", "km": "kilometre", "mi": "mile",
              "kg": "kilogram", "sec": "second"}  # fmt: skip
_LATIN_DOSES = {"bid": "twice a day", "tid": "three times a day", "qid": "four times a day",
                "prn": "as needed", "qd": "once a day"}  # fmt: skip
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
_NUMBERED = "(?i:warrior|phase|stage|level|grade|part|week|type|set|round|group|zone)"

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
    (
        r"(?i)\b(?:ext|int)\. ?rot(?:ation|\.)",
        lambda found: ("ex" if found[0][0] in "eE" else "in") + "ternal rotation",
    ),
    (r"(?i)\bmax\.(?=\s?[a-z\d])", "maximum"),
    (r"(?i)\bmin\.(?=\s?\d)", "minimum"),
    (r"(?i)\b(reps?|secs?)\.(?=\s[a-z])", r"\1"),
    (
        r"\b([AP]|AA)?ROM\b",
        lambda found: (
            {"A": "active ", "P": "passive ", "AA": "active assisted "}.get(found[1], "")
            + "range of motion"
        ),
    ),
    (
        r"\b(DB|KB|BB)(s?)\b",
        lambda found: {"DB": "dumbbell", "KB": "kettlebell", "BB": "barbell"}[found[1]] + found[2],
    ),
    (
        (
            rf"\b({_NUMBERED}) (I{{2,3}}|IV|V|VI{{1,3}}|IX|X|I(?=[.,;:!?)]|$|\s(?:and|to|on|pose|or)\b))"
            r"(?![\w'-])"
        ),
        lambda found: f"{found[1]} {_ROMAN.index(found[2]) + 1}",
    ),
    (r"\bHIIT\b", "hit"),
    (r"\bSI joint\b|\bSIJ\b", "S-I joint"),
    (r"\b(?:ITB|IT) band\b", "I-T band"),
    (r"\b(?:ACL|PCL|MCL|LCL|AAOS|ASIS|PSIS|ITB|(?<=the )WHO)\b", lambda found: "-".join(found[0])),
    (
        r"\b(?:BID|TID|QID|QD|PRN|[bt]\.i\.d\.|q\.i\.d\.|p\.r\.n\.)(?!\w)",
        lambda found: _LATIN_DOSES[found[0].replace(".", "").lower()],
    ),
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
      r"(?<=once))\s?/\s?(?=\w)"), " per "),
    (r"(?i)\band\s?/\s?or\b", "and or"),
    (r"(?<=\w)/(?=\w)", " or "),
)  # fmt: skip
