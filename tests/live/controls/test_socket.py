"""The socket of a session: who can open it, what can be asked, and what is cleared away."""

import json
import os
import socket
import stat
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import MachineError
from coach.live.commands import Command, Verb
from coach.live.controls import socket_server, start_controls
from coach.live.controls.socket_client import (
    RunningSession,
    list_sessions,
    read_status,
    send_request,
    socket_folder,
)
from coach.live.controls.socket_requests import Inquiry, read_request
from coach.live.controls.socket_server import MISSING, SocketServer
from coach.live.status import Phase, Segment, Status
from coach.units import MAX_DURATION_MS
from tests.cli.conftest import coach, takes  # noqa: F401
from tests.cli.program import environment
from tests.terminals import until

if sys.platform == "win32":
    pytest.skip("Windows has no such sockets", allow_module_level=True)

PLAYING = Status(
    Phase.PLAYING,
    "Lower back",
    252_000,
    1_200_000,
    "Bird dog",
    "left",
    2,
    3,
    count=12,
    segments=(Segment("Bird dog", 0, 300_000),),
    segment=0,
)
LINE = "playing · 4:12 of 20:00 · Bird dog · left side · set 2 of 3 · 12 s"


@pytest.fixture
def sent():
    return []


@pytest.fixture
def control(sent):
    """A socket of a session that pauses and goes on."""
    control = SocketServer()

    def send(command):
        sent.append(command)
        phase = {Verb.PAUSE: Phase.PAUSED, Verb.RESUME: Phase.PLAYING}.get(command.verb)
        if phase:
            threading.Timer(0.05, control.show, [replace(PLAYING, phase=phase)]).start()
        elif command.verb in MISSING:
            threading.Timer(0.05, control.show, [replace(PLAYING, commands=len(sent))]).start()

    control.start(send)
    control.show(PLAYING)
    yield control
    control.stop()


def lines(*asked: bytes) -> list[dict]:
    """Send lines as they are, and give the answers."""
    (session,) = list_sessions()
    with socket.socket(socket.AF_UNIX) as line, line.makefile("rb") as answers:
        line.connect(str(session.path))
        line.settimeout(5)
        found = []
        for one in asked:
            line.sendall(one)
            found.append(json.loads(answers.readline()))
        return found


