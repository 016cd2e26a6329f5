"""The socket of where live sound goes. A player takes PCM as the card wants it, and tells time.

The card's clock is the only clock of a live session: `position` counts the frames the card
has taken, and no sleep decides when a cue sounds.

To add one: a class with the shape of `Player`, named in an entry point of `coach.players`.
"""

from typing import TYPE_CHECKING, Protocol

from coach.plugins import list_plugins, load_plugin

if TYPE_CHECKING:
    from coach.sound.audio import Pcm

GROUP = "coach.players"
BUILTINS = {
    "miniaudio": "coach.live.players.miniaudio:MiniaudioPlayer",
    "simpleaudio": "coach.live.players.simpleaudio:SimpleaudioPlayer",
    "recorder": "coach.live.players.recorder:RecorderPlayer",
}
SILENT_PLAYER = "recorder"
"""Takes sound and plays none, for tests; it is there for who names it, and is not offered."""


class Player(Protocol):
    """A sink for live sound: mono PCM at `coach.sound.audio.RATE`.

    Made, then opened once; from then on the card is fed (with silence until something is
    written). Every call may raise MachineError when the device is lost.
    """

    def open(self) -> None:
        """Open the device; raises MachineError, naming the way out, where there is none."""

    def write(self, pcm: "Pcm") -> None:
        """Queue sound behind what is queued; waits while more than about a second is queued."""

    def drain(self) -> None:
        """Wait until all that was written has been heard."""

    def finish(self) -> None:
        """Expect no more for now, and play what may have been gathered; returns at once."""

    def stop(self) -> None:
        """Fall silent at once (a fade of some 10 ms), and forget what is queued."""

    @property
    def position(self) -> int:
        """Frames of written sound that the card has taken; silence of its own not counted."""

    @property
    def heard(self) -> int:
        """Frames of written sound that have been heard: `position` less what lies in the card."""

    @property
    def written(self) -> int:
        """Frames that have been written and not been forgotten: where sound that follows begins."""

    @property
    def room(self) -> int:
        """Frames that `write` takes without waiting."""

    @property
    def joint(self) -> int | None:
        """Frame from which queued sound can still be replaced by `splice`; None for never."""

    def splice(self, frame: int, pcm: "Pcm") -> None:
        """Play something else from a frame on, without a gap."""

    def close(self) -> None:
        """Let go of the device. Closing twice is fine; after `stop` it is immediate."""


NO_SOUND_HINT = "coach export NAME -o session.wav makes a file to hear elsewhere"


def list_players() -> tuple[str, ...]:
    """Return the names of all players that can be heard; the recorder, for tests, cannot."""
    return tuple(name for name in list_plugins(GROUP, BUILTINS) if name != SILENT_PLAYER)


def default_player() -> str:
    """Name the player to use when none was asked for."""
    return "miniaudio"


def make_player(name: str | None = None) -> Player:
    """Make a player by name; it is still to be opened, and must be closed."""
    player: Player = load_plugin(GROUP, BUILTINS, name or default_player(), list_players())()
    return player
