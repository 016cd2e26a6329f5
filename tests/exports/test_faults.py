"""Whatever befalls it: nothing torn, nothing lost that was kept, a clear message, and on it goes.

Every program here is run as a user runs it, in processes of its own, and killed for real.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.sound.audio import load_wav
from coach.speech.take_cache import STALE_AFTER_S, TakeCache
from coach.system.paths import cache_folder
from tests.commanding import COMMAND, run_coach

pytestmark = [
    pytest.mark.own_takes,
    pytest.mark.skipif(os.name != "posix", reason="signals and rights of POSIX"),
]

ROUTINE = "title: Hold on\nsteps:\n" + "".join(
    f"  - Line {number} is said, and a little more is said with it.\n" for number in range(20)
)
WHEN = "1900000000"


@pytest.fixture
def script(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "routine.yaml").write_text(ROUTINE, encoding="utf-8")
    return "routine.yaml"


def started(folder, *arguments, **more):
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "SOURCE_DATE_EPOCH": WHEN} | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process, code=0):
    out, err = process.communicate(timeout=120)
    assert process.returncode == code, err
    assert "Traceback" not in err
    return out, err


def exported(script, *more, code=0):
    """Export in this process; gives what was printed to standard error."""
    ran = run_coach("export", script, "-v", "tone", *more)
    assert ran.code == code, ran.err
    return ran.err


# kill -9


def takes():
    return sorted((cache_folder() / "takes").rglob("*.take"))


def whole(path):
    """Tell whether a take can be read back."""
    folder = TakeCache(cache_folder() / "takes")
    return folder.load(path.parent.name + path.stem) is not None


def kill_exports(folder, script, moments, seed=1):
    """Kill an export at random moments, most of them while it speaks into its cache or writes."""
    dice = random.Random(seed)
    begun = time.monotonic()
    export = ("export", script, "-v", "tone", "-f", "-o")
    finished(started(folder, *export, "wanted.mp3"))
    usual = time.monotonic() - begun
    wanted = Path(folder, "wanted.mp3").read_bytes()
    made = Path(folder, "made.mp3")
    killed = 0
    for number in range(3 * moments):
        # On a busy machine one takes longer or shorter than the first, and may end before.
        if number >= moments and killed > moments // 2:
            break
        if number % 3 == 0:
            shutil.rmtree(cache_folder(), ignore_errors=True)
        before = {path: path.read_bytes() for path in takes()}
        process = started(folder, *export, "made.mp3")
        time.sleep(dice.uniform(0.2, 1.05) * usual)
        killed += process.poll() is None
        process.kill()
        process.communicate()
        if made.exists():
            assert made.read_bytes() == wanted, number
        assert all(path.read_bytes() == content for path, content in before.items())
        assert all(whole(path) for path in takes()), number
    assert killed > moments // 2
    finished(started(folder, *export, "made.mp3"))
    assert made.read_bytes() == wanted
    assert not list(Path(folder).glob(".*.part"))
    return wanted


def test_an_export_killed_at_any_moment_leaves_the_old_file_and_whole_takes(tmp_path, script):
    kill_exports(tmp_path, script, 8)


@pytest.mark.slow
def test_an_export_killed_at_any_of_200_moments_leaves_the_old_file(tmp_path, script):
    kill_exports(tmp_path, script, 200, seed=2)


def test_half_a_take_of_a_killed_process_is_cleared_in_time(script):
    exported(script)
    litter = []
    for folder in {path.parent for path in takes()}:
        litter.append(folder / ".0123456789abcdef.99999.part")
        litter[-1].write_bytes(b"coach take 2\nhalf")
        os.utime(litter[-1], (time.time() - STALE_AFTER_S - 1,) * 2)
    before = set(takes())
    Path("other.yaml").write_text(ROUTINE.replace("said", "spoken"), encoding="utf-8")
    exported("other.yaml")
    used = {path.parent for path in set(takes()) - before}
    left = {path.parent for path in litter if path.exists()}
    assert used
    assert not left & used


# Two at once


def test_two_exports_of_the_same_file_leave_one_of_them_whole(tmp_path, script):
    runs = [
        started(tmp_path, "export", script, "-v", "espeak", "-f", "-o", "same.wav")
        for _ in range(2)
    ]
    for run in runs:
        finished(run)
    sound = load_wav(tmp_path / "same.wav")
    assert not list(tmp_path.glob(".*"))
    # They spoke at the same time, and of each line one take was kept: so all made the same file.
    finished(started(tmp_path, "export", script, "-v", "espeak", "-o", "later.wav"))
    assert (load_wav(tmp_path / "later.wav").samples == sound.samples).all()


# No room


@contextmanager
def small_disk(folder, size):
    """Mount a file system of so many bytes; skips the test for who may not."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_the_old_file_and_no_litter(tmp_path, script):
    with small_disk(tmp_path / "disk", 1 << 20) as disk:
        (disk / "session.wav").write_bytes(b"of yesterday")
        err = exported(script, "-f", "-o", "disk/session.wav", code=3)
        assert err.startswith("error: disk/session.wav: cannot be written: No space left on device")
        assert (disk / "session.wav").read_bytes() == b"of yesterday"
        assert [path.name for path in disk.iterdir()] == ["session.wav"]


