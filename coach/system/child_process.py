"""How a process of our own is started: with the same `coach`, out of reach of the keyboard."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of coach, in `module_environment`."""
    # -P: modules in the current folder must not be imported instead of the real ones.
    return [sys.executable, "-P", "-m", module, *arguments]


def module_environment() -> dict[str, str]:
    """Return our environment, with the same `coach` to import as this process."""
    root = str(Path(__file__).parents[2])
    path = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{path}" if path else root}


def process_group_options() -> dict[str, Any]:
    """Return options of Popen that keep Ctrl-C and Ctrl-Z of the keyboard from a process."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
