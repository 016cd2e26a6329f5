"""The screen: what stands on it at any size, and that it draws no more than needed; plain lines."""

import os
import re
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coach.cli.display.bar import timeline_bar
from coach.cli.display.canvas import Canvas
from coach.cli.display.key_help import KEY_HINTS, key_table
from coach.cli.display.letters import GLYPH_HEIGHT, GLYPHS, enlarge_pixels, max_scale, text_pixels
from coach.cli.display.plain import PlainView
from coach.cli.display.screen import ENTER_SCREEN, LEAVE_SCREEN, ScreenView
from coach.cli.display.screen_lines import screen_lines
from coach.errors import MachineError
from coach.live.commands import Command, Verb
from coach.live.controls.keymap import BINDINGS
from coach.live.controls.now_playing import format_status_line
from coach.live.status import Phase, Segment, Status
from coach.script.positions import Position
from coach.script.talk_level import TalkLevel
from coach.units import format_clock

TITLES = ["Opening", "Pelvic tilt", "Knee to chest", "Bird dog", "Bridge", "Child's pose"]
SEGMENTS = tuple(
    Segment(title, 60_000 * number, 60_000 * (number + 1)) for number, title in enumerate(TITLES)
)
HOLD = Status(
    Phase.PLAYING,
    "Lower back",
    212_000,
    360_000,
    exercise="Bird dog",
    side="left",
    set=2,
    sets=3,
    count=12,
    saying="Keep your hips level.",
    next="Bridge",
    segments=SEGMENTS,
    segment=3,
)
SIZES = st.tuples(st.integers(1, 220), st.integers(1, 70))
words = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40)
statuses = st.builds(
    replace,
    st.just(HOLD),
    phase=st.sampled_from(Phase),
    elapsed=st.integers(0, 360_000),
    title=words,
    exercise=words | st.sampled_from(TITLES),
    side=st.sampled_from(["", "left", "right"]),
    rep=st.integers(0, 30),
    reps=st.sampled_from([0, 10, 30]),
    count=st.none() | st.integers(0, 4000),
    saying=st.lists(words, max_size=60).map(" ".join),
    message=words,
    volume=st.integers(0, 200),
    talk=st.sampled_from(TalkLevel),
    segments=st.sampled_from([(), SEGMENTS]),
    segment=st.integers(-1, 5),
)


def text(status: Status, width: int, height: int, **more: bool) -> str:
    return "\n".join(line.plain for line in screen_lines(status, Canvas(width, height, **more)))


# The page


@given(statuses, SIZES, st.booleans(), st.booleans())
def test_a_page_is_as_high_as_the_screen_and_no_line_wider(status, size, blocks, helping):
    width, height = size
    lines = screen_lines(status, Canvas(width, height, blocks), show_keys=helping)
    assert len(lines) == height
    assert all(cell_len(line.plain) <= width for line in lines)
    assert not any("\n" in line.plain for line in lines)


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (100, 30), (200, 50)])
def test_what_is_needed_stands_on_every_usual_screen(width, height):
    shown = text(HOLD, width, height)
    for words in ("Lower back", "left side", "set 2 of 3", "Keep your hips level.", "then Bridge"):
        assert words in shown
    for words in ("3:32", "2:28 left", "4 of 6", "space pause", "q stop", "? help"):
        assert words in shown
    for drawn in enlarge_pixels(text_pixels("12"), 2):
        assert drawn.strip()[:4] in shown


@pytest.mark.parametrize(
    ("width", "height", "least"), [(60, 24, 8), (80, 24, 8), (100, 30, 10), (200, 50, 20)]
)
def test_the_count_is_as_large_as_there_is_room(width, height, least):
    silent = replace(HOLD, exercise="", saying="", next="")
    without = text(replace(silent, count=None), width, height)
    lines = zip(text(silent, width, height).splitlines(), without.splitlines(), strict=True)
    assert sum(one != other for one, other in lines) >= least


def test_the_count_does_not_jump_when_something_is_said_or_it_has_one_digit_less():
    def rows(status):
        return [
            number
            for number, line in enumerate(screen_lines(status, Canvas(100, 30)))
            if set(line.plain) == {" ", "█"}
        ]

    quiet, long = replace(HOLD, saying=""), replace(HOLD, saying="word " * 60)
    assert rows(HOLD) == rows(quiet) == rows(long) == rows(replace(HOLD, count=8))


