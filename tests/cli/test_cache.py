"""`coach cache`: what is kept, and that nothing else is ever removed."""

import json
import os
from pathlib import Path

import pytest

from coach.system.cache_contents import clear_cache, list_cache
from coach.system.paths import cache_folder, user_folder
from tests.commanding import run_coach

pytestmark = pytest.mark.own_takes
SMALL = "title: Small\nsteps: [Hello there., hold: 10s]\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL, encoding="utf-8")


def fill() -> None:
    """Keep takes as any session does, and besides what a list and a desktop would keep."""
    assert run_coach("plan", "small.yaml", "-v", "tone").code == 0
    (cache_folder() / f"routines-{'0a' * 12}.json").write_text("[]")
    served = cache_folder() / "served"
    served.mkdir()
    for name in (f"{'0a' * 10}.m4a", f"{'0a' * 10}.html", "index.json", "serve.lock"):
        (served / name).write_bytes(b"")
    (cache_folder() / "covers").mkdir()
    (cache_folder() / "covers" / f"{'0a' * 8}.png").write_bytes(b"png")


def kept() -> dict[str, tuple[int, int]]:
    ran = run_coach("cache", "--json")
    told = json.loads(ran.out)
    assert told["folder"] == str(cache_folder())
    return {name: (each["files"], each["bytes"]) for name, each in told["kept"].items()}


def test_without_a_cache_there_is_nothing():
    assert kept() == {"takes": (0, 0), "lengths": (0, 0), "served": (0, 0), "covers": (0, 0)}
    ran = run_coach("cache", "--clear")
    assert (ran.code, ran.out) == (0, f"{cache_folder()}: 0 kB removed\n")
    assert not cache_folder().exists()


def test_what_is_kept_is_shown_and_made_again_after_it_was_removed():
    fill()
    takes = [path for path in (cache_folder() / "takes").rglob("*") if path.is_file()]
    assert kept()["takes"] == (len(takes), sum(path.stat().st_size for path in takes))
    assert kept()["lengths"] == (1, 2)
    ran = run_coach("cache")
    assert ran.out.startswith(f"{cache_folder()}\n\n  takes ")
    assert "  in all " in ran.out
    before = run_coach("plan", "small.yaml", "-v", "tone").out
    assert run_coach("cache", "--clear").code == 0
    assert not list(cache_folder().iterdir())
    assert run_coach("plan", "small.yaml", "-v", "tone").out == before
    assert kept()["takes"][0] == len(takes)


def test_nothing_of_anybody_else_is_removed(tmp_path):
    """The cache may lie in a folder of the user's, with scripts and links of theirs in it."""
    fill()
    mine = [
        cache_folder() / name
        for name in (
            *("notes.take", "takes/mine.yaml", "takes/a/song.take", "covers/cover.png"),
            *("routines-mine.json", "routines/lower-back.yaml", f"{'0' * 39}.take"),
        )
    ]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / f"{'a' * 39}.take").write_text("mine")
    folders = [cache_folder() / "takes" / digit for digit in "0123456789abcdef"]
    next(folder for folder in folders if not folder.exists()).symlink_to(elsewhere)
    own = user_folder() / "routines" / "own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(SMALL)
    clear_cache(cache_folder())
    assert all(path.read_text() == "mine" for path in mine)
    assert (elsewhere / f"{'a' * 39}.take").read_text() == "mine"
    assert own.exists()
    assert not any(kind.files for kind in list_cache(cache_folder()))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be lacking")
def test_what_cannot_be_removed_is_told():
    fill()
    (cache_folder() / "covers").chmod(0o500)
    ran = run_coach("cache", "--clear")
    assert ran.code == 3
    assert ": cannot be removed: " in ran.err


def test_while_a_session_plays_its_takes_stay(monkeypatch):
    fill()
    monkeypatch.setattr("coach.live.controls.socket_client.list_sessions", lambda: ["one"])
    ran = run_coach("cache", "--clear")
    assert ran.code == 2
    assert ran.err.startswith("error: a session is playing, and reads what is kept\n  hint: ")
    assert kept()["takes"][0]
