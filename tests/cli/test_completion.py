"""Completion: known words for every option that takes them, and what a real bash makes of it."""

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import typer

from coach.cli.completion import join_bash_words
from coach.cli.groups import COMMAND_MODULES
from coach.cli.main import app
from coach.cli.options import complete_player
from coach.exports.encoders import list_suffixes
from coach.script.goals import GOALS
from coach.script.positions import Position
from tests.commanding import run_coach

FREE = {"minutes", "length", "seed", "output", "url", "feed_title", "jobs", "lead_in", "say"}
FREE |= {"voice_level", "cue_level", "bed_level", "everything", "install_completion"}
FREE |= {"show_completion", "rounds", "title", "weeks", "microphone", "cluster"}
FREE |= {"before", "on", "on_day", "until", "as_of", "port"}
FREE |= {"patient", "clinic", "phone", "next_visit", "often"}
"""Options whose value no list of words knows: a number, a length, a file, a text of one's own."""


def ask(words: list[str], current: int) -> list[str]:
    """The words that coach offers to bash, which sends its own pieces of the command line."""
    sent = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(current)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (sent | {"_COACH_COMPLETE": "complete_bash"}).items():
            patch.setenv(name, value)
        return run_coach().out.split()


def complete(*words: str) -> list[str]:
    return ask(["coach", *words], len(words))


@pytest.mark.parametrize("command", COMMAND_MODULES)
def test_every_option_that_takes_a_known_word_completes_it(command):
    group = typer.main.get_command(app)
    for option in group.get_command(None, command).params:
        if option.param_type_name != "option" or option.is_flag or option.name in FREE:
            continue
        if option.name == "session":
            continue  # none runs here
        assert complete(command, option.opts[0], ""), option.opts[0]


def test_the_words_are_those_that_there_are():
    assert set(complete("plan", "--only", "")) == {*map(str, Position), *GOALS}
    assert complete("plan", "--only", "supine,stret") == ["supine,stretch"]
    assert complete("export", "--format", "") == [
        *(suffix[1:] for suffix in (*list_suffixes(), ".svg", ".png", ".html"))
    ]
    assert complete("export", "--format", "mp3,m4") == ["mp3,m4a", "mp3,m4b"]
    assert complete("plan", "--talk", "") == ["auto", "full", "short", "bell"]
    assert complete("play", "--loudness", "po") == ["podcast"]


def test_a_player_of_a_plug_in_is_offered_and_the_one_for_tests_is_not(tmp_path, monkeypatch):
    assert complete_player("") == ["miniaudio", "simpleaudio"]
    ran = run_coach("play", "lower-back", "--player", "xylophone")
    assert ran.err.endswith("hint: there are: miniaudio, simpleaudio\n")
    guest = tmp_path / "guest-1.dist-info"
    guest.mkdir()
    (guest / "METADATA").write_text("Metadata-Version: 2.1\nName: guest\nVersion: 1\n")
    (guest / "entry_points.txt").write_text("[coach.players]\nloud = guest:Loud\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert complete_player("l") == ["loud"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("play --voice espeak : en-u", "en-us"),
        ("play --voice = espeak : en-u", "en-us"),
        ("play --voice tone :", "middle"),
        ("play -v tone : mid", "middle"),
        ("screen --answer emergency = n", "no"),
        ("screen --answer emergency = no,urgent = y", "yes"),
        ("play --voice espeak:en-u", "espeak:en-us"),
        ("play --talk = sh", "short"),
        ("play --voice tone : middle low", "lower-back"),
    ],
)
def test_bash_gets_back_what_follows_its_last_break(words, offered):
    assert offered in complete(*words.split())


def test_words_that_bash_did_not_break_are_as_they_were():
    text = "coach\nplay\nlower-back\n--voice\nespeak:en"
    assert join_bash_words(text, 4) == ({"COMP_WORDS": text, "COMP_CWORD": "4"}, "")


# In a real bash


@pytest.fixture(scope="module")
def shell(tmp_path_factory) -> Iterator["Bash"]:
    # Nothing stands in for it: how bash divides words is what is tried. Windows has none.
    if not shutil.which("bash"):
        pytest.skip("there is no bash here")
    bash = Bash(tmp_path_factory.mktemp("bash"))
    yield bash
    bash.close()


class Bash:
    """An interactive bash with coach's completion, as `coach --show-completion` writes it."""

    def __init__(self, folder: Path) -> None:
        program = folder / "coach"
        path = os.pathsep.join(filter(None, [str(Path.cwd()), *sys.path]))
        program.write_text(
            f"#!/bin/sh\nPYTHONPATH={shlex.quote(path)} exec {shlex.quote(sys.executable)} "
            '-m coach "$@"\n'
        )
        program.chmod(0o755)
        (folder / "here").mkdir()
        (folder / "here" / "a-file").touch()
        self._terminal, follower = pty.openpty()
        self._run = subprocess.Popen(
            ["bash", "--norc", "--noprofile", "-i"],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            cwd=folder / "here",
            env=os.environ
            | {
                "PATH": f"{folder}:{os.environ['PATH']}",
                "PS1": "$ ",
                "TERM": "dumb",
                "INPUTRC": "/",
            },
            start_new_session=True,
        )
        os.close(follower)
        source = "source_bash"
        self.type(f'eval "$(_COACH_COMPLETE={source} coach)"; bind "set bell-style none"\n')
        self.type("echo rea''dy\n", "ready")

    def type(self, text: str, until: str = "") -> str:
        """Type, and give what was shown up to some text."""
        os.write(self._terminal, text.encode())
        shown, ends = "", time.monotonic() + 60
        while until and until not in shown and time.monotonic() < ends:
            if select.select([self._terminal], [], [], 0.1)[0]:
                shown += os.read(self._terminal, 4096).decode()
        return shown

    def close(self) -> None:
        self._run.kill()
        self._run.wait()
        with suppress(OSError):
            os.close(self._terminal)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("coach play --voice espeak:en-us-n", "espeak:en-us-nyc "),
        ("coach play --voice=tone:mid", "--voice=tone:middle "),
        ("coach play -v tone:m", "tone:middle "),
        ("coach screen --answer emergency=y", "emergency=yes "),
        ("coach plan lower-back-str", "lower-back-str"),
    ],
)
def test_a_real_bash_completes_it(shell, typed, completed):
    """The rest of the word appears by TAB; then Ctrl-U clears the line."""
    shown = shell.type(f"{typed}\t", completed)
    assert completed in shown
    assert "a-file" not in shown
    shell.type("\x15")


def test_a_real_bash_lists_voices_and_no_files_behind_a_colon(shell):
    shown = shell.type("coach play --voice tone:\t\t", "middle")
    assert "middle" in shown
    assert "a-file" not in shown
    shell.type("\x15")