def test_what_is_said_stands_in_the_middle_while_nothing_is_counted():
    said = "Reach your left arm forward."
    lines = text(replace(HOLD, count=None, saying=said), 80, 24).splitlines()
    assert 8 <= next(n for n, line in enumerate(lines) if said in line) <= 13


@pytest.mark.parametrize("blocks", [True, False])
def test_what_the_keys_do_stands_in_one_column(blocks):
    lines = [line.plain for line in key_table(Canvas(80, 40, blocks), len(BINDINGS))]
    columns = [
        line.index(binding.description) for line, binding in zip(lines, BINDINGS, strict=True)
    ]
    assert len(set(columns)) == 1


def test_what_was_said_stays_to_be_read_until_something_counts():
    quiet = replace(HOLD, count=None, saying="")
    shown = [
        [line.plain for line in screen_lines(one, Canvas(80, 24), "As before.")]
        for one in (quiet, HOLD)
    ]
    assert [any("As before." in line for line in lines) for lines in shown] == [True, False]


@pytest.mark.parametrize(
    ("phase", "word"),
    [(Phase.PAUSED, "PAUSED"), (Phase.WAITING, "READY?"), (Phase.LOST, "NO SOUND")],
)
def test_a_session_that_stands_still_says_so_in_large_letters(phase, word):
    shown = text(replace(HOLD, phase=phase), 100, 30)
    drawn = text_pixels(word)
    scale = max_scale(drawn, 96, 40, 3)
    assert scale >= 2
    assert enlarge_pixels(drawn, scale)[1].strip() in shown
    assert "12 s left" in shown


def test_a_side_can_be_told_from_afar():
    arrow = text_pixels("◀")
    for width, height in ((60, 20), (100, 30), (200, 50)):
        shown = text(HOLD, width, height).splitlines()
        other = text(replace(HOLD, side="right"), width, height).splitlines()
        none = text(replace(HOLD, side=""), width, height).splitlines()
        drawn = [
            [line for line in lines if set(line) == {" ", "█"}] for lines in (shown, other, none)
        ]
        assert len({len(lines) for lines in drawn}) == 1
        assert len({max(map(len, lines)) for lines in drawn}) > 1
        assert drawn[0] != drawn[1] != drawn[2]
    assert arrow == tuple(row[::-1] for row in text_pixels("▶"))


def test_a_rest_is_told_from_work():
    rest = replace(HOLD, resting=True)
    assert "rest · set 2 of 3" in text(rest, 60, 20)
    assert "rest" not in text(HOLD, 60, 20)
    styles = [
        {
            span.style
            for line in screen_lines(one, Canvas(60, 20))
            if "██" in line.plain
            for span in line.spans
        }
        for one in (rest, HOLD)
    ]
    assert styles[0] != styles[1]


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


LED = replace(
    HOLD, count=None, way_from="standing", way_to="supine", way_left=35_900, interludes_left=37_000
)


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


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (200, 50)])
@pytest.mark.parametrize(
    ("count", "unit", "reps", "words"),
    [
        (12, "seconds", 0, "seconds"),
        (1, "seconds", 0, "second"),
        (12, "seconds", 3, "seconds"),
        (754, "seconds", 0, "minutes"),
        (4, "repetition", 10, "repetition"),
        (754, "repetition", 800, "repetition"),
    ],
)
def test_the_large_number_has_its_unit(width, height, count, unit, reps, words):
    shown = text(replace(HOLD, count=count, count_unit=unit, reps=reps), width, height)
    assert words in [line.strip() for line in shown.splitlines()]
    assert words not in text(replace(HOLD, count=None, count_unit=""), width, height)


def test_small_screens_keep_what_counts():
    shown = text(HOLD, 30, 5)
    for words in ("Bird dog", "left side", "12", "3:32"):
        assert words in shown
    assert text(HOLD, 12, 1).strip()


def test_minutes_are_shown_as_minutes():
    walk = replace(HOLD, count=754, exercise="Walk", reps=0)
    assert "12:34" in text(walk, 30, 5)
    assert "754" in text(replace(walk, reps=800), 30, 5)


def test_a_terminal_without_blocks_is_drawn_on_in_ascii():
    shown = text(replace(HOLD, exercise="Bird dog"), 100, 30, blocks=False).replace(" · ", "")
    assert shown.isascii()
    assert "####" in shown


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


# Letters


def test_letters_are_five_high_and_rows_as_wide_as_each_other():
    for letter, glyph in GLYPHS.items():
        rows = glyph.split(" ")
        assert len(rows) == GLYPH_HEIGHT, letter
        assert len({len(row) for row in rows}) == 1, letter
    assert len(set(GLYPHS.values())) >= len(GLYPHS) - 2  # 5 and S may look alike, and 0 and O


