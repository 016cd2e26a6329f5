"""A folder of `coach export --all`, served as it is."""

import pytest

from coach.errors import UsageError
from coach.serve.exported_folder import read_exported_folder
from coach.serve.serving import index_sessions
from tests.commanding import run_coach
from tests.serve.serving_here import SECRETS, make_serving, serve


@pytest.fixture
def folder(tmp_path):
    ran = run_coach(
        "export", "box-breathing", "--all", str(tmp_path / "out"), "--minutes", "3", "-v", "tone"
    )
    assert ran.code == 0, ran.err
    return tmp_path / "out"


def test_its_sessions_are_listed_played_and_entered(folder):
    (session,) = read_exported_folder(folder, SECRETS)
    (folder / "secret.mp3").write_bytes(b"mine")
    with serve(make_serving(exported=index_sessions([session]))) as one:
        assert "Box breathing, 3 minutes" in one.get("/").text
        page = one.get(f"/s/{session.key}/").text
        assert "<audio controls" in page
        assert "<li>0:00 " in page
        sound = one.get(f"/s/{session.key}.mp3", range="bytes=0-9")
        assert sound.body == (folder / "box-breathing-3min.mp3").read_bytes()[:10]
        assert "Entered" in one.post("/done", {"key": session.key}).text
        feed = one.get("/feed.xml").text
        assert f"/s/{session.key}.mp3" in feed
        assert str(folder) not in feed + page
        for name in ("secret", "manifest", "box-breathing-3min"):
            assert one.get(f"/s/{name}.mp3").status == 404
            assert one.get(f"/s/{name}.json").status == 404


def test_a_folder_of_others_is_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError, match=str(folder)) as found:
            read_exported_folder(folder, SECRETS)
        assert "coach export --all" in str(found.value)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "page.html").touch()
    with pytest.raises(UsageError, match=r"page\.html: expected a folder, found a file$"):
        read_exported_folder(tmp_path / "page.html", SECRETS)
