"""The user's own defaults: one commented YAML file in their config folder."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from coach.exercise import PROFILES
from coach.reader import read_file
from coach.records import Field, Many, Record
from coach.shapes import Choice, Duration, Flag, Text
from coach.talk import Talk


@dataclass(frozen=True, slots=True)
class Config:
    """What holds where a command does not say otherwise; `length` in ms."""

    voice: str | None = None
    player: str | None = None
    length: int | None = None
    talk: Talk = Talk.FULL
    slow: bool = False
    easy: bool = False
    limits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    opted: tuple[str, ...] = ()
    wait: bool = False
    plain: bool = False
    keep_time: bool = False
    lead_in: int = 700


CONFIG = Record(
    Config,
    {
        "voice": Field(Text(most=100), "who speaks: espeak, or espeak:en-us", None),
        "player": Field(Text(most=100), "what plays it: miniaudio", None),
        "length": Field(Duration(10_000, 10_800_000), "how long a session lasts", None),
        "talk": Field(Choice(tuple(Talk)), "how much is said: full, short or bell", Talk.FULL),
        "slow": Field(Flag(), "more time to move", False),
        "easy": Field(Flag(), "lower doses and easier ways", False),
        "limits": Field(Many(Choice(PROFILES)), "what to mind: [no-kneeling, knee]", ()),
        "without": Field(Many(Text(most=60)), "exercises to leave out: [plank]", ()),
        "with": Field(
            Many(Text(most=60)), "exercises done only where asked for: [superman]", (), "opted"
        ),
        "plain": Field(Flag(), "print a line for each step, and draw no screen", False),
        "wait": Field(Flag(), "wait before each exercise until a key is pressed", False),
        "keep_time": Field(Flag(), "end on time even when time is added to a hold", False),
        "lead_in": Field(
            Duration(700, 10_000), "quiet before the first word; Bluetooth may need 2s", 700
        ),
    },
    "settings",
    located=False,
)


def config_path() -> Path:
    """Give the place of the file; it need not exist."""
    given = os.environ.get("COACH_CONFIG")
    folder = Path(given) if given else platformdirs.user_config_path("audio-coach", appauthor=False)
    return folder / "config.yaml"


def load_config() -> Config:
    """Read the user's defaults; without a file, or with all of it commented out, there are none."""
    path = config_path()
    if not path.is_file():
        return Config()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return Config()
    config: Config = read_file(path, CONFIG)
    return config


def starter_config() -> str:
    """Write a config file in which everything is commented out, made from the very fields."""
    lines = ["# Defaults of coach. Take away a # to set one; options of a command come first.", ""]
    for name, wanted in CONFIG.fields.items():
        lines += [f"# {wanted.doc}", f"# {name}: {_EXAMPLES[name]}", ""]
    return "\n".join(lines)


_EXAMPLES = {
    "voice": "espeak",
    "player": "miniaudio",
    "length": "15m",
    "talk": "full",
    "slow": "false",
    "easy": "false",
    "limits": "[]",
    "without": "[]",
    "with": "[]",
    "plain": "true",
    "wait": "true",
    "keep_time": "true",
    "lead_in": "2s",
}
