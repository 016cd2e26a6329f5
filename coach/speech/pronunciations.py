"""Respellings of the words that engines read wrong.

Found by reading the phonemes of espeak-ng 1.52, voices `en` and `en-us`, for the vocabulary of
physiotherapy and yoga. Other engines read the respellings alike.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

RESPELLINGS: Mapping[str, str] = MappingProxyType({
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
    "trochanter": "tro-kanter", "ujjayi": "oo-jai", "vagus": "vaygus", "wind down": "wined down",
})  # fmt: skip
"""Whole words and phrases, in lower case, and how to write them for a voice."""

RESPELLING_PATTERN = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(RESPELLINGS, key=len, reverse=True))})(?!\w)", re.IGNORECASE
)
"""Matches the words and phrases of RESPELLINGS, the longest first."""

_CLAUSE = r"(?:^|(?<=[.!?;:,(] )|(?<=then )|(?<=now )|(?<=please )|(?<=ly ))"
_OBJECT = r"(?= (?:an?|the|your|both|one|it|this|that|th[eo]se|either|two|any|only|his|her)\b)"

VERB_RESPELLINGS = (
    ("use", re.compile(rf"(?i){_CLAUSE}use\b(?! of\b|[.,:!])|\buse{_OBJECT}"), "yooz"),
    (
        "close",
        re.compile(
            rf"(?i){_CLAUSE}close\b(?! (?:to|by|up|behind|enough)\b|[.,:!])|\bclose{_OBJECT}"
        ),
        "cloze",
    ),
)
"""Commands read as the noun or adjective spelt alike: the word, where it is one, its respelling."""
