"""The one door to the terminal: whatever is printed there is made printable first.

As long as a command runs, standard output and standard error are wrapped in a stream that writes
out what a terminal would obey. What coach itself has a terminal do, colours and bars, goes past
that: its texts are made printable before they are coloured.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, cast

from coach.system.output_encoding import make_encodable
from coach.system.printable import make_printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console


class PrintableStream:
    """A text stream that writes what is printable of a text, and writes out what is not.

    It has no `buffer`: bytes go past it, see `raw_stream`. `plain` is set by --plain.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.plain = False

    def write(self, text: str) -> int:
        """Write a text; return its length, as other streams do."""
        self.stream.write(make_printable(text))
        return len(text)

    def writelines(self, lines: "Iterable[str]") -> None:
        """Write texts one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self.stream, name)


@contextmanager
def printable_output() -> Iterator[None]:
    """Guard both streams as long as the block runs; one that was replaced meanwhile stays so."""
    # What the encoding has no character for must not end a command.
    make_encodable(sys.stdout, sys.stderr)
    before = sys.stdout, sys.stderr
    guards = sys.stdout, sys.stderr = guard_stream(sys.stdout), guard_stream(sys.stderr)
    try:
        yield
    finally:
        sys.stdout = before[0] if sys.stdout is guards[0] else sys.stdout
        sys.stderr = before[1] if sys.stderr is guards[1] else sys.stderr


def guard_stream(stream: TextIO | None) -> Any:
    """Return a stream that writes what is printable; None for one that is closed."""
    if stream is None or isinstance(stream, PrintableStream):
        return stream
    return PrintableStream(stream)


def raw_stream(stream: TextIO) -> TextIO:
    """Return the stream itself, for bytes and for what has been made printable already."""
    guarded: object = stream
    return guarded.stream if isinstance(guarded, PrintableStream) else stream


def open_console(err: bool = False) -> "Console":
    """Return a console of rich on standard output, or error, that prints texts as they are.

    Nothing in them is markup, and what is not printable is written out.
    """
    from rich.console import Console
    from rich.segment import Segment

    class PrintableConsole(Console):
        def render(self, renderable: Any, options: Any = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield (
                    segment
                    if segment.control
                    else Segment(make_printable(segment.text), segment.style)
                )

    stream = sys.stderr if err else sys.stdout
    file = cast(TextIO, stream and raw_stream(stream))
    return PrintableConsole(file=file, stderr=err, highlight=False, markup=False, emoji=False)
