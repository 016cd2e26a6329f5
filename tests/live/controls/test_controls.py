"""Controls together: those that can start do, and none that fails takes the session along."""

import re
import signal
import subprocess
import sys
from importlib import import_module
from importlib.metadata import EntryPoint

import pytest

from coach import plugins
from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.controls import BUILTINS, GuardedControl, start_controls
from coach.live.status import Phase, Status
from tests.cli.program import environment
from tests.paths import ROOT

STATUS = Status(Phase.PLAYING, "Lower back")


class Good:
    """A control that does as it is asked, and notes what was asked of it."""

    def __init__(self):
        self.asked = []

    def start(self, send):
        self.asked.append("start")
        send(Command(Verb.PAUSE))

    def show(self, status):
        self.asked.append(status)

    def stop(self):
        self.asked.append("stop")


class Absent(Good):
    """A control of which this machine has none."""

    def start(self, send):
        super().start(send)
        raise MachineError(Problem("there are no buttons"))


class Raising(Good):
    """A control that is broken in one place."""

    def __init__(self, where):
        super().__init__()
        self.where = where

    def _maybe(self, where):
        if where == self.where:
            raise ValueError("broken")

    def start(self, send):
        super().start(send)
        self._maybe("start")

    def show(self, status):
        super().show(status)
        self._maybe("show")

    def stop(self):
        super().stop()
        self._maybe("stop")


class RaisingAtStart(Raising):
    def __init__(self):
        super().__init__("start")


class RaisingAtBirth(Good):
    def __init__(self):
        raise ValueError("stillborn")


HERE = {
    name: f"tests.live.controls.test_controls:{name}"
    for name in ("RaisingAtBirth", "RaisingAtStart", "Absent", "Good")
}


def test_all_that_can_start_do():
    sent = []
    started = start_controls(sent.append, HERE)
    assert [control.name for control in started.controls] == ["Good"]
    assert started.absent == ("Absent: there are no buttons",)
    assert [fault.split(": ")[0] for fault in started.faults] == [
        "the control 'RaisingAtBirth' has failed and is off",
        "the control 'RaisingAtStart' has failed and is off",
    ]
    assert Command(Verb.PAUSE) in sent
    started.stop()


@pytest.mark.parametrize("where", ["start", "show", "stop"])
def test_a_control_that_raises_is_stopped_once_and_never_again_asked(where):
    control = Raising(where)
    guarded = GuardedControl("bad", control)
    guarded.start(lambda _: None)
    guarded.show(STATUS)
    guarded.show(STATUS)
    guarded.stop()
    guarded.stop()
    assert control.asked.count("stop") == 1
    assert control.asked.count(STATUS) == {"start": 0, "show": 1, "stop": 2}[where]
    assert guarded.fault == "the control 'bad' has failed and is off: ValueError: broken"


def test_a_control_of_a_guest_enters_by_the_same_door(monkeypatch):
    points = (
        EntryPoint("good", "tests.live.controls.test_controls:Good", "coach.controls"),
        EntryPoint("missing", "no_such_package:Control", "coach.controls"),
    )
    monkeypatch.setattr(plugins, "_list_entry_points", lambda _group: points)
    started = start_controls(lambda _: None, {})
    assert [control.name for control in started.controls] == ["good"]
    (fault,) = started.faults
    assert "'missing' is installed but does not load" in fault


def test_every_built_in_loads_and_can_be_stopped_without_having_been_started():
    for name, target in BUILTINS.items():
        module, _, attribute = target.partition(":")
        control = getattr(import_module(module), attribute)()
        control.show(STATUS)
        control.stop()
        control.stop()
        assert name


def test_the_control_in_the_documents_works():
    page = (ROOT / "docs" / "playing.md").read_text(encoding="utf-8")
    lit, pressed, closed, sent = [], [], [], []

    class Button:
        def light(self, on):
            lit.append(on)

        def close(self):
            closed.append(True)

    def find_pedal(on_press):
        pressed.append(on_press)
        return Button()

    room = {"find_pedal": find_pedal}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], room)
    pedal = GuardedControl("pedal", room["Pedal"]())
    pedal.start(sent.append)
    pressed[0]()
    pedal.show(STATUS)
    pedal.stop()
    assert (sent, lit, closed) == ([Command(Verb.TOGGLE)], [True], [True])
    assert pedal.fault == ""


# Leaving in good order

ORDER = """
import os, signal, sys
from coach.cli.signals import exit_on_signals
try:
    with exit_on_signals():
        try:
            os.kill(os.getpid(), signal.{name})
        finally:
            os.kill(os.getpid(), signal.{name})
            print("put back", flush=True)
except SystemExit as left:
    print(left.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks for signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGALRM"])
def test_who_is_told_to_end_puts_everything_back_first_and_cannot_be_hurried(name):
    command = [sys.executable, "-c", ORDER.format(name=name)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment())
    assert ran.stdout.split("\n")[:2] == ["put back", str(128 + getattr(signal, name))]


@pytest.mark.skipif(sys.platform == "win32", reason="asks for signals of POSIX")
def test_what_was_to_be_ignored_stays_ignored():
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + ORDER
    command = [sys.executable, "-c", code.format(name="SIGHUP")]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment())
    assert (ran.returncode, ran.stdout) == (0, "put back\n")
