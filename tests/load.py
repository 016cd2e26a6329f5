"""Processes that tests start: what keeps a core busy, and what ends with the run that started it.

A run of the tests that is killed ends nothing itself, so whatever it starts has an end of its own.
"""

import shutil

SPIN = "import time\nend = time.monotonic() + 120\nwhile time.monotonic() < end: pass"
"""A program that keeps a core busy for two minutes."""


def dying_with_us(*command: str) -> list[str]:
    """Return a command that ends with the thread that starts it, where the system can do that."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", *command] if setpriv else [*command]
