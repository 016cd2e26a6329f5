"""`coach config KEY VALUE`: what is set is so, checked first, and all else in the file stays."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError
from coach.listener.config_editing import replace_default
from coach.listener.config_loader import config_path, load_config
from coach.listener.config_schema import CONFIG, EXAMPLES, starter_config
from coach.script.reader import read_script
from tests.commanding import Ran, run_coach

WRITTEN = """\
# mine
voice: tone:low   # the calm one
limits:
  - knee
  - balance       # since May

# and so on
talk: 'short'
without: [plank,
  bridge]
lead_in: 2s
"""


def put(text: str) -> Path:
    path = config_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def config(*words: str) -> Ran:
    return run_coach("config", *words)


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("length 15m", "length", 900_000),
        ("length 12:30", "length", 750_000),
        ("talk bell", "talk", "bell"),
        ("slow yes", "slow", True),
        ("keep-time ON", "keep_time", True),
        ("pause-on-move off", "pause_on_move", False),
        ("drawing no", "drawing", False),
        ("limits Knee,no floor", "limits", ("knee", "no-floor")),
        ("limits none", "limits", ()),
        ("without Bird dog,PLANK", "without", ("bird-dog", "plank")),
        ("with superman", "opted", ("superman",)),
        ("voice tone:low", "voice", "tone:low"),
        ("lead_in 0.3s", "lead_in", 300),
        ("bed none", "bed", "none"),
    ],
)
def test_a_default_that_is_set_holds_and_is_shown(words, key, value):
    ran = config(*words.split())
    assert (ran.code, ran.err) == (0, "")
    assert getattr(load_config(), key) == value
    name = words.split()[0].replace("-", "_")
    assert ran.out == f"{name} {config(name).out}"


def test_a_bare_length_is_minutes_here_too():
    assert config("length", "15").err.startswith("note: length 15 is taken as minutes;")
    assert load_config().length == 900_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lenght 3", "no default is called 'lenght'\n  hint: did you mean 'length'?"),
        ("length soon", "length: expected a duration, found 'soon'"),
        ("length 1s", "length: expected a duration from "),
        ("talk loud", "talk: expected one of auto, full, short, bell, found 'loud'"),
        ("slow maybe", "slow: expected true or false, found 'maybe'"),
        ("limits elbow", "limits: expected one of "),
        (
            "without brige",
            "without: no exercise card is called 'brige'\n  hint: did",
        ),
        ("voice sam", "no voice is called 'sam'"),
        (
            "player xylophone",
            "no player is called 'xylophone'\n  hint: there are: ",
        ),
        ("length 5m --unset", "expected a VALUE or --unset, found both"),
        ("--unset", "--unset: expected a KEY"),
    ],
)
def test_what_does_not_suit_is_refused_and_nothing_is_written(words, said):
    ran = config(*words.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {said}")
    assert not config_path().exists()


def test_a_line_of_two_is_no_value():
    assert config("voice", "espeak:x\nslow: true").code == 2
    assert not config_path().exists()


def test_the_file_stays_as_it_was_written_but_for_the_key():
    path = put(WRITTEN)
    assert config("voice", "tone").code == 0
    assert path.read_text() == WRITTEN.replace("tone:low ", "tone ")
    put(WRITTEN)
    assert config("limits", "pregnant").code == 0
    assert path.read_text() == WRITTEN.replace(
        "limits:\n  - knee\n  - balance       # since May\n",
        "limits: [pregnant]       # since May\n",
    )
    put(WRITTEN)
    assert config("without", "--unset").code == 0
    assert path.read_text() == WRITTEN.replace("without: [plank,\n  bridge]", "# without: []")
    put(WRITTEN)
    assert config("plain", "yes").code == 0
    assert path.read_text() == WRITTEN + "plain: true\n"


def test_the_first_one_takes_the_place_of_its_comment():
    assert config("talk", "bell").code == 0
    assert config_path().read_text() == starter_config().replace(
        "# talk: full", "talk: bell"
    ) + "\n" * (not starter_config().endswith("\n"))
    assert config("talk", "--unset").code == 0
    assert load_config() == CONFIG.make()


@given(st.lists(st.tuples(st.sampled_from(list(CONFIG.fields)), st.booleans()), max_size=12))
def test_any_order_of_changes_leaves_a_file_that_says_what_was_set_last(changes):
    text, meant = starter_config(), {}
    for key, is_set in changes:
        text = replace_default(text, key, EXAMPLES[key] if is_set else None, "c")
        meant[key] = is_set
    wanted = "".join(f"{key}: {EXAMPLES[key]}\n" for key, is_set in meant.items() if is_set)
    if wanted:
        assert read_script(text, CONFIG, "c") == read_script(wanted, CONFIG, "c")


def test_a_wrong_file_is_told_with_its_place_and_can_be_mended_by_the_key_itself():
    path = put("talk: loud\nslow: maybe\n")
    ran = config("talk", "bell")
    assert (ran.code, path.read_text()) == (1, "talk: loud\nslow: maybe\n")
    assert f"error: {path}:2:7: expected true or false" in ran.err
    put("talk: loud\nslow: true\n")
    assert config("talk", "bell").code == 0
    assert path.read_text() == "talk: bell\nslow: true\n"


@pytest.mark.parametrize("text", ["{talk: bell}\n", "- talk\n", "just words\n"])
def test_a_file_without_a_line_for_each_key_is_left_alone(text):
    path = put(text)
    assert config("slow", "true").code in (1, 2)
    assert path.read_text() == text


@pytest.mark.skipif(os.name == "nt", reason="needs the rights of POSIX")
def test_it_is_for_its_owner_alone_and_a_link_stays_one(tmp_path):
    put("talk: bell\n").chmod(0o644)
    assert config("slow", "true").code == 0
    assert stat.S_IMODE(config_path().stat().st_mode) == 0o600
    config_path().rename(tmp_path / "dotfile")
    config_path().symlink_to(tmp_path / "dotfile")
    assert config("slow", "false").code == 0
    assert config_path().is_symlink()
    assert "slow: false" in (tmp_path / "dotfile").read_text()


def test_where_it_cannot_be_written_it_is_told(own_folders):
    (own_folders / "config").write_text("a file")
    ran = config("slow", "true")
    assert (ran.code, ran.out) == (3, "")
    assert "config.yaml: cannot be written: " in ran.err
    assert ran.err.endswith("  hint: set COACH_CONFIG to a folder that can be written to\n")


def test_what_holds_is_shown_where_nothing_can_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COACH_CONFIG", str(tmp_path / "file"))
    ran = run_coach("config")
    assert (ran.code, "  goal " in ran.out) == (0, True)
    assert ran.err.startswith("note: ")
    assert "cannot be written" in ran.err


def test_whatever_text_is_set_is_what_is_read():
    for text in ("a: b", "# c", "[x]", "null", "true", "'q'", "12:30", "größer"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("coach.cli.config_values._check_plugin", lambda *_: None)
            assert config("voice", text).code == 0
        assert load_config().voice == text


def test_the_reader_refuses_what_no_one_checked():
    with pytest.raises(CoachError):
        replace_default("", "talk", "loud", "c")
