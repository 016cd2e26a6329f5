"""The Content-Security-Policy of a page: by hashes it allows its own style and script alone."""

from base64 import b64encode
from hashlib import sha256


def hash_inline(text: str) -> str:
    """Return the hash that allows a style or a script within a page: `sha256-…`."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
