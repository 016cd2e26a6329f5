"""What docs/privacy.md says of what is kept: its commands run, and its list is whole."""

import re
import shlex
import stat

import pytest

from coach.system.paths import state_folder
from coach.training.back_answers import Brake, judge_pain
from coach.training.fold import UNKNOWN_PAIN
from tests.commanding import run_coach
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SCRIPT = "title: Quick\nsteps: [Lie down., {hold: 50s}]\n"


def commands(block: str) -> list[list[str]]:
    return [shlex.split(line, comments=True)[1:] for line in block.splitlines()]


@pytest.fixture
def used(tmp_path, monkeypatch):
    """A listener who has done a session, answered what is asked, and exported a file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quick.yaml").write_text(SCRIPT, encoding="utf-8")
    told = "emergency,urgent,bones,operation,pregnant,heart".split(",")
    answers = ",".join(f"{key}=no" for key in told)
    for words in (
        ["screen", "--answer", answers],
        ["pain", "2"],
        ["play", "quick.yaml", "--voice", "tone", "--player", "recorder"],
        ["export", "quick.yaml", "--voice", "tone", "-o", "quick.wav"],
    ):
        ran = run_coach(*words)
        assert ran.code == 0, ran.err


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize("block", BLOCKS, ids=["question", "log"])
def test_the_commands_work_as_written(block):
    for words in commands(block):
        ran = run_coach(*words)
        assert ran.code == 0, (words, ran.err)


@pytest.mark.usefixtures("used")
def test_behind_the_last_of_them_nothing_is_left_of_the_log(tmp_path):
    for words in commands(BLOCKS[1]):
        run_coach(*words)
    assert not list(state_folder().glob("log-*.jsonl"))
    assert not (state_folder() / "exports.jsonl").exists()
    assert '"pain"' in (tmp_path / "mine.json").read_text("utf-8")
    assert "pain" not in (tmp_path / "mine.csv").read_text("utf-8")


@pytest.mark.usefixtures("used")
def test_every_file_that_is_kept_is_on_the_page_and_private():
    run_coach("pain", "--ask", "weekly")
    run_coach("pause")
    named = {re.sub(r"\d{4}", "YEAR", name) for name in re.findall(r"`([\w-]+\.jsonl?)`", PAGE)}
    kept = [path for path in state_folder().iterdir() if path.suffix in (".json", ".jsonl")]
    assert {re.sub(r"\d{4}", "YEAR", path.name) for path in kept} <= named
    assert len(kept) > 4
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_page_says_at_which_answers_what_changes():
    usual = UNKNOWN_PAIN
    assert "three, where there are none" in PAGE
    assert usual == 3
    assert [judge_pain(usual + more, usual) for more in (1, 2, 3)] == list(Brake)
    assert judge_pain(7, 6) is Brake.FLARE
    assert judge_pain(6, 6) is Brake.NONE
