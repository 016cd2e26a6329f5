"""The phrases of a dose: one table of what a line may say, and what each phrase means.

The phrases are looked for in the order of the table, each at most once in a line, anywhere in it.
What no phrase takes is the name of the exercise, or words about it. Numbers up to twenty, and the
tens, may be written as words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coach.units import parse_duration

NUMBER_WORDS: Mapping[str, int] = MappingProxyType(
    {
        word: number
        for number, word in (
            *enumerate(
                (
                    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
                    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
                    *("seventeen", "eighteen", "nineteen", "twenty"),
                ),
                1,
            ),
            (30, "thirty"),
            (40, "forty"),
            (45, "forty-five"),
            (50, "fifty"),
            (60, "sixty"),
            (90, "ninety"),
        )
    }
)
GAP = "\ue000"
"""Stands where a phrase was taken out of a line; it is in no text, and no white space."""
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
NUMBER = rf"(?:(?<![\d.:])(?<!\s-)(?<!^-)\d{{1,6}}(?!\d|:\d|\.\d)|\b(?:{_WORDS})\b)"
_EXACT = rf"(?:(?<![\d.:])(?<!\s-)(?<!^-)\d{{1,6}}(?:\.\d{{1,3}})?(?![\d.:]*\d)|\b(?:{_WORDS})\b)"
UNIT = r"(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![^\W\d_])\.?"
_WITH_UNIT = rf"{_EXACT}[ -]?{UNIT}"
_CLOCK = r"(?<![\d:/])\d{1,3}:[0-5]\d(?::[0-5]\d)?(?!\d|:\d)"
DURATION = rf"(?:{_CLOCK}|{_WITH_UNIT}(?:\s*(?:and\s+)?{_WITH_UNIT})*)"
_LIMB = r"(?:sides?|legs?|arms?|hands?|foot|feet|knees?|hips?|ankles?|shoulders?|directions?|ways?)"
REST_WORD = r"(?:rest|break|pause|recover|recovery)"
_REPS_WORD = r"(?:reps?\b\.?|repetitions?\b|times?\b)"
_X = r"[x*]"
_END = r"(?![\w])"


def _fill(pattern: str) -> re.Pattern[str]:
    """Return a pattern in which marks stand for what is written above.

    <N> is a number, <D> a duration, <T> either, <R> a word for rest, <X> a times sign, <L> a side.
    """
    marks = {
        "<N>": NUMBER,
        "<D>": DURATION,
        "<T>": rf"(?:{DURATION}|{NUMBER}(?!\s*[^\W\d_]))",
        "<R>": REST_WORD,
        "<X>": _X,
        "<L>": _LIMB,
        "<REPS>": _REPS_WORD,
    }
    for mark, written in marks.items():
        pattern = pattern.replace(mark, written)
    return re.compile(pattern, re.IGNORECASE)


_SCOPE = r"(?:\s*(?:in )?between(?:\s+(?:each|the))?(?:\s+(?P<scope>sets?|rounds?))?)?(?!\w)"
_OFTEN = (
    r"(?:\b(?:once|twice)|<N>(?:\s*<X>|\s+times)?)\s*(?:(?:/\s*|\b(?:a|per|each|every)\s+)"
    r"(?:day|week|hour)s?\b|\b(?:daily|weekly)\b)|\b(?:daily|bid|tid|qid)\b|"
    r"\bevery\s+(?:(?:<N>|other)\s+)?(?:hours?|days?|morning|evening|night)\b"
)
_RANGE = (
    r"<N>\s*(?:-|to)\s*<N>\s*(?:<REPS>|sets?\b|breaths?\b|[smh]\b|secs?\b|mins?\b|seconds?\b|"
    r"minutes?\b)|\bx\s*\d+\s*-\s*\d+|\d+\s*<X>\s*\d+\s*-\s*\d+|"
    r"\bsets?\s+of\s+<N>\s*(?:-|to)\s*<N>|<N>\s*(?:-|to)\s*<N>\s*(?:<X>(?!\w)|/?\s*(?:each|per)\b|/\s*<L>)"
)
_PHASES = (
    r"\b(?:in|inhale)\s+(?:for\s+)?(?P<inhale><T>),?\s*"
    r"(?:\bhold\s+(?:for\s+)?(?P<full><T>),?\s*)?"
    r"(?:\b(?:breathe\s+)?out|\bexhale)\s+(?:for\s+)?(?P<exhale><T>)"
    r"(?:,?\s*\bhold\s+(?:for\s+)?(?P<empty><T>))?"
)
_SIDE = (
    r"(?:\b(?:on|to|for|with)\s+)?(?:\b(?:each|either|per|ea\.?)\s+<L>\b|\bboth\s+sides\b|"
    r"\b(?:left|right)\s*(?:and|/)\s*(?:left|right)\b|\b(?:l/r|r/l)\b|/\s*<L>\b)"
)
_ON_OFF = r"(?P<time><D>)\s*(?:on|work)\b\s*[,/]?\s*(?P<rest><D>)\s*(?:off|rest)\b"
_ON_OFF_TIMES = _ON_OFF + r",?\s*(?:<X>\s*(?P<sets><N>)|(?P<rounds><N>)\s*(?:<X>|rounds?|times))"
_SETS_OF_REPS = (
    r"(?P<sets><N>)\s*(?:<X>|sets?\s*(?:of|x|,)|sets?(?=\s*\d))\s*(?P<reps><N>)"
    r"(?:\s*<REPS>)?(?!\w)"
)
PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, _fill(pattern))
    for kind, pattern in (
        ("often", _OFTEN),
        ("range", _RANGE),
        ("tempo", r"\btempo\s*(?P<into>\d{1,2})-(?P<stay>\d{1,2})-(?P<back>\d{1,2})(?![\d-])"),
        ("phases", _PHASES),
        ("sets", _ON_OFF_TIMES),
        ("sets", r"(?P<sets><N>)\s*(?:<X>|rounds? of)\s*" + _ON_OFF),
        ("sets", r"(?P<reps><N>)\s*<X>\s*(?P<hold><D>)\s*(?:each\s+)?holds?\b"),
        ("sets", r"(?P<reps><N>)\s*<X>\s*hold\s+(?P<hold><D>)"),
        ("sets", r"\bhold\s+(?P<hold><D>)\s*<X>\s*(?P<reps><N>)(?!\w)"),
        ("sets", r"(?P<sets><N>)\s*<X>\s*(?P<time><D>)\s*/\s*(?P<rest><D>)"),
        ("sets", r"(?P<sets><N>)\s*(?:<X>|sets?\s*(?:of|x|,|:)?)\s*(?P<time><D>)"),
        ("sets", r"(?P<time><D>)\s*<X>\s*(?P<sets><N>)(?!\w)"),
        ("sets", r"(?P<reps><N>)\s*(?:<REPS>)?\s*<X>\s*(?P<sets><N>)\s*sets?\b"),
        ("sets", _SETS_OF_REPS),
        ("sets", r"\bsets?\s*:\s*(?P<sets><N>)"),
        ("sets", r"(?P<sets><N>)\s*sets?\b"),
        ("rest", r"\b<R>\s*(?:for|of|:)?\s*(?P<rest><T>)" + _SCOPE),
        ("rest", r"(?P<rest><D>)\s*(?:of\s+)?(?:<R>\b)" + _SCOPE),
        ("hold", r"\b(?:hold|held|holding)(?:\s+(?:it|each|for))*\s*:?\s*(?P<hold><T>)(?!\w)"),
        ("hold", rf"(?P<hold><D>)\s*holds?\b(?=\s*(?:[,;.){GAP}]|$))"),
        ("reps", r"\b(?:reps?|repetitions?)\s*:\s*(?P<reps><N>)(?!\w)"),
        ("reps", r"(?P<reps><N>)(?=\s*(?:(?:each|per)\s+|/\s*)<L>\b)"),
        ("side", _SIDE),
        ("alternate", r"\balternating(?:\s+<L>)?\b|\balternate\s+<L>\b"),
        ("reps", r"\b(?:repeat|do)\s*(?:<X>\s*)?(?P<reps><N>)(?:\s*(?:<REPS>|<X>))?(?!\w)"),
        ("reps", r"(?P<reps><N>)\s*<REPS>"),
        ("reps", r"(?<!\w)<X>\s*(?P<reps><N>)(?!\w)"),
        ("reps", r"(?P<reps><N>)\s*<X>(?!\w)"),
        ("breaths", r"(?P<breaths><N>)\s*(?:(?:deep|slow|full|long)\s+)*breaths?\b"),
        ("time", r"(?:\bfor\s+)?(?P<time><D>)"),
    )
)
"""Kinds of phrases with their patterns, the narrow ones before the wide ones."""

SIDE = _fill(_SIDE)
"""Words that say that both sides are done, one after the other."""
LIMB = re.compile(
    rf"(?:(?:on\s+)?(?:the\s+)?)(?P<side>left|right|l|r)(?:\s+{_LIMB})?(?:\s+only)?",
    re.IGNORECASE,
)
"""Words that stand apart from a name, and say that one side is done."""
PAUSE_NAME = re.compile(rf"(?:{REST_WORD}|rest period|take a rest)[.!]?", re.IGNORECASE)
CYCLE = re.compile(r"(?<![\d.-])\d{1,2}(?:\.\d)?(?:-\d{1,2}(?:\.\d)?){1,3}(?![\d.-])")
"""A breath by its seconds: 4-7-8, in, hold and out."""
_NUMBER_WORD = re.compile(rf"\b(?:{_WORDS})\b", re.IGNORECASE)


def read_number(written: str) -> int:
    """Return a whole number that `NUMBER` matches."""
    return NUMBER_WORDS.get(written.lower()) or int(written)


def read_duration(written: str) -> int:
    """Return the ms of what `DURATION` or a bare number of seconds matches.

    Raises ValueError for more than a day.
    """
    plain = _NUMBER_WORD.sub(lambda found: str(NUMBER_WORDS[found[0].lower()]), written.lower())
    return parse_duration(re.sub(r"\band\b|-|\.(?!\d)", " ", plain))


@dataclass(frozen=True, slots=True)
class FoundPhrases:
    """What a line says by its phrases, and the pieces of it that are no phrase.

    `values` are as written, by their names. `repeated` is a second phrase of one kind.
    """

    kinds: frozenset[str]
    values: Mapping[str, str]
    rest_text: str
    texts: Mapping[str, str]
    repeated: tuple[str, str] | None = None


CYCLE_MARK = "\ue001"
"""Stands for a breath by its seconds, which is part of a name."""


def find_phrases(line: str) -> FoundPhrases:
    """Return the phrases in a line; `rest_text` has a `GAP` for each."""
    values: dict[str, str] = {}
    texts: dict[str, str] = {}
    repeated = None
    for kind, pattern in PHRASES:
        while found := pattern.search(line):
            written = found[0].strip()
            if kind in texts and repeated is None:
                repeated = texts[kind], written
            texts.setdefault(kind, written)
            for name, value in found.groupdict().items():
                if value and name in values and repeated is None:
                    repeated = values[name], value
                if value:
                    values.setdefault(name, value)
            line = line[: found.start()] + GAP + line[found.end() :]
    return FoundPhrases(frozenset(texts), values, line, texts, repeated)
