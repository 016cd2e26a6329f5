"""Arguments and options that several commands share, each described once."""

from typing import Annotated, Any

import typer

from coach.cli.completion import complete_last, complete_word
from coach.script.talk_level import TalkLevel
from coach.sound.levels import DEFAULT_PRESET, LOUDNESS_PRESETS, MAX_LEVEL_DB, MIN_LEVEL_DB


def complete_routine(incomplete: str) -> list[str]:
    """Complete the name of a routine."""
    from coach.system.paths import routine_names

    return complete_word(incomplete, routine_names())


def complete_voice(incomplete: str) -> list[str]:
    """Complete the name of a voice: an engine, then one of its voices."""
    from coach.errors import CoachError
    from coach.plugins import list_plugins, load_plugin
    from coach.speech.voices import BUILTINS, GROUP

    engine, colon, _ = incomplete.partition(":")
    if not colon:
        return complete_word(incomplete, list_plugins(GROUP, BUILTINS))
    try:
        known = load_plugin(GROUP, BUILTINS, engine).catalog()
    except CoachError:
        return []
    return complete_word(incomplete, (f"{engine}:{entry.name}" for entry in known))


def complete_bed(incomplete: str) -> list[str]:
    """Complete the name of a bed."""
    from coach.sound.beds import BUILT_IN_BEDS

    return complete_word(incomplete, (*BUILT_IN_BEDS, "none"))


def complete_loudness(incomplete: str) -> list[str]:
    """Complete the name of a loudness preset."""
    return complete_word(incomplete, LOUDNESS_PRESETS)


def complete_player(incomplete: str) -> list[str]:
    """Complete the name of a player."""
    from coach.live.players import list_players

    return complete_word(incomplete, list_players())


_ROUTINE_ARGUMENT = typer.Argument(
    metavar="NAME",
    help="A routine: its name as coach list shows it, or the path of a script.",
    autocompletion=complete_routine,
    show_default=False,
)
RoutineArgument = Annotated[str, _ROUTINE_ARGUMENT]
OptionalRoutineArgument = Annotated[str | None, _ROUTINE_ARGUMENT]
VoiceOption = Annotated[
    str | None,
    typer.Option(
        "--voice",
        "-v",
        metavar="ENGINE[:VOICE]",
        help="Who speaks: natural, espeak, pyttsx3, tone, or for instance espeak:en-us.",
        autocompletion=complete_voice,
        show_default=False,
    ),
]


def complete_exercises(incomplete: str) -> list[str]:
    """Complete the last name of a list of exercises."""
    from coach.system.paths import exercise_names

    return complete_last(incomplete, exercise_names())


def complete_limits(incomplete: str) -> list[str]:
    """Complete the last name of a list of limits."""
    from coach.script.limits import PROFILES

    return complete_last(incomplete, PROFILES)


def complete_only(incomplete: str) -> list[str]:
    """Complete the last name of a list of positions and goals."""
    from coach.script.goals import GOALS
    from coach.script.positions import Position

    return complete_last(incomplete, (*Position, *GOALS))


PlayerOption = Annotated[
    str | None,
    typer.Option(
        "--player",
        metavar="PLAYER",
        help="What plays it: miniaudio or simpleaudio.",
        autocompletion=complete_player,
        show_default=False,
    ),
]
EarsOption = Annotated[
    bool | None,
    typer.Option(
        "--ears/--no-ears",
        help="Listen for a few spoken commands; experimental, English only.",
        show_default=False,
    ),
]
MinutesOption = Annotated[
    str | None,
    typer.Option(
        "--minutes",
        "-m",
        metavar="N",
        help="How long, in minutes: 20; or 5min, 12:30.",
        show_default=False,
    ),
]
LengthOption = Annotated[
    str | None,
    typer.Option(
        "--length",
        metavar="TIME",
        help="How long: 12:30 or 12m30s; 12 alone is minutes.",
        show_default=False,
    ),
]
TalkOption = Annotated[
    TalkLevel | None,
    typer.Option(
        "--talk",
        help="How much is said: as much as is new to you, every line, a short reminder, or only "
        "sounds and counts.",
        show_default=False,
    ),
]
SlowOption = Annotated[
    bool | None,
    typer.Option("--slow/--not-slow", help="More time to move.", show_default=False),
]
EasyOption = Annotated[
    bool | None,
    typer.Option(
        "--easy/--not-easy",
        help="A sore day: lower doses, easier ways, more time.",
        show_default=False,
    ),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="NAME",
        help="Leave this exercise out; several with commas.",
        autocompletion=complete_exercises,
        show_default=False,
    ),
]
WithOption = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="NAME",
        help="Do this one as well, which is left out unless asked for: superman.",
        autocompletion=complete_exercises,
        show_default=False,
    ),
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="WHAT",
        help="Only exercises of this position or goal: supine, stretch.",
        autocompletion=complete_only,
        show_default=False,
    ),
]
LimitsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--limits",
        metavar="WHAT",
        help="What to mind: no-kneeling, no-floor, knee, pregnant ...",
        autocompletion=complete_limits,
        show_default=False,
    ),
]
SeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        min=0,
        help="Say it as on another day: the same number, the same words. 0 is as written.",
        show_default="a number that changes daily",
    ),
]
OthersSeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        min=0,
        help="The exercises of another day: those of a recording with the same number.",
        show_default="0, as written",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Plan as on another day, by what was done before it: 2026-11-29.",
        show_default="today",
    ),
]
FreshOption = Annotated[
    bool,
    typer.Option("--fresh", help="Plan as if you had never done anything before."),
]
SkipIntroOption = Annotated[
    bool,
    typer.Option("--skip-intro", help="Leave out the welcome and the safety words, once heard."),
]
BedOption = Annotated[
    str | None,
    typer.Option(
        "--bed",
        metavar="SOUND",
        help="What lies under it all, quietly: noise, drone, a sound file, or none.",
        autocompletion=complete_bed,
        rich_help_panel="Sound",
        show_default=False,
    ),
]
LoudnessOption = Annotated[
    str | None,
    typer.Option(
        "--loudness",
        metavar="PRESET",
        help="As loud as: " + ", ".join(LOUDNESS_PRESETS) + ".",
        autocompletion=complete_loudness,
        rich_help_panel="Sound",
        show_default=DEFAULT_PRESET,
    ),
]


def _level_option(layer: str, meant: str) -> Any:
    return typer.Option(
        f"--{layer}-level",
        metavar="DB",
        min=MIN_LEVEL_DB,
        max=MAX_LEVEL_DB,
        help=f"{meant} louder or softer, in dB: -6.",
        rich_help_panel="Sound",
        show_default=False,
    )


VoiceLevelOption = Annotated[float, _level_option("voice", "The voice")]
CueLevelOption = Annotated[float, _level_option("cue", "Bells, swells and ticks")]
BedLevelOption = Annotated[float, _level_option("bed", "The bed")]