@pytest.mark.usefixtures("control")
def test_only_its_owner_can_open_it():
    (session,) = list_sessions()
    assert stat.S_IMODE(session.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(session.path.parent.stat().st_mode) == 0o700


@pytest.mark.usefixtures("control")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs a second user")
def test_somebody_else_is_not_even_heard_where_the_door_stands_open(sent):
    (session,) = list_sessions()
    for path in (session.path, session.path.parent, session.path.parent.parent):
        path.chmod(0o777)
    code = (
        "import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX);"
        "s.connect(sys.argv[1]);\n"
        'try: s.sendall(b\'{"do": "stop"}\\n\'); print(s.recv(99))\n'
        "except OSError as error: print(b'')"
    )
    command = [sys.executable, "-c", code, str(session.path)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert ran.stdout == "b''\n", ran.stderr
    assert sent == []
    # And a folder that stands open is not trusted by whoever calls, nor used by the next session.
    with pytest.raises(MachineError, match="others than its owner may enter it"):
        list_sessions()
    with pytest.raises(MachineError, match="others than its owner may enter it"):
        SocketServer().start(sent.append)
    session.path.parent.chmod(0o700)


@pytest.mark.usefixtures("control")
def test_a_command_is_sent_and_answered_with_what_came_of_it(sent):
    (session,) = list_sessions()
    assert session.pid == os.getpid()
    answer = send_request(session, "pause")
    assert read_status(answer["status"]) == replace(PLAYING, phase=Phase.PAUSED)
    assert read_status(send_request(session, "resume")["status"]) == PLAYING
    assert send_request(session, "seek", 90_000)["ok"]
    assert sent == [Command(Verb.PAUSE), Command(Verb.RESUME), Command(Verb.SEEK, 90_000)]


@pytest.mark.usefixtures("control")
def test_the_status_asks_for_nothing(sent):
    (session,) = list_sessions()
    assert read_status(send_request(session, "status")["status"]) == PLAYING
    assert sent == []


@pytest.mark.usefixtures("control")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (b"pause\n", "expected one line of JSON"),
        (b"\xff\xfe\n", "expected one line of JSON"),
        (b"[]\n", 'expected {"do": ...}'),
        (b'{"do": "dance"}\n', "found 'dance'"),
        (b'{"do": ["pause"]}\n', "found ['pause']"),
        (b'{"do": "seek", "value": "9"}\n', "expected a whole number"),
        (b'{"do": "seek", "value": true}\n', "expected a whole number"),
        (b'{"do": "more", "value": 0}\n', "more: expected at least 1 millisecond, found 0"),
        (b'{"do": "back", "value": -5}\n', "back: expected at least 1 millisecond, found -5"),
        (b'{"do": "forward", "value": 0}\n', "forward: expected at least 1 millisecond"),
        (b'{"do": "volume", "value": 151}\n', "expected a percentage from 0 to 150, found 151"),
        (b'{"do": "seek", "value": -1}\n', "seek: expected a moment, 0 milliseconds or later"),
        (b'{"do": "seek", "value": 5940000}\n', "expected a moment up to 20:00"),
        (b'{"do": "pause", "why": 1}\n', 'expected {"do": ...}'),
        (b"{" * 5000 + b"\n", "at most 4096 bytes"),
        (b"[" * 3000 + b"\n", "expected one line of JSON"),
        (b'{"do":' * 600 + b"\n", "expected one line of JSON"),
        (b'{"do": "more", "value": ' + b"[" * 400 + b"]" * 400 + b"}\n", "found [[["),
        (b'{"do": "more", "value": 1e26}\n', "expected a whole number as value, found 1e+26"),
        (
            b'{"do": "more", "value": 1' + b"0" * 26 + b"}\n",
            "expected at most 24 hours, found 1000",
        ),
        (b'{"do": "seek", "value": 1' + b"0" * 4000 + b"}\n", "expected at most 24 hours"),
        (b'{"do": "back", "value": 86400001}\n', "expected at most 24 hours, found 86400001"),
        (b'{"do": "pause", "value": 1' + b"0" * 26 + b"}\n", "pause: expected no value"),
        (b'{"do": "seek", "value": NaN}\n', "expected a whole number as value, found nan"),
        (b'{"do": "seek", "value": -Infinity}\n', "expected a whole number as value, found -inf"),
        (b'{"do": "\xff"}\n', "expected one line of JSON"),
        (b'{"do": "\\ud800\\u202e\\u001b[2J"}\n', "found '\\ud800\\u202e\\x1b[2J'"),
    ],
    ids=lambda asked: str(asked)[:30],
)
def test_nonsense_is_answered_with_what_was_expected_and_harms_nothing(sent, asked, said):
    (answer,) = lines(asked)
    assert answer["ok"] is False
    assert said in answer["error"]
    assert sent == []
    assert lines(b'{"do": "status"}\n')[0]["ok"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(Verb),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["do", "value"]), inner),
)
LINES = (
    st.binary()
    | st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.builds(
        lambda bracket, n, end: bracket * n + end,
        st.sampled_from([b"[", b'{"do":']),
        st.integers(0, 4200),
        st.binary(),
    )
    | JSON.map(json.dumps).map(str.encode)
    | st.builds(
        lambda verb, value: json.dumps({"do": verb, "value": value}).encode(),
        st.sampled_from([*Verb, *Inquiry]),
        JSON | st.integers(-(10**30), 10**30),
    )
)


