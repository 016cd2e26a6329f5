"""The cover picture of exported files: the user's own, or the shipped one."""

from coach.system.paths import cover_path


def load_cover() -> bytes:
    """Return the content of the cover's file; empty where it cannot be read."""
    path = cover_path()
    try:
        return path.read_bytes() if path else b""
    except OSError:
        return b""
