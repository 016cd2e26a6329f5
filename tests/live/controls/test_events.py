"""What happens in a session, as the programs are told that follow it: order, loss, slowness."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from threading import Thread

import jsonschema
import pytest

from coach.live.closing_question import ClosingQuestion
from coach.live.commands import JUMP_VERBS, Command, Verb
from coach.live.controls import event_client, event_stream
from coach.live.controls.event_client import follow_all, follow_session, make_wait
from coach.live.controls.event_stream import MAX_FOLLOWERS, EventStream, make_event_facts
from coach.live.controls.socket_client import list_sessions, send_request
from coach.live.controls.socket_server import SocketServer
from coach.live.session_events import Ending, EventFinder, EventKind, SessionEvent
from coach.live.status import Phase, Segment, Status
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.timeline.source import Utterance
from tests.commanding import COMMAND, run_coach
from tests.live.followed import SCRIPT, FollowedSession, follow, read_all
from tests.live.recorded import at, in_phase
from tests.paths import ROOT
from tests.terminals import until

if sys.platform == "win32":
    pytest.skip("Windows has no such sockets", allow_module_level=True)

PLAYING = Status(
    Phase.PLAYING, "Two", 5_000, 60_000, segments=(Segment("Bridge", 0, 60_000),), segment=0
)
GOES_BACK = {"skipped", "seeked", "resumed", "found", "length", "status"}
"""Kinds behind which the place may be an earlier one than before."""
SCHEMA = json.loads((ROOT / "docs" / "schema" / "event.json").read_text("utf-8"))
RANDOM_VERBS = (
    (Verb.PAUSE, None),
    (Verb.TOGGLE, None),
    (Verb.RESUME, None),
    (Verb.NEXT, None),
    (Verb.PREVIOUS, None),
    (Verb.FORWARD, 7_000),
    (Verb.BACK, 9_000),
    (Verb.SEEK, 30_000),
    (Verb.REPEAT, None),
    (Verb.MORE, 5_000),
    (Verb.MOMENT, None),
    (Verb.VOLUME, 70),
    (Verb.TALK_LESS, None),
    (Verb.SLOWER, None),
    (Verb.HELP, None),
)


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def studio():
    with open_studio("tone") as studio:
        yield studio


@pytest.fixture
def control():
    control = SocketServer()
    control.start(lambda _command: None)
    yield control
    control.stop()


def kinds(events):
    return [event["kind"] for event in events]


def assert_in_order(events):
    """What holds of any session that was followed from its beginning to its end."""
    told = kinds(events)
    assert told[:2] == ["status", "started"]
    assert [told.count(kind) for kind in ("status", "started", "ended")] == [1, 1, 1]
    assert told[-1] == "ended"
    for before, after in pairwise(events):
        assert before["time"] <= after["time"]
        if after["kind"] not in GOES_BACK:
            assert before["position_ms"] <= after["position_ms"], (before, after)
        if before["phase"] == "paused" and after["phase"] == "playing":
            assert after["kind"] == "resumed"
    part = None
    for event in events:
        jsonschema.validate(event, SCHEMA)
        if event["kind"] == "part":
            part = event
        if event["kind"] in ("repetition", "hold", "rest"):
            names = ("part", "exercise", "side", "set")
            assert [event[name] for name in names] == [part[name] for name in names]
            assert event["left_ms"] or event["rep"]


# A session that is heard


def test_a_session_is_told_from_its_beginning_to_its_end(studio, script):
    (events,) = FollowedSession(studio, script).run()
    assert_in_order(events)
    side = ["part", "repetition", "repetition", "rest"]
    bridge = ["part", "hold", "rest", "hold"]
    assert kinds(events) == ["status", "started", "part", *side, *side, *bridge, "ended"]
    assert [event["side"] for event in events if event["kind"] == "part"] == [
        None,
        "right",
        "left",
        None,
    ]
    assert [event["rep"] for event in events if event["kind"] == "repetition"] == [1, 2, 1, 2]
    hold = next(event for event in events if event["kind"] == "hold")
    assert (hold["left_ms"], hold["part"], hold["part_title"]) == (10_000, 2, "Bridge")
    assert events[-1]["how"] == "done"
    assert events[-1]["position_ms"] == events[-1]["length_ms"]


def test_an_exercise_travels_by_its_id(studio, tmp_path):
    path = tmp_path / "one.yaml"
    text = "title: One\nlength: 2m\nsections: [{title: Work, exercises: [march]}]\n"
    path.write_text(text, encoding="utf-8")
    (events,) = FollowedSession(studio, str(path)).run((at(10_000), Command(Verb.STOP)))
    part = next(event for event in events if event["kind"] == "part" and event["exercise"])
    assert (part["exercise"], part["part_title"]) == ("march", "March on the spot")
    assert events[-1]["how"] == "stopped"


def is_due(moment):
    """Whether a moment is heard, or none will be."""
    stands = (Phase.PAUSED, Phase.ENDED)
    return lambda live: (
        live.state.at >= moment or live.state.phase in stands or (live.state.is_waiting)
    )


@pytest.mark.parametrize("seed", range(3))
def test_whatever_a_listener_does_the_order_holds(studio, script, seed):
    chance = random.Random(seed)
    moments = sorted(chance.sample(range(1_000, 45_000), 9))
    wishes = [(is_due(moment), Command(*chance.choice(RANDOM_VERBS))) for moment in moments]
    (events,) = FollowedSession(studio, script).run(*wishes, (is_due(75_000), Command(Verb.STOP)))
    assert_in_order(events)


def test_a_skip_a_jump_and_more_time_are_told_with_where_from(studio, script):
    (events,) = FollowedSession(studio, script).run(
        (at(12_000), Command(Verb.BACK, 9_000)),
        (at(14_000), Command(Verb.NEXT)),
        (at(48_000), Command(Verb.MORE, 5_000)),
        (at(50_000), Command(Verb.PAUSE)),
        (in_phase(Phase.PAUSED), Command(Verb.RESUME)),
        (at(52_000), Command(Verb.VOLUME, 70)),
    )
    assert_in_order(events)
    found = {event["kind"]: event for event in events}
    assert found["seeked"]["command"] == "back"
    assert 12_000 <= found["seeked"]["from_ms"] < 14_000 > found["seeked"]["position_ms"]
    assert found["skipped"]["command"] == "next"
    assert 14_000 <= found["skipped"]["from_ms"] < 16_000
    assert found["skipped"]["position_ms"] > 40_000
    assert found["length"]["length_ms"] == events[0]["length_ms"] + 5_000
    assert found["volume"]["volume"] == 70
    # A hold that goes on where it was is not begun anew; one that was entered is.
    behind = kinds(events)[kinds(events).index("paused") :]
    assert behind == ["paused", "resumed", "volume", "rest", "hold", "ended"]


def test_a_device_that_is_lost_and_found_is_told(studio, script, monkeypatch):
    monkeypatch.setattr("coach.live.device_retry.RETRY_DELAYS_S", (0.0,))
    session = FollowedSession(studio, script)
    lose = [(at(20_000), lambda _live: setattr(session.player, "is_lost", True))]
    (events,) = session.run(*lose)
    assert_in_order(events)
    lost = kinds(events).index("lost")
    assert events[lost]["phase"] == "lost"
    assert kinds(events)[lost + 1] == "found"


@pytest.mark.parametrize("answer", [3, 8])
def test_that_a_question_is_open_is_told_and_never_the_answer(studio, tmp_path, answer):
    path = tmp_path / "closing.yaml"
    path.write_text(
        "title: Rest\nsteps: [Lie down., {hold: 5s}, Now rest., {silence: 20s}, Get up.]\n",
        encoding="utf-8",
    )
    session, kept, line = FollowedSession(studio, str(path)), [], Utterance("How is it?")
    studio.ensure_takes([line], {})
    session.live.closing_question = ClosingQuestion(line, kept.append)
    (events,) = session.run(
        (lambda live: live.closing_question.is_open, Command(Verb.ANSWER, answer))
    )
    assert kept == [answer]
    assert_in_order(events)
    asked = kinds(events).index("asked")
    assert kinds(events)[asked + 1] == "question-over"
    hidden = {"time", "session", "position_ms", "remaining_ms"}
    for event in events:
        assert answer not in [event[key] for key in set(event) - hidden], event
        assert event["command"] is None


def test_one_that_is_broken_off_is_told_to_be_stopped(studio, script):
    def interrupt(_live):
        raise KeyboardInterrupt

    (events,) = FollowedSession(studio, script).run((at(15_000), interrupt))
    assert_in_order(events)
    assert events[-1]["how"] == "stopped"


# What the documents say of a line


def test_the_documents_name_every_key_and_every_kind():
    page = (ROOT / "docs" / "machine-output.md").read_text("utf-8")
    (section,) = re.findall(r"^## ctl\n(.*?)(?=^## )", page, re.MULTILINE | re.DOTALL)
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    keys = [key for row in rows for key in re.findall(r"`([^`]+)`", row)]
    now = datetime(2026, 11, 30, tzinfo=UTC)
    facts = make_event_facts(SessionEvent(EventKind.STATUS, PLAYING), 7, now)
    assert keys == list(facts) == list(SCHEMA["properties"]) == SCHEMA["required"]
    kinds_in_order = re.findall(r"^- `([\w-]+)`: ", section, re.MULTILINE)
    assert kinds_in_order == list(EventKind) == SCHEMA["properties"]["kind"]["enum"]
    assert set(SCHEMA["properties"]["phase"]["enum"]) == set(Phase)
    moving = {*JUMP_VERBS, Verb.NEVER}
    assert set(SCHEMA["properties"]["command"]["enum"]) == {*moving, None}
    assert set(SCHEMA["properties"]["how"]["enum"]) == {*Ending, None}
    assert set(SCHEMA["properties"]["talk"]["enum"]) == set(TalkLevel)


def test_an_answer_has_no_place_in_a_line():
    assert not {"pain", "answer", "back", "limits", "name", "profile"} & set(SCHEMA["properties"])


# Who follows


def test_all_who_follow_are_told_the_same(studio, script):
    first, *others = FollowedSession(studio, script, MAX_FOLLOWERS).run(
        (at(9_000), Command(Verb.STOP))
    )
    assert len(first) > 3
    assert others == [first] * (MAX_FOLLOWERS - 1)


def test_too_many_are_refused_and_commands_still_come_through(control):
    control.show(PLAYING)
    followers = follow(MAX_FOLLOWERS)
    assert until(lambda: len(control._events._followers) == MAX_FOLLOWERS)
    ran = run_coach("ctl", "events")
    assert ran.code == 3
    assert f"the session refuses: events: {MAX_FOLLOWERS} programs follow already" in ran.err
    assert run_coach("ctl", "status").code == 0
    followers.pop().close()
    assert until(lambda: len(control._events._followers) < MAX_FOLLOWERS)
    control.stop()
    for one in followers:
        assert kinds(read_all(one)) == ["status", "started", "part", "ended"]


def test_who_reads_nothing_is_dropped_and_nobody_waits_for_that(control):
    control.show(PLAYING)
    asleep, awake = follow(2)
    assert until(lambda: len(control._events._followers) == 2)
    told, slowest = [], 0.0
    reader = Thread(target=lambda: told.extend(read_all(awake)))
    reader.start()
    for number in range(3_000):
        begun = time.perf_counter()
        control.show(replace(PLAYING, elapsed=5_001 + number, volume=50 + number % 2))
        slowest = max(slowest, time.perf_counter() - begun)
        if number % 50 == 0:
            time.sleep(0.002)  # so that who is awake can read
    assert until(lambda: len(control._events._followers) < 2)
    assert slowest < 0.2
    assert send_request(list_sessions()[0], "status")["ok"]
    control.stop()
    reader.join(5)
    assert kinds(told)[-1] == "ended"
    assert len(told) == 3_000 + 4
    assert 50 < len(read_all(asleep)) < 2_000


@pytest.mark.parametrize(("seconds", "first"), [(10.0, 3), (0.0, 1)])
def test_who_comes_at_the_beginning_misses_nothing(control, monkeypatch, seconds, first):
    monkeypatch.setattr(event_stream, "OPENING_S", seconds)
    control.show(PLAYING)
    (late,) = follow()
    assert until(lambda: control._events._followers)
    control.show(replace(PLAYING, volume=50))
    control.stop()
    told = read_all(late)
    assert kinds(told) == [*["status", "started", "part"][:first], "volume", "ended"]
    assert [one["volume"] for one in told] == [100] * first + [50, 50]


def test_behind_the_end_there_is_nothing_to_follow(control):
    control.show(PLAYING)
    control.show(replace(PLAYING, phase=Phase.ENDED))
    ran = run_coach("ctl", "events")
    assert (ran.code, ran.out) == (3, "")
    assert "the session has just ended" in ran.err


def test_nothing_is_told_while_what_was_queued_is_heard():
    finder = EventFinder()
    finder.find(PLAYING)
    behind = replace(PLAYING, moves=1, moved_by="next", is_behind=True, elapsed=5_100)
    assert finder.find(behind) == ()
    (told,) = finder.find(replace(behind, is_behind=False, elapsed=30_000))
    assert (told.kind, told.moved_from, told.command) == (EventKind.SKIPPED, 5_000, "next")


def test_a_device_that_corrects_what_was_heard_has_gone_nowhere():
    finder = EventFinder()
    finder.find(PLAYING)
    assert finder.find(replace(PLAYING, elapsed=4_800)) == ()
    (louder,) = finder.find(replace(PLAYING, elapsed=4_900, volume=90))
    assert (louder.kind, louder.status.elapsed) == (EventKind.VOLUME, 5_000)
    (again,) = finder.find(replace(PLAYING, elapsed=4_000, volume=90))
    assert (again.kind, again.moved_from, again.command) == (EventKind.SEEKED, 5_000, "")


def test_the_count_that_comes_early_is_not_taken_for_the_repetition_before():
    """Who goes on in front of a repetition hears its count up to 250 ms before it begins."""
    finder, rep = EventFinder(), {"reps": 8, "count_unit": "repetition"}
    before = replace(PLAYING, phase=Phase.PAUSED, elapsed=20_000, rep=3, count=3, span=25, **rep)
    finder.find(before)
    early = replace(before, phase=Phase.PLAYING, elapsed=19_800, rep=2, count=2, span=24)
    later = [replace(early, elapsed=19_900), replace(before, phase=Phase.PLAYING, elapsed=20_050)]
    told = [event for status in (early, *later) for event in finder.find(status)]
    assert [(event.kind, event.status.rep) for event in told] == [("resumed", 2), ("repetition", 3)]


class HalfReader:
    """Takes all but the last byte of what is sent."""

    def __init__(self):
        self.sent = b""

    def send(self, line, _flags):
        self.sent += line[:-1]
        return len(line) - 1

    def shutdown(self, _how):
        pass


def test_who_got_half_a_line_is_sent_nothing_more():
    stream, follower = EventStream(), HalfReader()
    stream._followers.append(follower)
    for volume in (100, 90, 80):
        stream.show(replace(PLAYING, volume=volume))
    assert stream._followers == []
    assert follower.sent.count(b'"version"') == 3
    assert b'"volume": 90' not in follower.sent


# The client


def read_in_thread(events):
    told = []
    thread = Thread(target=lambda: told.extend(events))
    thread.start()
    return told, thread


def test_a_question_before_the_session_is_no_end(monkeypatch):
    """It is asked over a socket of its own, which is gone before the session opens another."""
    monkeypatch.setattr(event_client, "LOOK_EVERY_S", 0.01)
    asking, playing = SocketServer(), SocketServer()
    asking.start(lambda _: None)
    asking.show(Status(Phase.PLAYING, "", asks=True))
    told, thread = read_in_thread(follow_session(list_sessions()[0], make_wait(None)))
    assert until(lambda: kinds(told) == ["status", "asked"])
    asking.show(Status(Phase.PLAYING, ""))
    asking.stop()
    assert until(lambda: kinds(told)[2:] == ["question-over"])
    playing.start(lambda _: None)
    playing.show(PLAYING)
    assert until(lambda: kinds(told)[3:5] == ["status", "started"])
    playing.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert kinds(told)[3:] == ["status", "started", "part", "ended"]


def test_who_was_dropped_follows_anew(control, monkeypatch):
    monkeypatch.setattr(event_client, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(event_stream, "OPENING_S", 0.0)
    control.show(PLAYING)
    told, thread = read_in_thread(follow_session(list_sessions()[0], make_wait(None)))
    assert until(lambda: kinds(told) == ["status"])
    with control._events._lock:
        control._events._drop(control._events._followers[0])
    assert until(lambda: kinds(told) == ["status", "status"])
    control.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert kinds(told) == ["status", "status", "ended"]


def test_one_session_after_the_other_is_followed(monkeypatch):
    monkeypatch.setattr(event_client, "LOOK_EVERY_S", 0.01)
    events, told = follow_all(make_wait(None)), []

    def read():
        while kinds(told).count("ended") < 2:
            told.append(next(events))

    thread = Thread(target=read)
    thread.start()
    for title in ("First", "Second"):
        control = SocketServer()
        control.start(lambda _: None)
        control.show(replace(PLAYING, title=title))
        assert until(lambda title=title: title in [one["title"] for one in told])
        ended = replace(PLAYING, title=title, phase=Phase.ENDED, elapsed=60_000)
        control.show(ended)
        time.sleep(0.05)  # It is not followed anew before its socket is gone.
        control.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert [(one["title"], one["kind"], one["how"]) for one in told] == [
        (title, kind, "done" if kind == "ended" else None)
        for title in ("First", "Second")
        for kind in ("status", "started", "part", "ended")
    ]


def test_without_a_session_there_is_nothing_to_follow():
    ran = run_coach("ctl", "events", "--json")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "error: no session is running\n  hint: coach ctl events --wait waits for one\n"
    )


def test_only_events_are_waited_for():
    ran = run_coach("ctl", "pause", "--wait")
    assert (ran.code, ran.err) == (2, "error: pause: --wait is for events alone\n")


ANOTHER = """
import sys, time
from coach.live.controls.socket_server import SocketServer
from coach.live.status import Phase, Status
control = SocketServer()
control.start(lambda command: None)
status = Status(Phase.PLAYING, "Another", 5_000, 60_000)
control.show(status)
print("ready", flush=True)
for line in sys.stdin:
    control.show(Status(Phase.PLAYING, "Another", 5_000, 60_000, volume=int(line)))
    print(len(control._events._followers), flush=True)
