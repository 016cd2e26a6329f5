"""What a session does for what an ear has heard, and for an ear that is asked to open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.live import spoken_commands
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.listening import OPEN_MS, OPENS_WITHIN_MS, SPEECH_MS, Listening, open_ear
from coach.live.players.miniaudio import MiniaudioPlayer
from coach.live.players.recorder import RecorderPlayer
from coach.live.quiet import LONG_MS
from coach.live.status import EarState, Phase, Status
from coach.live.tape import Piece
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.script.pace import Pace
from coach.speech.studio import open_studio
from coach.timeline.source import Utterance

from .test_live_session import SCRIPT, Session, session


class MadeUpEar:
    """An ear that hears what a test says."""

    def __init__(self) -> None:
        self.state = EarState.CLOSED
        self.hears_speech = False
        self.is_unclear = False
        self.notice = ""

    def pop_notice(self) -> str:
        notice, self.notice = self.notice, ""
        return notice

    def pop_unclear(self) -> bool:
        was, self.is_unclear = self.is_unclear, False
        return was

    def show(self, status: Status) -> None:
        """Open where it is asked to."""
        if self.state is not EarState.DEAF:
            self.state = EarState.OPEN if status.listens else EarState.CLOSED


class Heard:
    """A session in its first hold, and its ear."""

    def __init__(self, played: Session) -> None:
        self.played, self.ear = played, MadeUpEar()
        played.live.attach_ear(self.ear)
        played.live.add_views(self.ear)
        played.into_hold(1_000)

    def say(self, verb: Verb, value: int | None = None) -> None:
        self.played.live.send(Command(verb, value, is_spoken=True))

    def press(self, *verbs: Verb) -> None:
        """Press a button that knows little more than play and pause, again and again at once."""
        for verb in verbs:
            self.played.live.send(Command(verb, is_press=True))

    def until(self, **wanted: object) -> None:
        self.played.until(lambda now: all(getattr(now, k) == v for k, v in wanted.items()), 10)

    def open(self) -> None:
        self.played.ask(Verb.LISTEN)
        self.until(listens=True, ear=EarState.OPEN, phase=Phase.PAUSED)


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    script = tmp_path / "two.yaml"
    script.write_text(SCRIPT.replace("11s", "60s").replace(", countdown: 3", ""), encoding="utf-8")
    with session(str(script), MiniaudioPlayer(["NULL"])) as played:
        yield Heard(played)


def test_an_open_ear_stands_still_for_a_word_and_goes_on_behind_it(heard: Heard) -> None:
    heard.open()
    heard.say(Verb.LOUDER)
    heard.until(listens=False, phase=Phase.PLAYING, volume=110)
    heard.open()
    heard.say(Verb.PAUSE)
    heard.until(listens=False, phase=Phase.PAUSED, quiet=LONG_MS)


def test_what_is_not_understood_is_told_and_it_goes_on(heard: Heard) -> None:
    heard.open()
    heard.ear.is_unclear = True
    heard.until(listens=False, phase=Phase.PLAYING, volume=100, message="nothing was understood")


def test_a_key_takes_the_place_of_a_word(heard: Heard) -> None:
    heard.open()
    heard.played.ask(Verb.NEXT)
    heard.until(listens=False, exercise="Bridge")


def test_an_ear_that_a_button_opens_takes_back_its_press(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard.press(Verb.TOGGLE, Verb.LISTEN)
    heard.until(listens=True, ear=EarState.OPEN, phase=Phase.PAUSED)
    heard.ear.is_unclear = True
    heard.until(listens=False, phase=Phase.PLAYING)
    heard.press(Verb.LISTEN)  # held, and nothing else was told of it
    heard.until(listens=True, ear=EarState.OPEN, phase=Phase.PAUSED)
    heard.press(Verb.TOGGLE)
    heard.until(listens=False, phase=Phase.PLAYING)
    heard.played.ask(Verb.PAUSE)
    heard.until(phase=Phase.PAUSED)
    heard.press(Verb.TOGGLE, Verb.LISTEN)
    heard.until(listens=True, ear=EarState.OPEN, phase=Phase.PAUSED)
    heard.ear.is_unclear = True
    heard.until(listens=False, phase=Phase.PAUSED, quiet=LONG_MS)
    heard.played.ask(Verb.RESUME)
    heard.until(phase=Phase.PLAYING)
    heard.played.ask(Verb.MOMENT)
    heard.until(phase=Phase.WAITING)
    heard.press(Verb.GO, Verb.LISTEN)
    heard.until(listens=True, ear=EarState.OPEN, phase=Phase.PAUSED)
    heard.ear.is_unclear = True
    heard.until(listens=False, phase=Phase.PAUSED, quiet=LONG_MS)
    monkeypatch.setattr(spoken_commands, "TAKEN_BACK_MS", 0)
    heard.press(Verb.TOGGLE, Verb.TOGGLE, Verb.LISTEN)  # the last one is another press
    heard.until(listens=True, ear=EarState.OPEN)
    heard.ear.is_unclear = True
    heard.until(listens=False, phase=Phase.PAUSED, quiet=LONG_MS)


def test_without_an_ear_nothing_opens(heard: Heard) -> None:
    heard.ear.state = EarState.DEAF
    before = heard.played.now.commands
    heard.played.ask(Verb.LISTEN)
    heard.until(commands=before + 1, phase=Phase.PLAYING)
    assert "nothing listens" in heard.played.now.refusal


def test_a_spoken_stop_asks_first(heard: Heard) -> None:
    heard.say(Verb.STOP)
    heard.until(phase=Phase.PAUSED, asks_stop=True)
    heard.say(Verb.RESUME)
    heard.until(phase=Phase.PLAYING, asks_stop=False)
    heard.say(Verb.STOP)
    heard.until(phase=Phase.PAUSED, asks_stop=True)
    heard.say(Verb.STOP)
    heard.until(phase=Phase.ENDED)


def test_a_question_that_nobody_answers_is_no_longer_shown(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken_commands, "ASKED_MS", 300)
    heard.say(Verb.STOP)
    heard.until(phase=Phase.PAUSED, message="stop? yes or no")
    heard.until(phase=Phase.PAUSED, asks_stop=False, message="")


def test_a_spoken_next_can_be_taken_back(heard: Heard) -> None:
    at = heard.played.now.elapsed
    heard.say(Verb.NEXT)
    heard.until(exercise="Bridge")
    heard.say(Verb.PREVIOUS)
    heard.until(exercise="Bird dog")
    heard.played.until(lambda now: now.elapsed >= at - 1_000)


def test_how_long_it_still_takes_is_said(heard: Heard) -> None:
    heard.say(Verb.REMAINING)
    heard.played.until(lambda now: now.saying.endswith("left."), 10)
    assert heard.played.now.phase is Phase.PLAYING


def test_what_is_wrong_with_an_ear_is_shown_once(heard: Heard) -> None:
    heard.ear.notice = "nobody listens: it has ended"
    heard.until(message="nobody listens: it has ended", phase=Phase.PLAYING)
    heard.played.ask(Verb.LOUDER)
    heard.until(message="", volume=110)


@pytest.mark.parametrize(
    ("state", "later", "keys"),
    [
        (EarState.READY, EarState.OPEN, ["ear_open"]),
        (EarState.READY, EarState.DEAF, ["ear_open", "ear_lost"]),
        (EarState.CLOSED, EarState.CLOSED, []),
        (EarState.CLOSED, EarState.DEAF, []),
    ],
)
def test_a_listener_is_told_that_commands_are_heard_and_that_they_are_not_any_more(
    tmp_path: Path, state: EarState, later: EarState, keys: list[str]
) -> None:
    script = tmp_path / "two.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    seen: list[Status] = []

    class View:
        def show(self, status: Status) -> None:
            seen.append(status)
            if live.state.at > 4_000:
                ear.state = later

    ear = MadeUpEar()
    ear.state = state
    with open_studio("tone") as studio:
        prepared = prepare_in_studio(studio, str(script), SessionRequest("tone"))
        live = LiveSession(prepared, studio, RecorderPlayer())
        live.attach_ear(ear)
        live.add_views(View())
        phrases = prepared.session.delivery.phrases.live
        lines = {
            Utterance(phrases[key].text, Pace.INSTRUCT): key for key in ("ear_open", "ear_lost")
        }
        studio.ensure_takes(lines, prepared.session.lexicon)
        assert live.run()
        heard = [
            lines[clip.source]
            for piece in live.state.tape.pieces
            if isinstance(piece, Piece)
            for clip in piece.timeline.clips
            if clip.source in lines
        ]
    assert list(dict.fromkeys(heard)) == keys


def test_an_ear_is_open_for_four_seconds_or_until_what_was_begun_is_said() -> None:
    asked = Listening(0, goes_on=True)
    assert not asked.has_ended(OPENS_WITHIN_MS - 1)
    assert asked.has_ended(OPENS_WITHIN_MS)
    opened = open_ear(asked, 1_000)
    assert open_ear(opened, 2_000) is opened
    end = 1_000 + OPEN_MS
    assert [opened.has_ended(at) for at in (end - 1, end)] == [False, True]
    assert not opened.has_ended(end, hears_speech=True)
    assert opened.has_ended(end + SPEECH_MS, hears_speech=True)
