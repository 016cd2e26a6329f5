"""The judge: does what a case asks for, and holds that it ends in order."""

import io
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from random import Random

from coach import catalog
from coach.checks.script_check import Script, load_script, prepare_sessions
from coach.errors import CoachError, ScriptError
from coach.listener.screening import Screening, evaluate_answers
from coach.pipeline import PreparedSession, prepare_session
from coach.plan.request import SessionRequest
from coach.script.document import CONTROL_CHARACTER
from tests.fuzz.cases import Case
from tests.fuzz.guard import Guard, Trespass

SESSION = "box-breathing"
FINE = (0, 1, 2, 3)


class FaultError(AssertionError):
    """What must not be."""


class World:
    """Folders of a user's own, made for a worker; each case leaves them as they were.

    `sign` is called where a user would see the bar move on.
    """

    def __init__(self, root: Path, sign: Callable[[int, int], None]) -> None:
        self.root, self.sign = root.resolve(), sign
        self.here = self.root / "cases" / "in" / "a" / "folder"
        for name in ("home", "cache", "config", "state", "run"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
            os.environ[f"COACH_{name.upper()}"] = str(self.root / name)
        self.here.mkdir(parents=True)
        os.chdir(self.here)
        os.environ |= {"HOME": str(self.root), "XDG_RUNTIME_DIR": str(self.root / "run")}
        os.environ |= {"PULSE_SERVER": "none", "TERM": "dumb", "COLUMNS": "80"}
        self.guard = Guard(self.root)

    def put(self, case: Case) -> list[Path]:
        """Put down the files of a case; gives what is to be removed behind it."""
        made = []
        for name, content in case.files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            made.append(path)
        return made

    def act(self, case: Case) -> str:
        """Do what a case asks for; gives how it ended, raises FaultError for what must not be."""
        made = self.put(case)
        try:
            return ACTS[case.act](self, case.given)
        except Trespass as error:
            raise FaultError(f"trespass: {error}") from error
        finally:
            for path in made:
                path.unlink(missing_ok=True)
            if case.act == "command":
                shutil.rmtree(self.here)
                self.here.mkdir()
                os.chdir(self.here)


def _script(world: World, given: tuple[str, ...]) -> str:
    """Read a script, and where it can be performed, lay it out and render some of it."""
    with world.guard.watching():
        try:
            script = load_script(world.root / given[0])
            for prepared in prepare_sessions(script, world.sign):
                _rendered(prepared)
            _other_uses(script)
            ended = f"accepted {script.kind}"
        except CoachError as error:
            ended = _refused(error)
        except RecursionError as error:
            raise FaultError(f"recursion: {error}") from None
    # Whoever catches all errors cannot hide that something was touched.
    if world.guard.found:
        raise FaultError(f"trespass: {world.guard.found}")
    return ended


def _other_uses(script: Script) -> None:
    if isinstance(script.value, Screening):
        for every in (True, False):
            evaluate_answers(
                script.value, {question.key: every for question in script.value.all_questions()}
            )
    if script.kind == "set of phrases":
        _rendered(prepare_session(SESSION, SessionRequest("tone")))


def _refused(error: CoachError) -> str:
    """Hold that a refusal tells what is wrong, where, and can be printed."""
    if not error.problems:
        raise FaultError("refused without a problem")
    for problem in error.problems:
        # What is wrong with a sound is told with the path of the sound.
        placed = problem.where or ".wav: " in problem.message
        if isinstance(error, ScriptError) and not placed:
            raise FaultError(f"a script is refused without a place: {problem}")
        if problem.where and (problem.where.line < 1 or problem.where.column < 1):
            raise FaultError(f"no such place: {problem}")
        _printable(str(problem))
    return f"refused {error.exit_code}"


def _printable(text: str) -> None:
    if odd := CONTROL_CHARACTER.search(text):
        raise FaultError(f"a message with U+{ord(odd[0]):04X} in it: {text[:200]!r}")


def _rendered(prepared: PreparedSession) -> None:
    """Render the beginning, the middle and the end of a session."""
    length = prepared.timeline.length
    mix = prepared.make_mix()
    for start in {0, length // 2, max(0, length - 400)}:
        end = min(length, start + 400)
        sound = mix.render(start, end)
        if len(sound.samples) != (end - start) * 48:
            raise FaultError(f"{len(sound.samples)} frames for {end - start} ms")


def _session(world: World, given: tuple[str, ...]) -> str:
    """Prepare a session whatever lies in the caches, over a bed if one is named."""
    bed = world.root / given[0] if given else None
    try:
        prepared = prepare_session(SESSION, replace(SessionRequest("tone"), bed=bed), world.sign)
        _rendered(prepared)
    except CoachError as error:
        return _refused(error)
    return "accepted session"


def _command(_world: World, given: tuple[str, ...]) -> str:
    """Run a command as a user does, in this process."""
    from coach.cli.main import main

    catalog.routine_names = lambda: ("breathing", SESSION)
    before = sys.argv, sys.stdin
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    err = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    sys.argv = ["coach", *given]
    try:
        with Path(os.devnull).open() as sys.stdin, redirect_stdout(out), redirect_stderr(err):
            main()
        code: object = 0
    except SystemExit as error:
        code = error.code or 0
    finally:
        sys.argv, sys.stdin = before
    told = err.buffer.getvalue().decode("utf-8", "replace")
    if code not in FINE or "Traceback" in told:
        raise FaultError(f"exit {code}: {told[-2000:]}")
    if code and not told and "check" not in given[:1]:
        raise FaultError(f"exit {code} without a word")
    # What was typed is shown as it was typed.
    if not told.startswith("Usage:") and not CONTROL_CHARACTER.search("".join(given)):
        _printable(told)
    return f"exit {code}"


def _takes(world: World, _given: tuple[str, ...]) -> str:
    """Prepare a session whose takes were damaged since they were kept."""
    _session(world, ())
    how, place, count = json.loads((world.root / "takes").read_text())
    found = sorted(p for p in (world.root / "cache" / "takes").glob("?/*.take") if p.is_file())
    first = int(place * len(found))
    for path in found[first : first + count]:
        content = path.read_bytes()
        at = int(place * len(content))
        path.unlink()
        damaged = {
            "cut": content[:at],
            "zero": bytes(len(content)),
            "flip": content[:at]
            + bytes(sign ^ 4 for sign in content[at : at + 1])
            + content[at + 1 :],
            "empty": b"",
            "random": Random(place).randbytes(5_000),
        }
        if how == "folder":
            path.mkdir()
        elif how in damaged:
            path.write_bytes(damaged[how])
    ended = _session(world, ())
    for path in found:
        if path.is_dir():
            path.rmdir()
    if ended != "accepted session":
        raise FaultError(f"takes damaged by {how}: {ended}")
    return ended


def _note(world: World, given: tuple[str, ...]) -> str:
    """Run a command over a note; the time in it is the time of now."""
    for path in (world.root / "state").glob("*.json"):
        path.write_bytes(path.read_bytes().replace(b"4000000000.0", b"%d" % time.time()))
    ended = _command(world, given)
    for path in (world.root / "state").glob("*.json"):
        path.unlink()
    return ended


def _list(world: World, _given: tuple[str, ...]) -> str:
    """List the routines by ranges that were damaged since they were kept."""
    argv = ("list", "--voice", "tone")
    if not list((world.root / "cache").glob("routines-*.json")):
        _command(world, argv)
    for path in (world.root / "cache").glob("routines-*.json"):
        path.write_bytes((world.root / "ranges").read_bytes())
    return _command(world, argv)


def _shelf(world: World, _given: tuple[str, ...]) -> str:
    """Take stock of a folder by its manifest, and write the feed; nothing is made."""
    from coach.exports.batch.jobs import collect_shared_inputs
    from coach.exports.batch.manifest import load_manifest
    from coach.exports.batch.podcast_feed import format_feed
    from coach.exports.batch.sync import prepare_sync

    folder = world.root / "shelf"
    (folder / "box.mp3").write_bytes(b"1234")
    (folder / "box.vtt").write_bytes(b"1234")
    try:
        manifest = load_manifest(folder)
        basis = collect_shared_inputs(folder, SessionRequest("tone"), (".mp3",), ())
        prepare_sync(manifest, basis, [SESSION], (300_000, 60_000))
        manifest.save()
        if manifest.url:
            format_feed(manifest, "cover.png")
    except CoachError as error:
        return _refused(error)
    return f"accepted {len(manifest.sessions)} session"


def _own_bed(world: World, _given: tuple[str, ...]) -> str:
    """Let a routine name a sound of the user's own, as a bed and as a sound."""
    path = world.root / "home" / "routines" / "mine.yaml"
    path.parent.mkdir(exist_ok=True)
    try:
        path.write_text("title: T\nbed: mine\nsteps: [x, y]\n")
        _session(world, ())
        try:
            _rendered(prepare_session("mine", SessionRequest("tone")))
            ended = "accepted session"
        except CoachError as error:
            ended = _refused(error)
        path.write_text("title: T\nsteps: [x, sound: mine]\n")
        return ended + ", " + _script(world, ("home/routines/mine.yaml",))
    finally:
        path.unlink()


ACTS = {
    "script": _script,
    "session": _session,
    "command": _command,
    "takes": _takes,
    "note": _note,
    "list": _list,
    "shelf": _shelf,
    "own bed": _own_bed,
}
