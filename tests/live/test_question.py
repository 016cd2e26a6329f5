"""A question outside the session: digits, a headset's button, silence; and the closing rest."""

import sys
import tempfile
from queue import SimpleQueue

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.live.answering import (
    CORRECT_MS,
    COUNT_MS,
    REACTION_MS,
    SECOND_DIGIT_MS,
    SILENCE_MS,
    Answering,
    advance_question,
    apply_to_question,
    start_count,
)
from coach.live.closing_question import ClosingQuestion, find_closing_room
from coach.live.commands import Command, Verb
from coach.live.controls.keymap import command_for
from coach.live.controls.socket_server import SocketServer
from coach.live.engine import LiveSession
from coach.live.players.recorder import RecorderPlayer
from coach.live.question_player import Question, QuestionPlayer, Turn
from coach.live.schedule import make_schedule
from coach.live.status import Phase, Status
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.sound.levels import DEFAULT_LEVELS
from coach.speech.studio import open_studio
from coach.timeline.source import Utterance
from tests.commanding import run_coach

PRESS = Command(Verb.TOGGLE)
NO = Command(Verb.RESUME, is_spoken=True)


def digit(number: int) -> Command:
    return Command(Verb.ANSWER, number)


def spoken(number: int) -> Command:
    return Command(Verb.ANSWER, number, is_spoken=True)


# Numbers


@pytest.mark.parametrize("number", [0, *range(2, 10)])
def test_a_digit_answers_at_once(number):
    state = apply_to_question(Answering(), command_for(str(number), asking=True), 50)
    assert (state.is_over, state.answer) == (True, number)


def test_a_one_waits_for_a_nought():
    one = apply_to_question(Answering(), digit(1), 100)
    assert not one.is_over
    ten = apply_to_question(advance_question(one, 1_000), digit(0), 1_000)
    assert ten.answer == 10
    assert not advance_question(one, 100 + SECOND_DIGIT_MS - 1).is_over
    assert advance_question(one, 100 + SECOND_DIGIT_MS).answer == 1


def test_t_is_ten_and_q_stops():
    assert apply_to_question(Answering(), command_for("t", asking=True), 0).answer == 10
    stopped = apply_to_question(Answering(), command_for("q", asking=True), 0)
    assert (stopped.is_over, stopped.is_stopped, stopped.answer) == (True, True, None)


@pytest.mark.parametrize("key", ["n", "enter", "escape", "page-down", "right"])
def test_next_skips(key):
    state = apply_to_question(Answering(), command_for(key, asking=True), 0)
    assert (state.is_over, state.answer) == (True, None)


def test_digits_keep_their_meaning_while_nothing_is_asked():
    assert command_for("9") == Command(Verb.SOFTER)
    assert command_for("0") == Command(Verb.LOUDER)
    assert command_for("4") == Command(Verb.ENOUGH)
    assert command_for("t") == Command(Verb.ENOUGH)


def test_a_number_that_was_not_asked_for_is_none():
    offer = Answering(least=1, most=2)
    assert not apply_to_question(offer, digit(7), 0).is_over
    assert apply_to_question(offer, digit(1), 0).answer == 1


@given(st.integers(0, 10), st.integers(REACTION_MS, COUNT_MS + REACTION_MS - 1), st.integers(0))
def test_a_button_takes_the_number_that_is_counted(number, within, begun):
    state = apply_to_question(Answering(), PRESS, begun)
    assert (state.is_over, state.counted_from) == (False, begun)
    taken = apply_to_question(state, PRESS, begun + number * COUNT_MS + within)
    assert taken.answer == number


def test_a_number_that_was_spoken_counts_once_nobody_says_no():
    heard = apply_to_question(Answering(asked_at=0), spoken(1), 100)
    assert (heard.spoken, heard.answer, heard.is_over) == (1, None, False)
    assert not advance_question(heard, 100 + CORRECT_MS - 1).is_over
    assert advance_question(heard, 100 + CORRECT_MS).answer == 1
    assert apply_to_question(heard, PRESS, 200).answer == 1
    assert apply_to_question(heard, digit(3), 200).answer == 3
    assert apply_to_question(heard, spoken(10), 200).spoken == 10
    assert apply_to_question(heard, Command(Verb.NEXT), 200).answer is None