def test_the_letters_are_enough_for_all_exercises():
    from coach.script.library import find_exercises
    from coach.system.paths import exercise_names

    cards = find_exercises(dict.fromkeys(exercise_names()))
    assert [card.name for card in cards.values() if text_pixels(card.name) is None] == []


@given(st.text("0123456789:", min_size=1, max_size=5), st.integers(1, 200), st.integers(1, 60))
def test_a_drawing_fits_where_it_was_said_to(text, width, lines):
    drawn = text_pixels(text)
    scale = max_scale(drawn, width, lines)
    if scale:
        large = enlarge_pixels(drawn, scale)
        assert len(large) <= lines
        assert max(map(len, large)) <= width
    larger = enlarge_pixels(drawn, scale + 1)
    assert len(larger) > lines or max(map(len, larger)) > width or GLYPH_HEIGHT * (scale + 1) % 2


# The timeline


@given(st.integers(0, 360_000), st.integers(1, 200))
def test_the_bar_is_as_wide_as_asked_and_grows(elapsed, width):
    drawn = timeline_bar(replace(HOLD, elapsed=elapsed), width).plain
    assert len(drawn) == width
    later = timeline_bar(replace(HOLD, elapsed=min(360_000, elapsed + 5_000)), width).plain
    assert later.count("░") <= drawn.count("░")
    assert timeline_bar(replace(HOLD, elapsed=360_000), width).plain.count("░") == 0


def test_the_bar_shows_the_segments_apart():
    drawn = timeline_bar(replace(HOLD, elapsed=0), 60).plain
    assert len(drawn.split()) == len(SEGMENTS)
    assert drawn[0] != " "
    short = (Segment("Opening", 700, 2_000), *SEGMENTS[1:])
    assert timeline_bar(replace(HOLD, elapsed=200_000, segments=short), 40).plain[0] == "█"
    assert timeline_bar(HOLD, 60, blocks=False).plain.isascii()


# Plain lines


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


MOVED = replace(
    HOLD, phase=Phase.PAUSED, message="paused: the sound moved to another device at 3:32"
)


def test_a_pause_with_a_reason_is_told_of_once():
    assert plain(HOLD, MOVED, MOVED, replace(HOLD, elapsed=213_000))[-2:] == [
        " 3:32  paused: the sound moved to another device at 3:32",
        " 3:33  going on",
    ]
    line = format_status_line(MOVED)
    assert line.startswith("paused · 3:32 of 6:00 · Bird dog")
    assert line.endswith(" · the sound moved to another device at 3:32")


@pytest.mark.parametrize("size", [(60, 20), (100, 30), (200, 50)])
def test_the_screen_says_that_the_sound_has_moved(size):
    assert MOVED.message in text(MOVED, *size)


def test_plain_survives_that_nobody_reads_any_more():
    read, write = os.pipe()
    os.close(read)
    view = PlainView(os.fdopen(write, "w"))
    view.show(HOLD)
    view.show(replace(HOLD, side="right"))
    with pytest.raises(OSError, match="Broken pipe"):
        view._file.close()


def test_a_file_is_nothing_to_draw_on(tmp_path):
    with (tmp_path / "log").open("w+") as file, pytest.raises(MachineError, match="no terminal"):
        ScreenView(file).start(lambda _: None)


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


# On a terminal

# All above is tried on Windows, too; from here on each test starts a pseudo-terminal.
if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals on Windows", allow_module_level=True)

from tests.terminals import shell, until  # noqa: E402 - it needs `pty`, which Windows has not

SESSION = """
import sys, time
from dataclasses import replace
from coach.cli.display.screen import ScreenView
from coach.live.status import Phase, Status
status = Status(Phase.PLAYING, "Lower back", 0, 60_000, exercise="Plank", count=9)
display = ScreenView()
display.start(print)
display.show(status)
{then}
"""


# In short sleeps, as the engine's: a signal that comes just before a sleep does not end that.
WAIT = "[time.sleep(0.02) for _ in range(1500)]"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def begin(terminal, then: str) -> list[object]:
    found = terminal.modes
    Path("session.py").write_text(SESSION.format(then=then))
    terminal.type(f"{sys.executable} session.py\n")
    return found


