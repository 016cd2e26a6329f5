"""Sessions made by a cluster: the same bytes, whichever worker ends, and clear words where not."""

import json
import os
import subprocess
import sys
import time
from collections import deque
from dataclasses import replace

import pytest

from coach.errors import UsageError
from coach.exports.batch.remote_work import RemoteWork, pack_own_files
from coach.plan.request import SessionRequest
from coach.sound.audio import load_wav
from coach.system import cluster_workers
from coach.system.cluster_workers import ClusterWorkers, describe_machine, list_faults
from coach.system.job_queue import JobResult, run_jobs
from coach.system.paths import find_sound, user_folder
from tests.commanding import run_coach
from tests.exports.batch.stock import stocked
from tests.local_cluster import open_cluster
from tests.one_by_one import OneByOne
from tests.system.test_worker_pool import double

MINUTES = "1,2,3,4"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with open_cluster(tmp_path_factory.mktemp("cluster"), 2) as opened:
        yield opened


def write_own_files():
    """Make a routine, a sound and a cover of the user's own, which only this machine has."""
    home = user_folder()
    for name in ("routines", "audio_cues"):
        (home / name).mkdir(parents=True)
    steps = "{sound: gong}, {hold: 20s, cues: [Breathe on.]}, {silence: 10s, stretch: 30m}"
    (home / "routines" / "still.yaml").write_text(f"title: Still\nsteps: [{steps}]\n")
    (home / "audio_cues" / "gong.wav").write_bytes(find_sound("tick").read_bytes())
    (home / "cover.png").write_bytes((b"\x89PNG\r\n\x1a\n") + bytes(40))


def started(folder, *more, program=("-m", "coach")):
    command = ("export", "still", "--all", folder.name, "-v", "tone", "-m", MINUTES)
    return subprocess.Popen(
        [sys.executable, *program, *command, "--format", "mp3", "--timeline", *more],
        cwd=folder.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def contents(folder):
    """Give all that is in a folder; of the manifest, what hangs on no clock."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads(found.pop("manifest.json"))
    for session in manifest["sessions"].values():
        del session["made"]
        for record in session["files"].values():
            del record["time"]
    return found, manifest["sessions"]


UNSHARED = """
from dataclasses import replace
import coach.cli.export_batch as batch
usual = batch._choose_work
batch._choose_work = lambda *given: lambda staging: usual(*given)(replace(staging, token="none"))
import sys
from coach.cli.main import main
sys.argv[0] = "coach"
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(cluster, tmp_path):
    write_own_files()
    finished(started(tmp_path / "alone"))
    shared, wired = tmp_path / "shared", tmp_path / "wired"
    process = started(shared, "--cluster", cluster.address)
    while not any(shared.glob(".run.*/*.part")):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.01)
    cluster.kill_worker()
    assert "shared: 36 files written, 0 up to date" in finished(process)
    assert contents(shared) == contents(tmp_path / "alone")
    # Where no worker sees the folder, what it has made comes over the wire.
    finished(started(wired, "--cluster", cluster.address, program=("-c", UNSHARED)))
    assert contents(wired) == contents(tmp_path / "alone")
    # Of the second run only what is missing is made; where that is nothing, nobody is asked.
    (wired / "still-3min.mp3").unlink()
    again = finished(started(wired, "--cluster", cluster.address))
    assert "wired: 1 files written, 35 up to date" in again
    nobody = finished(started(wired, "--cluster", "127.0.0.1:1"))
    assert "wired: 0 files written, 36 up to date" in nobody
    assert contents(wired) == contents(tmp_path / "alone")


@pytest.mark.slow
@pytest.mark.grid
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_four_workers_do_what_can_be_done_and_tell_the_rest(tmp_path):
    write_own_files()
    finished(started(tmp_path / "alone"))
    with open_cluster(tmp_path, 4) as cluster:
        process = started(tmp_path / "many", "--cluster", cluster.address)
        for number in (0, 2):
            while not any((tmp_path / "many").glob(".run.*/*.part")):
                time.sleep(0.01)
            cluster.kill_worker(number)
        finished(process)
        assert contents(tmp_path / "many") == contents(tmp_path / "alone")
        found = {}
        jobs = deque([1, 13, 14, 15, 2])
        for job, said in run_jobs(jobs, double, ClusterWorkers(cluster.address, ())):
            found.setdefault(job, []).append(said)
    assert [found[number][-1].value for number in (1, 2)] == [3, 6]
    assert {number: found[number][-1].exit_code for number in (13, 14, 15)} == {
        13: 3,
        14: 70,
        15: 3,
    }
    assert "again and again, on several workers" in str(found[15][-1].problems[0])


