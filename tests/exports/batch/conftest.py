"""A folder to fill, with scripts of its own."""

import pytest

from coach.system.paths import user_folder
from tests.exports.batch.stock import FIXED


@pytest.fixture
def own_scripts():
    """Two short routines of the user's own: holds and breaths."""
    for kind in ("routines", "exercises"):
        (user_folder() / kind).mkdir(parents=True)
    (user_folder() / "routines" / "holds.yaml").write_text(FIXED)
    (user_folder() / "routines" / "breaths.yaml").write_text(
        "title: Breaths\nsteps:\n  - {breathe: 4, inhale: 4s, exhale: 5s}\n"
    )


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "shelf"
    made.mkdir()
    return made
