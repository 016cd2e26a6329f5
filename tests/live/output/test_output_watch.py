"""The watch of the output: a move pauses the session, and whatever fails costs it nothing."""

import json
import sys
import time
from threading import Thread

import pytest

from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.output import __main__ as process
from coach.live.output.libpulse import Sink, Stream
from coach.live.output.output_watch import OutputWatch
from coach.live.output.sound_server import name_output
from coach.live.players.recorder import RecorderPlayer
from coach.live.status import Phase
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.speech.studio import open_studio

SCRIPT = "title: Hold\nsteps: [Lie down., {hold: 20s}]\n"


class MovingOutput:
    """Has moved at some of the looks at it."""

    def __init__(self, *looks: int) -> None:
        self.looks = list(looks)
        self.count = 0

    def has_moved(self) -> bool:
        self.count += 1
        return self.count in self.looks


class Screen:
    """Keeps what was shown, and resumes a session that is paused, if it is to."""

    def __init__(self, live: LiveSession, *, resume: bool = True) -> None:
        self.seen = []
        self._live = live
        self._resume = resume

    def show(self, status) -> None:
        self.seen.append(status)
        if self._resume and status.phase is Phase.PAUSED:
            self._live.send(Command(Verb.RESUME))


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "hold.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


@pytest.fixture
def make_session(script):
    with open_studio("tone") as studio:
        prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
        yield lambda watch: LiveSession(prepared, studio, RecorderPlayer(), output_watch=watch)


def run(live: LiveSession, screen: Screen) -> None:
    """Run a session that might never end."""
    live.add_views(screen)
    done = []
    thread = Thread(target=lambda: done.append(live.run()), daemon=True)
    thread.start()
    thread.join(20)
    assert done == [True]


def test_a_move_pauses_says_where_and_the_place_is_kept(make_session):
    live = make_session(MovingOutput(4))
    screen = Screen(live)
    run(live, screen)
    paused = [status for status in screen.seen if status.phase is Phase.PAUSED]
    assert paused
    seconds = paused[0].elapsed // 1000
    assert paused[0].message == f"paused: the sound moved to another device at 0:{seconds:02}"
    after = screen.seen[screen.seen.index(paused[-1]) + 1]
    assert (after.phase, after.message) == (Phase.PLAYING, "")
    assert {status.elapsed for status in paused} == {paused[0].elapsed}


def test_without_a_move_or_without_a_watch_it_goes_on(make_session):
    for watch in (None, MovingOutput()):
        live = make_session(watch)
        screen = Screen(live)
        run(live, screen)
        assert {status.phase for status in screen.seen} <= {Phase.PLAYING, Phase.ENDED}


# The process that watches


@pytest.fixture
def watching():
    """Makes watches over Python programs, and closes them quickly."""
    made = []

    def watch(program: str) -> OutputWatch:
        made.append(OutputWatch([sys.executable, "-S", "-c", program]))
        return made[-1]

    yield watch
    for one in made:
        begun = time.monotonic()
        one.close()
        one.close()
        assert time.monotonic() - begun < 2


def test_what_the_process_says_is_told_once(watching):
    watch = watching(
        """print('{"is": "ready", "by": "a server"}\\n{"is": "moved"}\\n{"is": "moved"}')"""
    )
    assert watch.wait_for_answer(20)
    watch._thread.join(20)
    assert watch.server == "a server"
    assert watch.has_moved()
    assert not watch.has_moved()


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("raise SystemExit(3)", "the process that watches it has ended"),
        ("import os; os.abort()", "the process that watches it has ended"),
        ("""print('{"is": "absent", "why": "nobody answers"}')""", "nobody answers"),
        (r"print('what?\n[]\n7\n{}\n{\"is\": \"ready\"}\n{\"is\": []}')", "has ended"),
    ],
    ids=["ended", "crashed", "absent", "babbling"],
)
def test_where_nothing_can_be_watched_nothing_moves_and_the_reason_is_known(watching, program, why):
    watch = watching(program)
    assert watch.wait_for_answer(20)
    watch._thread.join(20)
    assert why in watch.failure
    assert not watch.has_moved()


