"""A session moves: so much of it is doing, and it begins so soon, as `tests.proof.doing` tells."""

import pytest

from tests.proof.doing import LATEST_FIRST, SHORT_MINUTES, TALKS, Doing, measure_doing

ROUTINES = ("lower-back",)


@pytest.mark.content
@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("name", ROUTINES)
def test_a_session_is_doing_to_a_good_part_and_begins_soon(name, talk):
    missed = {one.minutes: [*one.list_missed()] for one in measure_doing(name, talk, SHORT_MINUTES)}
    assert not any(missed.values()), missed


def test_what_is_too_little_or_too_late_is_named():
    for talk, least in zip(TALKS, (40, 50), strict=True):
        assert not [*Doing("walk", 10, talk, least, LATEST_FIRST[talk], 3).list_missed()]
        assert len([*Doing("walk", 10, talk, least - 1, 101, 3).list_missed()]) == 2
        assert not [*Doing("body-scan", 10, talk, 0, 500, 0).list_missed()]
