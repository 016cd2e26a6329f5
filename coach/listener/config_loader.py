"""The user's own defaults: one commented YAML file in their config folder."""

from pathlib import Path

from coach.defaults import Config
from coach.folders import config_folder


def config_path() -> Path:
    """Give the place of the file; it need not exist."""
    return config_folder() / "config.yaml"


def load_config() -> Config:
    """Read the user's defaults; without a file, or with all of it commented out, there are none."""
    path = config_path()
    if not path.is_file():
        return Config()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return Config()
    # Most have no such file, and need nothing to read it.
    from coach.config_file import CONFIG
    from coach.reader import read_file

    config: Config = read_file(path, CONFIG)
    return config
