"""The engine without a sound card: what is kept, taken up again, shown, and cut."""

from dataclasses import replace
from pathlib import Path
from threading import Event, Thread, Timer

import numpy as np
import pytest

from coach.errors import MachineError, Problem
from coach.live.background_speech import BackgroundSpeech
from coach.live.commands import Command, Verb
from coach.live.device_retry import RETRY_DELAYS_S, DeviceRetry
from coach.live.engine import LiveSession
from coach.live.feed import Feed
from coach.live.players.miniaudio import MiniaudioPlayer
from coach.live.players.recorder import RecorderPlayer
from coach.live.saved_place import (
    EXPIRES_AFTER_S,
    NOTE_NAME,
    PlaceSaver,
    SavedPlace,
    load_saved_place,
    original_moment,
)
from coach.live.schedule import make_schedule
from coach.live.settings import Settings
from coach.live.status import Phase
from coach.live.suspend_watch import SLEEP_AFTER_S, SuspendWatch
from coach.live.tape import Piece, PieceKind, Tape, make_session_piece
from coach.pipeline import prepare_in_studio
from coach.plan.request import Filters, SessionRequest
from coach.script.talk_level import TalkLevel
from coach.sound.audio import RATE
from coach.sound.levels import LOUDNESS_PRESETS, Levels
from coach.speech.studio import open_studio
from coach.system.notes import Notes
from coach.timeline.source import Sound, Utterance

SCRIPT = """
title: Two
steps:
  - group: Bird dog
    chapter: true
    steps: [Come to hands and knees., {hold: 20s}]
  - group: Bridge
    chapter: true
    steps: [Lie on your back., {hold: 10s}]
"""
WISHES = SessionRequest(
    "tone",
    600_000,
    TalkLevel.SHORT,
    easy=True,
    filters=Filters(("plank",), limits=("knee",), never=("plank",), more=("bridge",)),
    seed=7,
    bed=Path("/somewhere/rain.wav"),
    levels=Levels(LOUDNESS_PRESETS["quiet"], voice=2.0),
)


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


@pytest.fixture
def studio():
    with open_studio("tone") as studio:
        yield studio


class View:
    def __init__(self):
        self.seen = []

    def show(self, status):
        self.seen.append(status)


