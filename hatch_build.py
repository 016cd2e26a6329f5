"""What hatch cannot read from pyproject.toml: links, and the README as a package index shows it.

An index shows the README alone, so that links to other files of the repository lead nowhere. Where
its address is known, each path becomes an address of the file in this version; until then links
are plain words, and pictures are left out.
"""

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!\w+:|#)([^)\s]+)\)")


class LinksHook(MetadataHookInterface):
    """Sets `readme` and `urls` by the address of the repository."""

    def update(self, metadata: dict) -> None:
        """Set the fields of the metadata that pyproject.toml calls dynamic."""
        address = self.config["address"]
        root = Path(self.root)
        version = re.search(
            r'__version__ = "(.+)"', (root / "coach/__init__.py").read_text("utf-8")
        )
        text = (root / "README.md").read_text(encoding="utf-8")
        readme = rewrite_links(text, address, f"v{version[1]}")
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}
        metadata["urls"] = list_urls(address)


def rewrite_links(text: str, address: str, tag: str) -> str:
    """Return a README whose links lead into the repository at a tag; without an address, none."""

    def rewrite(found: re.Match[str]) -> str:
        mark, words, path = found.groups()
        if not address:
            return "" if mark else words
        return f"{mark}[{words}]({address}/{'raw' if mark else 'blob'}/{tag}/{path})"

    return re.sub(r"\n{3,}", "\n\n", LINK.sub(rewrite, text))


def list_urls(address: str) -> dict[str, str]:
    """Return the links of a package index by their names; none without an address."""
    if not address:
        return {}
    return {
        "Homepage": address,
        "Repository": address,
        "Documentation": f"{address}/tree/main/docs",
        "Changelog": f"{address}/blob/main/CHANGELOG.md",
        "Issues": f"{address}/issues",
    }
