"""Complete files come into their places with the manifest, which takes a tenth of the time."""

import pytest

from coach.exports.batch.file_placement import FileWritten, Placement
from coach.exports.batch.jobs import Job
from coach.exports.batch.manifest import Manifest, load_manifest
from coach.exports.batch.worker import MadeFile, SessionMade
from coach.exports.file_records import FileRecord, hash_bytes
from coach.plan.request import SessionRequest
from coach.system.job_queue import JobResult


class Clock:
    """A clock by which every look takes a second."""

    now = 0.0

    def __call__(self):
        self.now += 1
        return self.now


@pytest.fixture
def placement(tmp_path):
    return Placement(Manifest(tmp_path), 1, Clock())


def add(placement, stem, content=b"sound", sent=None):
    """Add a session of one file: made in this folder, or sent by a worker."""
    folder = placement.manifest.folder
    job = Job("still", stem, SessionRequest(), folder, (".wav",), (), {".wav": "key"})
    staged = folder / f".{stem}"
    if sent is None:
        staged.write_bytes(content)
    record = FileRecord("key", len(content), 1_000_000_000, hash_bytes(content))
    file = MadeFile(f"{stem}.wav", record, staged, sent)
    placement.add(job, SessionMade("Still", "", "en", 1, "", "", (file,)))
    return job


def test_what_is_complete_waits_while_recording_would_take_more_than_a_tenth(placement):
    folder = placement.manifest.folder
    job = add(placement, "one")
    assert placement.place_due() == [(job, FileWritten(folder / "one.wav")), (job, JobResult())]
    begun = placement.clock.now
    for stem in ("two", "three"):
        add(placement, stem)
        assert placement.place_due() == []
    assert load_manifest(folder).sessions.keys() == {"one"}
    while not (placed := placement.place_due()):
        pass
    assert placement.clock.now - begun >= 9
    assert [job.stem for job, _ in placed] == ["two", "two", "three", "three"]
    assert load_manifest(folder).is_own("three.wav")
    assert placement.place_all() == []


def test_what_was_sent_is_as_it_was_made_and_what_is_damaged_is_told(placement):
    folder = placement.manifest.folder
    add(placement, "whole", sent=b"sound")
    add(placement, "damaged", sent=b"noise")
    results = {job.stem: said for job, said in placement.place_all()}
    (problem,) = results["damaged"].problems
    assert problem.message == f"{folder / 'damaged.wav'}: what came from the worker is damaged"
    assert (folder / "whole.wav").read_bytes() == b"sound"
    assert (folder / "whole.wav").stat().st_mtime_ns == 1_000_000_000
    assert not (folder / "damaged.wav").exists()
    assert placement.manifest.sessions.keys() == {"whole"}


def test_a_file_of_the_users_stays_and_the_rest_is_placed(placement):
    folder = placement.manifest.folder
    (folder / "mine.wav").write_bytes(b"mine")
    for stem in ("mine", "other"):
        add(placement, stem)
    results = {job.stem: said for job, said in placement.place_all()}
    assert results["other"] == JobResult()
    assert results["mine"].exit_code == 2
    assert (folder / "mine.wav").read_bytes() == b"mine"
    assert load_manifest(folder).sessions.keys() == {"other"}
