"""Decodes what a terminal sends into keys, however it was cut into reads."""

import re

ESCAPE = "\x1b"
CHARACTER_NAMES = {
    " ": "space",
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x7f": "erase",
    "\b": "erase",
}
FINAL_CHARACTERS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
"""What ends the sequence of a key, in both forms: ESC [ A of old, ESC O A in application mode."""
NUMBERED_KEYS = {"5": "page-up", "6": "page-down"}
SEQUENCE = re.compile(r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|O([ -~])|([^\[O\x1b]))")
"""ECMA-48: ESC [ parameters intermediates final; ESC O letter; ESC key, which is Alt with it."""
CONSOLE_CODES = {
    "H": "up",
    "P": "down",
    "K": "left",
    "M": "right",
    "I": "page-up",
    "Q": "page-down",
}
"""What follows NUL or 0xE0 on the console of Windows."""


class KeyDecoder:
    """Decodes text into names of keys; the beginning of a sequence waits for its rest."""

    def __init__(self) -> None:
        self._partial = ""

    @property
    def has_partial_sequence(self) -> bool:
        """Whether a sequence has begun and not ended; a lone ESC may be the key itself."""
        return bool(self._partial)

    def feed(self, text: str) -> tuple[str, ...]:
        """Return the keys that are complete; unknown sequences are dropped."""
        text, self._partial = self._partial + text, ""
        keys = []
        while text:
            if text[0] != ESCAPE:
                keys.append(CHARACTER_NAMES.get(text[0], text[0]))
                text = text[1:]
            elif found := SEQUENCE.match(text):
                keys += _decode_sequence(found)
                text = text[found.end() :]
            elif re.fullmatch(r"\x1b(\[[ -?]*|O)?", text):
                self._partial = text
                break
            else:  # A sequence that is broken off: what does not belong to it is read again.
                text = re.sub(r"^\x1b(\[[ -?]*|O)?", "", text)
        return tuple(keys)

    def flush(self) -> tuple[str, ...]:
        """Drop the beginning of a sequence; return the key ESC if that was all of it."""
        alone, self._partial = self._partial == ESCAPE, ""
        return ("escape",) if alone else ()


def _decode_sequence(found: re.Match[str]) -> tuple[str, ...]:
    parameters, final, letter, alt = found.groups()
    if alt is not None:
        return ()
    name = FINAL_CHARACTERS.get(letter or final)
    if final == "~":
        name = NUMBERED_KEYS.get(parameters.partition(";")[0])
    return (name,) if name else ()
