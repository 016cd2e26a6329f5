"""Doctor: what this machine has of what coach can use, and the one command that mends the rest.

Every check is tried for real, as a session would: a word is spoken, the device is opened, a file
is written. No check raises; what goes wrong is what it finds.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from coach import __version__
from coach.errors import CoachError


class State(StrEnum):
    """How a check came out."""

    FINE = "fine"
    LESS = "less"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, in words, and what mends it.

    LESS means that coach works without it; BROKEN that something a session needs is missing.
    """

    what: str
    state: State
    told: str
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, a finding at a time."""
    yield Finding("coach", State.FINE, f"{__version__}, Python {platform.python_version()}")
    for what, check in (
        ("voice", _voice),
        ("other voices", _other_voices),
        ("player", _player),
        ("controls", _controls),
        ("formats", _formats),
        ("own scripts", _own_scripts),
        ("settings", _settings),
        ("folders", _folders),
    ):
        yield from _tried(what, check)


def _tried(what: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Run a check, and turn what it could not bear into a finding."""
    try:
        yield from check()
    except CoachError as error:
        problem = error.problems[0]
        place = f"{problem.where}: " if problem.where else ""
        yield Finding(what, State.BROKEN, place + problem.message, problem.hint or "")
    except Exception as error:
        yield Finding(what, State.BROKEN, f"{type(error).__name__}: {error}")


def _voice() -> Iterator[Finding]:
    from coach.listener.config_loader import load_config
    from coach.sound.conform import check_take
    from coach.speech.voices import open_voice

    with closing(open_voice(load_config().voice)) as voice:
        check_take(voice.speak("one", 140), 1)
        yield Finding("voice", State.FINE, f"{voice.identity} speaks")


def _other_voices() -> Iterator[Finding]:
    from coach.plugins import load, names
    from coach.speech.voices import BUILTINS, GROUP, default

    for name in names(GROUP, BUILTINS):
        if name == default():
            continue
        try:
            count = len(load(GROUP, BUILTINS, name).catalog())
        except CoachError as error:
            problem = error.problems[0]
            yield Finding(f"voice {name}", State.LESS, problem.message, problem.hint or "")
        else:
            yield Finding(f"voice {name}", State.FINE, f"{count} voices" if count > 1 else "there")


def _player() -> Iterator[Finding]:
    from coach.live.players import BUILTINS, GROUP, default
    from coach.plugins import load, names

    for name in names(GROUP, BUILTINS):
        if name == "recorder":
            continue
        needed = State.BROKEN if name == default() else State.LESS
        with closing(load(GROUP, BUILTINS, name)()) as player:
            try:
                player.open()
            except CoachError as error:
                problem = error.problems[0]
                yield Finding(f"player {name}", needed, problem.message, problem.hint or "")
            else:
                backend = getattr(player, "backend", "") or "a device"
                yield Finding(f"player {name}", State.FINE, f"plays through {backend}")


def _controls() -> Iterator[Finding]:
    from coach.live.controls import start_all

    started = start_all(lambda _command: None)
    started.stop()
    for control in started.controls:
        yield Finding(f"control {control.name}", State.FINE, "listens")
    for told in (*started.absent, *started.faults):
        name, _, why = told.partition(": ")
        yield Finding(f"control {name}", State.LESS, why or told)


def _formats() -> Iterator[Finding]:
    from coach.export.encoders import find_encoder, suffixes

    able, unable = [], []
    hint = ""
    for suffix in suffixes():
        try:
            find_encoder(Path(f"session{suffix}"))
            able.append(suffix)
        except CoachError as error:
            unable.append(suffix)
            hint = error.problems[0].hint or hint
    yield Finding("formats", State.FINE, " ".join(able))
    if unable:
        yield Finding("formats", State.LESS, f"not {' '.join(unable)}", hint)


def _own_scripts() -> Iterator[Finding]:
    from coach.check.script_check import check_file
    from coach.system.paths import SUFFIXES, user_folder

    files = [path for path in user_folder().rglob("*") if path.suffix in SUFFIXES]
    wrong = [path for path in files if _is_wrong(check_file, path)]
    if wrong:
        told = f"{len(wrong)} of {len(files)} cannot be performed"
        yield Finding("own scripts", State.LESS, told, f"coach check {wrong[0]}")
    else:
        yield Finding("own scripts", State.FINE, f"{len(files)}, none with a fault")


def _is_wrong(check: Callable[[Path], object], path: Path) -> bool:
    try:
        check(path)
    except CoachError:
        return True
    return False


def _settings() -> Iterator[Finding]:
    from coach.listener.config_loader import config_path, load_config

    load_config()
    told = str(config_path()) if config_path().is_file() else "none of your own"
    yield Finding("settings", State.FINE, told)


def _folders() -> Iterator[Finding]:
    from coach.system.notes import Memory
    from coach.system.paths import cache_folder, shipped_folder, state_folder, user_folder

    scripts = len(list((shipped_folder() / "scripts").rglob("*.yaml")))
    yield Finding("shipped scripts", State.FINE, f"{scripts} in {shipped_folder()}")
    yield Finding("own folder", State.FINE, str(user_folder()))
    for what, folder in (("cache", cache_folder()), ("state", state_folder())):
        memory = Memory(folder)
        try:
            memory.write("doctor", {})
            memory.forget("doctor")
        except CoachError as error:
            told = error.problems[0].message
            yield Finding(what, State.LESS, told, f"mkdir -p {folder} && chmod u+rwx {folder}")
        else:
            yield Finding(what, State.FINE, f"{folder}, {_megabytes(folder)} MB")


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def report(findings: list[Finding]) -> str:
    """Write what one pastes into a report of a fault: no names of people, folders or machines."""
    lines = [
        f"coach {__version__}, Python {platform.python_version()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores",
        ", ".join(_versions()),
        *(f"{each.what}: {each.state}, {each.told}" for each in findings[1:]),
    ]
    return "\n".join(private(line) for line in lines)


def private(text: str) -> str:
    """Take out of a text the folders and the name of whoever runs it.

    >>> private(str(Path.home() / "music")).replace(os.sep, "/")
    '~/music'
    """
    text = text.replace(str(Path.home()), "~").replace(sys.prefix, "(environment)")
    text = text.replace(str(Path(__file__).parents[2]), "(coach)")
    for name in {os.environ.get("USER", ""), os.environ.get("LOGNAME", ""), platform.node()}:
        if len(name) > 3:
            text = text.replace(name, "(name)")
    return text


def _versions() -> Iterator[str]:
    try:
        needed = requires("audio-coach") or []
    except PackageNotFoundError:
        needed = []
    for name in sorted({line.split(";")[0].split("[")[0].split(">")[0].strip() for line in needed}):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
