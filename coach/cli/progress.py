"""Progress bars on a terminal, and nothing at all elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from coach.studio import Progress


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """Show a bar on standard error, once there is something to wait for."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with typer.progressbar(length=1, label=f"{label:<10}", file=sys.stderr) as bar:

        def advance(done: int, whole: int) -> None:
            bar.length = whole
            bar.update(done - bar.pos)

        yield advance
