"""Pronunciations in a lexicon: how to write a word for a voice, or its sounds between slashes."""

from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.reader import INVALID, Reader, Schema
from coach.script.scalars import Text

VOWELS = frozenset("aeiouyæɑɐɒɔəɚɛɜɝɪʊʌøœɨɯɤᵻᵊ")
CONSONANTS = frozenset("bcdfghjklmnpqrstvwxzçðŋɕɖɟɡɣɫɬɭɱɲɳɴɸɹɻɽɾʀʁʂʃʈʋʍʎʏʐʑʒʔʝʤʧβθχʣʥʦʨɥɰ")
STRESSES = frozenset("ˈˌ")
MARKS = frozenset("ːˑ.\u0361\u0329\u0303 ")
"""Long and half-long, the end of a syllable, and, on letters, a tie, a syllable without a vowel,
a nasal."""
PHONEMES = VOWELS | CONSONANTS | STRESSES | MARKS
"""The signs of the International Phonetic Alphabet (IPA, 2020) that can stand in sounds."""
MAX_CHARACTERS = 200


def has_phonemes(pronunciation: str) -> bool:
    """Return whether a pronunciation is sounds and no spelling.

    >>> has_phonemes("/ˈkeɪɡəl/"), has_phonemes("kay gull")
    (True, False)
    """
    return len(pronunciation) > 2 and pronunciation[0] == pronunciation[-1] == "/"


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How to speak a word: another spelling, or sounds between slashes; read as a str."""

    expected: str = "how to write a word for the voice, or its sounds: /ˈkeɪɡəl/"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return the text; sounds have only signs of PHONEMES, and a vowel among them."""
        text = reading.read(node, Text(most=MAX_CHARACTERS))
        if text is INVALID or not has_phonemes(text):
            return text
        sounds = text[1:-1]
        if strange := next((sign for sign in sounds if sign not in PHONEMES), None):
            message = f"expected sounds of the International Phonetic Alphabet, found {strange!r}"
            return reading.report(node, message, "write them as in /ˈkeɪɡəl/, or a spelling")
        if not VOWELS & {*sounds} and "\u0329" not in sounds:
            hint = "each syllable has one: /ˈkeɪɡəl/"
            return reading.report(node, f"expected sounds with a vowel, found {text!r}", hint)
        return text

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of its text."""
        return Text(most=MAX_CHARACTERS).schema(named)