def test_a_process_that_hangs_neither_holds_the_session_up_nor_its_end(watching):
    watch = watching("import time; time.sleep(600)")
    begun = time.monotonic()
    assert not watch.has_moved()
    assert not watch.wait_for_answer(0.01)
    assert time.monotonic() - begun < 1


def test_a_process_that_cannot_be_started_is_a_watch_that_sees_nothing():
    watch = OutputWatch(["/no/such/program"])
    assert "No such file" in watch.failure
    assert not watch.has_moved()
    watch.close()


class Source:
    """Outputs and failures, one for each wait; the parent is gone behind the last."""

    def __init__(self, *turns: tuple[str, str, str | None]) -> None:
        self.turns = list(turns)
        self.waits: list[float] = []
        self.name = self.failure = ""
        self.output = None

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.name, self.failure, self.output = self.turns.pop(0)

    def is_gone(self) -> bool:
        return not self.turns


@pytest.fixture
def say(monkeypatch, capfd):
    """Runs the process with a source; gives what it says."""

    def run(source: Source) -> list[dict[str, str]]:
        clock = iter(range(100))
        monkeypatch.setattr(process, "open_source", lambda _: source)
        monkeypatch.setattr(process, "ParentWatch", lambda: source)
        monkeypatch.setattr(process.signal, "signal", lambda *_: None)
        monkeypatch.setattr(process.time, "monotonic", lambda: next(clock))
        monkeypatch.setattr(sys, "argv", ["output", "1"])
        monkeypatch.setattr(sys, "stdout", sys.__stdout__)
        process.main()
        return [json.loads(line) for line in capfd.readouterr().out.splitlines()]

    return run


def test_the_process_says_who_answers_and_what_moves(say):
    server = "pulseaudio", ""
    source = Source(("", "", None), (*server, None), (*server, "a"), (*server, "b"), (*server, "b"))
    assert say(source) == [{"is": "ready", "by": "pulseaudio"}, {"is": "moved"}]
    assert source.waits[-1] < source.waits[0]


def test_a_server_that_is_gone_for_a_while_is_told_of_and_is_no_move(say):
    gone = "pulseaudio", "nobody answers", None
    back = "pulseaudio", "", "a"
    said = say(Source(back, back, gone, gone, back, back))
    assert [each["is"] for each in said] == ["ready", "absent", "ready"]


@pytest.mark.parametrize(
    "error", [OSError("libpulse.so.0: no such file"), MachineError(Problem("no devices"))]
)
def test_where_there_is_nothing_to_ask_the_process_says_why_and_ends(error, monkeypatch, capfd):
    def raise_error(_session):
        raise error

    monkeypatch.setattr(process, "open_source", raise_error)
    monkeypatch.setattr(process.signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["output", "1"])
    monkeypatch.setattr(sys, "stdout", sys.__stdout__)
    process.main()
    (said,) = map(json.loads, capfd.readouterr().out.splitlines())
    assert (said["is"], said["why"].startswith(("libpulse", "no devices"))) == ("absent", True)


# What it asks


@pytest.mark.skipif(sys.maxsize < 2**32, reason="it is another one with 32 bits")
def test_the_layout_of_what_the_server_tells_is_that_of_its_library():
    """As a compiler lays out pa_sink_input_info and pa_sink_info of libpulse 16."""
    assert (Stream.sink.offset, Stream.properties.offset) == (24, 344)
    assert (Sink.properties.offset, Sink.active_port.offset) == (344, 392)


def test_headphones_out_of_a_card_and_another_card_are_other_outputs():
    plugged = name_output(b"pci.analog", b"headphones", None)
    assert plugged != name_output(b"pci.analog", b"speaker", None)
    assert plugged != name_output(b"usb.analog", b"headphones", None)
    assert name_output(b"null", None, None) == "null"


def test_a_bluetooth_headset_that_begins_to_listen_is_the_same():
    music = name_output(b"bluez_sink.a2dp", b"headphone-output", b"00:11:22:33:44:55")
    assert music == name_output(b"bluez_sink.hsp", b"headset-output", b"00:11:22:33:44:55")
    assert music != name_output(b"bluez_sink.a2dp", b"headphone-output", b"66:11:22:33:44:55")
    assert name_output(b"bluez_sink\xff", None, None)
