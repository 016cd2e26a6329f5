"""Reads the user's own defaults from one commented YAML file in their config folder.

They may tell of a bad knee; so nobody else can read the file, but where COACH_CONFIG names its
folder: that may be one for several people.
"""

from contextlib import suppress
from pathlib import Path

from coach.errors import MachineError, Problem
from coach.listener.defaults import Config
from coach.system.paths import APP_NAME, NO_HOME, NO_HOME_HINT, config_folder, is_unknown
from coach.system.private_files import make_private_folder, mend_file, mend_folder


def config_path() -> Path:
    """Return the path of the file; it need not exist."""
    return config_folder() / "config.yaml"


def load_config() -> Config:
    """Read the user's defaults; those of coach without a file, or where all is commented out.

    Raises ScriptError with every problem of the file.
    """
    path = config_path()
    if not path.is_file():
        return Config()
    if path.parent.name == APP_NAME:
        mend_folder(path.parent)
        mend_file(path)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return Config()
    # Slow to import, and most users have no such file.
    from coach.listener.config_schema import CONFIG
    from coach.script.reader import load_file

    config: Config = load_file(path, CONFIG)
    return config


def write_config(text: str) -> None:
    """Write the file in place of the last, whole or not at all.

    Raises MachineError where it cannot be written.
    """
    from coach.system.atomic_file import atomic_write

    path = config_path()
    if is_unknown(path):
        raise MachineError(Problem(f"the settings cannot be kept: {NO_HOME}", hint=NO_HOME_HINT))
    # A folder that cannot be made is reported by `atomic_write`, with the path of the file.
    with suppress(OSError):
        make_private_folder(path.parent)
    hint = "set COACH_CONFIG to a folder that can be written to"
    with atomic_write(path, private=True, hint=hint) as file:
        file.write(text.encode())
