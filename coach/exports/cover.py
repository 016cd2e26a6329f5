"""The cover picture of exported files: the user's own, or the shipped one."""

from pathlib import Path

from coach.system.paths import shipped_folder, user_folder

COVER_NAMES = ("cover.png", "cover.jpg", "cover.jpeg")


def cover_path() -> Path | None:
    """Return the path of the first of COVER_NAMES in the user's folder, or of the shipped cover."""
    own = (user_folder() / name for name in COVER_NAMES)
    return next(
        (p for p in (*own, shipped_folder() / "pictures" / "cover.png") if _is_file(p)), None
    )


def load_cover() -> bytes:
    """Return the content of the cover's file; empty where it cannot be read."""
    path = cover_path()
    try:
        return path.read_bytes() if path else b""
    except OSError:
        return b""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
