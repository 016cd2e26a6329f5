"""Makes what stands in docs/a-month.md: a month of one listener, and what commands print in it.

    PYTHONPATH=. python docs/month/make.py

Each block of the page is written anew. Above it stands the moment at which its command is run, in
a comment; the first line is the command. `| head -N` shows so many lines of it, `| grep -E WORDS`
those with some words. The sessions are those that the planner makes with the voice `tone`, and the
log is in a folder of its own.
"""

import datetime as clock
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import patch

from coach.cli.main import main as run_main
from coach.speech.studio import open_studio
from coach.training.log_file import append_records
from coach.training.log_records import End, Outcome, SessionRecord
from tests.proof.daily_use import Simulation

PAGE = Path(__file__).parents[1] / "a-month.md"
BLOCK = re.compile(
    r"(<!-- (?P<moment>[-\d]+ [\d:]+) -->\n```text\n\$ (?P<command>[^\n]*)\n).*?(^```$)",
    re.MULTILINE | re.DOTALL,
)
ROUTINE, MINUTES, COLUMNS = "lower-back", 15, "98"
DAYS = (2, 4, 6, 9, 10, 12, 14, 16, 24, 26, 27, 29)
"""The days of November 2026 on which something is done: a Monday is the first."""
BROKEN_OFF = 12
"""On this one only the first two thirds were."""


def make_page(text: str) -> str:
    """Return the page with what its commands print."""
    with tempfile.TemporaryDirectory() as folder:
        own = dict.fromkeys(("COACH_STATE", "COACH_CACHE"), folder)
        own |= {"COACH_CONFIG": f"{folder}/config.yaml", "COLUMNS": COLUMNS, "TZ": "UTC"}
        with patch.dict(os.environ, own | {"NO_COLOR": "1"}):
            sessions = list(simulate_sessions())
            return BLOCK.sub(lambda block: _write_block(block, Path(folder), sessions), text)


def simulate_sessions() -> Iterator[SessionRecord]:
    """Yield the sessions of the month, each planned from the log of the days before."""
    with open_studio("tone") as studio:
        month = Simulation(ROUTINE, MINUTES, studio)
        for number in DAYS:
            month.run([clock.date(2026, 11, number)], frozenset())
            if number == BROKEN_OFF:
                month.sessions[-1] = break_off(month.sessions[-1])
            yield month.sessions[-1]


def break_off(session: SessionRecord) -> SessionRecord:
    """Return a session of which only the first two thirds were heard."""
    heard, count = session.heard * 2 // 3, len(session.exercises) * 2 // 3
    exercises = chain(
        session.exercises[:count],
        (replace(one, outcome=Outcome.UNREACHED, sides=()) for one in session.exercises[count:]),
    )
    return replace(session, heard=heard, at=heard, end=End.STOPPED, exercises=tuple(exercises))


def _write_block(block: re.Match[str], folder: Path, sessions: list[SessionRecord]) -> str:
    """Return a block with what its command prints, when all sessions before it are in the log."""
    moment = clock.datetime.strptime(block["moment"], "%Y-%m-%d %H:%M").replace(tzinfo=clock.UTC)
    while sessions and sessions[0].start < moment:
        append_records(folder, [sessions.pop(0)])
    return f"{block[1]}{run_command(block['command'], moment)}{block[4]}"


def run_command(command: str, moment: clock.datetime) -> str:
    """Return what a command prints at a moment, as a terminal would show it."""
    words, _, chosen = command.partition(" | ")
    out = StringIO()
    argv = words.split()
    with (
        pretend_now(moment),
        patch.object(sys, "argv", argv),
        patch.object(sys, "stdin", StringIO()),
        redirect_stdout(out),
        redirect_stderr(out),
        suppress(SystemExit),
    ):
        run_main()
    return "".join(f"{line.rstrip()}\n" for line in choose_lines(out.getvalue(), chosen))


def choose_lines(text: str, chosen: str) -> Iterable[str]:
    """Return the lines that `head -N` or `grep -E WORDS` would choose, or all."""
    lines, words = text.splitlines(), shlex.split(chosen)
    if words[:1] == ["head"]:
        return lines[: int(words[1].removeprefix("-"))]
    if words[:1] == ["grep"]:
        return [line for line in lines if re.search(words[-1], line)]
    return lines


@contextmanager
def pretend_now(moment: clock.datetime) -> Iterator[None]:
    """Let everything in coach that asks for the time be told of a moment, within a block."""
    real = clock.datetime

    class _IsReal(type):
        def __instancecheck__(cls, value: Any) -> bool:
            return isinstance(value, real)

    class Pretended(real, metaclass=_IsReal):
        @classmethod
        def now(cls, tz: clock.tzinfo | None = None) -> clock.datetime:
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

    _replace_datetime(real, Pretended)
    try:
        yield
    finally:
        # Also in modules that were imported meanwhile.
        _replace_datetime(Pretended, real)


def _replace_datetime(old: type[clock.datetime], new: type[clock.datetime]) -> None:
    """Put another class in the place of one, where it was imported from and where it is used."""
    clock.datetime = new  # type: ignore[misc]
    for name, module in tuple(sys.modules.items()):
        if name.startswith("coach.") and vars(module).get("datetime") is old:
            vars(module)["datetime"] = new


if __name__ == "__main__":
    PAGE.write_text(make_page(PAGE.read_text("utf-8")), "utf-8")
