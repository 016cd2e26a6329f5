"""The engine without a sound card: what is kept, taken up again, shown, and cut."""

from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from coach.errors import MachineError, Problem
from coach.live.background_speech import Speaker
from coach.live.commands import Command, Verb
from coach.live.device_retry import PAUSES, Attempts
from coach.live.engine import Live
from coach.live.feed import Feed
from coach.live.players.miniaudio import MiniaudioPlayer
from coach.live.players.recorder import RecorderPlayer
from coach.live.saved_place import FORGOTTEN_AFTER, NOTE, Keeper, Unfinished, original, read
from coach.live.schedule import make_plan
from coach.live.settings import Settings
from coach.live.status import Phase
from coach.live.suspend_watch import SLEPT_AFTER, Sleep
from coach.live.tape import Kind, Piece, Tape, session
from coach.pipeline import prepare_in
from coach.plan.request import Filters, Wishes
from coach.script.talk_level import Talk
from coach.sound.audio import RATE
from coach.sound.levels import PRESETS, Levels
from coach.speech.studio import open_studio
from coach.system.notes import Memory
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
WISHES = Wishes(
    "tone",
    600_000,
    Talk.SHORT,
    easy=True,
    filters=Filters(("plank",), limits=("knee",)),
    seed=7,
    bed=Path("/somewhere/rain.wav"),
    levels=Levels(PRESETS["quiet"], voice=2.0),
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
    prepared = prepare_in(studio, script, Wishes("tone"))
    plan = make_plan(prepared.sheet, studio.media.lengths, prepared.begins)
    at = next(s.start for s in plan.segments) + 12_000
    player, view, kept = RecorderPlayer(), View(), []
    live = Live(prepared, studio, player, Settings(start=at), kept.append)
    live.show_to(view)
    assert live.run()
    said = list(dict.fromkeys(status.saying for status in view.seen))
    first = live.state.tape.pieces[0]
    words = [c.source.text for c in first.timeline.clips if isinstance(c.source, Utterance)]
    assert words[0] == "Bird dog."
    assert words[1].endswith("seconds left.")
    assert said
    rest = len(player.recorded.samples) - first.frames
    assert rest == (plan.length - at) * RATE // 1000
    assert kept[-1] is None
    assert view.seen[-1].phase is Phase.ENDED


def test_what_was_broken_off_is_kept_whole(tmp_path):
    memory, now = Memory(tmp_path), [1_000.0]
    keeper = Keeper(memory, Unfinished("two", "Two", 0, 600_000, WISHES), lambda: now[0])
    keeper(140_000)
    found = read(memory, lambda: now[0] + 60)
    assert found == Unfinished("two", "Two", 140_000, 600_000, WISHES)
    assert found.left == 460_000
    assert read(memory, lambda: now[0] + FORGOTTEN_AFTER) is None
    assert read(memory, lambda: now[0] - 60) is None
    keeper(None)
    assert read(memory, lambda: now[0]) is None


@pytest.mark.parametrize("at", [0, 19_000, 590_000])
def test_what_was_hardly_begun_or_nearly_done_is_not_offered(tmp_path, at):
    memory = Memory(tmp_path)
    Keeper(memory, Unfinished("two", "Two", 0, 600_000, WISHES))(at)
    assert read(memory) is None


@pytest.mark.parametrize("note", [{}, {"time": "x"}, {"time": 1, "wishes": {"talk": "loud"}}])
def test_a_damaged_place_is_no_place(tmp_path, note):
    memory = Memory(tmp_path)
    memory.write(NOTE, note)
    assert read(memory) is None


def test_a_place_that_cannot_be_kept_does_not_end_the_session(tmp_path):
    (tmp_path / "file").write_text("")
    Keeper(Memory(tmp_path / "file"), Unfinished("two", "Two", 0, 600_000, WISHES))(30_000)


def test_the_place_in_a_changed_plan_is_one_in_the_first(studio, script):
    from coach.live.edits import longer

    prepared = prepare_in(studio, script, Wishes("tone"))
    plan = make_plan(prepared.sheet, studio.media.lengths, prepared.begins)
    hold = next(i for i, span in enumerate(plan.spans) if span.length == 20_000)
    changed = longer(plan, plan.begins[hold] + 1_000, 15_000)
    assert changed
    assert original(plan, plan, 1_234) == 1_234
    assert original(plan, changed, changed.end(hold) + 500) == plan.end(hold) + 500
    assert original(plan, changed, changed.begins[hold] + 34_000) == plan.end(hold)


def test_commands_before_the_first_sound_are_obeyed(studio, script):
    prepared = prepare_in(studio, script, Wishes("tone"))
    player, view = RecorderPlayer(), View()
    live = Live(prepared, studio, player)
    live.show_to(view)
    live.send(Command(Verb.VOLUME, 50))
    live.send(Command(Verb.STOP))
    assert not live.run()
    assert view.seen[-1].volume == 50
    assert view.seen[-1].phase is Phase.ENDED


def test_a_vanished_take_is_silence_and_told_and_time_is_kept(studio, script):
    prepared = prepare_in(studio, script, Wishes("tone"))

    class Gone:
        def __getitem__(self, source):
            raise MachineError(Problem("a take was removed"))

        lengths = studio.media.lengths

        def __contains__(self, source):
            return True

    player, view = RecorderPlayer(), View()
    live = Live(prepared, studio, player)
    live._feed.media = Gone()
    live.show_to(view)
    assert live.run()
    assert player.recorded.length >= prepared.timeline.length
    assert any("a take was removed" in status.message for status in view.seen)


def test_what_cannot_be_spoken_is_left_out_and_told(studio):
    class Mute:
        media = studio.media

        def gather(self, sources, lexicon):
            raise MachineError(Problem("the voice is gone"))

    speaker = Speaker(Mute(), {})
    speaker.ask([Utterance("Here"), Sound("tick")])
    speaker.close()
    assert speaker.has([Utterance("Here")])
    assert speaker.failure == "the voice is gone"


def test_sleep_is_noticed_once():
    now = [0.0]
    sleep = Sleep(lambda: now[0])
    now[0] += SLEPT_AFTER
    assert not sleep.over()
    now[0] += SLEPT_AFTER + 0.1
    assert sleep.over()
    assert not sleep.over()


def test_attempts_grow_rarer(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("coach.live.device_retry.time.monotonic", lambda: now[0])
    attempts, waited = Attempts(), []
    for _ in range(7):
        attempts.postpone()
        begun = now[0]
        while not attempts.due:
            now[0] += 0.1
        waited.append(round(now[0] - begun, 1))
    assert waited == pytest.approx([*PAUSES, PAUSES[-1], PAUSES[-1]], abs=0.15)
    attempts.begin()
    attempts.postpone()
    now[0] += PAUSES[0] + 0.01
    assert attempts.due


def test_a_changed_loudness_turns_without_a_step_and_bends_rather_than_clips(studio, script):
    prepared = prepare_in(studio, script, Wishes("tone"))
    mix = prepared.mix()
    plan = make_plan(prepared.sheet, studio.media.lengths, prepared.begins)
    tape = Tape((session(plan, 0),))
    usual = Feed(studio.media, mix.gain, mix.levels)
    loud = Feed(studio.media, mix.gain, mix.levels, volume=1.5)
    samples = []
    for feed in (usual, loud):
        feed.cursor = plan.segments[0].start * 48
        samples.append(feed.next(tape, 2_000).samples.astype(float))
    before, after = samples
    assert np.abs(after).max() < 32_767
    early = np.abs(after[:48] - before[:48]).max()
    assert early <= 0.05 * np.abs(before[:480]).max() + 1
    quiet = np.abs(before) < 3_000
    late = np.arange(len(before)) > 4_800
    assert np.allclose(after[quiet & late], 1.5 * before[quiet & late], atol=1)


def test_a_wait_is_nearly_silent_but_not_asleep(studio, script):
    prepared = prepare_in(studio, script, Wishes("tone"))
    mix = prepared.mix()
    plan = make_plan(prepared.sheet, studio.media.lengths, prepared.begins)
    piece: Piece = replace(session(plan, 0, 500), kind=Kind.WAIT)
    made = Feed(studio.media, mix.gain, mix.levels).next(Tape((piece,)), 500)
    assert made is not None
    assert 0 < np.abs(made.samples).max() <= 1


def test_a_real_player_without_a_card_is_paused_and_goes_on(studio, script):
    prepared = prepare_in(studio, script, Wishes("tone"))
    player, view = MiniaudioPlayer(["NULL"]), View()
    player.open()
    live = Live(prepared, studio, player)
    live.show_to(view)
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