def test_no_takes_a_number_back_and_asks_once_more():
    heard = apply_to_question(Answering(asked_at=0), spoken(8), 100)
    denied = apply_to_question(heard, NO, 3_000)
    assert (denied.spoken, denied.is_over) == (None, False)
    assert not advance_question(denied, 3_000 + SILENCE_MS - 1).is_over
    assert advance_question(denied, 3_000 + SILENCE_MS).answer is None
    again = apply_to_question(denied, spoken(3), 5_000)
    assert advance_question(again, 5_000 + CORRECT_MS).answer == 3
    given_up = apply_to_question(again, NO, 6_000)
    assert (given_up.is_over, given_up.answer) == (True, None)


def test_who_presses_nothing_while_it_counts_has_not_answered():
    state = start_count(Answering(), 0)
    assert not advance_question(state, state.count_length - 1).is_over
    assert advance_question(state, state.count_length).answer is None


@given(st.lists(st.sampled_from([Command(verb) for verb in Verb if verb != Verb.STOP])))
def test_silence_behind_the_question_ends_it(commands):
    state = advance_question(Answering(asked_at=0), SILENCE_MS)
    assert (state.is_over, state.answer) == (True, None)
    for command in commands:
        assert apply_to_question(state, command, SILENCE_MS) == state


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Verb)),
            st.none() | st.integers(-3, 99),
            st.integers(0, 4_000),
            st.booleans(),
        )
    )
)
def test_whatever_comes_it_ends_and_within_its_numbers(acts):
    state, now = Answering(asked_at=0), 0
    for verb, value, later, is_spoken in acts:
        now += later
        command = Command(verb, value, is_spoken=is_spoken)
        state = advance_question(apply_to_question(state, command, now), now)
    state = advance_question(state, now + SECOND_DIGIT_MS + state.count_length + SILENCE_MS)
    assert state.is_over
    assert state.answer is None or 0 <= state.answer <= 10


# Aloud


@pytest.fixture(scope="module")
def studio():
    with open_studio("tone") as opened:
        yield opened


