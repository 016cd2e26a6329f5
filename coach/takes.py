"""Takes kept on disk, by content: every utterance is spoken once ever.

A file holds its own digest, so a damaged one is noticed and spoken anew, and it is moved into
its place whole, so that a crash leaves nothing half written. Where the folder cannot be
written, takes are kept for this run only, and `failure` says why.
"""

import os
import struct
import tempfile
from hashlib import blake2b
from pathlib import Path

import numpy as np

from coach.audio import Pcm
from coach.conform import Take
from coach.timeline import Extent

_MAGIC = b"coach take 1\n"
_DIGEST = 16
_HEAD = struct.Struct("<i")


class TakeFolder:
    """A folder of takes, each under a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failure: str | None = None

    def path(self, key: str) -> Path:
        """Give the place of a take; 256 folders keep any one of them small."""
        return self.folder / key[:2] / f"{key[2:]}.take"

    def load(self, key: str) -> Take | None:
        """Give a take, or None where there is none or it is damaged."""
        try:
            content = self.path(key).read_bytes()
        except OSError:
            return None
        head = len(_MAGIC) + _DIGEST
        body = memoryview(content)[head:]
        if content[: len(_MAGIC)] != _MAGIC or _digest(body) != content[len(_MAGIC) : head]:
            return None
        (beat,) = _HEAD.unpack_from(body)
        pcm = Pcm(np.frombuffer(body[_HEAD.size :], "<i2"))
        return Take(pcm, Extent(pcm.length, beat))

    def store(self, key: str, take: Take) -> bool:
        """Keep a take; False where that was not possible."""
        body = _HEAD.pack(take.extent.beat) + take.pcm.samples.astype("<i2").tobytes()
        path = self.path(key)
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".take-")
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + _digest(body) + body)
            Path(temporary).replace(path)
        except OSError as error:
            self.failure = f"{self.folder}: {error.strerror or error}"
            if temporary:
                Path(temporary).unlink(missing_ok=True)
            return False
        return True


def take_key(*parts: object) -> str:
    """Make a key of all that shapes a take."""
    return blake2b("\0".join(map(str, parts)).encode(), digest_size=20).hexdigest()


def _digest(body: memoryview | bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST).digest()
