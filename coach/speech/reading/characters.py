"""Cleaned text: no markup, no invisible characters, and one character for each meaning."""

import html
import re
import unicodedata
from functools import cache
from types import MappingProxyType

from coach.speech.reading.pause_marks import PAUSE_MARK

_LOOK_ALIKES = MappingProxyType(str.maketrans({
    **dict.fromkeys("“”„‟″ʺ‶", '"'), **dict.fromkeys("‘’′´ʹ‵", "'"), **dict.fromkeys("º˚∘ᵒ", "°"),
    **dict.fromkeys("✕✖⨯╳", "×"), **dict.fromkeys("〜∼˜", "~"), **dict.fromkeys("™®©"),
    "‐": "-", "‑": "-", "‒": "–", "−": "-", "―": "—", "⁄": "/", "∶": ":",
    **{chr(0x215F + n): str(n) for n in range(1, 13)},  # Roman numbers that are one character
}))  # fmt: skip
_SIGN_WORDS = MappingProxyType(str.maketrans({"²": " squared", "³": " cubed"}))
"""Signs for which English has words."""
_TAG = re.compile(
    r"""</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>|<[!?][^<>]*>"""
)
_BULLET = re.compile(r"(^|\n)[^\S\n]*[-*+–—•‣◦▪●○·⁃](?=\s)")
_ENTITY = re.compile(r"&#?\w+;")


def clean_text(text: str, *, signs_as_words: bool = True) -> str:
    """Remove markup and invisible characters, and unify look-alike ones.

    Without `signs_as_words` no word of English comes in for a sign.
    """
    shown = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    shown = PAUSE_MARK.sub(", ", shown)
    shown = re.sub(r"(?<=\d)(?=[¼-¾⅐-⅞])", " ", re.sub(r"(?<=\d)\s+(?=[″′ʺʹ])", "", shown))
    shown = shown.translate(_SIGN_WORDS if signs_as_words else {}).translate(_LOOK_ALIKES)
    shown = "".join(c for c in shown if c.isspace() or not _is_invisible(c))
    shown = unicodedata.normalize("NFKC", shown).translate(_LOOK_ALIKES)
    # Voices of other languages are silent at the digits of Arabic or Hindi.
    shown = "".join(str(unicodedata.decimal(c, c)) for c in shown)
    shown = _BULLET.sub(r"\1, ", _TAG.sub(" ", shown))
    shown = re.sub(r"(?<=\d)\*(?=\d)", " times " if signs_as_words else " ", shown)
    shown = re.sub(r"\n\s*\n", ". ", shown)
    shown = re.sub(r"(?<=\d)''", '"', shown)
    shown = re.sub(r"\+\s?/\s?[-–]", "±", shown)
    # In an address an underscore is said; around a word it is markup.
    shown = re.sub(r"(?<![^\W_])_+|_+(?![^\W_])", " ", shown)
    return " ".join(re.sub(r"[*`\[\]{}\\^]|(?<!\d)#(?!\d)|~~", " ", shown).split())


@cache
def _is_invisible(char: str) -> bool:
    """Return True for a control, a bidi mark, a zero-width character or a variation selector."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Me") or "︀" <= char <= "️"


@cache
def is_sayable(char: str) -> bool:
    """Return True for letters, marks, numbers and punctuation; False for emoji and symbols."""
    return char.isspace() or unicodedata.category(char)[0] in "LMN" or (
        unicodedata.category(char)[0] == "P" and char not in '"#@*/\\_[]{}<>•‣·†‡§¶'
    )  # fmt: skip
