"""What MPRIS shows of a session, and the commands of its buttons. Values alone, no D-Bus."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.controls.button_presses import (
    Button,
    Meaning,
    Presses,
    can_open_ear,
    take_press,
)
from coach.live.controls.now_playing import format_headline
from coach.live.status import EarState, Phase, Status
from coach.system.paths import cover_path

OBJECT_PATH = "/org/mpris/MediaPlayer2"
NO_TRACK = f"{OBJECT_PATH}/TrackList/NoTrack"
EAR_COMMENT = "Listens for a few spoken words"
BUTTON_VERBS = {Button.TOGGLE: Verb.TOGGLE, Button.PLAY: Verb.RESUME, Button.PAUSE: Verb.PAUSE}
JUMP_MS = 400
"""By how many ms a position must be off its course for the desktop to be told."""


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What the desktop shows; times in ms, `begin` being where the segment begins."""

    playing: str = "Stopped"
    track: str = NO_TRACK
    title: str = ""
    album: str = ""
    number: int = 0
    begin: int = 0
    length: int = 0
    volume: float = 1.0
    comment: str = ""


def make_player_state(status: Status) -> PlayerState:
    """Return a status as a desktop shows it, with the segment as track."""
    playing = "Paused"
    if status.phase is Phase.PLAYING:
        playing = "Playing"
    elif status.phase in (Phase.IDLE, Phase.ENDED):
        playing = "Stopped"
    begin, end = 0, status.length
    if 0 <= status.segment < len(status.segments):
        segment = status.segments[status.segment]
        begin, end = segment.start, segment.end
    return PlayerState(
        playing,
        f"{OBJECT_PATH}/coach/segment/{status.segment + 1}",
        format_headline(status),
        status.title,
        status.segment + 1,
        begin,
        end - begin,
        status.volume / 100,
        EAR_COMMENT if status.ear in (EarState.OPEN, EarState.READY) else "",
    )


def has_jumped(before: Status, after: Status, passed: float) -> bool:
    """Return True if the position is not where `passed` seconds would have brought it."""
    course = before.elapsed + (passed * 1000 if before.phase is Phase.PLAYING else 0)
    return abs(after.elapsed - course) > JUMP_MS and after.elapsed != before.elapsed


def interpret_press(
    before: Presses, button: Button, now: int, status: Status
) -> tuple[Presses, Command | None]:
    """Return the presses behind one more, and its command: to go on, where the session waits."""
    presses, meaning = take_press(before, button, now, can_listen=can_open_ear(status))
    if meaning is Meaning.NOTHING:
        return presses, None
    if meaning is Meaning.LISTEN:
        verb = Verb.LISTEN
    elif status.phase is Phase.WAITING and button is not Button.PAUSE:
        verb = Verb.GO
    else:
        verb = BUTTON_VERBS[button]
    return presses, Command(verb, is_press=True)


def cover_uri() -> str:
    """Return the address of the picture to show, the cover of exported files; "" if none."""
    path = cover_path()
    return path.absolute().as_uri() if path else ""


def find_bus_address() -> str:
    """Return the address of the session bus; raises MachineError where there is none."""
    if sys.platform == "linux":
        if given := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return given
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        if runtime and Path(runtime, "bus").is_socket():
            return f"unix:path={runtime}/bus"
    raise MachineError(Problem("there is no D-Bus session"))
