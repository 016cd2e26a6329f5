"""Looks whether every link of the built site leads somewhere, and that it fetches nothing.

    python -m tests.docs.site_links site

mkdocs looks at the links in Markdown alone: this also finds pictures and sound named in HTML, links
to names in the reference, and whatever a theme or a plug-in would have a reader's browser fetch.
Addresses of the web are not asked for; they are only looked at.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

REFERENCES = {"href", "src", "poster", "data"}
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?:https?:)?//[^)]*|@import\s*['\"](?:https?:)?//[^'\"]*")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(slots=True)
class FoundPage:
    """What a page refers to, as pairs of tag and address, and what in it can be referred to."""

    references: set[tuple[str, str]] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)


class PageReader(HTMLParser):
    """Reads a page into a `FoundPage`."""

    def __init__(self) -> None:
        super().__init__()
        self.found = FoundPage()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name in REFERENCES:
                self.found.references.add((tag, value))
            elif name == "id" or (tag, name) == ("a", "name"):
                self.found.anchors.add(value)


def read_page(text: str) -> FoundPage:
    """Return what a page refers to, and its anchors."""
    reader = PageReader()
    reader.feed(text)
    return reader.found


def find_faults(site: Path) -> list[str]:
    """Return what is wrong with the links of a site, a line for each."""
    pages = {path: read_page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    faults = [
        f"{path.relative_to(site)}: {fault}"
        for path, page in pages.items()
        for tag, address in sorted(page.references)
        if (fault := find_fault(site, pages, path, tag, address))
    ]
    return [*faults, *find_fetched_by_styles(site)]


def find_fault(
    site: Path, pages: dict[Path, FoundPage], page: Path, tag: str, address: str
) -> str | None:
    """Return what is wrong with one reference of a page, or None."""
    parts = urlsplit(address)
    if parts.scheme in ("data", "mailto"):
        return None
    if parts.scheme or parts.netloc:
        if tag != "a":
            return f"<{tag}> fetches {address}"
        is_address = parts.scheme in ("http", "https") and HOST.fullmatch(parts.hostname or "")
        return None if is_address else f"no address: {address}"
    place = unquote(parts.path)
    base = site if place.startswith("/") else page.parent
    target = (base / place.lstrip("/")).resolve() if place else page
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return f"<{tag}> leads to no file: {address}"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].anchors:
        return f"<{tag}> leads to no such place: {address}"
    return None


def find_fetched_by_styles(site: Path) -> Iterator[str]:
    """Yield what style sheets would have a browser fetch from elsewhere."""
    for path in sorted(site.rglob("*.css")):
        for found in ELSEWHERE.findall(path.read_text("utf-8")):
            yield f"{path.relative_to(site)}: fetches {found}"


if __name__ == "__main__":
    sys.exit("\n".join(find_faults(Path(sys.argv[1]).resolve())) or None)
