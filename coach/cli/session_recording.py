"""Recording: what is heard of a session that plays goes into the log of its listener."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from coach.cli.messages import print_note

if TYPE_CHECKING:
    from coach.live.engine import SavePlace
    from coach.live.saved_place import PlaceSaver
    from coach.pipeline import PreparedSession
    from coach.script.routine import Routine
    from coach.training.session_recorder import SessionRecorder
    from coach.training.tally import Tally


class Recording:
    """What is written of one session while it plays; `keep` is what saves its place.

    Where `has_ended` is set, it came to its end.
    """

    def __init__(
        self,
        recorder: "SessionRecorder",
        tally: "Tally",
        keep: "PlaceSaver | None",
        start: int,
        length: int,
    ) -> None:
        self.tally = tally
        self.has_ended = False
        self._recorder, self._keep = recorder, keep
        self._at, self._length = start, length

    def wrap(self, save_place: "SavePlace") -> "SavePlace":
        """Return what saves the place, and what was heard up to there at the same time."""

        def save(at: int | None) -> None:
            save_place(at)
            self._at = self._length if at is None else at
            self._recorder.save(self._at)

        return save

    def finish(self) -> None:
        """Write the record into the log, as that of a session that ended or was broken off."""
        from coach.system.interrupts import defer_interrupts
        from coach.system.paths import is_unknown, state_folder
        from coach.training.log_records import End

        problem = sys.exception()
        is_stopped = problem is None or isinstance(problem, KeyboardInterrupt | SystemExit)
        end = End.DONE if self.has_ended else End.STOPPED if is_stopped else End.LOST
        may_go_on = self._keep is not None and self._keep.resumable_place is not None
        with defer_interrupts():
            self._recorder.finish(end, self._at, may_go_on=may_go_on)
        failure = self._recorder.failure
        if failure and not is_unknown(state_folder()):  # that was printed at the start
            with suppress(OSError, ValueError):  # the terminal may have gone
                print_note(f"this session is not in the log: {failure.problems[0].message}")


@contextmanager
def record_session(
    source: "str | Routine",
    prepared: "PreparedSession",
    keep: "PlaceSaver | None",
    id_: str,
    start: int,
) -> Iterator[Recording | None]:
    """Record a session as long as the block runs, from `start` ms of it on; None for a talk.

    It has the id, and goes on with what was recorded under that before.
    """
    from coach.script.library import is_lesson

    if isinstance(source, str) and is_lesson(source):
        yield None
        return
    tally, recorder = _make_recorder(source, prepared, id_)
    recording = Recording(recorder, tally, keep, start, prepared.length)
    with recorder:
        try:
            yield recording
        finally:
            recording.finish()


def make_record_id() -> str:
    """Return the id of a session that begins now."""
    from datetime import datetime

    from coach.training.record_ids import make_id

    return make_id(datetime.now().astimezone())


def _make_recorder(
    source: "str | Routine", prepared: "PreparedSession", id_: str
) -> "tuple[Tally, SessionRecorder]":
    from datetime import datetime

    from coach.script.library import read_routine
    from coach.system.paths import state_folder
    from coach.training.log_records import SessionRecord
    from coach.training.planned_exercises import list_planned_exercises
    from coach.training.running_session import log_lost_sessions
    from coach.training.session_day import find_day
    from coach.training.session_recorder import SessionRecorder
    from coach.training.tally import Tally

    routine, session, request = read_routine(source), prepared.session, prepared.request
    now, folder = datetime.now().astimezone(), state_folder()
    log_lost_sessions(folder, now)
    planned = list_planned_exercises(session, routine, request.progression)
    tally = Tally(prepared.sheet.spans, prepared.span_starts, planned)
    begun = SessionRecord(
        id_,
        now,
        find_day(now),
        routine.name or routine.title,
        prepared.length,
        talk=str(request.talk),
        voice=prepared.voice_name,
        language=session.language,
        seed=request.seed,
        limits=request.filters.limits,
        easy=request.easy,
    )
    return tally, SessionRecorder(folder, begun, tally)