def test_a_session_is_taken_up_where_it_was_and_places_one_there(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    plan = make_schedule(prepared.sheet, studio.media.lengths, prepared.span_starts)
    at = next(s.start for s in plan.segments) + 12_000
    player, view, kept = RecorderPlayer(), View(), []
    live = LiveSession(prepared, studio, player, Settings(start=at), kept.append)
    live.add_views(view)
    assert live.run()
    said = list(dict.fromkeys(status.saying for status in view.seen))
    first = live.state.tape.pieces[0]
    words = [c.source.text for c in first.timeline.clips if isinstance(c.source, Utterance)]
    assert words[0] == "Bird dog."
    assert words[1].endswith("seconds left.")
    assert said
    rest = len(player.recording.samples) - first.frames
    assert rest == (plan.length - at) * RATE // 1000
    assert kept[-1] is None
    assert view.seen[-1].phase is Phase.ENDED


def test_what_was_broken_off_is_kept_whole(tmp_path):
    memory, now = Notes(tmp_path), [1_000.0]
    keeper = PlaceSaver(memory, SavedPlace("two", "Two", 0, 600_000, WISHES), lambda: now[0])
    keeper(140_000)
    found = load_saved_place(memory, lambda: now[0] + 60)
    assert found == SavedPlace("two", "Two", 140_000, 600_000, WISHES)
    assert found.remaining_ms == 460_000
    assert load_saved_place(memory, lambda: now[0] + EXPIRES_AFTER_S) is None
    assert load_saved_place(memory, lambda: now[0] - 60) is None
    keeper(None)
    assert load_saved_place(memory, lambda: now[0]) is None


@pytest.mark.parametrize("at", [0, 19_000, 590_000])
def test_what_was_hardly_begun_or_nearly_done_is_not_offered(tmp_path, at):
    memory = Notes(tmp_path)
    PlaceSaver(memory, SavedPlace("two", "Two", 0, 600_000, WISHES))(at)
    assert load_saved_place(memory) is None


@pytest.mark.parametrize("note", [{}, {"time": "x"}, {"time": 1, "wishes": {"talk": "loud"}}])
def test_a_damaged_place_is_no_place(tmp_path, note):
    memory = Notes(tmp_path)
    memory.write(NOTE_NAME, note)
    assert load_saved_place(memory) is None


def test_a_place_that_cannot_be_kept_does_not_end_the_session(tmp_path):
    (tmp_path / "file").write_text("")
    PlaceSaver(Notes(tmp_path / "file"), SavedPlace("two", "Two", 0, 600_000, WISHES))(30_000)


def test_the_place_in_a_changed_plan_is_one_in_the_first(studio, script):
    from coach.live.edits import lengthen_hold

    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    plan = make_schedule(prepared.sheet, studio.media.lengths, prepared.span_starts)
    hold = next(i for i, span in enumerate(plan.spans) if span.length == 20_000)
    changed = lengthen_hold(plan, plan.span_starts[hold] + 1_000, 15_000)
    assert changed
    assert original_moment(plan, plan, 1_234) == 1_234
    assert original_moment(plan, changed, changed.span_end(hold) + 500) == plan.span_end(hold) + 500
    assert original_moment(plan, changed, changed.span_starts[hold] + 34_000) == plan.span_end(hold)


def test_commands_before_the_first_sound_are_obeyed(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    player, view = RecorderPlayer(), View()
    live = LiveSession(prepared, studio, player)
    live.add_views(view)
    live.send(Command(Verb.VOLUME, 50))
    live.send(Command(Verb.STOP))
    assert not live.run()
    assert view.seen[-1].volume == 50
    assert view.seen[-1].phase is Phase.ENDED


def test_each_command_is_counted_and_the_status_says_why_one_is_refused(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    view = View()
    live = LiveSession(prepared, studio, RecorderPlayer())
    live.add_views(view)
    for verb, value in ((Verb.VOLUME, 150), (Verb.LOUDER, None), (Verb.PAUSE, None)):
        live.send(Command(verb, value))
    asked = []

    class Asking:
        def show(self, status):
            if status.phase is Phase.PAUSED and len(asked) < 2:
                asked.append(status)
                live.send(Command(Verb.LOUDER if len(asked) == 1 else Verb.STOP))

    live.add_views(Asking())
    assert not live.run()
    first, second = asked
    assert (first.commands, first.refusal) == (3, "")
    assert (second.commands, second.refusal) == (4, "it is as loud as it gets")
    assert (view.seen[-1].commands, view.seen[-1].phase) == (5, Phase.ENDED)


def test_a_vanished_take_is_silence_and_told_and_time_is_kept(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))

    class Gone:
        def __getitem__(self, source):
            raise MachineError(Problem("a take was removed"))

        lengths = studio.media.lengths

        def __contains__(self, source):
            return True

    player, view = RecorderPlayer(), View()
    live = LiveSession(prepared, studio, player)
    live._tape_player.feed.media = Gone()
    live.add_views(view)
    assert live.run()
    assert player.recording.length >= prepared.timeline.length
    assert any("a take was removed" in status.message for status in view.seen)


def finish(speaker):
    """Wait until all is done that was requested, and close."""
    done = Event()
    speaker.submit(done.set)
    assert done.wait(20)
    speaker.close()


def test_what_is_heard_next_is_spoken_first(studio):
    speaker, begun, gate = BackgroundSpeech(studio, {}), Event(), Event()
    speaker.submit(lambda: begun.set() or gate.wait(20))
    assert begun.wait(20)
    lines = [Utterance(f"Line {number}") for number in range(3)]
    speaker.speak_ahead(lines)
    speaker.request(lines[2:])
    gate.set()
    finish(speaker)
    assert [line for line in studio.media if line in lines] == [lines[2], *lines[:2]]


def test_who_stops_waits_for_no_words_that_are_not_heard_any_more(studio):
    speaker, begun, gate = BackgroundSpeech(studio, {}), Event(), Event()
    speaker.submit(lambda: begun.set() or gate.wait(20))
    assert begun.wait(20)
    speaker.speak_ahead([Utterance("Later")])
    Timer(0.05, gate.set).start()
    speaker.close()
    assert Utterance("Later") not in studio.media


def test_to_wait_for_words_is_not_to_sleep(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    studio.media.awaited.add(Utterance("Never"))
    now, view = [0.0], View()
    watch = SuspendWatch(lambda: now[0])
    live = LiveSession(prepared, studio, RecorderPlayer(), suspend_watch=watch)
    fill = live._tape_player.fill

    def fill_slowly():
        now[0] += SLEEP_AFTER_S + 1
        fill()

    live._tape_player.fill = fill_slowly
    view.show = lambda status: status.phase is Phase.PAUSED and live.send(Command(Verb.STOP))
    live.add_views(view)
    assert live.run()


def test_what_cannot_be_spoken_is_left_out_and_told(studio):
    class Mute:
        media = studio.media

        def ensure_takes(self, sources, lexicon):
            raise MachineError(Problem("the voice is gone"))

    speaker = BackgroundSpeech(Mute(), {})
    speaker.request([Utterance("Here"), Sound("tick")])
    finish(speaker)
    assert speaker.has_finished([Utterance("Here")])
    assert speaker.failure == "the voice is gone"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "there is not enough memory for this"),
        (KeyError("of ours"), "KeyError: 'of ours'"),
    ],
)
def test_whatever_speaking_raises_what_follows_is_spoken(studio, error, told):
    class Shaken:
        media = studio.media

        def ensure_takes(self, sources, lexicon):
            if sources == [Utterance("Here")]:
                raise error
            studio.ensure_takes(sources, lexicon)

    speaker = BackgroundSpeech(Shaken(), {})
    speaker.request([Utterance("Here"), Utterance("There")])
    finish(speaker)
    assert speaker.has_finished([Utterance("Here"), Utterance("There")])
    assert Utterance("There") in studio.media
    assert speaker.failure == told


