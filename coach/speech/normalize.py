"""Written text -> words and plain numbers, which every voice reads right.

What follows is for English. Of text in another language only what is no word is cleaned away:
numbers, units and short forms are left to its voice, which knows them better than our rules.

Engines read `15-30 s` as "fifteen dash thirty ess", lose the 3 of `no. 3` and the `<` of `<2`,
name emoji and spell out markup. The rules of `coach.speech.reading` are applied in their order, and
until nothing changes any more, so that normalized text stays as it is. Pauses belong to the
timeline: what only separates becomes a comma or a full stop.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

from coach.script.language_field import DEFAULT_LANGUAGE, find_main_language
from coach.speech.phonemes import mark_phonemes, select_phonemes, select_spellings
from coach.speech.pronunciations import ESPEAK_RESPELLINGS, Respellings
from coach.speech.reading import (
    abbreviations,
    addresses,
    clocks,
    digit_groups,
    number_pairs,
    quantities,
    separators,
    sides,
)
from coach.speech.reading.characters import clean_text, is_sayable
from coach.speech.reading.guesses import Guess, list_guesses

_NUMBER_RULES = (
    *clocks.DATE_RULES,
    *digit_groups.RULES,
    *clocks.RULES,
    *number_pairs.RULES,
    *quantities.RULES,
)
MAX_GUESSES = 12
"""Guesses told of one text; each takes as long as to read it."""
_SIGN = re.compile(r"[^\w\s,.;:!?'/]")


def normalize_text(
    text: str,
    lexicon: Mapping[str, str] = MappingProxyType({}),
    respellings: Respellings = ESPEAK_RESPELLINGS,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """Spell `text` out for a voice; '' if there is nothing to say in it.

    `lexicon` maps whole words or phrases, in any case, to how to write them for the voice: the
    longest entry wins, replaces the one of `respellings` as well, and is applied once. What is
    spelt out is the same for all voices; `respellings` is the table of the one that speaks. Only
    where that takes sounds, those of the lexicon are put in.
    """
    if not has_reading_rules(language):
        plain = clean_text(text, signs_as_words=False)
        return _tidy(_replace_words(plain, select_spellings(lexicon)))
    exempt = frozenset(key.lower() for key in lexicon)
    spelt = _replace_words(clean_text(text), select_spellings(lexicon))
    spoken = respellings.respell(spell_out(spelt), exempt)
    if not respellings.takes_phonemes:
        return spoken
    sounds = select_phonemes(lexicon).items()
    return _replace_words(spoken, {word: mark_phonemes(word, how) for word, how in sounds})


def has_reading_rules(language: str) -> bool:
    """Return True for a language whose numbers, units and short forms are spelt out."""
    return find_main_language(language) == DEFAULT_LANGUAGE


def _tidy(text: str) -> str:
    """Return text with commas for what only separates, and without what no voice says."""
    for pattern, replacement in separators.RULES:
        text = pattern.sub(replacement, text)
    text = "".join(c if is_sayable(c) else " " for c in text)
    for pattern, replacement in separators.TIDY_RULES:
        text = pattern.sub(replacement, text)
    return text if any(map(str.isalnum, text)) else ""


@lru_cache(maxsize=4_096)
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
    spoken = clean_text(text)
    if not any(map(str.isalnum, spoken)):
        return ""
    for pattern, replacement in (*sides.RULES, *addresses.RULES):
        spoken = pattern.sub(replacement, spoken)
    # Most lines are plain words: the tables for what they do not have in them are passed over.
    rules = (
        *(_NUMBER_RULES if any(map(str.isdigit, spoken)) else ()),
        *(abbreviations.SIGN_RULES if _SIGN.search(spoken) else ()),
        *abbreviations.WORD_RULES,
        *(abbreviations.SLASH_RULES if "/" in spoken else ()),
    )
    for pattern, replacement in rules:
        spoken = pattern.sub(replacement, spoken)
    return _tidy(spoken)


def _replace_words(text: str, words: Mapping[str, str]) -> str:
    """Replace whole words and phrases in one pass, the longest first."""
    keys = sorted((key for key in words if key.strip()), key=len, reverse=True)
    if not keys:
        return text
    spaced = (r"\s+".join(map(re.escape, key.split())) for key in keys)
    pattern = re.compile("|".join(rf"(?<!\w)({key})(?!\w)" for key in spaced), re.IGNORECASE)
    return pattern.sub(lambda found: words[keys[(found.lastindex or 1) - 1]], text)


@dataclass(frozen=True, slots=True)
class GuessedReading:
    """A word as it is written, how it is read by a guess, and how to write it plainly."""

    written: str
    spoken: str
    hint: str


def list_guessed_readings(
    text: str, lexicon: Mapping[str, str] = MappingProxyType({})
) -> Iterator[GuessedReading]:
    """Yield the first dozen words of a text that could be read in another way, each once."""
    cleaned = _replace_words(clean_text(text), select_spellings(lexicon))
    for pattern, replacement in (*sides.RULES, *addresses.RULES):
        cleaned = pattern.sub(replacement, cleaned)
    guesses = list(islice(list_guesses(cleaned), MAX_GUESSES))
    spoken = spell_out(cleaned).split() if guesses else []
    yield from dict.fromkeys(
        GuessedReading(*_read_in_place(cleaned, spoken, guess), guess.hint) for guess in guesses
    )


def _read_in_place(text: str, spoken: list[str], guess: Guess) -> tuple[str, str]:
    """Return the whole word around a guess, and which of the `spoken` words of the text it is."""
    start = text.rfind(" ", 0, guess.start) + 1
    end = text.find(" ", guess.end)
    end = len(text) if end < 0 else end
    written = text[start:end].strip(",.;:!?()")
    without = spell_out(f"{text[:start]}Qqq{text[end:]}").split()
    first = 0
    while first < min(len(spoken), len(without)) and spoken[first] == without[first]:
        first += 1
    after = 0
    most = min(len(spoken), len(without)) - first - 1
    while after < most and spoken[-1 - after] == without[-1 - after]:
        after += 1
    return written, " ".join(spoken[first : len(spoken) - after]).strip(",.;:!?()")
