r"""Text that may be shown: what a terminal obeys, what turns a line round, what nobody sees.

The names of files and the titles of scripts come from others. Control characters among them change
the title or the clipboard of a terminal; bidirectional overrides make `gpj.exe` read `exe.jpg`;
characters without a width make two names look alike. Each is shown as JSON writes it, `\u202e`: it
can be seen, and JSON that is shown so means what it meant.
"""

import re

_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    r"\xad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e00ff"
)
_JOINERS = r"(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
"""Joiners are part of Persian words and of emoji; beside ASCII they join nothing."""
_UNPRINTABLE = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_INVISIBLE}]|{_JOINERS}")
_LINE_BREAKS = re.compile(r"[\t\n]")

_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"/\\|?*\t\n]')
"""What the name of a file may not have in it on one system or another."""


def make_printable(text: str) -> str:
    r"""Return a text with what is not shown, or is obeyed, written out; lines and tabs stay.

    >>> print(make_printable("evil\x1b]0;PWN\x07 \u202egpj.exe"))
    evil\u001b]0;PWN\u0007 \u202egpj.exe
    """
    # Most texts have none: a search is quicker than a copy.
    return _UNPRINTABLE.sub(_write_out, text) if _UNPRINTABLE.search(text) else text


def make_one_line(text: str) -> str:
    r"""Return a text as `make_printable` does, with tabs and ends of lines written out, too.

    >>> print(make_one_line("two\nlines"))
    two\u000alines
    """
    return _LINE_BREAKS.sub(_write_out, make_printable(text))


def is_printable(text: str) -> bool:
    """Return True if a text is one line, and shows all that is in it."""
    return not (_UNPRINTABLE.search(text) or _LINE_BREAKS.search(text))


def make_file_name(text: str) -> str:
    r"""Return a text as part of the name of a file: no system refuses it, and it hides nothing.

    >>> make_file_name("Reps: left/right?"), make_file_name("\u202egpj.exe")
    ('Reps left right', 'gpj.exe')
    """
    visible = _UNPRINTABLE.sub(lambda found: " " if found[0] < " " else "", text)
    return " ".join(_FORBIDDEN_IN_NAMES.sub(" ", visible).split())


def _write_out(found: re.Match[str]) -> str:
    utf16 = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{utf16[at : at + 4]}" for at in range(0, len(utf16), 4))
