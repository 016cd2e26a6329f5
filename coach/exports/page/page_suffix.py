"""The suffix of a page, by which an export knows what a file is to be."""

from pathlib import Path

PAGE_SUFFIX = ".html"


def is_page(path: Path) -> bool:
    """Return whether a file is to be a page."""
    return path.suffix.lower() == PAGE_SUFFIX