# What a worker of another machine is given


@pytest.fixture
def sessions(tmp_path):
    write_own_files()
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def made(sessions, request, routine="still", home="there"):
    """Make sessions as another machine would; give what was told of each, by its stem."""
    own = pack_own_files(routine, request)
    return stocked(
        sessions,
        names=(routine,),
        lengths=(60_000,),
        wishes=request,
        engine=OneByOne(),
        prepare_work=lambda staging: RemoteWork(replace(staging, token="none"), own, home),
    )[0]


def test_a_routine_and_a_bed_given_by_their_paths_travel_too(sessions, tmp_path):
    (tmp_path / "mine.yaml").write_text((user_folder() / "routines" / "still.yaml").read_text())
    (tmp_path / "rain.wav").write_bytes(find_sound("session-end").read_bytes())
    request = SessionRequest("tone", bed=tmp_path / "rain.wav")
    told = made(sessions, request, str(tmp_path / "mine.yaml"))
    assert told["mine-1min"][-1] == JobResult()
    assert load_wav(sessions / "mine-1min.wav").length == 60_000


def test_a_worker_with_other_files_makes_nothing(sessions, monkeypatch):
    monkeypatch.setattr("coach.exports.batch.jobs.__version__", "0.0.0")
    own = pack_own_files("still", SessionRequest("tone"))
    told = stocked(
        sessions,
        names=("still",),
        lengths=(60_000,),
        engine=OneByOne(),
        prepare_work=lambda staging: Elsewhere(RemoteWork(staging, own, "there")),
    )[0]
    (problem,) = told["still-1min"][-1].problems
    assert "has another coach, other scripts, sounds or voices" in problem.message
    assert not list(sessions.glob("*.wav"))


class Elsewhere:
    """Work on a machine that has another version of coach."""

    def __init__(self, work):
        self._work = work

    def __call__(self, job, report):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("coach.exports.batch.jobs.__version__", "9.9.9")
            return self._work(job, report)


@pytest.mark.usefixtures("sessions")
def test_what_is_too_large_to_travel_is_refused(monkeypatch):
    monkeypatch.setattr("coach.exports.batch.remote_work.MAX_ARCHIVE_BYTES", 1_000)
    with pytest.raises(UsageError, match="too much to send"):
        pack_own_files(None, SessionRequest("tone"))


# Who is no cluster, or another


@pytest.mark.parametrize(
    "address", ["", "nonsense", "tcp://host", "host:0", "host:70000", "http://host:1", "a b:1"]
)
def test_what_is_no_address_is_refused_before_anything_is_made(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run_coach("export", "--all", "shelf", "-v", "tone", "--cluster", address)
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [
            f"error: --cluster: expected the address of a scheduler, found {address!r}",
            "  hint: write it as the scheduler prints it: tcp://192.168.1.10:8786",
        ],
    )
    assert not list(tmp_path.iterdir())


def run_box(*more):
    return run_coach(
        "export", "box-breathing", "--all", "shelf", "-v", "tone", "-m", "3", "--cluster", *more
    )


def test_without_the_package_it_is_told_what_installs_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = run_box("127.0.0.1:1")
    assert ran.code == 3
    assert "the package that speaks to clusters is not installed" in ran.err
    assert "install distributed" in ran.err


def test_where_nobody_answers_it_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster_workers, "CONNECT_TIMEOUT_S", 0.5)
    ran = run_box("127.0.0.1:1")
    assert (ran.code, ran.err.splitlines()) == (
        3,
        [
            "error: --cluster: no scheduler answers at tcp://127.0.0.1:1",
            "  hint: start it there: dask scheduler --port 8786",
        ],
    )


def test_a_cluster_with_certificates_wants_one_here_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run_box("tls://127.0.0.1:1")
    assert ran.code == 3
    assert "tls://127.0.0.1:1 needs a certificate, and none is set" in ran.err


def test_a_worker_that_would_make_other_files_is_refused():
    ours = describe_machine(("numpy",))
    assert list(list_faults(ours, ours, 1)) == []
    found = [fault for fault, _ in list_faults(ours, ours | {"numpy": "1.0"}, 4)]
    assert found == [
        f"expected numpy {ours['numpy']}, as on this machine, found 1.0",
        "expected a worker with one thread, found 4",
    ]
    (fault,) = [fault for fault, _ in list_faults(ours, ImportError("no coach"), 1)]
    assert fault.startswith("this worker has no coach, or another version of it")


def test_a_cluster_goes_with_a_folder():
    ran = run_coach("export", "box-breathing", "--cluster", "127.0.0.1:1")
    assert (ran.code, ran.err) == (2, "error: --cluster goes with --all FOLDER\n")