@pytest.mark.parametrize(
    "then",
    [
        "time.sleep(0.3); display.stop(); display.stop()",
        "time.sleep(0.3); raise ValueError",
        "time.sleep(0.3); sys.exit(3)",
        "display.stop()",
        "raise ValueError",
    ],
)
def test_the_screen_is_left_as_it_was_found(then):
    with shell() as terminal:
        found = begin(terminal, then)
        shown = terminal.wait_for("$ ")
        assert shown.count(ENTER_SCREEN) == shown.count(LEAVE_SCREEN)
        assert shown.rfind(LEAVE_SCREEN) >= shown.rfind(ENTER_SCREEN)
        assert terminal.modes == found


KEYS_TOO = """
from coach.cli.signals import exit_on_signals
from coach.live.controls.keys import Keys
keys = Keys()
with exit_on_signals():
    keys.start(print)
    try:
        while termios.tcgetattr(0)[3] & termios.ECHO:
            time.sleep(0.01)
        {then}
    finally:
        keys.stop()
        display.stop()
"""


@pytest.mark.parametrize(
    ("typed", "then", "code"),
    [
        ("\x1c", WAIT, 131),
        ("", "time.sleep(0.5); signal.raise_signal(signal.SIGUSR1)", 138),
        ("", "time.sleep(0.5); signal.raise_signal(signal.SIGALRM)", 142),
    ],
)
def test_a_signal_that_ends_the_session_leaves_screen_and_keys_as_they_were(typed, then, code):
    """Ctrl-\\ among them, which a terminal sends as long as it is not told otherwise."""
    with shell() as terminal:
        found = begin(terminal, "import signal, termios" + KEYS_TOO.format(then=then))
        terminal.wait_for("stop")
        assert until(lambda: terminal.modes != found)
        terminal.type(typed)
        assert LEAVE_SCREEN in terminal.wait_for("$ ")
        assert terminal.modes == found
        terminal.type("echo $?\n")
        assert f"{code}\r\n" in terminal.wait_for("$ ")


SIGNAL_AT_START = """
import termios
from threading import Thread
from coach.live.controls.keys import Keys
start = Thread.start
def start_and_end(thread):
    start(thread)
    while thread.name == "keys" and termios.tcgetattr(0)[3] & termios.ECHO:
        time.sleep(0.01)
    if thread.name == "keys":
        raise SystemExit(131)
Thread.start = start_and_end
Keys().start(print)
"""


def test_a_signal_while_the_keys_are_being_started_leaves_the_terminal_as_it_was():
    with shell() as terminal:
        found = begin(terminal, SIGNAL_AT_START)
        terminal.wait_for("stop")
        terminal.wait_for("$ ")
        assert terminal.modes == found
        terminal.type("echo $?\n")
        assert "131\r\n" in terminal.wait_for("$ ")


def test_only_what_differs_is_drawn():
    then = "\n".join(
        [
            "time.sleep(0.3)",
            "for tenth in range(20):",
            "    display.show(replace(status, elapsed=40 * tenth)); time.sleep(0.02)",
            "print('qui' + 'et', flush=True)",
            "display.show(replace(status, count=8)); time.sleep(0.3)",
            "print('do' + 'ne', flush=True); time.sleep(9)",
        ]
    )
    with shell(100, 30) as terminal:
        begin(terminal, then)
        terminal.wait_for(ENTER_SCREEN)
        whole = terminal.wait_for("quiet")
        assert "Lower back" in whole
        assert whole.count("\x1b[K") > 15
        changed = terminal.wait_for("done")
        assert 0 < changed.count("\x1b[K") < 15
        assert not re.search(r"\x1b\[[012]?J|\x1b\[[12]K", changed), "it is cleared first"
        assert "Lower back" not in changed


def test_help_comes_when_asked_for_and_goes_with_the_next_key():
    then = "\n".join(
        [
            "from coach.live.commands import Command, Verb",
            "input(); display.interpret_command(Command(Verb.HELP))",
            "input(); display.interpret_command(Command(Verb.ENOUGH))",
            "input(); display.interpret_command(Command(Verb.HELP))",
            "input(); print('me' + 'ans', display.interpret_command(Command(Verb.HELP)).verb)",
            "input()",
        ]
    )
    with shell(100, 30) as terminal:
        begin(terminal, then)
        assert "say the instruction again" not in terminal.wait_for("stop")
        terminal.type("\n")
        terminal.wait_for("say the instruction again")
        terminal.wait_for("any other key, closes this")
        terminal.type("\n")
        terminal.wait_for("█")
        terminal.type("\n")
        terminal.wait_for("say the instruction again")
        terminal.type("\n")
        terminal.wait_for("means enough")
        terminal.wait_for("█")