def test_sleep_is_noticed_once():
    now = [0.0]
    sleep = SuspendWatch(lambda: now[0])
    now[0] += SLEEP_AFTER_S
    assert not sleep.has_slept()
    now[0] += SLEEP_AFTER_S + 0.1
    assert sleep.has_slept()
    assert not sleep.has_slept()


def test_attempts_grow_rarer(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("coach.live.device_retry.time.monotonic", lambda: now[0])
    attempts, waited = DeviceRetry(), []
    for _ in range(7):
        attempts.postpone()
        begun = now[0]
        while not attempts.is_due:
            now[0] += 0.1
        waited.append(round(now[0] - begun, 1))
    assert waited == pytest.approx(
        [*RETRY_DELAYS_S, RETRY_DELAYS_S[-1], RETRY_DELAYS_S[-1]], abs=0.15
    )
    attempts.reset()
    attempts.postpone()
    now[0] += RETRY_DELAYS_S[0] + 0.01
    assert attempts.is_due


def test_a_changed_loudness_turns_without_a_step_and_bends_rather_than_clips(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    mix = prepared.make_mix()
    plan = make_schedule(prepared.sheet, studio.media.lengths, prepared.span_starts)
    tape = Tape((make_session_piece(plan, 0),))
    usual = Feed(studio.media, mix.gain, mix.levels)
    loud = Feed(studio.media, mix.gain, mix.levels, volume=1.5)
    samples = []
    for feed in (usual, loud):
        feed.cursor = plan.segments[0].start * 48
        samples.append(feed.render_next(tape, 2_000).samples.astype(float))
    before, after = samples
    assert np.abs(after).max() < 32_767
    early = np.abs(after[:48] - before[:48]).max()
    assert early <= 0.05 * np.abs(before[:480]).max() + 1
    quiet = np.abs(before) < 3_000
    late = np.arange(len(before)) > 4_800
    assert np.allclose(after[quiet & late], 1.5 * before[quiet & late], atol=1)


def test_a_wait_is_nearly_silent_but_not_asleep(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    mix = prepared.make_mix()
    plan = make_schedule(prepared.sheet, studio.media.lengths, prepared.span_starts)
    piece: Piece = replace(make_session_piece(plan, 0, 500), kind=PieceKind.WAIT)
    made = Feed(studio.media, mix.gain, mix.levels).render_next(Tape((piece,)), 500)
    assert made is not None
    assert 0 < np.abs(made.samples).max() <= 1


def test_a_real_player_without_a_card_is_paused_and_goes_on(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    player, view = MiniaudioPlayer(["NULL"]), View()
    player.open()
    live = LiveSession(prepared, studio, player)
    live.add_views(view)
    thread = Thread(target=live.run)
    thread.start()
    try:
        for verb, phase in (
            (Verb.PAUSE, Phase.PAUSED),
            (Verb.TOGGLE, Phase.PLAYING),
            (Verb.MOMENT, Phase.WAITING),
            (Verb.GO, Phase.PLAYING),
            (Verb.STOP, Phase.ENDED),
        ):
            live.send(Command(verb))
            for _ in range(300):
                if view.seen and view.seen[-1].phase is phase:
                    break
                thread.join(0.01)
            assert view.seen[-1].phase is phase, verb
    finally:
        live.send(Command(Verb.STOP))
        thread.join(5)
        player.close()
