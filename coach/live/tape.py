"""The tape: what was and what will be heard, piece after piece. It is cut, and continued anew.

Frames of the tape are the frames that were written to the player, so that what the card has taken
gives the place on the tape, and the place on the tape that in the session.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from coach.live.schedule import Schedule, drop_started_clips, make_schedule, spoken_text_at
from coach.script.positions import Position
from coach.sound.audio import FRAMES_PER_MS
from coach.timeline.clips import Extent, Timeline
from coach.timeline.cues import CueSheet, Span
from coach.timeline.source import Source

SpokenCheck = Callable[[Iterable[Source]], bool]


class PieceKind(Enum):
    """What a piece is for.

    The session itself; an interlude; the key help; an instruction repeated; a wait.
    """

    SESSION = "session"
    INTERLUDE = "said"
    KEY_HELP = "keys"
    REPEAT = "again"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A window of a timeline, from `start` up to `stop` ms; what began before `since` is left out.

    `at` is the moment of the schedule that it begins with, or that comes behind it. `frames` is its
    length on the tape: that of the window, or less where it was cut. `actual_position` is the
    position of the body meanwhile, None where it is the planned one; `target_position` is the one
    it is led to.
    """

    schedule: Schedule
    kind: PieceKind
    at: int
    timeline: Timeline = field(repr=False)
    start: int
    stop: int
    since: int
    frames: int
    actual_position: Position | None = None
    target_position: Position | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PendingSpeech:
    """An interlude or a wait that cannot be laid out before it was spoken."""

    schedule: Schedule
    at: int
    spans: tuple[Span, ...]
    kind: PieceKind = PieceKind.INTERLUDE
    frames: int = 0
    actual_position: Position | None = None
    target_position: Position | None = None

    @property
    def sources(self) -> list[Source]:
        """What must be spoken."""
        return [cue.source for span in self.spans for cue in span.cues]

    def lay_out(self, lengths: Mapping[Source, Extent]) -> Piece:
        """Return the piece, laid out; what could not be spoken is left out."""
        spans = tuple(
            replace(span, cues=tuple(cue for cue in span.cues if cue.source in lengths))
            for span in self.spans
        )
        sheet = CueSheet(self.schedule.sheet.title, spans, self.schedule.sheet.bed)
        laid = make_schedule(sheet, lengths)
        size = laid.length
        frames = size * FRAMES_PER_MS
        window = (laid.timeline, 0, size, 0, frames)
        return Piece(
            self.schedule, self.kind, self.at, *window, self.actual_position, self.target_position
        )


def make_session_piece(
    schedule: Schedule, start: int, stop: int | None = None, since: int | None = None
) -> Piece:
    """Return the piece of a schedule from `start` up to `stop`, or to its end, in ms."""
    stop = schedule.length if stop is None else stop
    since = start if since is None else since
    frames = max(0, stop - start) * FRAMES_PER_MS
    return Piece(schedule, PieceKind.SESSION, start, schedule.timeline, start, stop, since, frames)


def make_repeat_piece(schedule: Schedule, start: int, stop: int, at: int) -> Piece:
    """Return a piece that repeats a part of a schedule, before it goes on at a moment."""
    piece = make_session_piece(schedule, start, stop)
    return replace(piece, kind=PieceKind.REPEAT, at=at)