class Clock:
    """Seconds that go by only as it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.05
        return self.now


def ask(studio, *commands: Command, counts: bool = False):
    question = Question(
        Utterance("How?"), tuple(map(Utterance, map(str, range(11)))), counts=counts
    )
    studio.ensure_takes(question.sources, {})
    player, inbox, clock = RecorderPlayer(), SimpleQueue(), Clock()
    for command in commands:
        inbox.put(command)
    asker = QuestionPlayer(player, studio.media, DEFAULT_LEVELS, inbox, clock)
    return asker.ask(question), player, clock


def test_the_question_is_heard_and_silence_ends_it_after_eight_seconds(studio, monkeypatch):
    monkeypatch.setattr("coach.live.question_player.TURN_S", 0)
    answering, player, clock = ask(studio)
    assert (answering.answer, answering.is_over) == (None, True)
    assert np.any(player.recording.samples)
    assert 8.0 <= clock.now <= 8.5


def test_a_digit_ends_it_with_a_sound(studio, monkeypatch):
    monkeypatch.setattr("coach.live.question_player.TURN_S", 0)
    answering, player, clock = ask(studio, digit(4))
    assert answering.answer == 4
    assert clock.now < 0.5
    sound = studio.media[Question(Utterance("How?"), ()).sources[-1]].extent.length
    assert np.any(player.recording.samples[-sound * 48 :])


def test_a_number_that_was_spoken_is_said_back_and_kept_in_silence(studio, monkeypatch):
    monkeypatch.setattr("coach.live.question_player.TURN_S", 0)
    answering, player, clock = ask(studio, spoken(4))
    assert (answering.answer, answering.was_denied) == (4, False)
    assert CORRECT_MS <= clock.now * 1000 <= CORRECT_MS + 500
    _, pressed, _ = ask(studio, digit(4))
    said = studio.media[Utterance("4")].extent.length
    assert len(player.recording.samples) - len(pressed.recording.samples) >= said * 48


def test_no_has_the_question_asked_once_more(studio, monkeypatch):
    monkeypatch.setattr("coach.live.question_player.TURN_S", 0)
    _, kept, _ = ask(studio, spoken(9), spoken(4))
    line = studio.media[Utterance("How?")].extent.length * 48
    answering, player, _ = ask(studio, spoken(9), NO, spoken(4))
    assert answering.answer == 4
    assert len(player.recording.samples) - len(kept.recording.samples) >= line * 0.9
    assert ask(studio, spoken(9), NO)[0].answer is None
    assert ask(studio, spoken(9), NO, spoken(8), NO)[0].answer is None


def test_an_ear_may_hear_while_the_coach_is_silent(studio, monkeypatch):
    monkeypatch.setattr("coach.live.question_player.TURN_S", 0)
    question = Question(Utterance("How?"), tuple(map(Utterance, map(str, range(11)))))
    studio.ensure_takes(question.sources, {})
    player, turns = RecorderPlayer(), []
    inbox = SimpleQueue()

    def show_turn(turn):
        if turn is Turn.ASKS and turn not in turns:
            inbox.put(spoken(9))
        elif turn is Turn.SAID_BACK and turn not in turns:
            inbox.put(NO)
        if turn is not Turn.SPEAKS:
            assert player.heard == player.written
        if turns[-1:] != [turn]:
            turns.append(turn)

    QuestionPlayer(player, studio.media, DEFAULT_LEVELS, inbox, Clock(), show_turn).ask(question)
    said = [Turn.SPEAKS, Turn.ASKS, Turn.SPEAKS, Turn.SAID_BACK]
    assert turns == [*said, Turn.SPEAKS, Turn.ASKS, Turn.SPEAKS]


def test_nothing_is_heard_while_the_coach_counts(studio, monkeypatch):
    monkeypatch.setattr("coach.live.question_player.TURN_S", 0)
    question = Question(Utterance("How?"), tuple(map(Utterance, map(str, range(11)))), counts=True)
    studio.ensure_takes(question.sources, {})
    turns = set()
    arguments = (RecorderPlayer(), studio.media, DEFAULT_LEVELS, SimpleQueue(), Clock())
    QuestionPlayer(*arguments, turns.add).ask(question)
    assert turns == {Turn.SPEAKS}


def test_without_keys_it_counts_by_itself(studio, monkeypatch):
    monkeypatch.setattr("coach.live.question_player.TURN_S", 0)
    answering, player, clock = ask(studio, counts=True)
    assert answering.answer is None
    assert 11 * 0.9 <= clock.now <= 11 * 0.9 + 1
    assert player.recording.length >= 10 * COUNT_MS


# In the closing rest

SCRIPT = """
title: Rest
steps:
  - Lie down.
  - {hold: 10s}
  - Now rest.
  - {silence: 20s}
  - Get up.
