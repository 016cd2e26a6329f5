"""A button that is held down: events as the kernel writes them, through pipes in its place."""

import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.checks.button_check import check_buttons
from coach.checks.finding import CheckOutcome
from coach.errors import MachineError
from coach.live.commands import Command, Verb
from coach.live.controls import long_press
from coach.live.controls.held_button import (
    EVENT,
    HELD_MS,
    LETTER_KEYS,
    HeldButton,
    KeyChange,
    follow_changes,
    is_play_button,
    parse_key_codes,
    read_changes,
    take_long_press,
)
from coach.live.controls.input_devices import InputFolders
from coach.live.controls.long_press import LongPress
from coach.live.status import EarState, Phase, Status
from tests.live.conftest import until

PLAY_CD, PAUSE_CD, NEXT_SONG, LETTER_A = 200, 201, 163, 30
HEADSET = (PLAY_CD, PAUSE_CD, NEXT_SONG)
WORD_BITS = struct.calcsize("@l") * 8
CLOSED = Status(Phase.PLAYING, "Lower back", ear=EarState.CLOSED)


def event(code: int, value: int, kind: int = 1) -> bytes:
    return EVENT.pack(1_700_000_000, 999_999, kind, code, value) + EVENT.pack(0, 0, 0, 0, 0)


