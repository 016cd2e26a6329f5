"""Rules for web and mail addresses: www.csp.org.uk is C-S-P dot org dot U-K."""

import re
from types import MappingProxyType

from coach.speech.reading.rules import compile_rules

_DOMAINS = (
    "com|org|net|edu|gov|info|uk|eu|de|fr|nl|ie|au|nz|ca|io|health|fit|app|tv|coach|yoga|scot|wales"
)
"""Ends of names that are no English words after a full stop whose space was forgotten."""
_SIGNS = MappingProxyType({
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", "?": "question mark",
    "=": "equals", "&": "and", "+": "plus", "%": "percent", ":": "colon", "~": "tilde",
})  # fmt: skip
_SPELT = frozenset(["uk", "eu", "io", "tv", "ie", "au", "nz", "edu", "nhs"])
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)


def _spell_address(found: re.Match[str]) -> str:
    """Spell an address as it is dictated; the scheme and "www." are not."""
    address = re.sub(r"(?i)^(?:(?:https?|ftp)://)?(?:www\.)?", "", found[0])
    end = re.search(r"[.,;:!?)'\"/]*$", address)
    tail = end[0].lstrip("/") if end else ""
    address = address.removesuffix(end[0]) if end else address
    parts = re.findall(r"[^\W\d_]+|\d+|.", address)
    words = (_SIGNS.get(part, _spell_part(part)) for part in parts)
    return " ".join(word for word in words if word) + tail


def _spell_part(part: str) -> str:
    """Return a part as it is, or its letters, where it is none that can be read."""
    if not part.isalnum():
        return ""
    spelt = part.lower() in _SPELT or (part.isalpha() and not _VOWEL.search(part))
    return "-".join(part.upper()) if spelt and len(part) < 6 else part


RULES = compile_rules(
    (r"(?i)(?<![\w@./-])(?:https?|ftp)://[^\s,<>\"]+", _spell_address),
    (r"(?i)(?<![\w@./-])www\.[\w-][^\s,<>\"]*", _spell_address),
    (r"(?<![\w@./+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", _spell_address),
    (rf"(?i)(?<![\w@./-])(?:[a-z\d-]+\.)+(?:{_DOMAINS})\b(?!\.\w)(?::\d+)?(?:/[^\s,<>\"]*)?",
     _spell_address),
)  # fmt: skip
