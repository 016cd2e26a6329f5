"""`coach config` and the completion of what can be typed."""

import re

import pytest

from coach.listener.config_loader import load_config


def test_config_is_made_shown_and_used(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    ran = coach("config")
    assert ran.code == 0
    assert str(path) in ran.out
    made = path.read_text()
    assert all(line.startswith("#") or not line for line in made.splitlines())
    path.write_text(
        made.replace("# voice: espeak", "voice: tone").replace("# talk: full", "talk: bell")
    )
    assert [line.split() for line in coach("config").out.splitlines() if "talk" in line] == [
        ["talk", "bell"]
    ]
    first = coach("plan", "small.yaml").out.splitlines()[0]
    assert first.endswith(", tone 1 middle, bell")
    first = coach("plan", "small.yaml", "--talk", "full").out.splitlines()[0]
    assert first.endswith(", tone 1 middle, full")


CONFIG_TEXT = """\
voice: tone:low
player: recorder
length: 15m
talk: short
slow: true
easy: false
limits: [no-kneeling, knee]
without: [plank]
with: ["on, off", superman, "yes"]
plain: false
drawing: false
wait: true
keep_time: true
pause_on_move: false
lead_in: 9.999s
"""


def config_shown(coach) -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in coach("config").out.splitlines()[2:])


def test_the_config_is_shown_with_the_keys_and_values_of_its_file(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    shown = config_shown(coach)
    assert list(shown) == re.findall(r"^# (\w+): ", path.read_text(), re.MULTILINE)
    path.write_text("length: 900\nwith: superman\nkeep_time: yes\nlead_in: 2000 ms\n")
    assert (
        coach("config").out
        == f"""{path}

  voice             -
  player            -
  length            15m
  talk              auto
  goal              well
  slow              false
  easy              false
  limits            []
  without           []
  with              [superman]
  plain             false
  drawing           true
  wait              false
  keep_time         true
  pause_on_move     true
  lead_in           2s
  bed               -
  rises             -
  weekly_goal       3
  ears              false
  headphones        false
  echo_cancellation true
  microphone        -
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        CONFIG_TEXT,
        "voice: 'null'\nplayer: '- odd: #'\nlength: 1h1m\nlead_in: 0.007s\n",
        "voice: 'größer'\nplayer: '12'\nlength: 2:59:59\nwithout: ['a: b', '[c]', 'true']\n",
    ],
)
def test_what_the_config_shows_can_be_written_into_it(coach, own_folders, text):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir()
    path.write_text(text)
    meant, shown = load_config(), config_shown(coach)
    given = [f"{key}: {value}\n" for key, value in shown.items() if value != "-"]
    path.write_text("".join(given))
    assert load_config() == meant
    assert config_shown(coach) == shown


@pytest.mark.parametrize("command", [("config",), ("plan", "small.yaml"), ("list",)], ids=str)
def test_a_mistake_in_the_config_is_told_with_its_place(coach, own_folders, command):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir()
    path.write_text("voice: tone\ntlak: bell\nlength: soon\n")
    ran = coach(*command)
    assert ran.code == 1
    assert f"{path}:2:1: " in ran.err
    assert "talk" in ran.err
    assert f"{path}:3:9: expected a duration, found 'soon'" in ran.err


def test_every_example_of_the_config_can_be_taken_as_it_is(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    coach("config")
    lines = path.read_text().splitlines()
    taken = [
        line[2:] if ": " in line and line[2:].split(":")[0].isidentifier() else line
        for line in lines
    ]
    path.write_text("\n".join(taken))
    ran = coach("config")
    assert ran.code == 0, ran.err


def test_a_short_lead_in_can_be_settled_as_it_can_be_asked_for(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir()
    path.write_text("lead_in: 0.3s\n")
    assert coach("config").code == 0
    path.write_text("lead_in: 11s\n")
    assert "expected a duration from 0" in coach("config").err


def test_a_config_that_cannot_be_made_is_told_and_what_holds_is_shown(coach, own_folders):
    (own_folders / "config").write_text("a file")
    ran = coach("config")
    assert (ran.code, "  goal " in ran.out) == (0, True)
    assert ran.err.startswith("note: ")
    assert "config.yaml: cannot be written: " in ran.err
