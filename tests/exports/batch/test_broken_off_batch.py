"""A folder whose run is killed or stopped, and what a terminal shows of one."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time

import pytest

from coach.system.paths import user_folder
from tests.exports.batch.stock import WHEN, sounds

pytestmark = pytest.mark.usefixtures("own_scripts")
COMMAND = [
    sys.executable,
    "-m",
    "coach",
    "export",
    "--all",
    "shelf",
]
COMMAND += ["holds", "-v", "tone", "-m", "0.05", "--format", "wav,mp3", "--seed", "0"]


def started(folder, name="holds"):
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "SOURCE_DATE_EPOCH": str(WHEN),
    }
    return subprocess.Popen(
        [name if part == "holds" else part for part in COMMAND],
        cwd=folder.parent,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finished(folder):
    with started(folder) as process:
        said = process.stderr.read()
    assert process.returncode == 0, said


def contents(folder):
    """Give what is in a folder; workers of a run that was killed may still be clearing up."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name != "manifest.json" and path.suffix != ".part"
    }


def killed_at(folder, moment, whole_group):
    """Start a run and kill it after some seconds: all its processes, or the first alone."""
    with started(folder) as process:
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            if whole_group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def kill_again_and_again(folder, moments):
    undisturbed = folder.parent / "undisturbed" / "shelf"
    undisturbed.mkdir(parents=True)
    folder.mkdir(exist_ok=True)
    begun = time.monotonic()
    finished(undisturbed)
    usual_time = time.monotonic() - begun
    wanted = contents(undisturbed)
    assert {"holds.wav", "holds.mp3", "holds.vtt"} <= set(wanted)
    for number in range(moments):
        killed_at(folder, usual_time * (number + 0.5) / moments, whole_group=number % 2)
        for name, content in contents(folder).items():
            assert content == wanted[name], (number, name)
        if (folder / "manifest.json").exists():
            json.loads((folder / "manifest.json").read_bytes())
        if number % 3 == 2:
            for name in wanted:
                (folder / name).unlink(missing_ok=True)
    finished(folder)
    assert contents(folder) == wanted
    assert not list(folder.glob(".*"))


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_at_any_moment_it_leaves_whole_files_and_the_next_run_goes_on(tmp_path):
    kill_again_and_again(tmp_path / "shelf", 10)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_at_any_of_200_moments_it_leaves_whole_files(tmp_path):
    kill_again_and_again(tmp_path / "shelf", 200)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_it_with_130_and_whole_files_only(folder):
    (user_folder() / "routines" / "long.yaml").write_text(
        "title: Long\nsteps:\n" + "  - {hold: 1h, cues: [Breathe on.]}\n" * 4
    )
    with started(folder, "long") as process:
        while not any(path.stat().st_size > 1_000_000 for path in folder.glob(".*.part/.*.part")):
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read()
    # Newer Pythons remark on a buffer of their own pickling that was interrupted.
    own = b"xport" in said and b"Traceback" not in said and said.count(b"\n") <= 2
    assert process.returncode == 130
    assert said == b"" or own
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a terminal of POSIX")
def test_on_a_terminal_a_bar_tells_how_much_is_written_of_how_much(folder):
    from tests.terminals import shell

    with shell(columns=120) as terminal:
        asked = [str(folder) if part == "shelf" else part for part in COMMAND]
        terminal.type(shlex.join(asked) + "\r")
        terminal.wait_for("Writing", 60)
        assert re.search(r"0:\d\d of \d:\d\d of sound", terminal.wait_for("of sound"))
        terminal.wait_for("$ ", 60)
    assert sounds(folder) == ["holds.wav"]
