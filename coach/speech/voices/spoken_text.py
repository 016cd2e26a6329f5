"""What every engine asks of a text: that it is no command to it, not too long, and has words."""

import unicodedata

from coach.errors import Problem, ScriptError

MAX_TEXT_BYTES = 2000
"""The longest text in UTF-8. A cue is a sentence or two; what is longer is a mistake."""


def sanitize_text(text: str) -> str:
    """Return `text` safe for an engine: control characters become spaces, lone surrogates '?'.

    To espeak NUL would end the text, and 0x01 starts a command. Raises ScriptError for more than
    MAX_TEXT_BYTES bytes of UTF-8.
    """
    spaced = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    encoded = spaced.encode("utf-8", "replace")
    if len(encoded) > MAX_TEXT_BYTES:
        start = spaced[:40].strip()
        raise ScriptError(
            Problem(
                f"an utterance of {len(encoded)} bytes is too long to speak: '{start}...'",
                hint=f"split it into pieces of at most {MAX_TEXT_BYTES} bytes",
            )
        )
    return encoded.decode()


def has_alphanumeric(text: str) -> bool:
    """Return True if `text` has anything that must be heard: a letter or a digit."""
    return any(map(str.isalnum, text))
