"""What a listener wants of exercises: kept, read back, and harmless whatever the file holds."""

import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.listener.likes import (
    LIKES_NOTE,
    NO_LIKES,
    Likes,
    Liking,
    load_likes,
    write_likes,
    write_liking,
)
from coach.system.notes import Notes

NAMES = st.sampled_from(["plank", "bridge", "bird-dog", "wall-sit"])
STEPS = st.lists(st.tuples(NAMES, st.none() | st.sampled_from(Liking)), max_size=12)


@given(STEPS)
def test_the_last_that_was_said_of_an_exercise_holds(steps):
    likes = NO_LIKES
    for name, liking in steps:
        likes = likes.set_liking(name, liking)
    for name, liking in dict(steps).items():
        assert likes.find(name) is liking
    assert len(set(likes.names)) == len(likes.names)
    assert set(likes.names) <= {name for name, _ in steps}


def test_what_is_kept_is_read_back_and_nobody_elses(tmp_path):
    notes = Notes(tmp_path / "state")
    write_liking(notes, "plank", Liking.NEVER)
    write_liking(notes, "bridge", Liking.MORE)
    assert load_likes(notes) == Likes(("plank",), ("bridge",))
    path = tmp_path / "state" / f"{LIKES_NOTE}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_liking(notes, "plank", None)
    write_likes(notes, NO_LIKES)
    assert not path.exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"never": "plank"}', '{"never": [1, null, "", ["x"]], "more": {}}']
)
def test_what_makes_no_sense_is_left_out(tmp_path, text):
    (tmp_path / f"{LIKES_NOTE}.json").write_text(text)
    assert load_likes(Notes(tmp_path)) == NO_LIKES


def test_of_an_exercise_that_stands_twice_the_strictest_holds(tmp_path):
    note = {"less": ["plank"], "more": ["plank", "bridge", "bridge"], "never": ["plank"]}
    (tmp_path / f"{LIKES_NOTE}.json").write_text(json.dumps(note))
    assert load_likes(Notes(tmp_path)) == Likes(("plank",), ("bridge",))
