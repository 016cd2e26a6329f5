"""Pictures in a terminal that shows them: kitty's protocol, and iTerm2's.

Which terminal it is, its own variables say. Within tmux and screen none is shown: those would have
to let it through. What cannot be known is treated as a terminal that shows none.
"""

import os
import sys
from base64 import standard_b64encode
from collections.abc import Iterator, Mapping
from enum import StrEnum

from coach.cli.output_style import is_plain
from coach.cli.printable_output import raw_stream

ROWS = 12
CHUNK = 4096
"""Characters of a picture that kitty takes at once."""
_KITTY_PROGRAMS = frozenset({"ghostty", "wezterm"})
_ITERM_PROGRAMS = frozenset({"iTerm.app", "mintty"})
_DARK_COLOURS = frozenset({*map(str, range(7)), "8"})


class PictureProtocol(StrEnum):
    """How a terminal takes a picture."""

    KITTY = "kitty"
    ITERM = "iterm"


def find_protocol(environment: Mapping[str, str] = os.environ) -> PictureProtocol | None:
    """Return how the terminal takes pictures; None where it takes none, as far as is known."""
    terminal = environment.get("TERM", "")
    if environment.get("TMUX") or terminal.startswith(("screen", "tmux", "dumb")):
        return None
    program = environment.get("TERM_PROGRAM", "")
    is_kitty = "KITTY_WINDOW_ID" in environment or terminal in ("xterm-kitty", "xterm-ghostty")
    if is_kitty or program.lower() in _KITTY_PROGRAMS:
        return PictureProtocol.KITTY
    is_iterm = program in _ITERM_PROGRAMS or environment.get("LC_TERMINAL") == "iTerm2"
    return PictureProtocol.ITERM if is_iterm else None


def find_theme(environment: Mapping[str, str] = os.environ) -> str:
    """Return dark where the terminal says that its ground is, else light."""
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    return "dark" if ground in _DARK_COLOURS else "light"


def format_picture(png: bytes, protocol: PictureProtocol) -> str:
    """Return what has a terminal show a picture, ROWS lines high, and go to the next line."""
    text = standard_b64encode(png).decode("ascii")
    if protocol is PictureProtocol.ITERM:
        options = f"inline=1;size={len(png)};height={ROWS};preserveAspectRatio=1"
        return f"\x1b]1337;File={options}:{text}\x07\n"
    return "".join(_list_kitty_chunks(text)) + "\n"


def _list_kitty_chunks(text: str) -> Iterator[str]:
    """Yield the picture in parts; the first has what is to be done with it."""
    for start in range(0, len(text), CHUNK):
        more = int(start + CHUNK < len(text))
        # q=2: a terminal that has something to say of it would type that into the shell.
        first = f"a=T,f=100,r={ROWS},q=2," if start == 0 else ""
        yield f"\x1b_G{first}m={more};{text[start : start + CHUNK]}\x1b\\"


def can_show_pictures() -> bool:
    """Return whether standard output is a terminal that shows pictures, and may get one."""
    return not is_plain() and find_protocol() is not None


def show_picture(png: bytes) -> None:
    """Show a picture on standard output, past what makes texts printable."""
    protocol = find_protocol()
    if protocol is not None:
        stream = raw_stream(sys.stdout)
        stream.write(format_picture(png, protocol))
        stream.flush()
