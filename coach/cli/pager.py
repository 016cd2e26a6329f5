"""Long text at a terminal goes through a pager, as git and gh do it.

$PAGER is that pager, or else `less`; `cat` or nothing as $PAGER is none, and so is --no-pager. Text
that fits on the screen, plain output and pipes never meet one.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from typing import Annotated

import typer

from coach.cli.output_style import is_plain
from coach.cli.printable_output import guard_stream, raw_stream

NoPagerOption = Annotated[
    bool, typer.Option("--no-pager", help="Print it all at once, however long it is.")
]
LESS_OPTIONS = "FRX"
"""Options of less, unless $LESS has others: end where all fits, keep colours and what was shown."""


class _CollectedText(StringIO):
    """Text on its way to a terminal, so that it has the colours of one."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@contextmanager
def paged_output(no_pager: bool = False) -> Iterator[None]:
    """Show what the block prints in a pager, where it is long and goes to a terminal."""
    pager = _find_pager()
    if no_pager or not pager or is_plain() or os.environ.get("TERM") == "dumb":
        yield
        return
    terminal, text = sys.stdout, _CollectedText()
    sys.stdout = guard_stream(text)
    try:
        yield
    finally:
        sys.stdout = terminal
    _show_text(text.getvalue(), pager)


def _find_pager() -> list[str]:
    """Return the command that pages; nothing where there is none, or none is wanted."""
    given = os.environ.get("PAGER")
    try:
        words = shlex.split("less" if given is None else given)
    except ValueError:
        return []
    return words if words and words != ["cat"] and shutil.which(words[0]) else []


def _show_text(text: str, pager: list[str]) -> None:
    if text.count("\n") < shutil.get_terminal_size().lines or not _page(text, pager):
        stream = raw_stream(sys.stdout)
        stream.write(text)
        stream.flush()


def _page(text: str, pager: list[str]) -> bool:
    """Show a text in a pager until that ends; return False where it cannot be started."""
    environment = {"LESS": LESS_OPTIONS, "LESSCHARSET": "utf-8"} | os.environ
    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment)
    except OSError:
        return False
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # whoever has read enough quits
        process.stdin.write(text.encode("utf-8", "replace"))
    with suppress(BrokenPipeError):
        process.stdin.close()
    while True:
        try:
            process.wait()
        except KeyboardInterrupt:  # the pager gets it as well, and decides
            continue
        return True
