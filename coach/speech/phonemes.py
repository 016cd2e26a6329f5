"""Sounds within a text that is to be spoken: a word with its phonemes, for voices that take them.

They stand behind their word, between characters that no text has: `clean_text` removes those of
private use. A voice that takes them says so in its `Respellings`; no other ever gets any.
"""

import re
from collections.abc import Mapping

from coach.script.pronunciation import STRESSES, VOWELS, has_phonemes

_OPEN, _DIVIDE, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_OPEN}([^{_DIVIDE}]*){_DIVIDE}([^{_CLOSE}]*){_CLOSE}")


def select_spellings(lexicon: Mapping[str, str]) -> dict[str, str]:
    """Return the entries of a lexicon that are other spellings."""
    return {word: how for word, how in lexicon.items() if not has_phonemes(how)}


def select_phonemes(lexicon: Mapping[str, str]) -> dict[str, str]:
    """Return the sounds of the entries of a lexicon that have them, without their slashes."""
    return {word: how[1:-1] for word, how in lexicon.items() if has_phonemes(how)}


def mark_phonemes(word: str, phonemes: str) -> str:
    """Return a word that is to sound in a certain way."""
    return f"{_OPEN}{word}{_DIVIDE}{phonemes}{_CLOSE}"


def strip_phonemes(text: str) -> str:
    """Return a text with the words alone.

    >>> strip_phonemes(f"Ten {mark_phonemes('kegels', 'ˈkeɪɡəlz')}.")
    'Ten kegels.'
    """
    return _MARKED.sub(r"\1", text)


def write_links(text: str) -> str:
    """Return a text with its sounds as the natural voice takes them: `[word](/sounds/)`.

    >>> write_links(f"Ten {mark_phonemes('kegels', 'ˈkeɪɡəlz')}.")
    'Ten [kegels](/kˈAɡəlz/).'
    """
    return _MARKED.sub(lambda found: f"[{found[1]}](/{convert_phonemes(found[2])}/)", text)


_SIGNS = (
    ("\u0361", ""), ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"),
    ("oʊ", "O"), ("əʊ", "O"), ("ɔɪ", "Y"), ("ɚ", "əɹ"), ("ɝ", "ɜɹ"), ("ɫ", "l"), ("ɾ", "T"),
    ("r", "ɹ"), ("g", "ɡ"), ("ɒ", "ɑ"), ("a", "æ"), ("e", "ɛ"), ("ʏ", "y"), ("ʍ", "w"),
    ("ː", ""), ("ˑ", ""), (".", ""),
)  # fmt: skip
"""Signs of the IPA, and what misaki 0.9 writes for them, the alphabet that its models were trained
with: diphthongs and affricates are one letter each."""
_SYLLABIC = re.compile("(.)\u0329")
_STRESS = re.compile(f"([{''.join(sorted(STRESSES))}])([^{''.join(sorted(VOWELS))}AIOWY]*)")


def convert_phonemes(phonemes: str) -> str:
    """Return sounds of the IPA as misaki writes them; a stress stands before the vowel itself.

    Dictionaries leave it out where there is one syllable, which misaki stresses as well.
    """
    converted = _SYLLABIC.sub(r"ᵊ\1", phonemes)
    for sign, other in _SIGNS:
        converted = converted.replace(sign, other)
    if not STRESSES & {*converted}:
        converted = f"ˈ{converted}"
    return _STRESS.sub(r"\2\1", converted)
