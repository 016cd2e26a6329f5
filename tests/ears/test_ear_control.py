"""The session's side of the ear: what may be said when, and what a process that misbehaves does."""

import sys
import time
from dataclasses import replace

import pytest

from coach.cli.ear_opening import show_turn
from coach.ears.allowed_phrases import choose_hearing
from coach.ears.ear_control import EarControl
from coach.ears.hearing import NOTHING
from coach.ears.quiet_watch import OPENS_FROM_MS, QuietWatch
from coach.live.commands import Verb
from coach.live.question_player import Turn
from coach.live.settings import EarSettings
from coach.live.status import EarState, Phase, Status
from coach.script.library import load_phrases
from tests.live.conftest import until

WORDS = load_phrases("en").heard
LISTENS = EarSettings(listens=True)
SPEAKING = Status(Phase.PLAYING, "Lower back")
SILENT = Status(Phase.PLAYING, "Lower back", quiet=9_000)


def keys(status, settings=LISTENS, is_quiet=True):
    hearing = choose_hearing(status, WORDS, settings, is_quiet=is_quiet)
    return {one.key for one in hearing.expected}


def test_nothing_may_be_said_while_the_coach_speaks_but_with_headphones():
    assert keys(SPEAKING, is_quiet=False) == set()
    assert "pause" in keys(SPEAKING, EarSettings(True, headphones=True), is_quiet=False)


def test_what_may_be_said_is_what_the_session_can_do():
    paused = Status(Phase.PAUSED, "")
    assert {"pause", "next", "stop"} <= keys(SILENT)
    assert not {"go_on", "ready", "yes", "1"} & keys(SILENT)
    assert {"go_on", "ready"} <= keys(paused)
    assert "pause" not in keys(paused)
    assert keys(Status(Phase.PAUSED, "", asks_stop=True)) == {"yes", "no"}
    assert keys(Status(Phase.PLAYING, "", asks=True)) == {str(n) for n in range(11)}
    numbered = Status(Phase.PLAYING, "", asks=True, has_number=True)
    assert keys(numbered) == {"no", *(str(n) for n in range(11))}
    assert "no" in keys(replace(numbered, listens=True))
    assert keys(Status(Phase.LOST, "")) == set()


def test_a_command_needs_a_call_but_behind_a_key():
    def bare(status):
        found = choose_hearing(status, WORDS, LISTENS, is_quiet=True).expected
        return {one.key for one in found if not one.called}

    assert bare(SILENT) == set()
    assert {"pause", "next"} <= bare(Status(Phase.PAUSED, "", listens=True))


def test_without_ears_only_a_key_opens_one():
    assert choose_hearing(SILENT, WORDS, EarSettings(), is_quiet=True) == NOTHING
    assert "pause" in keys(Status(Phase.PAUSED, "", listens=True), EarSettings())


def test_an_ear_opens_behind_the_last_word_and_closes_before_the_next():
    watch = QuietWatch()
    told = [(0, 0), (3_000, 100), (2_900, 300), (500, 2_600), (100, 3_000), (0, 3_100)]
    assert [watch.update(quiet, now) for quiet, now in told] == [0, 0, 1, 1, 0, 0]


def test_an_ear_does_not_open_for_a_moment():
    watch = QuietWatch()
    watch.update(0, 0)
    assert not any(watch.update(1_400 - now, now) for now in range(300, 1_400, 100))


def test_before_a_session_an_ear_opens_while_the_coach_awaits_a_number():
    shown = []
    ear = EarControl(WORDS, LISTENS)
    ear.show = shown.append
    for turn in Turn:
        show_turn(ear, turn)
    show_turn(None, Turn.ASKS)
    speaks, asks, said_back = (keys(one, is_quiet=one.quiet > OPENS_FROM_MS) for one in shown)
    assert (speaks, "no" in asks, "no" in said_back) == (set(), False, True)
    assert "4" in asks & said_back


ECHO = """
import json, sys
print(json.dumps({"is": "ready", "microphone": "made up"}), flush=True)
for line in sys.stdin:
    told = json.loads(line)
    keys = sorted({one["key"] for one in told["expected"]})
    print(json.dumps({"is": "heard", "key": keys[0]} if keys else {"is": "mute"}), flush=True)
"""


@pytest.fixture
def start_ear():
    ears, sent = [], []

    def start(program, settings=LISTENS):
        ears.append(EarControl(WORDS, settings, (sys.executable, "-c", program)))
        ears[-1].start(sent.append)
        return ears[-1], sent

    yield start
    for ear in ears:
        ear.stop()


def test_what_was_heard_is_sent_as_any_command(start_ear):
    ear, sent = start_ear(ECHO)
    assert until(lambda: ear.microphone == "made up", 5)
    assert ear.state is EarState.READY
    ear.show(SILENT)
    assert until(lambda: bool(sent), 5)
    assert ear.state is EarState.OPEN
    assert (sent[0].verb, sent[0].is_spoken) == (Verb.REPEAT, True)
    assert "muted" in ear.pop_notice()
    assert ear.pop_notice() == ""


def test_an_ear_for_a_key_has_no_process_before_it_is_pressed(start_ear):
    ear, sent = start_ear(ECHO, EarSettings())
    ear.show(SILENT)
    assert (ear.state, ear.microphone, sent) == (EarState.CLOSED, "", [])
    ear.show(Status(Phase.PAUSED, "", listens=True))
    assert until(lambda: bool(sent), 5)
    ear.show(SILENT)
    assert (ear.state, ear.microphone) == (EarState.CLOSED, "")


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("pass", "has ended"),
        ("import os; os.kill(os.getpid(), 9)", "has ended"),
        ('print(\'{"is": "absent", "why": "no microphone"}\')', "no microphone"),
    ],
)
def test_an_ear_that_ends_is_told_once(start_ear, program, why):
    ear, sent = start_ear(program)
    assert until(lambda: ear.state is EarState.DEAF, 5)
    ear.show(SILENT)  # and tells nobody, who would not listen
    assert why in ear.pop_notice()
    assert (ear.pop_notice(), sent) == ("", [])


def test_what_makes_no_sense_is_ignored(start_ear):
    garbage = ["{", "[]", "null", '{"is": "heard"}', '{"is": "heard", "key": "fly"}', '"x"', "{}"]
    program = f"print({chr(10).join(garbage)!r}, flush=True)\n{ECHO}"
    ear, sent = start_ear(program)
    ear.show(SILENT)
    assert until(lambda: bool(sent), 5)
    assert len(sent) == 1


def test_a_program_that_cannot_be_started_is_no_ear():
    ear = EarControl(WORDS, LISTENS, ("/no/such/program",))
    ear.start(lambda _command: None)
    assert ear.state is EarState.DEAF
    ear.stop()


def test_an_ear_stops_at_once(start_ear):
    ear, _ = start_ear("import time; time.sleep(60)")
    begun = time.monotonic()
    ear.stop()
    assert time.monotonic() - begun < 2