@given(LINES)
@settings(max_examples=200)
def test_any_line_is_a_command_or_is_refused_with_words_that_fit_on_a_screen(line):
    request, said = None, "expected"
    try:
        request = read_request(line)
    except ValueError as error:
        said = str(error)
    assert said.startswith("expected") or ": expected" in said
    assert said.isprintable()
    assert len(said) < 400  # five lines of eighty: it names all that can be asked
    if isinstance(request, Command):
        assert abs(request.value or 0) <= MAX_DURATION_MS


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=LINES.map(lambda line: line.replace(b"\n", b" ").replace(b"stop", b"help")))
def test_whatever_is_asked_is_answered(control, line):
    del control
    answer = lines(line + b"\n")[0]
    assert "ok" in answer or answer["kind"] == "status"  # events begin with the status


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_while_a_command_is_taken_is_answered_and_not_printed(capfd):
    def fail(_command):
        raise LookupError("no such thing")

    control = SocketServer()
    control.start(fail)
    (answer,) = lines(b'{"do": "pause"}\n')
    assert answer == {"ok": False, "error": "pause failed: LookupError: no such thing"}
    assert lines(b'{"do": "status"}\n')[0]["ok"]
    control.stop()
    assert capfd.readouterr() == ("", "")


def test_a_machine_that_lacks_files_for_a_moment_is_listened_to_again(monkeypatch, sent):
    control, failures = SocketServer(), [OSError(24, "Too many open files")] * 3
    accept = socket.socket.accept

    def accept_later(door):
        if failures:
            raise failures.pop()
        return accept(door)

    monkeypatch.setattr(socket.socket, "accept", accept_later)
    monkeypatch.setattr(socket_server, "RETRY_S", 0.01)
    control.start(sent.append)
    assert send_request(list_sessions()[0], "next")["ok"]
    control.stop()
    assert sent == [Command(Verb.NEXT)]


@pytest.mark.usefixtures("control")
def test_one_caller_can_ask_many_times_and_others_meanwhile(sent):
    answers = lines(b'{"do": "pause"}\n', b'{"do": "status"}\n', b'{"do": "resume"}\n')
    assert [answer["status"]["phase"] for answer in answers] == ["paused", "paused", "playing"]
    (session,) = list_sessions()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(session.path))
        assert send_request(session, "next")["ok"]
    assert sent[-1] == Command(Verb.NEXT)


def test_what_ended_leaves_nothing_behind(runtime):
    control = SocketServer()
    control.start(lambda _: None)
    control.stop()
    control.stop()
    assert list(runtime.rglob("*.socket")) == []
    assert list_sessions() == ()
    assert until(lambda: not [t for t in threading.enumerate() if t.name == "socket"])


def test_what_a_killed_session_left_behind_is_cleared_away(sent):
    socket_folder().mkdir(mode=0o700)
    path = socket_folder() / "999999.socket"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    assert path.exists()
    assert list_sessions() == ()
    assert not path.exists()
    # Even one with the number of our own process, which may come again.
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(socket_folder() / f"{os.getpid()}.socket"))
    control = SocketServer()
    control.start(sent.append)
    control.show(PLAYING)
    assert send_request(list_sessions()[0], "next")["ok"]
    control.stop()


def test_a_path_too_long_for_a_socket_means_none(monkeypatch, runtime):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime / ("x" * 90)))
    started = start_controls(
        lambda _: None, {"socket": "coach.live.controls.socket_server:SocketServer"}
    )
    assert started.controls == ()
    assert "too long for a socket" in started.absent[0]


def test_without_a_folder_of_the_login_it_lies_with_what_is_remembered(monkeypatch, runtime):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("COACH_STATE", str(runtime / "state"))
    control = SocketServer()
    control.start(lambda _: None)
    assert list_sessions() == (
        RunningSession(os.getpid(), runtime / "state" / "run" / f"{os.getpid()}.socket"),
    )
    control.stop()


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_can_be_asked_for(verb):
    assert read_request(json.dumps({"do": verb}).encode()) == Command(verb)


# coach ctl


