"""What stands in the policy of a page that says itself what a browser may do with it."""

from base64 import b64encode
from hashlib import sha256


def hash_inline(text: str) -> str:
    """Return by which hash a policy allows a script or a style within a page: `sha256-…`."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
