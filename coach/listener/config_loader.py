"""Reads the user's own defaults from one commented YAML file in their config folder."""

from pathlib import Path

from coach.listener.defaults import Config
from coach.system.paths import config_folder


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
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return Config()
    # Slow to import, and most users have no such file.
    from coach.listener.config_schema import CONFIG
    from coach.script.reader import load_file

    config: Config = load_file(path, CONFIG)
    return config
