"""Plain lines in place of a screen: one a step, with messages, and nothing drawn."""

import os
from dataclasses import replace
from io import StringIO

import pytest

from coach.cli.display.plain import PlainView
from coach.live.controls.now_playing import format_status_line
from coach.live.status import Phase, Status
from coach.script.talk_level import TalkLevel
from coach.units import format_clock
from tests.cli.display.statuses import (
    HOLD,
    LED,
    MOVED,
)


def plain(*shown: Status) -> list[str]:
    file = StringIO()
    view = PlainView(file)
    view.start(lambda _: None)
    for status in shown:
        view.show(status)
    view.stop()
    return file.getvalue().splitlines()


def test_plain_prints_one_line_a_step():
    first = replace(HOLD, elapsed=0, exercise="", side="", saying="Welcome.", sets=1, set=1)
    told = plain(
        first,
        replace(first, saying="Lie on your back."),
        replace(first, saying="Lie on your back.", elapsed=1_000),
        replace(HOLD, elapsed=5_000, saying="", set=1),
        replace(HOLD, elapsed=6_000, saying="Three", count=3, set=1),
        replace(HOLD, elapsed=9_000, saying="", set=2),
        replace(HOLD, elapsed=20_000, saying="", side="right", set=1),
        replace(HOLD, elapsed=21_000, saying="", side="right", set=1, phase=Phase.PAUSED),
        replace(HOLD, elapsed=21_000, saying="", side="right", set=1),
    )
    assert told == [
        " 0:00  Lower back, 6:00",
        ' 0:00  "Lie on your back."',
        " 0:05  Bird dog · left side · set 1 of 3",
        " 0:09  Bird dog · left side · set 2 of 3",
        " 0:20  Bird dog · right side · set 1 of 3",
        " 0:21  paused",
        " 0:21  going on",
    ]


def test_plain_tells_of_messages_and_of_the_volume():
    lost = replace(HOLD, phase=Phase.LOST, message="Looking for it.")
    told = plain(
        HOLD, lost, replace(lost, volume=80), replace(HOLD, volume=80, talk=TalkLevel.BELL)
    )
    assert [line[7:] for line in told[-5:]] == [
        "the sound is lost",
        "Looking for it.",
        "volume 80 %",
        "going on",
        "talk: bell",
    ]


def test_plain_tells_once_that_one_is_led_back():
    led = replace(LED, saying="")
    spoken = replace(led, saying="Lie on your back.", way_left=30_000, interludes_left=31_000)
    lines = plain(replace(HOLD, saying=""), replace(led, way_left=0), led, spoken, HOLD, led)
    assert lines[2:] == [
        " 3:32  on the way to the floor, 0:35; 3:05 left in all",
        ' 3:32  "Lie on your back."',
        ' 3:32  "Keep your hips level."',
        " 3:32  on the way to the floor, 0:35; 3:05 left in all",
    ]


def test_plain_tells_that_a_pause_is_kept_until_the_sound_is_back():
    lost = replace(HOLD, phase=Phase.LOST, message="Looking for it.")
    kept = replace(lost, stays_paused=True)
    assert plain(HOLD, lost, kept, kept, lost)[-3:] == [
        " 3:32  Looking for it.",
        " 3:32  stays paused when the sound is back",
        " 3:32  goes on when the sound is back",
    ]
    paused = replace(HOLD, phase=Phase.PAUSED)
    assert plain(HOLD, kept, paused)[-3:] == [
        " 3:32  stays paused when the sound is back",
        " 3:32  Looking for it.",
        " 3:32  paused",
    ]


def test_a_pause_with_a_reason_is_told_of_once():
    assert plain(HOLD, MOVED, MOVED, replace(HOLD, elapsed=213_000))[-2:] == [
        " 3:32  paused: the sound moved to another device at 3:32",
        " 3:33  going on",
    ]
    line = format_status_line(MOVED)
    assert line.startswith("paused · 3:32 of 6:00 · Bird dog")
    assert line.endswith(" · the sound moved to another device at 3:32")


def test_plain_survives_that_nobody_reads_any_more():
    read, write = os.pipe()
    os.close(read)
    view = PlainView(os.fdopen(write, "w"))
    view.show(HOLD)
    view.show(replace(HOLD, side="right"))
    with pytest.raises(OSError, match="Broken pipe"):
        view._file.close()


def test_one_line_tells_all():
    assert (
        format_status_line(HOLD)
        == "playing · 3:32 of 6:00 · Bird dog · left side · set 2 of 3 · 12 s"
    )
    held = replace(HOLD, sets=1, rep=2, reps=4, count_unit="seconds")
    assert (
        format_status_line(held) == "playing · 3:32 of 6:00 · Bird dog · left side · 2 of 4 · 12 s"
    )
    assert format_status_line(LED) == (
        "playing · 3:32 of 6:00 · 3:05 left · on the way to the floor, 0:35"
        " · Bird dog · left side · set 2 of 3"
    )
    assert format_clock(HOLD.elapsed) == "3:32"
