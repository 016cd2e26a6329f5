"""A prepared session as a page: one file with the sound in it, or a folder for web space."""

from pathlib import Path

from coach.exports.metadata import Metadata
from coach.exports.page.page_html import format_page, format_page_beside
from coach.exports.page.page_session import make_page_session
from coach.exports.page.page_sound import choose_sound_suffix, encode_page_sound
from coach.exports.session_metadata import session_metadata
from coach.exports.writer import export_session
from coach.pipeline import PreparedSession
from coach.speech.studio import Progress, ignore_progress
from coach.system.atomic_file import atomic_write

INDEX_NAME, SOUND_STEM = "index.html", "session"
LARGE_PAGE_BYTES = 15_000_000
"""The size from which on a page is said to be large: phones have to hold it in memory twice."""


def list_folder_files(folder: Path) -> tuple[Path, Path]:
    """Return what a page in a folder consists of: the page, and its sound."""
    return folder / INDEX_NAME, folder / f"{SOUND_STEM}{choose_sound_suffix()}"


def render_page(
    prepared: PreparedSession, metadata: Metadata, progress: Progress = ignore_progress
) -> tuple[bytes, float]:
    """Return a page with its sound in it, and by how many LU that is softer than asked for."""
    sound = encode_page_sound(prepared, metadata, progress)
    return format_page(make_page_session(prepared, metadata), sound), sound.shortfall


def write_page(
    prepared: PreparedSession,
    path: Path,
    progress: Progress = ignore_progress,
    metadata: Metadata | None = None,
) -> float:
    """Write a page, whole or not at all; return by how many LU it is softer than asked for.

    Raises MachineError where it cannot be written, or no encoder is there.
    """
    content, shortfall = render_page(prepared, metadata or session_metadata(prepared), progress)
    with atomic_write(path) as file:
        file.write(content)
    return shortfall


def write_page_folder(
    prepared: PreparedSession,
    folder: Path,
    progress: Progress = ignore_progress,
    metadata: Metadata | None = None,
) -> float:
    """Write a page and its sound into a folder that exists; return as `write_page` does."""
    metadata = metadata or session_metadata(prepared)
    index, sound = list_folder_files(folder)
    shortfall = export_session(prepared, sound, progress, metadata)
    page = make_page_session(prepared, metadata)
    with atomic_write(index) as file:
        file.write(format_page_beside(page, sound.suffix, sound.name))
    return shortfall
