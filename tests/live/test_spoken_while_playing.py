"""A session that begins before all of it is spoken: nothing is missing, and in its place."""

import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import numpy as np
import pytest

from coach.errors import MachineError
from coach.live.announcements import EARCONS
from coach.live.background_speech import BackgroundSpeech
from coach.live.engine import LiveSession
from coach.live.players.recorder import RecorderPlayer
from coach.live.resume_points import resume_point
from coach.live.schedule import make_schedule
from coach.pipeline import OPENING_MS, prepare_in_studio, prepare_session
from coach.plan.request import SessionRequest
from coach.sound.mix import session_gain
from coach.speech import media as media_module
from coach.speech.media import Media
from coach.speech.studio import open_studio
from coach.speech.take_cache import TakeCache
from coach.timeline.source import Sound, Source, Utterance
from tests.exports.test_writer import ROUTINE

REQUEST = SessionRequest("tone")
pytestmark = pytest.mark.own_takes


@pytest.fixture
def script(tmp_path) -> str:
    path = tmp_path / "routine.yaml"
    path.write_text(ROUTINE)
    return str(path)


def voices(prepared) -> list:
    return [c for c in prepared.timeline.clips if isinstance(c.source, Utterance)]


def test_only_what_is_heard_first_is_spoken_before_it_begins(script):
    """The lengths of a voice without a table must be spoken to be known: they are known here."""
    lengths = prepare_session(script, REQUEST).media.lengths
    with open_studio("tone") as studio:
        studio.media.lengths.update(lengths)
        studio.media.take_cache.folder = studio.media.take_cache.folder.with_name("none")
        hasty = replace(studio, patience_s=0.0)
        prepared = prepare_in_studio(hasty, script, REQUEST)
        awaited = studio.media.awaited
        opening = {clip.source for clip in voices(prepared) if clip.start < OPENING_MS}
        assert opening.isdisjoint(awaited)
        assert awaited
        assert {clip.source for clip in voices(prepared)} - awaited >= opening
        player = RecorderPlayer()
        gain = prepared.measure_gain()
        assert LiveSession(prepared, studio, player).run()
        assert not studio.media.awaited
    whole = prepare_session(script, REQUEST)
    assert len(player.recording.samples) == len(whole.make_mix().render(0, whole.length).samples)
    # All is there and in its place: only how loud the whole is was found by its beginning.
    scaled = whole.make_mix().render(0, whole.length).samples * (gain / whole.make_mix().gain)
    assert np.abs(player.recording.samples - scaled).max() < 400
    assert gain == pytest.approx(session_gain(whole.timeline, whole.media), rel=0.25)


def test_what_was_broken_off_is_spoken_before_it_is_heard_anew(script):
    """It goes on with the whole instruction, which begins before the moment at which it stopped."""
    lines = ["Turn round.", "Lie on your front."]
    Path(script).write_text(f"title: Turn\nsteps: [hold: 24s, say: {lines}, hold: 60s]\n")
    whole = prepare_session(script, REQUEST)
    at = next(clip.end for clip in voices(whole) if clip.source.text == lines[1]) - 1
    with open_studio("tone") as studio:
        studio.media.lengths.update(whole.media.lengths)
        studio.media.take_cache.folder = studio.media.take_cache.folder.with_name("none")
        prepared = prepare_in_studio(replace(studio, patience_s=0.0), script, REQUEST, at)
        schedule = make_schedule(prepared.sheet, studio.media.lengths, prepared.span_starts)
        landing = resume_point(schedule, at)
        assert landing < at
        heard = [clip.source for clip in voices(prepared) if landing <= clip.start < at]
        assert [source.text for source in heard] == lines
        assert studio.media.awaited
        assert studio.media.awaited.isdisjoint(heard)


def test_a_take_that_is_awaited_is_waited_for(tmp_path):
    take = next(iter(prepare_session("breathing", REQUEST).media.values()))
    media, source = Media(TakeCache(tmp_path)), Utterance("Later.")
    media.awaited.add(source)
    assert source not in media
    Timer(0.05, lambda: media.add(source, take)).start()
    assert media[source] is take


