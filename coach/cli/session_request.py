"""From the options that every session has, and the user's own defaults, to a SessionRequest."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.cli.lengths import read_length
from coach.cli.messages import print_note
from coach.cli.options import (
    AsOfOption,
    BedLevelOption,
    BedOption,
    CueLevelOption,
    EasyOption,
    FreshOption,
    LengthOption,
    LimitsOption,
    LoudnessOption,
    MinutesOption,
    OnlyOption,
    OthersSeedOption,
    SeedOption,
    SkipIntroOption,
    SlowOption,
    TalkOption,
    VoiceLevelOption,
    VoiceOption,
    WithOption,
    WithoutOption,
)
from coach.script.script_names import find_script, match_name, resolve_session_name

if TYPE_CHECKING:
    from coach.listener.defaults import Config
    from coach.listener.likes import Likes
    from coach.plan.request import Filters, SessionRequest


def with_options(
    *builders: Callable[..., Any],
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that replaces the parameter `request` of a command by shared options.

    They are the parameters of the builders, such as `make_session_request`; typer reads them from
    the signature. The first builder gets the user's defaults, each further one what the one before
    has made. An option that the command declares itself is not passed to a builder.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command).parameters.values()
        own_names = {each.name for each in own}
        options = [each for builder in builders for each in _list_options(builder)]
        shared = [each for each in options if each.name not in own_names]
        flat = [each for one in own for each in (shared if one.name == "request" else [one])]
        flat = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in flat]

        @wraps(command)
        def run(**given: Any) -> None:
            from coach.listener.config_loader import load_config

            if given.get("name"):
                given["name"] = resolve_session_name(given["name"])
            request: Any = load_config()
            for builder in builders:
                names = {each.name for each in _list_options(builder)} - own_names
                request = builder(
                    request, **{name: given.pop(name) for name in names if name in given}
                )
            if request.skip_intro and given.get("name"):
                request = keep_unheard_intro(given["name"], request)
            command(**given, request=request)

        # From these typer learns the options.
        run.__dict__["__signature__"] = inspect.Signature(flat)
        run.__annotations__ = {each.name: each.annotation for each in flat}
        return run

    return decorate


def keep_unheard_intro(name: str, request: "SessionRequest") -> "SessionRequest":
    """Return the request without skip_intro, and print a note, where the intro was never heard."""
    from dataclasses import replace

    from coach.cli.listener_notes import open_notes
    from coach.listener.heard_intro import has_heard_intro
    from coach.script.library import find_routine

    if has_heard_intro(open_notes(), find_routine(name)):
        return request
    print_note("the introduction is not skipped before it was heard once")
    return replace(request, skip_intro=False)


def _list_options(function: Callable[..., object]) -> list[inspect.Parameter]:
    """Return the parameters of a builder that are options: all but the first."""
    return list(inspect.signature(function).parameters.values())[1:]


def make_session_request(
    config: "Config",
    voice: VoiceOption = None,
    minutes: MinutesOption = None,
    length: LengthOption = None,
    talk: TalkOption = None,
    slow: SlowOption = None,
    easy: EasyOption = None,
    without: WithoutOption = None,
    opted: WithOption = None,
    only: OnlyOption = None,
    limits: LimitsOption = None,
    seed: SeedOption = None,
    skip_intro: SkipIntroOption = False,
) -> "SessionRequest":
    """Return a request from options, and the user's defaults where an option is not given.

    Raises UsageError for a length that is none, and for both --minutes and --length.
    """
    from coach.cli.listener_notes import load_own_likes
    from coach.listener.defaults import Goal
    from coach.plan.request import SessionRequest

    request = SessionRequest(
        voice=voice or config.voice,
        length=read_length(minutes, length) or config.length,
        talk=talk or config.talk,
        slow=config.slow if slow is None else slow,
        easy=config.easy if easy is None else easy,
        filters=_make_filters(config, load_own_likes(), without, opted, only, limits),
        seed=_daily_seed() if seed is None else seed,
        skip_intro=skip_intro,
        bed=_read_bed(config.bed),
        stronger=config.goal is Goal.STRONGER,
        weekly_goal=config.weekly_goal,
    )
    return add_screening_limits(request)


def make_others_request(
    config: "Config",
    voice: VoiceOption = None,
    minutes: MinutesOption = None,
    length: LengthOption = None,
    talk: TalkOption = None,
    slow: SlowOption = None,
    easy: EasyOption = None,
    without: WithoutOption = None,
    opted: WithOption = None,
    only: OnlyOption = None,
    limits: LimitsOption = None,
    seed: OthersSeedOption = None,
) -> "SessionRequest":
    """Return a request for somebody else: of the user's defaults only the voice is in it.

    Limits, likes and lengths are the user's own. Without --seed it is the same on every day.
    Raises as `make_session_request` does.
    """
    from coach.listener.defaults import Config
    from coach.listener.likes import NO_LIKES
    from coach.plan.request import SessionRequest
    from coach.script.talk_level import TalkLevel

    return SessionRequest(
        voice=voice or config.voice,
        length=read_length(minutes, length),
        talk=talk or TalkLevel.FULL,
        slow=bool(slow),
        easy=bool(easy),
        filters=_make_filters(Config(), NO_LIKES, without, opted, only, limits),
        seed=seed or 0,
    )


def _make_filters(
    config: "Config",
    likes: "Likes",
    without: list[str] | None,
    opted: list[str] | None,
    only: list[str] | None,
    limits: list[str] | None,
) -> "Filters":
    """Return which exercises come into question, by options, defaults and likes."""
    from coach.plan.request import Filters
    from coach.script.goals import GOALS
    from coach.script.limits import PROFILES
    from coach.script.positions import Position

    asked, given = (_find_exercises(_split_names(names)) for names in (opted, without))
    # What is asked for now is no usual wish, and goes before one.
    without_usual, opted_usual, never = (
        tuple(name for name in names if name not in asked)
        for names in (*map(_find_exercises, (config.without, config.opted)), likes.never)
    )
    return Filters(
        tuple(dict.fromkeys((*(given or without_usual), *never))),
        _match_names(_split_names(only), (*Position, *GOALS)),
        tuple(dict.fromkeys((*config.limits, *_match_names(_split_names(limits), PROFILES)))),
        tuple(dict.fromkeys((*opted_usual, *asked))),
        (*without_usual, *opted_usual, *never),
        *(likes.never, likes.more, likes.less),
    )


def add_screening_limits(
    request: "SessionRequest", answered: tuple[str, ...] = ()
) -> "SessionRequest":
    """Return a request with the limits that follow from `coach screen`, and from `answered` now."""
    from dataclasses import replace

    from coach.cli.listener_notes import open_notes
    from coach.listener.screening_result import load_screening_limits

    screened = load_screening_limits(open_notes())
    limits = tuple(dict.fromkeys((*request.filters.limits, *screened, *answered)))
    return replace(request, filters=replace(request.filters, limits=limits))


def add_day(
    request: "SessionRequest", as_of: AsOfOption = None, fresh: FreshOption = False
) -> "SessionRequest":
    """Return a request with the day up to which the log of the listener is known, or without.

    A session as of another day is worded as on that day. Raises UsageError for what is no day.
    """
    from dataclasses import replace

    from coach.training.session_day import find_today, read_day

    today = find_today()
    day = today if as_of is None else read_day(as_of, "--as-of")
    seed = day.toordinal() if request.seed == today.toordinal() else request.seed
    return replace(request, seed=seed, as_of=day.isoformat(), is_fresh=fresh)


def add_sound_options(
    request: "SessionRequest",
    bed: BedOption = None,
    loudness: LoudnessOption = None,
    voice_level: VoiceLevelOption = 0.0,
    cue_level: CueLevelOption = 0.0,
    bed_level: BedLevelOption = 0.0,
) -> "SessionRequest":
    """Return a request with its bed and levels; raises UsageError for an unknown loudness."""
    from dataclasses import replace

    from coach.errors import Problem, UsageError
    from coach.sound.levels import DEFAULT_PRESET, LOUDNESS_PRESETS, Levels

    name = loudness or DEFAULT_PRESET
    if name not in LOUDNESS_PRESETS:
        from coach.script.reader import suggest

        problem = Problem(
            f"--loudness: no preset is called {name!r}", hint=suggest(name, LOUDNESS_PRESETS)
        )
        raise UsageError(problem)
    levels = Levels(LOUDNESS_PRESETS[name], voice_level, cue_level, bed_level)
    return replace(request, bed=request.bed if bed is None else _read_bed(bed), levels=levels)


def _read_bed(given: str | None) -> "str | Path | None":
    """Return a path for what is a file here or looks like one, else a name; `""` for none."""
    from coach.system.paths import is_true_for_path

    if given is None or given == "none":
        return None if given is None else ""
    path = Path(given)
    return path if path.suffix or path.name != given or is_true_for_path(path.is_file) else given


def _daily_seed() -> int:
    """Return the number of today, so that a session is worded a little differently each day."""
    from coach.training.session_day import find_today

    return find_today().toordinal()


def _split_names(given: list[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for part in given or () for name in part.split(",") if name.strip())


def _find_exercises(typed: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the exercises that were meant; what is unknown stays as it is."""
    found = ((find_script(name, "exercises"), name) for name in typed)
    return tuple(script[1] if script else name for script, name in found)


def _match_names(typed: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names that were meant; what is unknown stays as it is."""
    names = tuple(map(str, known))
    return tuple(match_name(name, names) or name for name in typed)
