"""Reports to a tally what was heard of a session: each frame of the tape once, in order."""

from coach.live.commands import Verb
from coach.live.state import State
from coach.live.tape import Piece, PieceKind, Tape
from coach.sound.audio import FRAMES_PER_MS
from coach.training.tally import Tally


class HeardReport:
    """Follows the frames that the player reports as heard; without a tally it does nothing.

    Only pieces of the session count: what is said between them, repeated or waited is no work.
    """

    def __init__(self, tally: Tally | None = None) -> None:
        self._tally = tally
        self._frame = 0

    def restart(self, frame: int) -> None:
        """Follow a new tape, which begins at a frame."""
        self._frame = frame

    def follow(self, tape: Tape, heard: int) -> None:
        """Report what was heard of a tape up to a frame, and was not reported yet."""
        heard = min(heard, tape.end)
        if self._tally is None or heard <= self._frame:
            return
        begin = tape.start
        for piece in tape.pieces:
            first, last = max(begin, self._frame) - begin, min(piece.frames, heard - begin)
            begin += piece.frames
            if first < last and isinstance(piece, Piece) and piece.kind is PieceKind.SESSION:
                schedule = piece.schedule
                start, stop = (piece.at + frame // FRAMES_PER_MS for frame in (first, last))
                self._tally.hear(schedule.spans, schedule.span_starts, start, stop)
        self._frame = heard

    def note_command(self, verb: Verb, before: State) -> None:
        """Report a command that was obeyed in a state, where it tells of words or of work."""
        if self._tally is None:
            return
        schedule, at = before.schedule, before.at
        if verb is Verb.REPEAT:
            self._tally.note_repeat(schedule.spans, schedule.span_starts, at)
        elif verb is Verb.TALK_MORE:
            self._tally.note_more_talk(schedule.spans, schedule.span_starts, at)
        elif verb is Verb.EASIER:
            self._tally.note_easier(schedule.spans, schedule.span_starts, at)
