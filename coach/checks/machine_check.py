"""Machine check: what this machine has of what coach can use, and what mends the rest.

Everything is tried for real, as in a session: a word is spoken, the device is opened, a file is
written. A check that raises becomes a finding, and the others go on.
"""

import platform
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from coach import __version__
from coach.checks.button_check import SUBJECT as BUTTON_SUBJECT
from coach.checks.button_check import check_buttons
from coach.checks.finding import CheckOutcome, Finding
from coach.errors import CoachError, MachineError
from coach.system.install_hint import install_command
from coach.system.wheels import find_wheel_gaps, format_remedy, read_platform

ANSWER_WITHIN_S = 5.0
"""How many seconds the watch of the output may take to answer."""


def run_checks() -> Iterator[Finding]:
    """Yield the findings of every check."""
    yield Finding("coach", CheckOutcome.OK, f"{__version__}, Python {platform.python_version()}")
    for subject, check in (
        ("wheels", _wheel_findings),
        ("voice", _voice_findings),
        ("other voices", _other_voice_findings),
        ("player", _player_findings),
        ("output", _output_findings),
        ("controls", _control_findings),
        (BUTTON_SUBJECT, check_buttons),
        ("ears", _ear_findings),
        ("formats", _format_findings),
        ("drawings", _drawing_findings),
        ("own scripts", _own_script_findings),
        ("settings", _settings_findings),
        ("folders", _folder_findings),
        ("log", _log_findings),
    ):
        yield from _run_check(subject, check)


