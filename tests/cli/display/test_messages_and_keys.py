"""What the screen says of pauses, a lost sound and the way back, and which keys it names."""

from dataclasses import replace

import pytest

from coach.cli.display.canvas import Canvas
from coach.cli.display.key_help import KEY_HINTS, key_table
from coach.cli.display.letters import enlarge_pixels, text_pixels
from coach.cli.display.screen_lines import screen_lines
from coach.live.controls.keymap import BINDINGS
from coach.live.status import Phase
from coach.script.positions import Position
from tests.cli.display.statuses import HOLD, LED, MOVED, text


@pytest.mark.parametrize("blocks", [True, False])
def test_what_the_keys_do_stands_in_one_column(blocks):
    lines = [line.plain for line in key_table(Canvas(80, 40, blocks), len(BINDINGS))]
    columns = [
        line.index(binding.description) for line, binding in zip(lines, BINDINGS, strict=True)
    ]
    assert len(set(columns)) == 1


def test_how_to_go_on_is_told():
    assert "space go on" in text(replace(HOLD, phase=Phase.PAUSED), 80, 24)
    assert "any key goes on" in text(replace(HOLD, phase=Phase.WAITING), 80, 24)


def test_a_message_stands_out():
    status = replace(HOLD, phase=Phase.LOST, message="The sound device is lost; looking for it.")
    for size in ((60, 20), (100, 30), (30, 5)):
        assert "The sound device is" in text(status, *size)


LOST = replace(
    HOLD,
    phase=Phase.LOST,
    saying="",
    message="no sound device found; tried PULSEAUDIO (cannot init context), ALSA (failed to init"
    " device), JACK (cannot init context)",
)


@pytest.mark.parametrize(("width", "height"), [(40, 12), (60, 20), (80, 24), (100, 30), (200, 50)])
def test_a_long_message_is_shown_to_its_end(width, height):
    shown = text(LOST, width, height)
    assert LOST.message in " ".join(shown.split())
    assert "12 s left" in shown
    assert max(map(len, shown.splitlines())) <= width
    large = [enlarge_pixels(text_pixels("NO SOUND"), scale)[0].strip() for scale in range(1, 6)]
    assert any(word in shown for word in ("NO SOUND", *large))


def test_a_message_leaves_room_for_what_counts_and_for_the_keys():
    endless = replace(LOST, message="word " * 400)
    for size in ((60, 20), (100, 30)):
        shown = text(endless, *size)
        assert "word…" in shown
        assert "12 s left" in shown
    keys = "\n".join(line.plain for line in screen_lines(endless, Canvas(60, 20), show_keys=True))
    assert "word…" in keys
    assert [binding.description for binding in BINDINGS if binding.description not in keys] == []


def test_while_the_sound_is_lost_only_keys_are_named_that_work():
    for width in (60, 200):
        shown = text(LOST, width, 30).splitlines()[-1]
        assert "goes on by itself" in shown
        assert "q stop" in shown
        assert "space pause" in shown
        assert not any(words in shown for words in ("next", "10 s", "repeat", "wait"))
    assert "↑ ↓ volume  v V talk  ? help  q stop" in shown


@pytest.mark.parametrize(("width", "height"), [(60, 20), (100, 30)])
def test_a_pause_that_is_kept_until_the_sound_is_back_is_shown(width, height):
    shown = text(replace(LOST, stays_paused=True), width, height)
    assert "stays paused" in shown
    assert "space go on" in shown
    assert "goes on by itself" not in shown
    assert "stays paused" not in text(LOST, width, height)


@pytest.mark.parametrize(("width", "height"), [(30, 5), (60, 20), (100, 30)])
def test_who_is_led_back_sees_where_to_and_the_new_time_left(width, height):
    shown = text(LED, width, height)
    assert "on the way to the floor, 0:35" in shown
    assert "3:05 left" in shown
    assert "on the way" not in text(HOLD, width, height)
    assert "2:28 left" in text(HOLD, width, height)


@pytest.mark.parametrize("position", [p for p in Position if p is not Position.ANY])
def test_every_position_one_can_be_led_to_has_words(position):
    shown = text(replace(LED, way_from="prone", way_to=position, way_left=0), 60, 20)
    assert "on the way to" in shown
    assert ", 0:" not in shown


def test_keys_that_do_not_work_are_not_shown():
    assert "space pause" not in text(HOLD, 100, 30, keys=False)


@pytest.mark.parametrize(("width", "height"), [(60, 24), (100, 24), (200, 50)])
def test_help_shows_all_keys(width, height):
    lines = screen_lines(HOLD, Canvas(width, height), show_keys=True)
    shown = "\n".join(line.plain for line in lines)
    for binding in BINDINGS:
        assert binding.description in shown
    assert "2:28 left" in shown


def test_while_it_waits_only_keys_are_named_that_do_what_they_say():
    shown = text(replace(HOLD, phase=Phase.WAITING), 200, 30).splitlines()[-1].strip()
    assert shown == "any key goes on  n next  p previous  ? help  q stop"


def test_every_key_that_is_shown_is_bound():
    known = {binding.label for binding in BINDINGS}
    assert {key for shown, _, _ in KEY_HINTS for key in shown.split()} == known


@pytest.mark.parametrize("size", [(60, 20), (100, 30), (200, 50)])
def test_the_screen_says_that_the_sound_has_moved(size):
    assert MOVED.message in text(MOVED, *size)