def audible_timeline(piece: Piece) -> Timeline:
    """Return the timeline of a piece without what it leaves out."""
    return drop_started_clips(piece.timeline, piece.since) if piece.since > 0 else piece.timeline


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """What is heard at a frame: the piece, its first frame, and the moment of its schedule."""

    piece: Piece | PendingSpeech
    begin: int
    at: int
    timeline_ms: int = 0
    """Milliseconds of the piece's timeline."""
    left_ms: int = 0
    """Milliseconds of the piece that are still to be heard."""

    def spoken_text(self) -> str:
        """Return the words that are spoken there; "" if none."""
        if isinstance(self.piece, PendingSpeech) or self.timeline_ms >= self.piece.stop:
            return ""
        return spoken_text_at(self.piece.timeline, self.timeline_ms, self.piece.since)


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """Pieces one behind the other; the first begins at frame `start` of the player."""

    pieces: tuple[Piece | PendingSpeech, ...] = ()
    start: int = 0

    @property
    def end(self) -> int:
        """The frame behind the last piece, as far as it is known."""
        return self.start + sum(piece.frames for piece in self.pieces)

    def cut(self, frame: int) -> "Tape":
        """Return the tape up to a frame."""
        kept: list[Piece | PendingSpeech] = []
        begin = self.start
        for piece in self.pieces:
            if frame <= begin:
                break
            frames = min(piece.frames, frame - begin)
            if frames:
                kept.append(replace(piece, frames=frames))
            begin += piece.frames
        return replace(self, pieces=tuple(kept))

    def append(self, *pieces: Piece | PendingSpeech) -> "Tape":
        """Return the tape with pieces added behind the last one."""
        more = tuple(piece for piece in pieces if piece.frames or isinstance(piece, PendingSpeech))
        return replace(self, pieces=self.pieces + more)

    def remaining_interlude(self, frame: int) -> tuple["Piece | PendingSpeech", ...]:
        """Return what is left of an interlude behind a frame, before the session goes on."""
        rest: list[Piece | PendingSpeech] = []
        begin = self.start
        for piece in self.pieces:
            end = begin + piece.frames
            if end > frame or (isinstance(piece, PendingSpeech) and begin >= frame):
                if piece.kind is PieceKind.SESSION:
                    break
                rest.append(_remaining_piece(piece, frame - begin))
            begin = end
        return tuple(rest)

    def place_at(self, frame: int) -> Place | None:
        """Return what is heard at a frame: behind the last piece its end, None on an empty tape."""
        begin = self.start
        found: Place | None = None
        for piece in self.pieces:
            if found is not None and frame < begin:
                break
            found = Place(
                piece,
                begin,
                _session_moment(piece, frame - begin),
                _timeline_moment(piece, frame - begin),
                max(0, piece.frames - max(0, frame - begin)) // FRAMES_PER_MS,
            )
            begin += piece.frames
        return found

    def interludes_ms(self, place: Place) -> int:
        """Return how many ms of interludes are still to be heard from a place on, without waits."""
        return sum(
            left
            for piece, left in self._pieces_from(place)
            if piece.kind not in (PieceKind.SESSION, PieceKind.WAIT)
        )

    def way_at(self, place: Place) -> tuple["Piece | PendingSpeech", int] | None:
        """Return the way that is heard, or comes next in what is said, and the ms up to its end."""
        until = 0
        for piece, left in self._pieces_from(place):
            if piece is place.piece and isinstance(piece, Piece):
                left = piece.stop - place.timeline_ms  # also of one cut a moment ahead
            until += left
            if piece.kind is not PieceKind.INTERLUDE:
                return None
            if piece.target_position:
                return piece, until
        return None

    def _pieces_from(self, place: Place) -> Iterator[tuple["Piece | PendingSpeech", int]]:
        """Yield the pieces from a place on, with the ms of each that are still to be heard."""
        begin = self.start
        for piece in self.pieces:
            if piece is place.piece:
                yield piece, place.left_ms
            elif begin >= place.begin:
                yield piece, piece.frames // FRAMES_PER_MS
            begin += piece.frames

    def lay_out_speech(self, lengths: Mapping[Source, Extent], is_spoken: SpokenCheck) -> "Tape":
        """Return the tape with those interludes laid out of which all has been spoken."""
        if not any(isinstance(piece, PendingSpeech) for piece in self.pieces):
            return self
        pieces = tuple(
            piece.lay_out(lengths)
            if isinstance(piece, PendingSpeech) and is_spoken(piece.sources)
            else piece
            for piece in self.pieces
        )
        return replace(self, pieces=pieces)


def _remaining_piece(piece: Piece | PendingSpeech, frames: int) -> Piece | PendingSpeech:
    """Return what is left of a piece of which so many frames have been heard."""
    if isinstance(piece, PendingSpeech) or frames <= 0:
        return piece
    start = piece.start + frames // FRAMES_PER_MS
    return replace(piece, start=start, frames=(piece.stop - start) * FRAMES_PER_MS)


def _timeline_moment(piece: Piece | PendingSpeech, frames: int) -> int:
    if isinstance(piece, PendingSpeech):
        return 0
    return piece.start + min(max(0, frames), piece.frames) // FRAMES_PER_MS


def _session_moment(piece: Piece | PendingSpeech, frames: int) -> int:
    if piece.kind is not PieceKind.SESSION or isinstance(piece, PendingSpeech):
        return piece.at
    return piece.at + min(max(0, frames), piece.frames) // FRAMES_PER_MS
