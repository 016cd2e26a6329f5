"""What the tests of the socket and of its events share."""

import tempfile
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def runtime(monkeypatch):
    """A folder of sockets with a short path, for the address of a socket is short."""
    with tempfile.TemporaryDirectory(prefix="coach-") as path:
        monkeypatch.setenv("XDG_RUNTIME_DIR", path)
        yield Path(path)
