"""What depends on drawings is made anew where they come out otherwise."""

from importlib.metadata import PackageNotFoundError

import pytest

from coach.exports.batch import jobs
from coach.plan.request import SessionRequest
from coach.system.paths import user_folder


def digest(folder) -> str:
    inputs = jobs.collect_shared_inputs(folder, SessionRequest("tone"), (".mp3",), ())
    return inputs.common_digest


def test_with_pillow_a_folder_is_another_than_without(tmp_path, monkeypatch):
    """An MP3 has pictures of its chapters with it, and none without."""
    pytest.importorskip("PIL")
    known = jobs.version

    def find_version(name: str) -> str:
        if name == "pillow":
            raise PackageNotFoundError(name)
        return known(name)

    there = digest(tmp_path)
    monkeypatch.setattr(jobs, "version", find_version)
    assert digest(tmp_path) != there


def test_so_it_is_with_other_poses_to_draw_by(tmp_path):
    before = digest(tmp_path)
    (user_folder() / "figures").mkdir(parents=True)
    (user_folder() / "figures" / "bases.yaml").write_text("supine: {}\n", encoding="utf-8")
    assert digest(tmp_path) != before