def _run_check(subject: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield the findings of a check, and a broken one for what it raises."""
    try:
        yield from check()
    except CoachError as error:
        where = error.problems[0].where
        finding = _make_error_finding(subject, CheckOutcome.BROKEN, error)
        yield replace(finding, message=f"{where}: {finding.message}") if where else finding
    except Exception as error:
        yield Finding(subject, CheckOutcome.BROKEN, f"{type(error).__name__}: {error}")


def _make_error_finding(subject: str, outcome: CheckOutcome, error: CoachError) -> Finding:
    """Return a finding of the first problem of an error."""
    problem = error.problems[0]
    return Finding(subject, outcome, problem.message, problem.hint or "")


def _wheel_findings() -> Iterator[Finding]:
    """Yield what pip has no wheel of for this platform; what is installed all the same is fine."""
    where = read_platform()
    gaps = find_wheel_gaps(where)
    for gap in gaps:
        none = f"no wheel newer than {gap.newest}" if gap.newest else "no wheel"
        message = f"there is {none} for {where}"
        if find_spec(gap.package.replace("-", "_")):
            yield Finding(gap.package, CheckOutcome.OK, f"{message}; it is installed all the same")
        else:
            yield Finding(gap.package, CheckOutcome.DEGRADED, message, format_remedy(gap))
    if not gaps:
        yield Finding("wheels", CheckOutcome.OK, f"none is missing for {where}")


def _voice_findings() -> Iterator[Finding]:
    from coach.listener.config_loader import load_config
    from coach.sound.conform import check_take
    from coach.speech.voices import open_voice

    with closing(open_voice(load_config().voice)) as voice:
        check_take(voice.speak("one", 140), 1)
        yield Finding("voice", CheckOutcome.OK, f"{voice.identity} speaks")


def _other_voice_findings() -> Iterator[Finding]:
    from coach.plugins import list_plugins, load_plugin
    from coach.speech.voices import BUILTINS, GROUP, default_engine

    for name in list_plugins(GROUP, BUILTINS):
        if name == default_engine():
            continue
        try:
            count = len(load_plugin(GROUP, BUILTINS, name).catalog())
        except CoachError as error:
            yield _make_error_finding(f"voice {name}", CheckOutcome.DEGRADED, error)
        else:
            yield Finding(
                f"voice {name}", CheckOutcome.OK, f"{count} voices" if count > 1 else "there"
            )


def _player_findings() -> Iterator[Finding]:
    from coach.live.players import BUILTINS, GROUP, default_player, list_players
    from coach.plugins import load_plugin

    for name in list_players():
        outcome = CheckOutcome.BROKEN if name == default_player() else CheckOutcome.DEGRADED
        with closing(load_plugin(GROUP, BUILTINS, name)()) as player:
            try:
                player.open()
            except CoachError as error:
                yield _make_error_finding(f"player {name}", outcome, error)
            else:
                backend = getattr(player, "backend", "") or "a device"
                yield Finding(f"player {name}", CheckOutcome.OK, f"plays through {backend}")


def _output_findings() -> Iterator[Finding]:
    from coach.live.output.output_watch import OutputWatch

    with closing(OutputWatch()) as watch:
        answered = watch.wait_for_answer(ANSWER_WITHIN_S)
        server, failure = watch.server, watch.failure
    if answered and not failure:
        message = f"{server} says when the sound moves to another device"
        yield Finding("output", CheckOutcome.OK, message)
    else:
        message = "it is not noticed when the sound moves to another device"
        why = failure or "there is no answer"
        yield Finding("output", CheckOutcome.DEGRADED, f"{message}: {why}")


def _control_findings() -> Iterator[Finding]:
    from coach.live.controls import BUILTINS, start_controls

    # What a held button needs is looked at by itself.
    others = {name: place for name, place in BUILTINS.items() if name != "button"}
    started = start_controls(lambda _command: None, others)
    started.stop()
    for control in started.controls:
        yield Finding(f"control {control.name}", CheckOutcome.OK, "listens")
    for fault in (*started.absent, *started.faults):
        name, _, why = fault.partition(": ")
        yield Finding(f"control {name}", CheckOutcome.DEGRADED, why or fault)


def _ear_findings() -> Iterator[Finding]:
    from coach.ears.model_files import find_models, read_model

    try:
        for file, path in find_models().items():
            read_model(file, path)
    except CoachError as error:
        yield _make_error_finding("ears", CheckOutcome.DEGRADED, error)
    else:
        message = "what hears spoken commands is here; coach ears tries it"
        yield Finding("ears", CheckOutcome.OK, message)


def _format_findings() -> Iterator[Finding]:
    from coach.exports.encoders import find_encoder, list_suffixes

    able: list[str] = []
    unable: dict[str, list[str]] = {}  # by what mends them
    for suffix in list_suffixes():
        try:
            find_encoder(Path(f"session{suffix}"))
            able.append(suffix)
        except CoachError as error:
            unable.setdefault(error.problems[0].hint or "", []).append(suffix)
    yield Finding("formats", CheckOutcome.OK, " ".join(able))
    for hint, suffixes in unable.items():
        yield Finding("formats", CheckOutcome.DEGRADED, f"not {' '.join(suffixes)}", hint)


def _drawing_findings() -> Iterator[Finding]:
    from coach.system.pillow import check_pillow

    try:
        check_pillow()
    except MachineError:
        message = "none as pictures of chapters, nor as .png: Pillow is not installed"
        hint = install_command("pillow")
        yield Finding("drawings", CheckOutcome.DEGRADED, message, hint)
    else:
        message = "as pictures of chapters, and as .png"
        yield Finding("drawings", CheckOutcome.OK, message)


def _own_script_findings() -> Iterator[Finding]:
    from coach.checks.script_check import check_file
    from coach.system.paths import SCRIPT_SUFFIXES, user_folder

    files = [path for path in user_folder().rglob("*") if path.suffix in SCRIPT_SUFFIXES]
    check = partial(check_file, voice=_find_speaking_voice())
    wrong = [path for path in files if _is_wrong(check, path)]
    if wrong:
        message = f"{len(wrong)} of {len(files)} cannot be performed"
        yield Finding("own scripts", CheckOutcome.DEGRADED, message, f"coach check {wrong[0]}")
    else:
        yield Finding("own scripts", CheckOutcome.OK, f"{len(files)}, none with a fault")


def _find_speaking_voice() -> str | None:
    """Return the user's voice; the tone where it or the config is broken, as others report."""
    from coach.checks.script_check import TONE, choose_voice
    from coach.listener.config_loader import load_config

    try:
        return choose_voice(load_config().voice).spec
    except CoachError:
        return TONE


def _is_wrong(check: Callable[[Path], object], path: Path) -> bool:
    try:
        check(path)
    except CoachError:
        return True
    return False


def _settings_findings() -> Iterator[Finding]:
    from coach.listener.config_loader import config_path, load_config

    load_config()
    message = str(config_path()) if config_path().is_file() else "none of your own"
    yield Finding("settings", CheckOutcome.OK, message)


def _folder_findings() -> Iterator[Finding]:
    from coach.system.notes import Notes
    from coach.system.paths import (
        NO_HOME,
        NO_HOME_HINT,
        cache_folder,
        has_unknown_folders,
        shipped_folder,
        state_folder,
        user_folder,
    )

    scripts = len(list((shipped_folder() / "scripts").rglob("*.yaml")))
    yield Finding("shipped scripts", CheckOutcome.OK, f"{scripts} in {shipped_folder()}")
    if has_unknown_folders():
        yield Finding("own folder", CheckOutcome.DEGRADED, NO_HOME, NO_HOME_HINT)
        return
    yield Finding("own folder", CheckOutcome.OK, str(user_folder()))
    for subject, folder in (("cache", cache_folder()), ("state", state_folder())):
        notes = Notes(folder)
        try:
            notes.write("doctor", {})
            notes.delete("doctor")
        except CoachError as error:
            hint = f"mkdir -p {folder} && chmod u+rwx {folder}"
            yield replace(_make_error_finding(subject, CheckOutcome.DEGRADED, error), hint=hint)
        else:
            yield Finding(subject, CheckOutcome.OK, f"{folder}, {_megabytes(folder)} MB")


def _log_findings() -> Iterator[Finding]:
    """Yield how much is in the log; of what was done, nothing."""
    from datetime import datetime

    from coach.system.paths import state_folder
    from coach.training.log_file import list_log_files, read_log

    log = read_log(state_folder(), datetime.now().astimezone())
    files = [path.name for _, path in list_log_files(state_folder())]
    if not files:
        yield Finding("log", CheckOutcome.OK, "no log: nothing was played or entered yet")
        return
    message = f"{len(log.sessions)} sessions in {', '.join(files)}"
    if log.future:
        message += f"; {log.future} begin more than a day from now, and are left out"
    if log.damaged:
        lines = "1 line" if log.damaged == 1 else f"{log.damaged} lines"
        message += f"; {lines} cannot be read, and count for nothing"
        hint = f"put right what is in {state_folder()}, or leave it"
        yield Finding("log", CheckOutcome.DEGRADED, message, hint)
        return
    yield Finding("log", CheckOutcome.OK, message)


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)
