"""The cover of exported files: shipped, or the user's own."""

import io
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest
from PIL import Image

from coach.errors import UsageError
from coach.exports.cover import load_cover
from coach.exports.encoders.image_header import mime_type, picture_size
from coach.live.controls.mpris_state import cover_uri
from coach.system.paths import cover_path, user_folder

pytestmark = pytest.mark.own_takes


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


def test_a_cover_that_cannot_be_read_is_none(monkeypatch):
    def refused(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert load_cover() == b""


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (160, 90)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_size_of_a_picture_is_read_from_its_first_bytes(kind):
    assert picture_size(picture(kind)) == (160, 90)


@pytest.mark.parametrize(
    "cut", [b"\xff\xd8", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n"]
)
def test_a_picture_that_is_cut_off_is_refused(cut):
    with pytest.raises(UsageError, match="cut off"):
        picture_size(cut)


# The cover of a lock screen


def test_a_desktop_shows_the_same_cover():
    shown = urlparse(cover_uri())
    assert shown.scheme == "file"
    assert Path(url2pathname(shown.path)) == cover_path()
    assert cover_path().is_file()
    user_folder().mkdir(parents=True)
    (user_folder() / "cover.jpg").write_bytes(b"\xff\xd8mine")
    assert cover_uri().endswith("/cover.jpg")
