"""Written English -> words and plain numbers, which every voice reads right.

Engines read `15-30 s` as "fifteen dash thirty ess", lose the 3 of `no. 3` and the `<` of `<2`,
name emoji and spell out markup. The rules stand in the order they are applied in, and are
applied until nothing changes any more, so that normalized text stays as it is. Pauses belong to
the timeline: what only separates becomes a comma or a full stop.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from coach.speech import numbers
from coach.speech.numbers import ARROW, compile_rules
from coach.speech.pronunciations import ESPEAK_RESPELLINGS, Respellings

_LIMB = (
    r"(?:sides?|legs?|arms?|f[oe]et|foot|hands?|knees?|hips?|heels?|elbows?|shoulders?|ankles?|"
    r"thighs?|calf|calves|wrists?|ears?|cheek|glutes?|hamstrings?|quads?|buttocks?|shin|toes?)\b"
)


def normalize_text(
    text: str,
    lexicon: Mapping[str, str] = MappingProxyType({}),
    respellings: Respellings = ESPEAK_RESPELLINGS,
) -> str:
    """Spell `text` out for a voice; '' if there is nothing to say in it.

    `lexicon` maps whole words or phrases, in any case, to how to write them for the voice: the
    longest entry wins, replaces the one of `respellings` as well, and is applied once. What is
    spelt out is the same for all voices; `respellings` is the table of the one that speaks.
    """
    exempt = frozenset(key.lower() for key in lexicon)
    return respellings.respell(spell_out(_replace_words(_clean_text(text), lexicon)), exempt)


def spell_out(text: str) -> str:
    """Spell out what is no word in `text`, for any voice; '' if there is nothing to say in it."""
    spoken = text
    for _ in range(12):  # more than any text was seen to need: it ends even if two rules disagree
        before, spoken = spoken, _apply_rules_once(spoken)
        if spoken == before:
            break
    return spoken


def _apply_rules_once(text: str) -> str:
    """Apply every rule once, in order."""
    spoken = _clean_text(text)
    if not any(map(str.isalnum, spoken)):
        return ""
    rules = numbers.RULES if any(map(str.isdigit, spoken)) else ()
    for pattern, replacement in (*_QUOTE_AND_SIDE_RULES, *rules, *_SYMBOL_AND_WORD_RULES):
        spoken = pattern.sub(replacement, spoken)
    spoken = "".join(c if _is_sayable(c) else " " for c in spoken)
    for pattern, replacement in _TIDY_RULES:
        spoken = pattern.sub(replacement, spoken)
    return spoken if any(map(str.isalnum, spoken)) else ""


_LOOK_ALIKES = MappingProxyType(str.maketrans({
    "“": '"', "”": '"', "„": '"', "″": '"', "‘": "'", "’": "'", "′": "'", "´": "'", "º": "°",
    "‐": "-", "‑": "-", "‒": "–", "−": "-", "⁄": "/", "™": None, "®": None, "©": None,
    "²": " squared", "³": " cubed",
}))  # fmt: skip
_TAG = re.compile(
    r"""</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>|<[!?][^<>]*>"""
)
_BULLET = re.compile(r"(^|\n)[^\S\n]*[-*+–—•‣◦▪●○·](?=\s)")


def _clean_text(text: str) -> str:
    """Remove markup and invisible characters, and unify look-alike ones."""
    shown = re.sub(r"(?<=\d)(?=[¼-¾⅐-⅞])", " ", text).translate(_LOOK_ALIKES)
    shown = "".join(c for c in shown if c.isspace() or not _is_invisible(c))
    shown = unicodedata.normalize("NFKC", shown).translate(_LOOK_ALIKES)
    # Voices of other languages are silent at the digits of Arabic or Hindi.
    shown = "".join(str(unicodedata.decimal(c, c)) for c in shown)
    shown = _BULLET.sub(r"\1, ", _TAG.sub(" ", shown))
    shown = re.sub(r"\n\s*\n", ". ", re.sub(r"(?<=\d)\*(?=\d)", " times ", shown))
    shown = re.sub(r"(?<=\d)''", '"', shown)
    return " ".join(re.sub(r"[*_`\[\]{}\\^]|#(?!\d)|~~", " ", shown).split())


@cache
def _is_invisible(char: str) -> bool:
    """Return True for a control, a bidi mark, a zero-width character or a variation selector."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Me") or "︀" <= char <= "️"


@cache
def _is_sayable(char: str) -> bool:
    """Return True for letters, marks, numbers and punctuation; False for emoji and symbols."""
    return char.isspace() or unicodedata.category(char)[0] in "LMN" or (
        unicodedata.category(char)[0] == "P" and char not in '"#@*/\\_[]{}<>•‣·†‡§¶'
    )  # fmt: skip


