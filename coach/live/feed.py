"""Renders a tape ahead of the card, window by window, and no further than it must."""

from dataclasses import dataclass, field

import numpy as np

from coach.errors import MachineError
from coach.live.tape import Piece, PieceKind, Tape, audible_timeline
from coach.sound.audio import FRAMES_PER_MS, FULL_SCALE, Floats, Pcm, Samples
from coach.sound.levels import Levels
from coach.sound.mix import Media, Mix
from coach.timeline.source import Track

WINDOW_MS = 200
"""What is rendered at once, in ms."""
EDGE_FADE_MS = 10
"""Where a piece with a bed begins or ends, all of its sound is faded for so many ms."""
VOLUME_RAMP_MS = 40
"""How long the loudness takes to change, in ms."""
KNEE = 0.8
"""The part of full scale above which amplified sound is compressed rather than clipped."""
NOISE_STEPS = 1
"""A wait is not digital silence but noise of this many steps of 65,536, too soft to be heard: some
headsets fall asleep in silence, and swallow the first word after it."""


@dataclass(slots=True)
class Feed:
    """What renders a tape from `cursor`, its next frame, on."""

    media: Media
    gain: float
    levels: Levels
    cursor: int = 0
    failure: str = ""
    """Why something was not heard: a take was gone, and silence took its time."""
    volume: float = 1.0
    _applied_volume: float = 1.0
    _piece: Piece | None = None
    _mix: Mix | None = None
    _has_bed: bool = False
    _noise: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))

    def render_next(self, tape: Tape, most: int = WINDOW_MS) -> Pcm | None:
        """Render the next `most` ms; None at the end, or at what is not spoken yet."""
        begin = tape.start
        for piece in tape.pieces:
            end = begin + piece.frames
            if self.cursor < end:
                if not isinstance(piece, Piece):
                    return None
                return self._render_window(
                    piece, self.cursor - begin, most, last=piece is tape.pieces[-1]
                )
            if not isinstance(piece, Piece) and self.cursor <= end:
                return None
            begin = end
        return None

    def _render_window(self, piece: Piece, offset: int, most: int, *, last: bool) -> Pcm:
        """Render from `offset` frames of a piece on; a cut piece may end between two ms."""
        frames = min(most * FRAMES_PER_MS, piece.frames - offset)
        start, skip = divmod(offset, FRAMES_PER_MS)
        size = -(-(skip + frames) // FRAMES_PER_MS)
        first = piece.start + start
        made = self._render_or_silence(piece, first, first + size)
        made = made[skip : skip + frames].copy()
        if self._has_bed:
            self._fade_edges(made, piece, offset, last=last)
        if piece.kind is PieceKind.WAIT and not made.any():
            made = self._make_noise(frames)
        self.cursor += frames
        return Pcm(self._apply_volume(made))

    def _render_or_silence(self, piece: Piece, start: int, stop: int) -> Samples:
        """Render ms of a piece; silence of that length if a take is gone, to stay in time."""
        try:
            return self._mix_for(piece).render(start, stop).samples
        except MachineError as error:
            self.failure = error.problems[0].message
            return np.zeros((stop - start) * FRAMES_PER_MS, np.int16)

    def _mix_for(self, piece: Piece) -> Mix:
        if self._piece is None or self._mix is None or self._piece.timeline is not piece.timeline:
            self._mix = None
        if self._mix is None or self._piece is None or self._piece.since != piece.since:
            self._mix = Mix(audible_timeline(piece), self.media, self.levels, self.gain)
            self._has_bed = any(clip.track is Track.BED for clip in piece.timeline.clips)
        self._piece = piece
        return self._mix

    def _fade_edges(self, made: Samples, piece: Piece, offset: int, *, last: bool) -> None:
        edge = EDGE_FADE_MS * FRAMES_PER_MS
        if offset < edge and piece.start == piece.since > 0:
            ramp = np.arange(offset, min(edge, offset + len(made))) / edge
            made[: len(ramp)] = made[: len(ramp)] * ramp
        ends = piece.frames - offset
        if not last and ends - len(made) < edge:
            ramp = np.clip(np.arange(ends, ends - len(made), -1) / edge, 0, 1)
            made[:] = made * ramp

    def _apply_volume(self, made: Samples) -> Samples:
        before, after = self._applied_volume, self.volume
        if before == after == 1.0:
            return made
        size = len(made)
        turn = np.minimum(1.0, np.arange(size) / (VOLUME_RAMP_MS * FRAMES_PER_MS)).astype(
            np.float32
        )
        levels: Floats = np.float32(before) + np.float32(after - before) * turn
        self._applied_volume = after
        raised: Floats = made * levels / np.float32(FULL_SCALE)
        over = np.abs(raised) > KNEE
        if over.any():
            bent = KNEE + (1 - KNEE) * np.tanh((np.abs(raised[over]) - KNEE) / (1 - KNEE))
            raised[over] = np.copysign(bent, raised[over])
        scaled: Samples = np.rint(raised * FULL_SCALE).astype(np.int16)
        return scaled

    def _make_noise(self, frames: int) -> Samples:
        noise: Samples = self._noise.integers(-NOISE_STEPS, NOISE_STEPS + 1, frames, np.int16)
        return noise