"""


@pytest.fixture
def prepared(studio, tmp_path):
    path = tmp_path / "rest.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return prepare_in_studio(studio, path, SessionRequest("tone"))


def schedule_of(prepared, studio):
    return make_schedule(prepared.sheet, studio.media.lengths, prepared.span_starts)


def test_the_last_quiet_behind_all_work_has_room(prepared, studio):
    schedule = schedule_of(prepared, studio)
    room = find_closing_room(schedule, 5_000)
    assert room is not None
    assert room[1] - room[0] == 15_000
    assert find_closing_room(schedule, 20_001) is None
    words = [clip for clip in prepared.timeline.clips if clip.start < room[1] + 5_000 < clip.end]
    assert not words


def test_it_is_asked_once_in_the_rest_and_the_length_stays(prepared, studio):
    kept: list[int] = []
    line = Utterance("And now?")
    studio.ensure_takes([line], {})
    player = RecorderPlayer()
    live = LiveSession(prepared, studio, player)
    live.closing_question = ClosingQuestion(line, kept.append)
    asked: list[bool] = []

    class Listener:
        def show(self, status):
            asked.append(status.asks)
            if status.asks:
                live.send(digit(6))

    live.add_views(Listener())
    assert live.run()
    assert kept == [6]
    assert player.recording.length == pytest.approx(prepared.length, abs=1)
    assert live.state.schedule.length == prepared.length


@pytest.mark.parametrize(
    ("said", "wanted"), [([9], [9]), ([9, NO, 4], [4]), ([9, NO], []), ([9, NO, 4, NO], [])]
)
def test_a_number_spoken_in_the_rest_is_kept_unless_it_is_taken_back(
    prepared, studio, said, wanted
):
    kept: list[int] = []
    line = Utterance("And now?")
    studio.ensure_takes([line], {})
    live = LiveSession(prepared, studio, RecorderPlayer())
    live.closing_question = ClosingQuestion(line, kept.append)
    rest, seen = list(said), []

    class Listener:
        def show(self, status):
            seen.append((status.asks, status.has_number))
            if rest and status.asks and status.has_number is (rest[0] is NO):
                live.send(NO if rest[0] is NO else spoken(rest[0]))
                rest.pop(0)

    live.add_views(Listener())
    assert live.run()
    assert (kept, rest) == (wanted, [])
    assert (True, True) in seen


def test_an_answer_that_nobody_asked_for_changes_nothing(prepared, studio):
    live = LiveSession(prepared, studio, RecorderPlayer())
    live.send(digit(6))
    assert live.run()


def test_a_one_in_the_last_moment_is_a_one(prepared, studio):
    kept: list[int] = []
    line = Utterance("And now?")
    studio.ensure_takes([line], {})
    closing = ClosingQuestion(line, kept.append)
    room = find_closing_room(schedule_of(prepared, studio), 5_000)
    assert room is not None
    assert closing.begin(schedule_of(prepared, studio), room[0] + 1_000, 0)
    assert not closing.begin(schedule_of(prepared, studio), room[0] + 1_000, 0)
    assert closing.take(digit(1), 100)
    closing.end()
    closing.end()
    assert kept == [1]


# From another window


@pytest.fixture
def socket_server(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        server, sent = SocketServer(), []

        def send(command: Command) -> None:
            sent.append(command)
            server.show(Status(Phase.PLAYING, "Lower back"))

        server.start(send)
        yield server, sent
        server.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets of POSIX")
def test_ctl_answers_while_something_is_asked_and_only_then(socket_server):
    server, sent = socket_server
    server.show(Status(Phase.PLAYING, "Lower back"))
    ran = run_coach("ctl", "answer", "4")
    assert (ran.code, sent) == (2, [])
    assert "nothing is being asked" in ran.err
    server.show(Status(Phase.PLAYING, "Lower back", asks=True))
    ran = run_coach("ctl", "answer", "10")
    assert (ran.code, sent) == (0, [digit(10)])
    assert "10" not in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="sockets of POSIX")
@pytest.mark.parametrize("wrong", ["11", "-1", "four", "4.5", ""])
def test_ctl_refuses_what_is_no_answer(socket_server, wrong):
    server, sent = socket_server
    server.show(Status(Phase.PLAYING, "Lower back", asks=True))
    ran = run_coach("ctl", "--", "answer", wrong)
    assert (ran.code, sent) == (2, [])
    assert "from 0 to 10" in ran.err


@pytest.mark.parametrize("number", [0, 4, 9])
def test_no_status_differs_by_the_answer(prepared, studio, number):
    line = Utterance("And now?")
    studio.ensure_takes([line], {})
    live = LiveSession(prepared, studio, RecorderPlayer())
    live.closing_question = ClosingQuestion(line, lambda _: None)
    shown: set[tuple[str, ...]] = set()

    class Listener:
        def show(self, status):
            shown.add((status.message, status.refusal, status.saying, status.exercise))
            if status.asks:
                live.send(digit(number))

    live.add_views(Listener())
    live.run()
    assert not any(str(number) in text for texts in shown for text in texts if text != line.text)
