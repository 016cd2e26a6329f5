"""The page as a file: what is in it, and in which order; `tests/browser` plays it."""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coach.exports.page.page_html import SCRIPTS, format_page, format_page_beside, read_part
from coach.exports.page.page_session import make_page_session
from coach.exports.page.page_sound import PageSound
from coach.exports.page.page_writer import LARGE_PAGE_BYTES, write_page
from coach.exports.session_mark import read_file_mark
from coach.training.export_mark import read_mark
from tests.commanding import run_coach
from tests.exports.page.sessions import about, session

SOUND = PageSound(".mp3", bytes(range(256)) * 40)
NAME = "lower-back"
TONE = ("--voice", "tone", "--minutes", "5")


def page_text(name=NAME, **changes) -> str:
    page = make_page_session(session(name), about(name))
    return format_page(replace(page, **changes), SOUND).decode()


def content(text: str) -> dict:
    return json.loads(re.search(r'id="session">(.*?)</script>', text, re.DOTALL)[1])


class WithoutScript(HTMLParser):
    """What somebody reads where no script runs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.drawings, self._silent = "", 0, 0
        self._is_of_a_row = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._silent += tag in ("script", "style")
        self.drawings += tag == "svg" and self._is_of_a_row
        self._is_of_a_row = ("class", "row drawn") in attrs

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        self.words += "" if self._silent else data


def test_list_drawings_and_warnings_are_read_without_script():
    text, metadata = page_text(), about(NAME)
    read = WithoutScript(text)
    for chapter in metadata.chapters:
        assert chapter.title in read.words
    drawn = [card for card in session(NAME).session.done_cards if card.figure]
    assert read.drawings >= len(drawn) > 4
    assert "On an iPhone" in read.words
    assert "Stop for sharp or electric pain" in read.words
    assert "not medical advice" in read.words
    assert f"coach done {read_mark(metadata.mark).code}" in read.words
    assert "Breathe out, and" in read.words, "how it is done"


def test_the_sound_comes_last_and_is_whole():
    text = page_text()
    sound = re.search(r'<script type="text/plain" id="bytes">([^<]*)</script>\s*</body>', text)
    assert b64decode(sound[1]) == SOUND.content
    assert text.count(sound[1]) == 1


def test_only_what_is_in_the_page_may_run_and_nothing_may_be_fetched():
    text = page_text()
    policy = re.search(r'Security-Policy" content="([^"]*)"', text)[1].replace("&#x27;", "'")
    for name in (*SCRIPTS, "page.css"):
        part = read_part(name)
        hashed = b64encode(sha256(part.encode()).digest()).decode()
        assert f"'sha256-{hashed}'" in policy
        assert part in text
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src" not in policy
    assert "http" not in text.replace("http-equiv", "").replace('startsWith("http")', "")
    assert " style=" not in text.replace('`<svg style="', "")


def test_a_title_is_text_and_no_tag():
    odd = 'Back & </script><script>alert("1")</script>'
    changed = replace(about(NAME), title=odd, album=odd)
    page = make_page_session(session(NAME), changed)
    text = format_page(page, SOUND).decode()
    assert "alert(" in text
    assert "<script>alert" not in text
    assert content(text)["title"] == odd
    assert text.count("</script>") == 4


def test_the_page_beside_its_sound_weighs_little():
    page = make_page_session(session(NAME), about(NAME))
    text = format_page_beside(page, ".m4a", "session.m4a").decode()
    assert '<audio id="sound" preload="metadata"' in text
    assert ' src="session.m4a" controls>' in text
    assert len(text) < 150_000
    assert 'id="bytes"' not in text


def test_the_script_stays_small():
    assert sum(len(read_part(name).splitlines()) for name in SCRIPTS) <= 200


def test_what_follows_is_the_other_side_first():
    made = content(page_text())
    follows = {
        (made["texts"][span[3]], span[4]): made["texts"][span[12]]
        for span in made["spans"]
        if span[2] == "work"
    }
    first, second = [side for name, side in follows if name == "Knee to chest"]
    assert follows["Knee to chest", first] == f"Next: {second} side"
    assert follows["Knee to chest", second].startswith("Next: ")
    assert "side" not in follows["Knee to chest", second].split(",")[0]
    assert made["texts"][made["spans"][0][12]] not in ("Next: Welcome", "Next: Safety")


def test_the_same_session_is_the_same_page(tmp_path):
    made = [tmp_path / f"{number}.html" for number in (1, 2)]
    for path in made:
        write_page(session("box-breathing"), path, metadata=about("box-breathing"))
    assert made[0].read_bytes() == made[1].read_bytes()


def test_a_page_is_entered_as_done_by_itself(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(page_text(), "utf-8")
    assert read_file_mark(path) == read_mark(about(NAME).mark)
    path.write_text("<html>", "utf-8")
    assert read_file_mark(path) is None
    assert read_file_mark(tmp_path / "none.html") is None


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_one_file_or_a_folder():
    ran = run_coach("export", "box-breathing", *TONE, "-o", "b.html", "--timeline")
    assert (ran.code, Path("b.html").exists()) == (0, True)
    assert sorted(path.name for path in Path().iterdir()) == [
        "b.html",
        "b.labels.txt",
        "b.timeline.json",
    ]
    assert json.loads(Path("b.timeline.json").read_text())["spans"]
    ran = run_coach("export", "box-breathing", *TONE, "-o", "b.html", "--split")
    assert ran.code == 0, ran.err
    names = sorted(path.suffix for path in Path("b").iterdir())
    assert names in ([".html", ".m4a"], [".html", ".mp3"])
    again = run_coach("export", "box-breathing", *TONE, "--format", "html", "--split", "-o", "b")
    assert again.code == 2
    assert "--force replaces them" in again.err


@pytest.mark.usefixtures("here")
def test_what_cannot_be_is_refused_before_any_work():
    for options, said in (
        (("-o", "b.html", "--split", "--captions"), "--captions stands beside one file"),
        (("--all", "many", "--format", "html"), "--all makes files of sound, .html is a page"),
        (("-o", "none/b.html"), "there is no folder none"),
    ):
        ran = run_coach("export", "box-breathing", *TONE, *options)
        assert ran.code == 2
        assert said in ran.err
    assert not list(Path().iterdir())


@pytest.mark.usefixtures("here")
def test_a_page_that_is_too_large_for_some_phones_is_told(monkeypatch):
    monkeypatch.setattr("coach.exports.page.page_writer.LARGE_PAGE_BYTES", 1_000_000)
    ran = run_coach("export", "box-breathing", *TONE, "-o", "b.html")
    assert ran.code == 0
    assert "which some phones do not open: --split makes a folder" in ran.err
    assert LARGE_PAGE_BYTES == 15_000_000
    assert "<!DOCTYPE html>" in Path("b.html").read_text("utf-8")


@pytest.mark.usefixtures("here")
def test_nothing_of_the_listener_is_in_it():
    ran = run_coach(
        "export", NAME, "--voice", "tone", "--minutes", "10", "--limits", "knee", "-o", "b.html"
    )
    assert ran.code == 0, ran.err
    text = Path("b.html").read_text("utf-8").split('id="bytes"')[0]
    for word in ("limits", '"pain"', "for knee", "dislike"):
        assert word not in text.replace("pain grows", "")
