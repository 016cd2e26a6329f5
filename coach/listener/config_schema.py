"""How the config file with the user's own defaults is written, and the text of a first one."""

from coach.listener.clock_time import ClockTime
from coach.listener.defaults import MAX_LEAD_IN, WEEKLY_GOAL, Config, Goal
from coach.script.limits import PROFILES
from coach.script.records import Field, ListOf, Record
from coach.script.scalars import SESSION_LENGTH, Choice, Duration, Flag, Text, Whole
from coach.script.talk_level import TalkLevel

CONFIG = Record(
    Config,
    {
        "voice": Field(Text(most=100), "who speaks: natural, or espeak:en-us", None),
        "player": Field(Text(most=100), "what plays it: miniaudio", None),
        "length": Field(SESSION_LENGTH, "how long a session lasts", None),
        "talk": Field(
            Choice(tuple(TalkLevel)), "how much is said: auto, full, short or bell", TalkLevel.AUTO
        ),
        "goal": Field(
            Choice(tuple(Goal)),
            "what for: well, or stronger for doses beyond the usual ones after four weeks",
            Goal.WELL,
        ),
        "slow": Field(Flag(), "more time to move", False),
        "easy": Field(Flag(), "lower doses and easier ways", False),
        "limits": Field(ListOf(Choice(PROFILES)), "what to mind: [no-kneeling, knee]", ()),
        "without": Field(ListOf(Text(most=60)), "exercises to leave out: [plank]", ()),
        "with": Field(
            ListOf(Text(most=60)), "exercises done only where asked for: [superman]", (), "opted"
        ),
        "plain": Field(Flag(), "print a line for each step, and draw no screen", False),
        "drawing": Field(Flag(), "show how an exercise is done where the screen has room", True),
        "wait": Field(Flag(), "wait before each exercise until a key is pressed", False),
        "keep_time": Field(Flag(), "take time added to a hold from later pauses", False),
        "pause_on_move": Field(Flag(), "pause when the sound moves to another device", True),
        "lead_in": Field(
            Duration(0, MAX_LEAD_IN), "quiet before the first word; Bluetooth may need 2s", 0
        ),
        "bed": Field(Text(most=200), "what lies under every session: noise, drone or none", None),
        "rises": Field(ClockTime(), "when you get up; the hour behind it is morning", None),
        "weekly_goal": Field(
            Whole(1, 7), "on how many days of a week you want to do something", WEEKLY_GOAL
        ),
        "ears": Field(Flag(), "listen for a few spoken commands; experimental", False),
        "headphones": Field(
            Flag(), "you wear some: all commands are heard while the coach speaks", False
        ),
        "echo_cancellation": Field(
            Flag(), "hear pause, wait, stop and volume while the coach speaks", True
        ),
        "microphone": Field(
            Text(most=100), "the microphone for spoken commands, by a part of its name", None
        ),
    },
    "settings",
    has_where=False,
)


def starter_config() -> str:
    """Return the text of a config file, made from its fields, in which all is commented out."""
    lines = ["# Defaults of coach. Take away a # to set one; options of a command come first.", ""]
    for name, field in CONFIG.fields.items():
        lines += [f"# {field.doc}", f"# {name}: {EXAMPLES[name]}", ""]
    return "\n".join(lines)


EXAMPLES = {
    "voice": "espeak",
    "player": "miniaudio",
    "length": "15m",
    "talk": "full",
    "goal": "stronger",
    "slow": "false",
    "easy": "false",
    "limits": "[]",
    "without": "[]",
    "with": "[]",
    "plain": "true",
    "drawing": "false",
    "wait": "true",
    "keep_time": "true",
    "pause_on_move": "false",
    "lead_in": "2s",
    "bed": "none",
    "rises": "6:30",
    "weekly_goal": "3",
    "ears": "true",
    "headphones": "true",
    "echo_cancellation": "false",
    "microphone": "USB",
}