def _replace_words(text: str, words: Mapping[str, str]) -> str:
    """Replace whole words and phrases in one pass, the longest first."""
    keys = sorted((key for key in words if key.strip()), key=len, reverse=True)
    if not keys:
        return text
    spaced = (r"\s+".join(map(re.escape, key.split())) for key in keys)
    pattern = re.compile("|".join(rf"(?<!\w)({key})(?!\w)" for key in spaced), re.IGNORECASE)
    return pattern.sub(lambda found: words[keys[(found.lastindex or 1) - 1]], text)


def _spell_side(found: re.Match[str]) -> str:
    return "left" if "L" in found[0] else "right"


_QUOTE_AND_SIDE_RULES = compile_rules(
    # Pairs of quotes go first: what is left of them after a number is a unit.
    (r'(?<![\w"])"([^"]*)"', r"\1"),
    (r"(?<![\w'])'([^\s'][^']*)'(?!\w)", r"\1"),
    (r"\s*[•‣·]\s*", ", "),
    # Sides.
    (r"(?<![\w-])L ?/ ?R(?!\w)", "left or right"),
    (r"(?<![\w-])R ?/ ?L(?!\w)", "right or left"),
    (r"(?<![\w-])L (and|or|then|to|&) R(?!\w)", r"left \1 right"),
    (r"(?<![\w-])R (and|or|then|to|&) L(?!\w)", r"right \1 left"),
    (rf"(?<![\w-])[LR](?=\s{_LIMB}|:)|\([LR]\)|(?<=\d )[LR](?![\w'])", _spell_side),
)  # fmt: skip
_SYMBOL_AND_WORD_RULES = compile_rules(
    # Signs.
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
    (r"(?<=\w)\s?@\s?(?=\w)|@\s?(?=\d)", " at "),
    (r"#(?=\d)", "number "),
    (r"°", " degrees "),
    # Abbreviations.
    (r"\bbpm\b|\bBPM\b", "beats per minute"),
    (r"(?i)\bapprox\b\.?", "approximately"),
    (r"(?i)\bno\.\s?(?=\d)", "number "),
    (r"(?i)(?<![\w.])e\.\s?g\.,?|\beg\.", "for example"),
    (r"(?i)(?<![\w.])i\.\s?e\.,?", "that is"),
    (r"\b(?i:etc)\.(?=\s[A-Z]|$)", "et cetera."),
    (r"(?i)\betc\b\.?", "et cetera"),
    (r"(?i)\bvs\b\.?", "versus"),
    (r"(?<![\w.])[vV]\.\s?(?=[a-z])", "very "),
    (r"(?i)\bw/o\s?", "without "),
    (r"(?i)\bw/\s?", "with "),
    (r"\b([AP]?)ROM\b", lambda found: {"A": "active ", "P": "passive "}.get(found[1], "")
     + "range of motion"),
    (r"\bHIIT\b", "hit"),
    (r"\bSI joint\b|\bSIJ\b", "S-I joint"),
    (r"\b(?:ACL|AAOS|ASIS|PSIS|ITB|(?<=the )WHO)\b", lambda found: "-".join(found[0])),
    # What is left of dashes, dots and slashes only separates.
    (r"(?<=\w)\s?/\s?min\b\.?", " per minute"),
    (r"(?<=\w)\s?/\s?(?=(?:day|week|hour|minute)\b)", " per "),
    (r"(?<=\d)\s?/\s?(?=(?:sides?|legs?|arms?|hand|foot|set|round|way)\b)", " per "),
    ((r"(?:(?<=reps)|(?<=rep)|(?<=seconds)|(?<=minutes)|(?<=breaths)|(?<=times)|(?<=sets)|"
      r"(?<=once))/(?=\w)"), " per "),
    (r"(?i)\band\s?/\s?or\b", "and or"),
    (r"(?<=\w)/(?=\w)", " or "),
    (r"\s/\s", ", "),
    (r"\s?(?:—|--+|(?<=\s)[-–]+(?=\s)|(?<=[^\W\d])–(?=\s)|(?<=\s)–(?=\w))\s?", ", "),
    (r"(?<=\w)–(?=\w)", "-"),
    (r"\s?\.(?:\s?\.)+\s?(?=[a-z\d(])", ", "),
    (r"\s?\.(?:\s?\.)+", ". "),
)  # fmt: skip

_TIDY_RULES = compile_rules(
    (r"(?<!\w)'|'(?!\w)", " "),
    (r"\(\s*\)", " "),
    (r"\s+", " "),
    (r" (?=[,.;:!?)])", ""),
    (r"[,;:]+(?=[.!?])|(?<=[.!?,;:])(?:\s?[,;:])+", ""),
    (r"(?<=[.!?])\s?\.", ""),
    (r"([!?])\1+", r"\1"),
    (r"^[\s,.;:!?)–-]+|[\s,;:(–-]+$", ""),
)
