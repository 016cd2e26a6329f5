"""Respellings of the words that engines read wrong: one table for each family of engines.

What one engine needs harms another, so a voice names its own table. An entry was decided by the
phonemes that the engine makes of the word, against how it is pronounced.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Respellings:
    """Words and phrases of an engine, and how to write them for it.

    `words` has its keys in lower case; of two that match, the longer one wins. `verbs` are read as
    the noun or adjective spelt alike: the word, a pattern of where it is a verb, its respelling.
    An engine that `takes_phonemes` gets those of a lexicon, marked as in `phonemes`.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    verbs: tuple[tuple[str, re.Pattern[str], str], ...] = ()
    takes_phonemes: bool = False

    def respell(self, text: str, exempt: frozenset[str] = frozenset()) -> str:
        """Return a text with its misread words respelt, except the `exempt` ones, in lower case."""
        for word, pattern, spelling in self.verbs:
            text = text if word in exempt else pattern.sub(spelling, text)

        def respell_word(found: re.Match[str]) -> str:
            word = found[0].lower()
            return found[0] if word in exempt else self.words.get(word, found[0])

        return self._pattern.sub(respell_word, text) if self.words else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        keys = map(re.escape, sorted(self.words, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{'|'.join(keys)})(?!\w)", re.IGNORECASE)


_CLAUSE = r"(?:^|(?<=[.!?;:,(] )|(?<=then )|(?<=now )|(?<=please )|(?<=ly ))"
_OBJECT = r"(?= (?:an?|the|your|both|one|it|this|that|th[eo]se|either|two|any|only|his|her)\b)"
_USE = ("use", re.compile(rf"(?i){_CLAUSE}use\b(?! of\b|[.,:!])|\buse{_OBJECT}"), "yooz")
_CLOSE = (
    "close",
    re.compile(rf"(?i){_CLAUSE}close\b(?! (?:to|by|up|behind|enough)\b|[.,:!])|\bclose{_OBJECT}"),
    "cloze",
)

ESPEAK_RESPELLINGS = Respellings(
    words=MappingProxyType({
        "abdominis": "abdomminiss", "brachialis": "brakky-aliss",
        "bow forward": "bough forward", "bow the head": "bough the head",
        "bow your": "bough your", "calcaneus": "calcayneus", "cauda equina": "cauda ee-quiner",
        "chaturanga": "chattu-runga", "coccyx": "coksix", "fascia": "fashia",
        "gracilis": "grassiliss", "hooklying": "hook-lying", "infraspinatus": "infraspynaytus",
        "kegel": "kaygle", "kegels": "kaygles", "labrum": "laybrum", "longissimus": "lon-jissimus",
        "multifidus": "mul-tiffidus", "namaste": "nama stay", "patella": "pattella",
        "patellar": "pattella", "pectineus": "pectinnius", "pectoralis": "pecto-ralliss",
        "pilates": "pilah-teez", "popliteus": "poplittius", "prehab": "pree-hab",
        "qi": "chee", "qi gong": "chee gong", "qigong": "chee gong", "quadratus": "quadraytus",
        "quadriceps": "quadrisseps", "rehab": "reehab", "sacroiliac": "sacro-iliac",
        "semitendinosus": "semi-tendi-nosus", "separate the": "separrate the",
        "separate your": "separrate your", "serratus": "serraytus", "sidelying": "side-lying",
        "spondylolisthesis": "spondylo-listheesiss", "sternocleidomastoid": "sterno-clydo-mastoid",
        "supraspinatus": "supraspynaytus", "teres": "terreez", "theraband": "thera band",
        "therabands": "thera bands", "thoracolumbar": "thoraco-lumbar", "tibialis": "tibby-aliss",
        "trochanter": "tro-kanter", "ujjayi": "oo-jai", "vagus": "vaygus",
        "wind down": "wined down",
    }),
    verbs=(_USE, _CLOSE),
)  # fmt: skip
"""Found by the phonemes of espeak-ng 1.52, voices `en` and `en-us`, for the vocabulary of
physiotherapy and yoga. The voices of the systems read the respellings alike."""

NATURAL_RESPELLINGS = Respellings(
    words=MappingProxyType({
        "abdominis": "abdomminiss", "amrap": "amm-rap", "bosu": "boh-soo",
        "bow forward": "bough forward", "brachialis": "brakey-alice",
        "cauda equina": "cauda ee-kwyna", "chaturanga": "chattu-runga",
        "coracobrachialis": "coraco-brakey-alice", "emom": "ee-mom",
        "infraspinatus": "infra spy naytus", "lateralis": "latter-alice",
        "longissimus": "lon-jissimus", "medialis": "meedy-alice", "mudra": "moodra",
        "mudras": "moodras", "mula bandha": "moola bunda", "multifidi": "mul-tiffid eye",
        "multifidus": "mul-tiffidus", "pectoralis": "pecto-ralliss", "prehab": "pree-hab",
        "semimembranosus": "semi-membra-nosus", "semitendinosus": "semi-tendi-nosus",
        "serratus": "serr raytus", "spondylolisthesis": "spondy-low-liss-theesiss",
        "sternocleidomastoid": "sterno-clydo-mastoid", "subtalar": "sub-taylor",
        "supraspinatus": "supra spy naytus", "tai chi": "tie chee", "theraband": "therra band",
        "therabands": "therra bands", "ujjayi": "oo-jai", "wind down": "wined down",
    }),
    verbs=(_CLOSE,),
    takes_phonemes=True,
)  # fmt: skip
"""Found by the phonemes of hibari 0.2.1, American English. It has a lexicon, and tells verbs from
nouns by their context; of "use", "close", "bow" and "separate" it misses "close one eye"."""

RESPELLINGS_BY_ENGINE: Mapping[str, Respellings] = MappingProxyType({
    "espeak": ESPEAK_RESPELLINGS, "pyttsx3": ESPEAK_RESPELLINGS, "tone": ESPEAK_RESPELLINGS,
    "natural": NATURAL_RESPELLINGS,
})  # fmt: skip
"""By the names of the engines. The tone has one only to be as long as a voice of espeak-ng."""


def find_respellings(voice: Any) -> Respellings:
    """Return the table that a voice has as its `respellings`, or the one of espeak-ng."""
    table = getattr(voice, "respellings", ESPEAK_RESPELLINGS)
    return table if isinstance(table, Respellings) else Respellings(table)