def test_one_that_does_not_come_is_told_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr(media_module, "AWAIT_S", 0.05)
    media, source = Media(TakeCache(tmp_path)), Utterance("Later.")
    media.awaited.add(source)
    with pytest.raises(MachineError, match=r"^'Later\.' was not spoken in time"):
        media[source]
    monkeypatch.setattr(media_module, "AWAIT_S", 60.0)
    began = time.monotonic()
    Timer(0.05, lambda: media.give_up(source)).start()
    with pytest.raises(MachineError, match="not spoken in time"):
        media[source]
    assert time.monotonic() - began < 30


def test_one_that_did_not_come_is_waited_for_once(tmp_path, monkeypatch):
    """A clip is rendered in many windows; with a wait in each, no key would be answered."""
    monkeypatch.setattr(media_module, "AWAIT_S", 0.05)
    media, source = Media(TakeCache(tmp_path)), Utterance("Later.")
    media.awaited.add(source)
    with pytest.raises(MachineError):
        media[source]
    monkeypatch.setattr(media_module, "AWAIT_S", 60.0)
    began = time.monotonic()
    with pytest.raises(MachineError, match="not spoken in time"):
        media[source]
    assert time.monotonic() - began < 30


class SlowStudio:
    """A studio that speaks once it may; `spoken` has the order."""

    notice = ""

    def __init__(self, folder) -> None:
        self.media = Media(TakeCache(folder))
        self.spoken: list[Source] = []
        self.has_begun, self.may_go_on = Event(), Event()

    def ensure_takes(self, sources, _lexicon) -> None:
        self.has_begun.set()
        assert self.may_go_on.wait(60)
        self.spoken += sources


@pytest.fixture
def slow(tmp_path) -> SlowStudio:
    return SlowStudio(tmp_path)


LINES = tuple(Utterance(f"Line {number}.") for number in range(5))


def test_a_request_is_spoken_before_what_is_heard_later_and_other_work_comes_last(slow):
    speech, answer, done = BackgroundSpeech(slow, {}), Utterance("Paused."), Event()
    speech.submit(lambda: (slow.has_begun.set(), slow.may_go_on.wait(60)))
    assert slow.has_begun.wait(60)
    speech.submit(lambda: (slow.spoken.append("work"), done.set()))
    speech.speak_ahead(LINES)
    speech.request([answer])
    slow.may_go_on.set()
    assert done.wait(60)
    speech.close()
    assert slow.spoken == [answer, *LINES, "work"]


def test_what_the_player_waits_for_is_spoken_first_and_then_what_follows_it(slow):
    speech, done = BackgroundSpeech(slow, {}), Event()
    speech.speak_ahead(LINES)
    speech.submit(done.set)
    assert slow.has_begun.wait(60)
    slow.media.wanted = LINES[3]
    slow.may_go_on.set()
    assert done.wait(60)
    speech.close()
    assert slow.spoken == [LINES[0], LINES[3], LINES[4], LINES[1], LINES[2]]


def test_who_stops_early_does_not_wait_for_the_rest_to_be_spoken(slow):
    slow.media.awaited.update(LINES)
    speech = BackgroundSpeech(slow, {})
    speech.speak_ahead(LINES)
    assert slow.has_begun.wait(60)
    Timer(0.05, slow.may_go_on.set).start()
    speech.close()
    assert slow.spoken == [LINES[0]]
    assert slow.media.awaited.isdisjoint(LINES[1:])


def test_the_signs_that_answer_a_key_are_there_before_the_lines_of_later(script, monkeypatch):
    ahead: list[Source] = []
    monkeypatch.setattr(BackgroundSpeech, "speak_ahead", lambda _, sources: ahead.extend(sources))
    with open_studio("tone") as studio:
        prepared = prepare_in_studio(studio, script, REQUEST)
        LiveSession(prepared, studio, RecorderPlayer()).run()
    assert {Sound(name) for name in EARCONS} <= set(
        ahead[: ahead.index(voices(prepared)[0].source)]
    )
