"""Where files are made: known by its text, kept as long as its run lives, and then gone."""

import os
from dataclasses import replace

import pytest

from coach.errors import MachineError
from coach.system.staging_folder import open_staging_folder, remove_stale_staging


def test_it_is_kept_as_long_as_it_is_used_and_gone_with_all_that_is_in_it(tmp_path):
    with open_staging_folder(tmp_path) as staging:
        (staging.path / "half").write_bytes(b"x")
        assert staging.is_seen_here()
        assert not replace(staging, token="other").is_seen_here()
        remove_stale_staging(tmp_path)
        assert (staging.path / "half").exists()
    assert not list(tmp_path.iterdir())
    assert not staging.is_seen_here()


def test_what_a_killed_run_has_left_is_removed(tmp_path):
    left, begun, mine = (tmp_path / f".run.{name}.coach.part" for name in ("abc", "def", "ghi"))
    left.mkdir()
    (left / "lock").touch()
    begun.mkdir()  # in this moment another run makes it, and has not locked it yet
    mine.write_text("a file")
    remove_stale_staging(tmp_path)
    assert set(tmp_path.iterdir()) == {begun, mine}
    os.utime(begun, (1, 1))
    remove_stale_staging(tmp_path)
    assert set(tmp_path.iterdir()) == {mine}


def test_where_it_cannot_be_made_that_is_told(tmp_path):
    with (
        pytest.raises(MachineError, match="cannot be written"),
        open_staging_folder(tmp_path / "no"),
    ):
        pass
