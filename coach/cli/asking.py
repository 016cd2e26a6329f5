"""Questions to whoever sits at the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def asking() -> Iterator[None]:
    """Let Ctrl-C, or the end of input, at a question end coach as it does anywhere else."""
    try:
        yield
    except typer.Abort as abort:
        raise typer.Exit(130) from abort