"""


@pytest.fixture
def another():
    """A session in a process of its own, which shows the volumes that it reads."""
    command = [sys.executable, "-c", ANOTHER]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=own_path()) as process:
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def own_path():
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def show_volume(another, volume):
    """Let a session show a volume; return how many follow it."""
    another.stdin.write(f"{volume}\n")
    another.stdin.flush()
    return int(another.stdout.readline())


def follow_in_process(*options):
    command = [*COMMAND, "ctl", "events", *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=own_path())


def test_a_session_that_is_killed_is_told_to_be_lost_by_who_followed_it(another):
    with follow_in_process("--json") as follower:
        lines = [json.loads(follower.stdout.readline()) for _ in range(2)]
        assert kinds(lines) == ["status", "started"]
        another.send_signal(signal.SIGKILL)
        another.wait()
        (ended,) = [json.loads(line) for line in follower.stdout]
        assert (ended["kind"], ended["how"], ended["position_ms"]) == ("ended", "lost", 5_000)
        jsonschema.validate(ended, SCHEMA)
        assert follower.wait(5) == 0
        assert follower.stderr.read() == ""


def test_who_is_killed_or_reads_no_more_harms_nothing_and_is_quiet(another):
    with follow_in_process() as killed, follow_in_process() as closed:
        for one in (killed, closed):
            assert one.stdout.readline() == "0:05 · status · playing · Another · 1:00\n"
        killed.send_signal(signal.SIGKILL)
        closed.stdout.close()  # as `head -1` does; it ends although nothing more happens
        assert closed.wait(5) == 1
        assert closed.stderr.read() == ""
    assert until(lambda: show_volume(another, 70) == 0)
    assert run_coach("ctl", "status").out.startswith("playing · 0:05 of 1:00 · Another")
