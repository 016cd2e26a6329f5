"""A live session without a card whose every frame is known: which span of it was played when."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from coach.errors import MachineError, Problem
from coach.live import engine
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.feed import Feed
from coach.live.players.recorder import RecorderPlayer
from coach.live.settings import Settings
from coach.live.status import Phase
from coach.live.suspend_watch import SuspendWatch
from coach.live.tape import Piece, PieceKind
from coach.pipeline import PreparedSession
from coach.script.library import read_routine
from coach.sound.audio import FRAMES_PER_MS, RATE
from coach.speech.studio import Studio
from coach.timeline.cues import Purpose
from coach.training.planned_exercises import list_planned_exercises
from coach.training.tally import Tally

STEP = RATE // 4
"""How many frames are heard from one look at the player to the next."""
Wish = tuple[Callable[[LiveSession], bool], Verb | str, int | None]


class SlowPlayer(RecorderPlayer):
    """Plays what is queued bit by bit, and forgets at a stop what was not heard yet."""

    def __init__(self) -> None:
        super().__init__()
        self._heard = 0
        self.is_lost = False

    def open(self) -> None:
        self.is_lost = False
        self.stop()

    def stop(self) -> None:
        kept = self.recording.samples[: self._heard]
        self._parts, self._position = [kept], len(kept)

    @property
    def heard(self) -> int:
        if not self.is_lost:
            self._heard = min(self._position, self._heard + STEP)
        return self._heard

    @property
    def room(self) -> int:
        if self.is_lost:
            raise MachineError(Problem("the device is lost"))
        return RATE - (self._position - self._heard)

    @property
    def joint(self) -> int:
        return min(self._position, self._heard + RATE // 20)


class Performance:
    """A session that is performed as wished, and the ms of each span that were really played."""

    def __init__(self, prepared: PreparedSession, studio: Studio, start: int = 0) -> None:
        session = prepared.session
        routine = read_routine("lower-back")
        planned = list_planned_exercises(session, routine, None)
        self.prepared = prepared
        self.tally = Tally(prepared.sheet.spans, prepared.span_starts, planned)
        self.player = SlowPlayer()
        self.live = LiveSession(
            prepared, studio, self.player, Settings(start=start), tally=self.tally
        )
        self._marks: dict[int, tuple[str, str, int, int] | None] = {}

    def run(self, *wishes: Wish) -> bool:
        """Perform it, each wish once it is due, in their order."""
        left, turn = list(wishes), self.live._run_turn

        def run_turn() -> None:
            if left and left[0][0](self.live):
                _, verb, value = left.pop(0)
                if isinstance(verb, Verb):
                    self.live.send(Command(verb, value))
                else:
                    self.player.is_lost = True
            turn()

        with _noting_marks(self._marks), pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "TURN_S", 0.0005)
            patch.setattr(self.live, "_run_turn", run_turn)
            # Where words are waited for, or the machine stands still, a listener would be asked;
            # here nobody would ever go on.
            patch.setattr(SuspendWatch, "has_slept", lambda _watch: False)
            ended = self.live.run()
        assert not left
        return ended

    def played_ms(self) -> dict[tuple[str, str], int]:
        """Milliseconds of work by exercise and side in the recording, what came twice once."""
        played = {mark for ms, mark in self._marks.items() if ms * FRAMES_PER_MS < self._length}
        sums: dict[tuple[str, str], int] = {}
        for mark in played - {None}:
            sums[mark[:2]] = sums.get(mark[:2], 0) + 1
        return sums

    def tallied_ms(self) -> dict[tuple[str, str], int]:
        """The same as the tally has it."""
        return {
            (one.exercise, side.side): side.time
            for one in self.tally.exercises
            for side in one.sides
            if side.time
        }

    @property
    def _length(self) -> int:
        return self.player._heard


@contextmanager
def _noting_marks(marks: dict[int, tuple[str, str, int, int] | None]) -> Iterator[None]:
    """Note for each ms that is rendered for the player what it is a part of."""
    render = Feed.render_next

    def noting(feed, tape, *most):
        first = feed.cursor
        pcm = render(feed, tape, *most)
        marks.update(_find_marks(tape, first, feed.cursor))
        return pcm

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Feed, "render_next", noting)
        yield


def _find_marks(tape, first, end):
    """Yield each ms between two frames with its mark; the tape is asked once for all of a piece."""
    frame = first
    while frame < end:
        place = tape.place_at(frame)
        last = min(end, place.begin + place.piece.frames) if frame >= place.begin else frame
        together = range(frame, max(last, frame + 1), FRAMES_PER_MS)
        for ms, each in enumerate(together):
            yield each // FRAMES_PER_MS, _find_mark(place.piece, place.at + ms)
        frame = together[-1] + FRAMES_PER_MS


def _find_mark(piece, moment):
    if not isinstance(piece, Piece) or piece.kind is not PieceKind.SESSION:
        return None
    schedule = piece.schedule
    index = schedule.span_index(moment)
    span = schedule.spans[index]
    if span.purpose is not Purpose.WORK or not span.card:
        return None
    return span.card, span.side, index, moment - schedule.span_starts[index]


def at(moment: int) -> Callable[[LiveSession], bool]:
    """Tell when a moment of the session is heard, in ms."""
    return lambda live: live.state.phase is Phase.PLAYING and live.state.at >= moment


def in_phase(phase: Phase) -> Callable[[LiveSession], bool]:
    """Tell when a session is in a phase."""
    return lambda live: live.state.phase is phase
