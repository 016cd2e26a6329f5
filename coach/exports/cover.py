"""The cover picture that exported files carry: the user's own, or the shipped one."""

from pathlib import Path

from coach.system.paths import shipped_folder, user_folder

COVER_NAMES = ("cover.png", "cover.jpg", "cover.jpeg")


def cover_path() -> Path | None:
    """Find the cover: `cover.png` or `cover.jpg` in the user's own folder, else the shipped one."""
    own = (user_folder() / name for name in COVER_NAMES)
    return next(
        (p for p in (*own, shipped_folder() / "pictures" / "cover.png") if _is_file(p)), None
    )


def load_cover() -> bytes:
    """Give the cover as it is in its file, or nothing where it cannot be read."""
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