def word_list(codes: tuple[int, ...]) -> str:
    """Key codes as /sys writes them."""
    words = [0] * (max(codes) // WORD_BITS + 1)
    for code in codes:
        words[code // WORD_BITS] |= 1 << code % WORD_BITS
    return " ".join(f"{word:x}" for word in reversed(words)) + "\n"


@given(st.sets(st.integers(0, 767), min_size=1))
def test_the_keys_of_a_device_are_read_as_they_are_written(codes: set[int]) -> None:
    assert parse_key_codes(word_list(tuple(codes))) == codes


def test_a_keyboard_is_no_button_whatever_else_it_has() -> None:
    assert is_play_button(frozenset(HEADSET))
    assert not is_play_button(frozenset({NEXT_SONG}))
    assert not is_play_button(frozenset(range(1, 240)))
    assert not [one for one in LETTER_KEYS if is_play_button(frozenset({164, one}))]


def test_events_are_as_long_as_those_of_the_kernel() -> None:
    assert EVENT.size == {64: 24, 32: 16}[WORD_BITS]


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    for change in read_changes(data):
        assert change.code in (0, 119, 164, 200, 201, 207, 226)


def test_of_other_keys_and_of_repeats_nothing_is_kept() -> None:
    data = event(LETTER_A, 1) + event(PLAY_CD, 1) + event(PLAY_CD, 2) + event(30, 5, kind=4)
    data += event(NEXT_SONG, 1) + event(PLAY_CD, 0)
    assert list(read_changes(data)) == [KeyChange(PLAY_CD, True), KeyChange(PLAY_CD, False)]
    lost = EVENT.pack(0, 0, 0, 3, 0)
    assert list(read_changes(lost + b"half")) == [KeyChange(0, False)]


DOWN, UP = KeyChange(PLAY_CD, True), KeyChange(PLAY_CD, False)


def test_a_press_is_long_once_and_only_while_it_is_held() -> None:
    held = follow_changes(HeldButton(), [DOWN], 1_000)
    assert held.due_at == 1_000 + HELD_MS
    assert take_long_press(held, 999 + HELD_MS) == (held, False)
    held, is_long = take_long_press(held, 1_000 + HELD_MS)
    assert is_long
    assert take_long_press(held, 9_000) == (held, False)
    held = follow_changes(held, [UP, DOWN, UP], 9_000)
    assert not take_long_press(held, 99_000)[1]
    held = follow_changes(held, [DOWN, KeyChange(0, False)], 99_000)
    assert held.due_at is None
    other = follow_changes(follow_changes(held, [DOWN], 1), [KeyChange(PAUSE_CD, False)], 2)
    assert other.due_at == 1 + HELD_MS


class Devices:
    """Made-up devices of the kernel; a pipe is the node of each."""

    def __init__(self, folder: Path) -> None:
        self.folders = InputFolders(folder / "class", folder / "nodes")
        self._real, self._count = folder / "devices", 0
        for one in (self.folders.classes, self.folders.nodes, self._real):
            one.mkdir()

    def connect(self, node: str, codes: tuple[int, ...] = HEADSET, name: str = "Headset") -> int:
        """Connect a device, and return the file by which it tells events."""
        self._count += 1
        real = self._real / f"input{self._count}" / node
        (real / "device/capabilities").mkdir(parents=True)
        (real / "device/capabilities/key").write_text(word_list(codes))
        (real / "device/name").write_text(f"{name}\n")
        (self.folders.classes / node).symlink_to(real)
        os.mkfifo(self.folders.nodes / node)
        return os.open(self.folders.nodes / node, os.O_RDWR | os.O_NONBLOCK)

    def disconnect(self, node: str, file: int) -> None:
        (self.folders.classes / node).unlink()
        (self.folders.nodes / node).unlink()
        os.close(file)


@pytest.fixture
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Devices:
    monkeypatch.setattr(long_press, "LOOK_EVERY_MS", 50)
    return Devices(tmp_path)


@pytest.fixture
def sent() -> list[Command]:
    return []


@pytest.fixture
def control(devices: Devices, sent: list[Command]) -> Iterator[LongPress]:
    control = LongPress(devices.folders)
    control.start(sent.append)
    control.show(CLOSED)
    yield control
    control.stop()


def opened(devices: Devices) -> list[str]:
    """The devices that this process reads, or that a test writes to."""
    files = Path("/proc/self/fd")
    places = [os.path.realpath(one) for one in files.iterdir()]
    return sorted(Path(one).name for one in places if str(devices.folders.nodes) in one)


def tell(file: int, *events: bytes) -> None:
    os.write(file, b"".join(events))


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="/proc is of Linux")
pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are of Unix")


@needs_proc
@pytest.mark.usefixtures("control")
def test_a_held_button_opens_the_ear_once(devices: Devices, sent: list[Command]) -> None:
    headset = devices.connect("event3")
    assert until(lambda: opened(devices) == ["event3"] * 2, 3)
    tell(headset, event(PLAY_CD, 1))
    begun = time.monotonic()
    assert until(lambda: bool(sent), 3)
    assert time.monotonic() - begun >= HELD_MS / 1000 - 0.05
    tell(headset, event(PLAY_CD, 2), event(PLAY_CD, 0))
    tell(headset, event(PAUSE_CD, 1), event(PAUSE_CD, 0), event(NEXT_SONG, 1))
    time.sleep(HELD_MS / 1000 + 0.1)
    assert sent == [Command(Verb.LISTEN, is_press=True)]
    os.close(headset)


@needs_proc
@pytest.mark.usefixtures("control")
def test_a_headset_may_go_and_come_back(devices: Devices, sent: list[Command]) -> None:
    headset = devices.connect("event3")
    assert until(lambda: opened(devices) == ["event3"] * 2, 3)
    tell(headset, event(PLAY_CD, 1))
    time.sleep(0.1)
    devices.disconnect("event3", headset)
    assert until(lambda: opened(devices) == [], 3)
    again = devices.connect("event3")
    assert until(lambda: opened(devices) == ["event3"] * 2, 3)
    time.sleep(HELD_MS / 1000)
    assert sent == []
    tell(again, event(PAUSE_CD, 1))
    assert until(lambda: bool(sent), 3)
    os.close(again)


@needs_proc
@pytest.mark.usefixtures("control")
def test_a_keyboard_is_never_opened(devices: Devices) -> None:
    keyboard = devices.connect("event0", tuple(range(1, 240)), "Keyboard")
    pedal = devices.connect("event1", (164,), "Pedal")
    assert until(lambda: opened(devices) == ["event0", "event1", "event1"], 3)
    for file in (keyboard, pedal):
        os.close(file)


@needs_proc
@pytest.mark.parametrize("ear", [EarState.NONE, EarState.DEAF])
def test_without_an_ear_no_device_is_opened(devices: Devices, ear: EarState) -> None:
    headset = devices.connect("event3")
    control = LongPress(devices.folders)
    control.start(lambda _command: None)
    control.show(Status(Phase.PLAYING, "Lower back", ear=ear))
    time.sleep(0.2)
    assert opened(devices) == ["event3"]
    control.stop()
    os.close(headset)


def test_what_may_not_be_read_and_what_is_garbage_is_left_out(
    devices: Devices, sent: list[Command]
) -> None:
    (devices.folders.nodes / "event9").mkdir()  # opens, and cannot be read
    headset = devices.connect("event3")
    (devices.folders.nodes / "event3").chmod(0)
    (devices.folders.classes / "event9").mkdir()
    garbage = devices.connect("event8", name="Ünnamed")
    (devices.folders.classes / "event8/device/capabilities/key").write_text("no number")
    control = LongPress(devices.folders)
    control.start(sent.append)
    control.show(CLOSED)
    time.sleep(0.2)
    control.show(CLOSED)
    control.stop()
    control.stop()
    assert sent == []
    for file in (headset, garbage):
        os.close(file)


def test_a_system_without_input_devices_has_no_such_control(tmp_path: Path) -> None:
    control = LongPress(InputFolders(tmp_path / "none", tmp_path / "none"))
    with pytest.raises(MachineError, match="no input devices"):
        control.start(lambda _command: None)
    control.show(CLOSED)
    control.stop()


def test_doctor_says_whether_a_long_press_can_be_seen(
    devices: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find() -> tuple[CheckOutcome, str, str]:
        (found,) = check_buttons(devices.folders)
        return found.outcome, found.message, found.hint

    assert find()[0] is CheckOutcome.OK
    assert "no device" in find()[1]
    files = [devices.connect("event3", name="Anna's headset"), devices.connect("event4")]
    assert find() == (CheckOutcome.OK, "a long press opens the ear, by 2 devices", "")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # for root may read all
    outcome, message, hint = find()
    assert outcome is CheckOutcome.DEGRADED
    assert "Anna" not in message
    assert "input" in hint
    for file in files:
        os.close(file)
    (none,) = check_buttons(InputFolders(devices.folders.nodes / "none"))
    assert none.outcome is CheckOutcome.DEGRADED
