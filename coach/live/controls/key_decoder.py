"""Keystrokes: what a terminal sends, told apart into keys, however it was cut into reads."""

import re

ESCAPE = "\x1b"
NAMES = {" ": "space", "\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "erase", "\b": "erase"}
FINALS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
"""What ends the sequence of a key, in both forms: ESC [ A of old, ESC O A in application mode."""
NUMBERED = {"5": "page-up", "6": "page-down"}
SEQUENCE = re.compile(r"\x1b(?:\[([0-?]*)[ -/]*([@-~])|O([ -~])|([^\[O\x1b]))")
"""ECMA-48: ESC [ parameters intermediates final; ESC O letter; ESC key, which is Alt with it."""
CONSOLE = {"H": "up", "P": "down", "K": "left", "M": "right", "I": "page-up", "Q": "page-down"}
"""What follows NUL or 0xE0 on the console of Windows."""


class Keystrokes:
    """Takes what was read, gives keys; the beginning of a sequence waits for its rest."""

    def __init__(self) -> None:
        self._rest = ""

    @property
    def unfinished(self) -> bool:
        """Tell whether a sequence has begun and not ended; a lone ESC is the key itself."""
        return bool(self._rest)

    def feed(self, text: str) -> tuple[str, ...]:
        """Give the keys that are complete; sequences that nobody knows are none."""
        text, self._rest = self._rest + text, ""
        keys = []
        while text:
            if text[0] != ESCAPE:
                keys.append(NAMES.get(text[0], text[0]))
                text = text[1:]
            elif found := SEQUENCE.match(text):
                keys += _sequence(found)
                text = text[found.end() :]
            elif re.fullmatch(r"\x1b(\[[ -?]*|O)?", text):
                self._rest = text
                break
            else:  # A sequence that is broken off: what does not belong to it is read again.
                text = re.sub(r"^\x1b(\[[ -?]*|O)?", "", text)
        return tuple(keys)

    def flush(self) -> tuple[str, ...]:
        """Give up waiting for the rest of a sequence: what stands there alone is ESC."""
        alone, self._rest = self._rest == ESCAPE, ""
        return ("escape",) if alone else ()


def _sequence(found: re.Match[str]) -> tuple[str, ...]:
    parameters, final, letter, alt = found.groups()
    if alt is not None:
        return ()
    name = FINALS.get(letter or final)
    if final == "~":
        name = NUMBERED.get(parameters.partition(";")[0])
    return (name,) if name else ()
