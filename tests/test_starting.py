"""What is asked for often begins at once: it imports nothing that it has no use for.

Held by what a whole process has imported in the end, never by a clock.
"""

import os
import subprocess
import sys

import pytest

from coach.catalog import CatalogEntry
from coach.cli.groups import COMMAND_MODULES
from tests.commanding import run_coach

HEAVY = {
    "numpy",
    "yaml",
    "rich",
    "logging",
    "asyncio",
    "mutagen",
    "multiprocessing",
    "espeakng_loader",
}
READING = {
    "coach.script.reader",
    "coach.script.exercise",
    "coach.script.routine",
    "coach.script.library",
    "coach.pipeline",
}
PROGRAM = """
import atexit, sys
atexit.register(lambda: print("imported", *sys.modules, file=sys.stderr))
from coach.cli.main import main
sys.argv[0] = "coach"
main()
"""


def ran(*arguments: str, begin: str = "", **environment: str) -> tuple[str, set[str]]:
    """Run coach as a process of its own; give what it printed, and what it had imported first."""
    done = subprocess.run(
        [sys.executable, "-c", begin + PROGRAM, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in done.stderr.splitlines() if line.startswith("imported "))
    return done.stdout, set(line.split()[1:])


def commands(imported: set[str]) -> set[str]:
    """Name the commands whose files were imported."""
    return {name for name, file in COMMAND_MODULES.items() if f"coach.cli.{file}" in imported}


def test_help_imports_nothing_but_the_commands():
    told, imported = ran("--help")
    assert "play" in told
    assert not imported & (HEAVY | READING)


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("coach play low", "lower-back"),
        ("coach exercises bri", "bridge"),
        ("coach play --limits no-k", "no-kneeling"),
        ("coach play --player mini", "miniaudio"),
        ("coach play --loudness pod", "podcast"),
    ],
)
def test_what_is_completed_reads_no_script(words, completed):
    count = str(len(words.split()) - 1)
    told, imported = ran(_COACH_COMPLETE="complete_bash", COMP_CWORD=count, COMP_WORDS=words)
    assert completed in told.split()
    assert not imported & (HEAVY | READING)
    assert commands(imported) == {words.split()[1]}


def test_a_list_whose_lengths_are_known_reads_no_script(monkeypatch):
    # There is a file of defaults, in which nothing is set.
    assert run_coach("config").code == 0
    with monkeypatch.context() as patch:
        patch.setattr(
            "coach.catalog._measure_routine", lambda name, _: CatalogEntry(name, name.title())
        )
        first = run_coach("list", columns=90).out
    again, imported = ran("list", COLUMNS="90")
    assert again == first
    assert "lower-back" in again
    assert not imported & (HEAVY | READING)
    assert commands(imported) == {"list"}


AT_THE_PLAYER = """
import sys
import coach.live.players.feeder_client as feeder_client

def spawn(engine, stderr):
    print("imported", *sys.modules, file=sys.stderr)
    sys.exit()

feeder_client._start_feeder = spawn
"""


def test_the_player_starts_before_what_prepares_a_session_is_imported():
    _, imported = ran("play", "lower-back", "-m", "20", begin=AT_THE_PLAYER)
    assert "coach.live.players.miniaudio" in imported
    assert not imported & (HEAVY | READING)
