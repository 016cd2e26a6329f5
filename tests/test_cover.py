"""The cover of exported files: shipped, or the user's own."""

from coach.cover import load_cover
from coach.encoders.pictures import mime_type, picture_size
from coach.folders import user_folder


def test_the_shipped_cover_is_large_enough_for_directories_and_small_enough_for_every_file():
    cover = load_cover()
    assert mime_type(cover) == "image/png"
    assert picture_size(cover) == (1400, 1400)
    assert len(cover) < 60_000


def test_the_users_own_cover_comes_first():
    user_folder().mkdir(parents=True)
    (user_folder() / "cover.jpg").write_bytes(b"\xff\xd8mine")
    assert load_cover() == b"\xff\xd8mine"


def test_what_is_no_file_is_no_cover():
    (user_folder() / "cover.png").mkdir(parents=True)
    assert mime_type(load_cover()) == "image/png"
