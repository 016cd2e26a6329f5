"""Cases that must be found out: what shows that the watch sees what it is to see."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.fuzz.judging import World


def _hang(_world: World) -> str:
    while True:
        pass


def _plod(world: World) -> str:
    """Take long, and show that it goes on."""
    begun = time.process_time()
    while time.process_time() - begun < 2.0:
        world.sign(1, 2)
    return "accepted"


def _die(_world: World) -> str:
    os._exit(7)


def _grow(_world: World) -> str:
    return f"accepted {len(b'x' * 600_000_000)}"


def _fail(_world: World) -> str:
    raise KeyError("x")


def _read(world: World) -> str:
    with world.guard.watching():
        return Path("/etc/hostname").read_text()


def _write(world: World) -> str:
    with world.guard.watching():
        (world.root / "home" / "x.yaml").write_text("x")
    return "accepted"


def _run(world: World) -> str:
    with world.guard.watching():
        subprocess.run(["true"], check=True)
    return "accepted"


PROOFS: Mapping[str, Callable[[World], str]] = MappingProxyType(
    {
        "hang": _hang,
        "plod": _plod,
        "die": _die,
        "grow": _grow,
        "fail": _fail,
        "read": _read,
        "write": _write,
        "run": _run,
    }
)
