"""The socket of players, to which live sound goes. They take PCM, and tell how much was heard.

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
    """A sink for live sound: mono PCM at `coach.RATE` frames a second. Made without arguments.

    From `open` on the card is fed, with silence until something is written. Counts of frames begin
    at 0 and never go back. Every call may raise MachineError when the device is lost; `open` then
    opens it anew.

    Examples:
        >>> from coach.sound.audio import make_silence
        >>> player = make_player("recorder")
        >>> player.open()
        >>> player.write(make_silence(500))
        >>> player.written
        24000
        >>> player.close()
    """

    def open(self) -> None:
        """Open the device.

        Raises:
            MachineError: There is none; the hint says what else can be done.
        """

    def write(self, pcm: "Pcm") -> None:
        """Queue sound behind what is queued; waits while more than about a second is queued.

        Args:
            pcm: Mono sound, int16, at `coach.RATE`.

        Raises:
            ValueError: It has another rate.
            MachineError: The device is lost.
        """

    def drain(self) -> None:
        """Wait until all that was written has been heard."""

    def finish(self) -> None:
        """Expect no more sound for now, and play what is gathered; returns at once."""

    def stop(self) -> None:
        """Fall silent at once (a fade of some 10 ms), and drop what is queued."""

    @property
    def position(self) -> int:
        """Frames of written sound that the card has taken; silence of its own not counted."""

    @property
    def heard(self) -> int:
        """Frames of written sound that have been heard: `position` less what lies in the card."""

    @property
    def written(self) -> int:
        """Frames that have been written and not dropped: where sound that follows begins."""

    @property
    def room(self) -> int:
        """Frames that `write` takes without waiting."""

    @property
    def joint(self) -> int | None:
        """Frame from which queued sound can still be replaced by `splice`; None for never."""

    def splice(self, frame: int, pcm: "Pcm") -> None:
        """Replace the queued sound from a frame on, without a gap.

        Args:
            frame: Where it begins, in frames as `written` counts them; not before `joint`.
            pcm: What is heard there instead; nothing that was queued behind it stays.
        """

    def close(self) -> None:
        """Close the device. Closing twice is fine; after `stop` it is immediate."""


NO_SOUND_HINT = "coach export NAME -o session.wav makes a file to hear elsewhere"
"""What a player says as the hint where this machine has no sound device."""


def list_players() -> tuple[str, ...]:
    """Return the names of all players that can be heard; the recorder, for tests, cannot."""
    return tuple(name for name in list_plugins(GROUP, BUILTINS) if name != SILENT_PLAYER)


def default_player() -> str:
    """Return the name of the player to use when none was asked for."""
    return "miniaudio"


def make_player(name: str | None = None) -> Player:
    """Return a player by name; it is still to be opened, and must be closed."""
    player: Player = load_plugin(GROUP, BUILTINS, name or default_player(), list_players())()
    return player
