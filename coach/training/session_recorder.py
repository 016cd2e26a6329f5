"""Keeps the record of a session that plays, and writes it into the log at its end."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from coach.errors import MachineError
from coach.training.log_file import read_log
from coach.training.log_records import End, ExerciseRecord, Outcome, SessionRecord, SideHeard
from coach.training.running_session import RunningSession, load_running
from coach.training.tally import Tally

BEST_FIRST = (Outcome.DONE, Outcome.PART, Outcome.SKIPPED, Outcome.UNREACHED)


class SessionRecorder:
    """Writes how far a session has got whenever it is told to.

    `begun` is its record before anything was heard. One that goes on keeps the start and the day of
    the record of the same id, and what was heard before stays heard. As a context manager it
    belongs to its process: ended without, the session is lost.
    """

    def __init__(self, folder: Path, begun: SessionRecord, tally: Tally) -> None:
        earlier, heard = load_running(folder, begun.id)
        self._is_restored = bool(heard) and tally.restore(heard)
        self._earlier = earlier = earlier or find_session(folder, begun.id, begun.start)
        if earlier is not None:
            begun = replace(begun, start=earlier.start, day=earlier.day)
        self._begun, self._tally = begun, tally
        self._running = RunningSession(folder, begun.id)

    def __enter__(self) -> "SessionRecorder":
        self._running.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self._running.__exit__(*problem)

    @property
    def failure(self) -> MachineError | None:
        """Why the session could not be written down; None where it could."""
        return self._running.failure

    def save(self, at: int) -> None:
        """Write how far the session is, in ms of it: as if it were broken off now."""
        if self._tally.heard_ms:
            self._running.save(self._make_record(End.LOST, at), self._tally.to_json())

    def finish(self, end: End, at: int, *, may_go_on: bool) -> None:
        """Write the record into the log; nothing where nothing was heard."""
        if self._tally.heard_ms:
            record = self._make_record(end, at)
            self._running.finish(record, self._tally.to_json(), may_go_on=may_go_on)

    def _make_record(self, end: End, at: int) -> SessionRecord:
        heard, exercises = self._tally.heard_ms, self._tally.exercises
        if self._earlier is not None and not self._is_restored:
            heard += self._earlier.heard
            exercises = merge_exercises(self._earlier.exercises, exercises)
        return replace(self._begun, heard=heard, end=end, at=at, exercises=exercises)


def find_session(folder: Path, id_: str, now: datetime) -> SessionRecord | None:
    """Return the record of a session by its id; None where the log has none."""
    return next((one for one in read_log(folder, now).sessions if one.id == id_), None)


def merge_exercises(
    earlier: tuple[ExerciseRecord, ...], later: tuple[ExerciseRecord, ...]
) -> tuple[ExerciseRecord, ...]:
    """Return what was heard of each exercise in two parts of a session: of both the better."""
    by_name = {one.exercise: one for one in later}
    merged = [
        _merge_exercise(one, by_name.pop(one.exercise)) if one.exercise in by_name else one
        for one in earlier
    ]
    return (*merged, *by_name.values())


def _merge_exercise(earlier: ExerciseRecord, later: ExerciseRecord) -> ExerciseRecord:
    sides = {one.side: one for one in earlier.sides}
    for one in later.sides:
        before = sides.get(one.side, SideHeard(one.side))
        sides[one.side] = SideHeard(one.side, before.reps + one.reps, before.time + one.time)
    return replace(
        earlier,
        outcome=min((earlier.outcome, later.outcome), key=BEST_FIRST.index),
        sides=tuple(sides.values()),
        asks_words=earlier.asks_words or later.asks_words,
    )