@pytest.mark.usefixtures("control")
def test_ctl_prints_how_the_session_stands(coach, sent):  # noqa: F811
    assert coach("ctl", "status").out == LINE + "\n"
    ran = coach("ctl", "pause")
    assert (ran.code, ran.out) == (0, LINE.replace("playing", "paused") + "\n")
    assert sent == [Command(Verb.PAUSE)]
    found = json.loads(coach("ctl", "status", "--json").out)
    assert found["session"] == os.getpid()
    assert (found["exercise"], found["phase"]) == ("Bird dog", "paused")


@pytest.mark.usefixtures("control")
@pytest.mark.parametrize(
    ("typed", "command"),
    [
        (("seek", "1:30"), Command(Verb.SEEK, 90_000)),
        (("forward", "30s"), Command(Verb.FORWARD, 30_000)),
        (("back",), Command(Verb.BACK)),
        (("volume", "80"), Command(Verb.VOLUME, 80)),
        (("more", "20s"), Command(Verb.MORE, 20_000)),
        (("talk-less",), Command(Verb.TALK_LESS)),
    ],
    ids=str,
)
def test_ctl_takes_values(coach, sent, typed, command):  # noqa: F811
    assert coach("ctl", *typed).code == 0
    assert sent == [command]


@pytest.mark.usefixtures("control")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("pose",), "no command is called 'pose'\n  hint: did you mean 'pause'?"),
        (("skip",), "no command is called 'skip'\n  hint: did you mean 'next'?"),
        (("again",), "no command is called 'again'\n  hint: did you mean 'repeat'?"),
        (("seek",), "seek: expected a value\n  hint: coach ctl seek 4:30"),
        (("seek", "soon"), "seek: expected a duration, found 'soon'"),
        (("volume", "loud"), "volume: expected a percentage from 0 to 150, found 'loud'"),
        (("volume", "²"), "volume: expected a percentage from 0 to 150, found '²'"),
        (("pause", "3s"), "pause: expected no value, found '3s'"),
    ],
    ids=str,
)
def test_ctl_refuses_what_makes_no_sense(coach, sent, typed, said):  # noqa: F811
    ran = coach("ctl", *typed)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert sent == []


@pytest.mark.parametrize(
    "typed",
    [
        ("next",),
        ("previous",),
        ("forward",),
        ("back", "5s"),
        ("seek", "1:30"),
        ("repeat",),
        ("more",),
    ],
    ids=str,
)
def test_ctl_refuses_what_cannot_be_done_while_the_sound_is_lost(coach, sent, control, typed):  # noqa: F811
    control.show(replace(PLAYING, phase=Phase.LOST, message="no sound device found"))
    ran = coach("ctl", *typed)
    assert (ran.code, ran.out) == (3, "")
    assert f"the session refuses: {typed[0]}: not while the sound is lost" in ran.err
    assert sent == []


@pytest.mark.parametrize("verb", ["status", "pause", "toggle", "softer", "talk-less", "stop"])
def test_ctl_does_what_can_be_done_while_the_sound_is_lost(coach, sent, control, verb):  # noqa: F811
    control.show(replace(PLAYING, phase=Phase.LOST))
    ran = coach("ctl", verb)
    assert ran.code == 0
    assert [command.verb for command in sent] == ([] if verb == "status" else [verb])


@pytest.mark.parametrize(
    ("typed", "why", "missing"),
    [
        (("more",), "only a hold can be made longer", "hold"),
        (("more", "20s"), "only a hold can be made longer", "hold"),
        (("repeat",), "there is nothing to repeat", "instruction"),
        (("louder",), "it is as loud as it gets", "step"),
        (("talk-less",), "no less can be said", "step"),
        (("slower",), "it is as slow as it gets", "step"),
        (("easier",), "Bridge: there is no easier way", "exercise"),
    ],
    ids=str,
)
def test_ctl_says_what_the_session_refuses_each_time(coach, typed, why, missing):  # noqa: F811
    control, sent = SocketServer(), []

    def send(command):
        sent.append(command)
        # Another status first, as the engine may show one before it comes to the command.
        control.show(replace(PLAYING, elapsed=PLAYING.elapsed + 100, commands=len(sent) - 1))
        refused = replace(PLAYING, commands=len(sent), refusal=why, message=why)
        threading.Timer(0.1, control.show, [refused]).start()

    control.start(send)
    control.show(PLAYING)
    try:
        for _ in range(2):
            ran = coach("ctl", *typed)
            assert (ran.code, ran.out) == (3, "")
            assert ran.err == f"error: the session refuses: {typed[0]}: {why}\n"
        (answer,) = lines(json.dumps({"do": typed[0]}).encode() + b"\n")
        assert answer == {"ok": False, "error": f"{typed[0]}: {why}", "missing": missing}
    finally:
        control.stop()


