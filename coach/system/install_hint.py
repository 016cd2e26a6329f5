"""The command that installs a package where coach runs: a hint that works as it stands.

coach may live in an environment of its own, made by venv, uv or pipx; a bare `pip install` would
then put the package somewhere else.
"""

import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which


def install_command(*packages: str) -> str:
    """Return what to type to install packages into the environment of this Python."""
    environment = Path(sys.prefix)
    if (environment / "pipx_metadata.json").is_file() and which("pipx"):
        return _quote("pipx", "inject", environment.name, *packages)
    if find_spec("pip") is not None:
        return _quote(sys.executable, "-m", "pip", "install", *packages)
    if which("uv"):
        return _quote("uv", "pip", "install", "--python", sys.executable, *packages)
    first = _quote(sys.executable, "-m", "ensurepip")
    return f"{first} && {_quote(sys.executable, '-m', 'pip', 'install', *packages)}"


def _quote(*words: str) -> str:
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
