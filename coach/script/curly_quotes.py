"""Curly quotes, which a text processor puts where straight ones were typed: letters to YAML.

So a text between them that has a colon or a comma in it falls apart, as if it had no quotes.
"""

import re

import yaml

HINT = "curly quotes are letters of a text; put straight ones round it: \" or '"
_OPENING = "“„‟‘‚‛«‹"
_APOSTROPHE = "’"
_PAIRS = {"”": "“", "“": "„‟", "’": "‘", "»": "«", "›": "‹"}
"""By each quote that ends a text, those that begin it."""
_OPENED_VALUE = re.compile(rf"(?:^|[:\-,\[{{])\s*([{_OPENING}])")
"""A quote where a value begins."""


def format_curly_quote(quote: str) -> str:
    """Return the message that a curly quote is none."""
    return f"expected text in straight quotes, found the curly quote {quote}"


def find_curly_quote(key: yaml.Node) -> str:
    """Return the curly quote of a text that was read as a key, "" where it has none.

    A colon cut it after its start, or a comma before its end.
    """
    if not isinstance(key, yaml.ScalarNode) or key.style or not key.value:
        return ""
    text: str = key.value
    first, last = text[0], text[-1]
    if first in _OPENING:
        return first
    if last not in _PAIRS or last == _APOSTROPHE:
        return ""
    return last if not any(quote in text for quote in _PAIRS[last]) else ""


def find_open_quote(line: str) -> tuple[str, int] | None:
    """Return the curly quote that begins the last value of a line, and its column from 0.

    None where there is none, or it is closed again.
    """
    for found in reversed(list(_OPENED_VALUE.finditer(line))):
        rest = line[found.end() :]
        return None if any(last in rest for last in _PAIRS) else (found[1], found.start(1))
    return None