def test_a_refusal_from_before_is_not_that_of_a_command_that_is_obeyed(coach):  # noqa: F811
    control = SocketServer()
    refused = replace(PLAYING, commands=4, refusal="no more can be said")

    def send(_command):
        threading.Timer(0.1, control.show, [replace(PLAYING, commands=5)]).start()

    control.start(send)
    control.show(refused)
    try:
        for verb in ("talk-less", "pause"):
            assert coach("ctl", verb).code == 0
    finally:
        control.stop()


def test_ctl_says_that_a_pause_is_kept_until_the_sound_is_back(coach, control):  # noqa: F811
    control.show(replace(PLAYING, phase=Phase.LOST, stays_paused=True))
    assert coach("ctl", "status").out == LINE.replace("playing", "lost · stays paused") + "\n"


@pytest.mark.parametrize("typed", [("seek", "1:30"), ("next",), ("forward",)], ids=str)
def test_ctl_prints_where_a_jump_led_and_not_only_the_message_that_comes_before(coach, typed):  # noqa: F811
    """What is queued is heard before the jump is, but the message is there at once."""
    control = SocketServer()
    told = replace(PLAYING, message="moved to 1:28")

    def send(_command):
        control.show(told)
        threading.Timer(0.1, control.show, [replace(told, elapsed=88_000)]).start()

    control.start(send)
    control.show(PLAYING)
    try:
        ran = coach("ctl", *typed)
    finally:
        control.stop()
    assert ran.out == LINE.replace("4:12", "1:28") + " · moved to 1:28\n"


def test_ctl_without_a_session(coach):  # noqa: F811
    ran = coach("ctl", "pause")
    assert ran.code == 3
    assert ran.err.startswith("error: no session is running\n  hint: start one with: coach play")


ANOTHER = """
import sys, time
from coach.live.controls.socket_server import SocketServer
from coach.live.status import Phase, Status
control = SocketServer()
control.start(lambda command: print(command.verb, flush=True))
control.show(Status(Phase.PLAYING, "Another"))
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.usefixtures("control")
def test_of_several_sessions_the_newest_is_meant_unless_another_is_named(coach, sent):  # noqa: F811
    command = [sys.executable, "-c", ANOTHER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as other:
        assert other.stdout
        assert other.stdout.readline() == "ready\n"
        assert coach("ctl", "next").out.startswith("playing · 0:00 of 0:00 · Another")
        assert other.stdout.readline() == "next\n"
        assert sent == []
        coach("ctl", "next", "--session", str(os.getpid()))
        assert sent == [Command(Verb.NEXT)]
        ran = coach("ctl", "next", "--session", "1")
        assert ran.code == 3
        assert f"hint: there are: {other.pid}, {os.getpid()}" in ran.err
        other.kill()
    assert coach("ctl", "status").out == LINE + "\n"


@pytest.mark.usefixtures("control")
def test_ctl_is_quick():
    """It imports nothing that costs: a button of a window manager is bound to it."""
    code = (
        "import sys; sys.argv = ['coach', 'ctl', 'status']; import coach.cli.main as c\n"
        "try: c.main()\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'rich', 'yaml', 'asyncio'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment()
    )
    assert ran.stdout.splitlines() == [LINE, "[]"]