@pytest.mark.parametrize(("name", "room"), [("parts.wav", 1 << 20), ("page.html", 1 << 17)])
def test_a_full_disk_leaves_no_folder_of_some_parts(tmp_path, script, name, room):
    with small_disk(tmp_path / "disk", room) as disk:
        exported(script, "--split", "-o", f"disk/{name}", code=3)
        assert list(disk.iterdir()) == []


def test_a_full_disk_under_the_cache_costs_nothing_but_time(tmp_path, script, monkeypatch):
    with small_disk(tmp_path / "disk", 1 << 20) as disk:
        monkeypatch.setenv("COACH_CACHE", str(disk))
        err = exported(script, "-o", "one.wav")
        assert "note: takes are not kept: " in err
        assert "No space left on device" in err
        kept = takes()
        assert 0 < len(kept) < 20
        assert all(whole(path) for path in kept)
        assert not list(disk.rglob("*.part"))
    monkeypatch.setenv("COACH_CACHE", str(tmp_path / "roomy"))
    exported(script, "-o", "two.wav")
    assert Path("one.wav").read_bytes() == Path("two.wav").read_bytes()


def test_a_full_disk_under_a_folder_of_sessions_is_told_and_made_good_later(tmp_path, script):
    with small_disk(tmp_path / "disk", 1 << 20) as disk:
        command = ("export", "--all", "disk", script, "-v", "tone", "-m", "0.05", "--format", "wav")
        _, err = finished(started(tmp_path, *command), 3)
        assert "No space left on device" in err
        assert not list(disk.glob("*.wav"))
        assert not list(disk.glob(".*.part"))
        subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
        finished(started(tmp_path, *command))
        assert {path.suffix for path in disk.iterdir()} >= {".wav", ".vtt", ".json"}


# What may not be written


@contextmanager
def read_only(folder):
    """Let nobody write below a folder, not even root."""
    folder.mkdir(parents=True, exist_ok=True)
    bind = ["mount", "--bind", folder, folder]
    if not shutil.which("mount") or subprocess.run(bind, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("kind", ["COACH_CACHE", "COACH_CONFIG", "COACH_STATE", "COACH_HOME"])
@pytest.mark.parametrize("how", ["read-only", "a file"])
def test_folders_that_cannot_be_written_stop_nobody(tmp_path, script, monkeypatch, kind, how):
    place = tmp_path / "place"
    monkeypatch.setenv(kind, str(place))
    if how == "a file":
        place.write_text("in the way")
        err = exported(script, "-o", "made.wav")
    else:
        with read_only(place):
            err = exported(script, "-o", "made.wav")
    assert load_wav(Path("made.wav")).length > 30_000
    told = [line for line in err.splitlines() if line.startswith("note: takes are not kept: ")]
    assert len(told) == (kind == "COACH_CACHE"), err


def test_a_folder_for_the_file_that_cannot_be_written_is_told(tmp_path, script):
    with read_only(tmp_path / "locked"):
        err = exported(script, "-o", "locked/session.wav", code=2)
    assert err.startswith("error: the folder locked cannot be written to\n  hint: ")


# Damage


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A cache with the takes of a session, and the file that was made of them."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "routine.yaml").write_text(
        "title: Kept\nsteps:\n  - Lie down.\n  - {hold: 12s, countdown: 5}\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_CACHE", str(folder / "cache"))
        routine, one = str(folder / "routine.yaml"), str(folder / "one.wav")
        made = run_coach("export", routine, "-v", "tone", "-o", one)
    assert made.code == 0, made.err
    (folder / "told").write_text(made.err, encoding="utf-8")
    return folder


DAMAGES = st.lists(
    st.tuples(
        st.integers(0, 30), st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=40)
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(damages=DAMAGES, cut=st.booleans())
def test_a_cache_damaged_anywhere_is_made_good_without_a_word(kept, tmp_path, damages, cut):
    cache = tmp_path / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    shutil.copytree(kept / "cache", cache)
    paths = sorted(path for path in cache.rglob("*") if path.is_file())
    for which, where, content in damages:
        path = paths[which % len(paths)]
        data = bytearray(path.read_bytes())
        at = int(where * len(data))
        data[at : len(data) if cut else at + len(content)] = content
        path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_CACHE", str(cache))
        routine, made = str(kept / "routine.yaml"), str(tmp_path / "two.wav")
        ran = run_coach("export", routine, "-v", "tone", "-f", "-o", made)
        # That single words in silence are not as loud as a podcast is told each time.
        assert (ran.code, ran.err) == (0, (kept / "told").read_text(encoding="utf-8"))
        assert (tmp_path / "two.wav").read_bytes() == (kept / "one.wav").read_bytes()
        assert all(whole(path) for path in takes())


def test_ctrl_c_while_it_speaks_ends_it_with_130_and_whole_takes(tmp_path, script):
    process = started(tmp_path, "export", script, "-v", "espeak")
    while len(takes()) < 3:
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "")
    assert all(whole(path) for path in takes())
    assert not Path("routine.wav").exists()
