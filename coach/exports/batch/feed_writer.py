"""The podcast feed of a folder as files: the feed itself, and the cover that it names."""

from collections.abc import Collection
from pathlib import Path

from coach.exports.batch.manifest import ExpectedFile, Manifest
from coach.exports.batch.podcast_feed import FEED_NAME, format_feed
from coach.exports.file_records import FileRecord, hash_bytes, is_as_made
from coach.system.atomic_file import atomic_write
from coach.system.paths import cover_path


def list_feed_names(manifest: Manifest) -> tuple[str, ...]:
    """Return the names of the files that a feed would write; none where nothing is served."""
    return (*_load_missing_cover(manifest.folder), FEED_NAME) if manifest.url else ()


def write_feed(manifest: Manifest, approved: Collection[str]) -> Path:
    """Write the feed of a folder that is served, with its cover; return the path of the feed.

    Raises UsageError for a file in the way that is not `approved`, MachineError where one cannot
    be written.
    """
    cover = cover_path()
    feed = format_feed(manifest, _name_cover(cover) if cover else "").encode()
    for name, content in (_load_missing_cover(manifest.folder) | {FEED_NAME: feed}).items():
        manifest.check_replaceable(name, approved)
        record = FileRecord("", len(content), 0, hash_bytes(content))
        manifest.expect_files([ExpectedFile(name, record)])
        with atomic_write(manifest.folder / name) as file:
            file.write(content)
        manifest.confirm_file(name)
    return manifest.folder / FEED_NAME


def _load_missing_cover(folder: Path) -> dict[str, bytes]:
    """Return name and content of the cover that a feed needs; nothing where it is there."""
    path = cover_path()
    if path is None:
        return {}
    name, content = _name_cover(path), path.read_bytes()
    return {} if is_as_made(folder / name, hash_bytes(content)) else {name: content}


def _name_cover(path: Path) -> str:
    return f"cover{path.suffix}"
