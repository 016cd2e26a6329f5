"""Streams: what coach was started with. Any of them may have been closed, and is None then."""

from typing import TextIO


def is_terminal(*streams: TextIO | None) -> bool:
    """Tell whether all of some streams are open, and terminals."""
    try:
        return all(stream is not None and stream.isatty() for stream in streams)
    except ValueError:  # it was closed since
        return False