def test_another_size_is_noticed():
    with shell(100, 30) as terminal:
        begin(terminal, "time.sleep(9)")
        terminal.wait_for("stop")
        terminal.resize(60, 20)
        drawn = terminal.wait_for("stop")
        assert "\x1b[20;1H" in drawn
        assert "\x1b[21;1H" not in drawn


def test_ctrl_z_gives_the_screen_back_and_fg_draws_it_again():
    with shell() as terminal:
        begin(terminal, WAIT)
        terminal.wait_for("stop")
        terminal.type("\x1a")
        assert terminal.wait_for("Stopped").index(LEAVE_SCREEN) > 0
        terminal.wait_for("$ ")
        terminal.type("bg\n")
        terminal.wait_for("$ ")
        terminal.type("sleep 0.8; echo no''w\n")
        assert ENTER_SCREEN not in terminal.wait_for("now")
        terminal.type("fg\n")
        terminal.wait_for(ENTER_SCREEN)
        terminal.wait_for("Plank")


@pytest.mark.parametrize(
    "handle",
    [ScreenView._resume, lambda display: display.interpret_command(Command(Verb.PAUSE))],
    ids=["fg", "ctrl-z"],
)
def test_a_signal_at_any_moment_of_showing_does_not_hang_the_session(handle):
    display, depth, calls = ScreenView(), [], []

    def interrupt(*_):
        if not depth:
            depth.append(1)
            calls.append(handle(display))
            depth.pop()

    def show():
        sys.setprofile(interrupt)  # between any two calls, as signal handlers are
        display.show(HOLD)
        sys.setprofile(None)

    showing = Thread(target=show, daemon=True)
    showing.start()
    showing.join(5)
    assert not showing.is_alive()
    assert len(calls) > 3


def test_a_terminal_that_goes_away_takes_nothing_along():
    ignored = "import signal; signal.signal(1, signal.SIG_IGN); open('ignored', 'w').close()"
    ended = "time.sleep(1); display.stop(); open('ended', 'w').write('well')"
    with shell() as terminal:
        begin(terminal, f"{ignored}\n{ended}")
        terminal.wait_for(ENTER_SCREEN)
        assert until(lambda: Path("ignored").exists())
        terminal.hang_up()
        assert until(lambda: Path("ended").exists())


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_only_prints_is_not_drawn_on(term):
    with shell(TERM=term) as terminal:
        begin(terminal, "")
        assert "no terminal to draw on" in terminal.wait_for("$ ")


def test_a_fault_in_drawing_is_told_of_and_nothing_else_is_hurt():
    then = "\n".join(
        [
            "from coach.live.controls import GuardedControl",
            "import coach.cli.display.screen as module",
            "def screen_lines(*_): raise KeyError('fault')",
            "module.screen_lines = screen_lines",
            "guarded = GuardedControl('screen', display)",
            "display.show(replace(status, count=8)); time.sleep(0.5)",
            "guarded.show(status); guarded.stop(); print(guarded.fault)",
        ]
    )
    with shell() as terminal:
        begin(terminal, then)
        shown = terminal.wait_for("KeyError: 'fault'")
        assert "Traceback" not in shown
        assert shown.rfind(LEAVE_SCREEN) >= shown.rfind(ENTER_SCREEN)


def test_a_terminal_that_nobody_reads_holds_up_neither_the_session_nor_its_end():
    then = "\n".join(
        [
            "slowest = 0",
            "for tenth in range(300):",
            "    begun = time.monotonic()",
            "    display.show(replace(status, count=tenth % 90, exercise=f'Plank {tenth}'))",
            "    slowest = max(slowest, time.monotonic() - begun)",
            "    time.sleep(0.01)",
            "begun = time.monotonic()",
            "display.stop()",
            "open('ended', 'w').write(f'{slowest} {time.monotonic() - begun}')",
        ]
    )
    with shell(250, 70) as terminal:
        begin(terminal, then)
        # Ctrl-S, once it draws: nothing of what is written is taken any more.
        terminal.wait_for(ENTER_SCREEN)
        terminal.type("\x13")
        assert until(lambda: Path("ended").exists() and Path("ended").read_text() != "", 15)
        slowest, stopping = map(float, Path("ended").read_text().split())
        assert slowest < 0.5
        assert stopping < 5
        terminal.type("\x11")
