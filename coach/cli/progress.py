"""Progress bars on a terminal, a line instead in plain output; elsewhere nothing is shown."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import typer

from coach.cli.output_style import is_plain_asked
from coach.cli.printable_output import raw_stream
from coach.cli.terminal import is_terminal

if TYPE_CHECKING:
    from coach.speech.studio import Progress


@contextmanager
def progress_bar(label: str) -> "Iterator[Progress]":
    """Yield a function that shows a bar on standard error, from its first call on."""
    if not is_terminal(sys.stderr):
        yield lambda _done, _all: None
        return
    if is_plain_asked():
        with _one_line(label) as progress:
            yield progress
        return
    with ExitStack() as shown:
        bar: Any = None

        def advance(done: int, whole: int) -> None:
            nonlocal bar
            if bar is None:
                new = typer.progressbar(
                    length=whole, label=f"{label:<10}", file=raw_stream(sys.stderr)
                )
                bar = shown.enter_context(new)
            bar.length = whole
            bar.update(done - bar.pos)

        yield advance


@contextmanager
def _one_line(label: str) -> "Iterator[Progress]":
    """Yield a function that prints a label at its first call, and nothing after that."""
    calls = iter((True,))

    def advance(_done: int, _whole: int) -> None:
        if next(calls, False):
            typer.echo(f"{label} ...", err=True)

    yield advance
