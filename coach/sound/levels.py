"""Levels: how loud a session is as a whole, and its layers relative to each other.

A session has one channel. A meter reads one channel 3 LU lower than the same sound in two (ITU-R
BS.1770-4 sums the channels), and every loudness here is what a meter reads of the file: -19 for
what podcasts call -16.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coach.timeline.source import Track

MIN_LEVEL_DB, MAX_LEVEL_DB = -60.0, 12.0
"""How far a layer may be turned down or up, in dB."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """The loudness of a whole session, in LUFS of one channel, and its highest peak, in dBTP."""

    target: float
    peak: float
    meant: str


LOUDNESS_PRESETS: Mapping[str, Loudness] = MappingProxyType(
    {
        # Apple Podcasts: -16 LKFS in two channels, peaks below -1.
        "podcast": Loudness(-19.0, -1.0, "as loud as podcasts"),
        # EBU R 128: -23 LUFS in two channels, peaks below -1.
        "broadcast": Loudness(-26.0, -1.0, "as loud as radio and television in Europe"),
        # ACX: -23 to -18 dB RMS and peaks below -3 in the one channel of a file.
        "audiobook": Loudness(-20.0, -3.0, "as loud as audiobooks, with lower peaks"),
        # Spotify and YouTube play at -14 in two channels.
        "music": Loudness(-17.0, -1.0, "as loud as songs in a player"),
        "quiet": Loudness(-29.0, -6.0, "for the night"),
    }
)
DEFAULT_PRESET = "podcast"


@dataclass(frozen=True, slots=True)
class Levels:
    """The loudness of a session, and by how many dB each layer differs from its usual level."""

    loudness: Loudness = LOUDNESS_PRESETS[DEFAULT_PRESET]
    voice: float = 0.0
    cue: float = 0.0
    bed: float = 0.0

    def for_track(self, track: Track) -> float:
        """Return by how many dB a layer differs from its usual level."""
        return {Track.VOICE: self.voice, Track.CUE: self.cue, Track.BED: self.bed}[track]


DEFAULT_LEVELS = Levels()
