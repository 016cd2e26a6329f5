"""The session on D-Bus, as MPRIS2 wants a player to be. The only place that imports dbus-fast.

https://specifications.freedesktop.org/mpris/latest/ ; names and signatures are its own.
"""

# ruff: noqa: N802, D102 - methods are named, and what they do is said, by the specification

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Annotated

from dbus_fast import DBusError, NameFlag, PropertyAccess, RequestNameReply, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import (
    DBusBool,
    DBusDict,
    DBusDouble,
    DBusInt64,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.button_presses import Button, Presses
from coach.live.controls.mpris_state import (
    OBJECT_PATH,
    PlayerState,
    cover_uri,
    interpret_press,
    make_player_state,
)
from coach.live.status import Phase, Status

BUS_NAME = "org.mpris.MediaPlayer2.coach"
READ = PropertyAccess.READ
Strings = Annotated[list[str], DBusSignature("as")]
PROPERTIES = {
    "playing": "PlaybackStatus",
    "track": "Metadata",
    "title": "Metadata",
    "album": "Metadata",
    "comment": "Metadata",
    "length": "Metadata",
    "volume": "Volume",
}


class ApplicationInterface(ServiceInterface):
    """The interface of every MPRIS application: its name, and a way to quit."""

    def __init__(self, send: Send) -> None:
        super().__init__("org.mpris.MediaPlayer2")
        self._send = send

    @dbus_method()
    def Raise(self) -> None:
        """Do nothing: a terminal cannot be raised."""

    @dbus_method()
    def Quit(self) -> None:
        self._send(Command(Verb.STOP))

    @dbus_property(READ)
    def CanQuit(self) -> DBusBool:
        return True

    @dbus_property(READ)
    def CanRaise(self) -> DBusBool:
        return False

    @dbus_property(READ)
    def HasTrackList(self) -> DBusBool:
        return False

    @dbus_property(READ)
    def Identity(self) -> DBusStr:
        return "Audio coach"

    @dbus_property(READ)
    def SupportedUriSchemes(self) -> Strings:
        return []

    @dbus_property(READ)
    def SupportedMimeTypes(self) -> Strings:
        return []


class PlayerInterface(ServiceInterface):
    """The transport: calls become commands, properties show the latest status."""

    def __init__(self, send: Send) -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")
        self._send = send
        self.status = Status(Phase.IDLE, "")
        self.player_state = PlayerState()
        self.art_url = cover_uri()
        self._presses = Presses()

    def _press(self, button: Button) -> None:
        """Send what a press means: of two of them the second may open the ear."""
        now = round(time.monotonic() * 1000)
        self._presses, command = interpret_press(self._presses, button, now, self.status)
        if command:
            self._send(command)

    @property
    def position(self) -> int:
        """The position in the segment, in microseconds."""
        return max(0, self.status.elapsed - self.player_state.begin) * 1000

    def update(self, status: Status, moved: bool) -> None:
        """Show a status, and signal what has changed; `moved` if the position has jumped."""
        before, self.status, self.player_state = (
            self.player_state,
            status,
            make_player_state(status),
        )
        changed = {
            name: getattr(self, name)
            for key, name in PROPERTIES.items()
            if getattr(before, key) != getattr(self.player_state, key)
        }
        if changed:
            self.emit_properties_changed(changed)
        if moved:
            self.Seeked()

    @dbus_method()
    def Next(self) -> None:
        self._send(Command(Verb.NEXT))

    @dbus_method()
    def Previous(self) -> None:
        self._send(Command(Verb.PREVIOUS))

    @dbus_method()
    def Pause(self) -> None:
        self._press(Button.PAUSE)

    @dbus_method()
    def PlayPause(self) -> None:
        self._press(Button.TOGGLE)

    @dbus_method()
    def Stop(self) -> None:
        self._send(Command(Verb.STOP))

    @dbus_method()
    def Play(self) -> None:
        self._press(Button.PLAY)

    @dbus_method()
    def Seek(self, offset: DBusInt64) -> None:
        if ms := round(offset / 1000):
            self._send(Command(Verb.FORWARD if ms > 0 else Verb.BACK, abs(ms)))

    @dbus_method()
    def SetPosition(self, track: DBusObjectPath, position: DBusInt64) -> None:
        # The specification has both ignored: another track is stale, another place is none.
        if track == self.player_state.track and 0 <= position <= self.player_state.length * 1000:
            self._send(Command(Verb.SEEK, self.player_state.begin + position // 1000))

    @dbus_method()
    def OpenUri(self, uri: DBusStr) -> None:
        raise DBusError("org.freedesktop.DBus.Error.NotSupported", "a session is opened by coach")

    @dbus_signal()
    def Seeked(self) -> DBusInt64:
        return self.position

    @dbus_property(READ)
    def PlaybackStatus(self) -> DBusStr:
        return self.player_state.playing

    @dbus_property(READ)
    def Metadata(self) -> DBusDict:
        tags = {
            "mpris:trackid": Variant("o", self.player_state.track),
            "mpris:length": Variant("x", self.player_state.length * 1000),
            "xesam:title": Variant("s", self.player_state.title),
            "xesam:album": Variant("s", self.player_state.album),
            "xesam:artist": Variant("as", ["Audio coach"]),
            "xesam:trackNumber": Variant("i", self.player_state.number),
        }
        if self.player_state.comment:
            tags["xesam:comment"] = Variant("as", [self.player_state.comment])
        return tags | ({"mpris:artUrl": Variant("s", self.art_url)} if self.art_url else {})

    @dbus_property()
    def Volume(self) -> DBusDouble:
        return self.player_state.volume

    @Volume.setter  # type: ignore[no-redef] # mypy takes dbus-fast's decorator for no property
    def Volume(self, volume: DBusDouble) -> None:
        self._send(Command(Verb.VOLUME, max(0, round(volume * 100))))

    @dbus_property(READ)
    def Position(self) -> DBusInt64:
        return self.position

    @dbus_property()
    def Rate(self) -> DBusDouble:
        return 1.0

    @Rate.setter  # type: ignore[no-redef] # mypy takes dbus-fast's decorator for no property
    def Rate(self, rate: DBusDouble) -> None:
        """Keep the rate: a hold cannot go faster. The specification has 0 mean pause."""
        if rate == 0:
            self._send(Command(Verb.PAUSE))

    @dbus_property(READ)
    def MinimumRate(self) -> DBusDouble:
        return 1.0

    @dbus_property(READ)
    def MaximumRate(self) -> DBusDouble:
        return 1.0

    @dbus_property(READ)
    def CanGoNext(self) -> DBusBool:
        return True

    @dbus_property(READ)
    def CanGoPrevious(self) -> DBusBool:
        return True

    @dbus_property(READ)
    def CanPlay(self) -> DBusBool:
        return True

    @dbus_property(READ)
    def CanPause(self) -> DBusBool:
        return True

    @dbus_property(READ)
    def CanSeek(self) -> DBusBool:
        return True

    @dbus_property(READ)
    def CanControl(self) -> DBusBool:
        return True


class MprisService:
    """A player on the bus: runs in one event loop, is called from any thread."""

    def __init__(self, send: Send) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop_event = asyncio.Event()
        self._application, self._player = ApplicationInterface(send), PlayerInterface(send)

    def show(self, status: Status, moved: bool) -> None:
        """Show a status; returns at once."""
        self._call_soon(self._player.update, status, moved)

    def stop(self) -> None:
        """End `serve`; returns at once."""
        self._call_soon(self._stop_event.set)

    def _call_soon(self, do: Callable[..., object], *what: object) -> None:
        # The loop may close at any time: on its own, should the bus go away.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(do, *what)

    async def serve(self, address: str) -> None:
        """Serve on the bus until `stop`, or until the bus goes away."""
        bus = await MessageBus(bus_address=address).connect()
        ended: Callable[[], Awaitable[None]] = bus.wait_for_disconnect
        gone = asyncio.ensure_future(ended())
        going = asyncio.ensure_future(self._stop_event.wait())
        try:
            for interface in (self._application, self._player):
                bus.export(OBJECT_PATH, interface)
            await _request_bus_name(bus)
            await asyncio.wait((gone, going), return_when=asyncio.FIRST_COMPLETED)
        finally:
            going.cancel()
            bus.disconnect()
            await asyncio.gather(gone, going, return_exceptions=True)


async def _request_bus_name(bus: MessageBus) -> None:
    """Request the usual name on the bus, or one with the process number if that is taken."""
    own = f"{BUS_NAME}.instance{os.getpid()}"
    for name in (BUS_NAME, own):
        if await bus.request_name(name, NameFlag.DO_NOT_QUEUE) is RequestNameReply.PRIMARY_OWNER:
            return
