"""The place where a session was broken off, kept so that it can be resumed there."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from coach.errors import MachineError
from coach.plan.request import Filters, SessionRequest
from coach.script.talk_level import TalkLevel
from coach.sound.levels import MAX_LEVEL_DB, MIN_LEVEL_DB, Levels, Loudness
from coach.system.notes import Notes

if TYPE_CHECKING:
    from coach.live.schedule import Schedule

NOTE_NAME = "unfinished"
REQUEST_KEY = "wishes"
"""The key of the request in the note, as earlier versions have written it."""
EXPIRES_AFTER_S = 12 * 3600
"""Seconds after which a session is not resumed: the body is cold, and needs its warm-up anew."""
MIN_PROGRESS_MS = 20_000
"""Less than this done, or left, is not worth resuming, in ms."""


@dataclass(frozen=True, slots=True)
class SavedPlace:
    """A session by its name and its request; `at` ms of `length` were done.

    `session` is the id of its record in the log, or empty. The request is kept without its
    progression, which follows anew from the log up to its day.
    """

    name: str
    title: str
    at: int
    length: int
    request: SessionRequest
    session: str = ""

    @property
    def remaining_ms(self) -> int:
        """What is left, in ms."""
        return self.length - self.at


def load_saved_place(notes: Notes, clock: Callable[[], float] = time.time) -> SavedPlace | None:
    """Return the place of the session that was broken off; None if none was, or too long ago."""
    note = notes.read(NOTE_NAME)
    if note is None:
        return None
    try:
        age = clock() - float(note["time"])
        request = _read_request(note[REQUEST_KEY])
        name, title = _check_type(note["name"], str), _check_type(note["title"], str)
        at, length = _check_type(note["at"], int), _check_type(note["length"], int)
        session = _check_type(note.get("session", ""), str)
        place = SavedPlace(name, title, at, length, request, session)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    is_worth_resuming = MIN_PROGRESS_MS <= place.at <= place.length - MIN_PROGRESS_MS
    return place if is_worth_resuming and 0 <= age < EXPIRES_AFTER_S else None


class PlaceSaver:
    """Saves the place of a session; if nothing can be written, the session goes on all the same."""

    def __init__(
        self,
        notes: Notes,
        place: SavedPlace,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._notes = notes
        self._initial_place = replace(place, request=replace(place.request, progression=None))
        self._clock = clock
        self._last_saved: SavedPlace | None = None

    def __call__(self, at: int | None) -> None:
        """Save the moment `at`, in ms; None, the end of the session, deletes the place."""
        self._last_saved = None
        if at is None:
            self._notes.delete(NOTE_NAME)
            return
        place = replace(self._initial_place, at=at)
        note = asdict(place) | {"time": self._clock()}
        note[REQUEST_KEY] = note.pop("request")
        with suppress(MachineError):
            self._notes.write(NOTE_NAME, _to_json_value(note))
            self._last_saved = place

    @property
    def resumable_place(self) -> SavedPlace | None:
        """The place as it will be offered again, None where it will not be.

        It is read back: only what is found there can be resumed.
        """
        place = load_saved_place(self._notes, self._clock)
        return place if place == self._last_saved else None


def original_moment(first: "Schedule", schedule: "Schedule", at: int) -> int:
    """Return the moment of the schedule a session began with for a moment of a changed one.

    In one of another talk level only the segments are the same: then it is the start of one.
    """
    if schedule is first:
        return at
    if len(schedule.spans) != len(first.spans):
        segment = schedule.segment_index(at)
        return first.segments[segment].start if segment >= 0 else 0
    index = schedule.span_index(at)
    return min(first.span_starts[index] + at - schedule.span_starts[index], first.span_end(index))


def _to_json_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _to_json_value(each) for key, each in value.items()}
    return {"path": str(value)} if isinstance(value, Path) else value


def _check_type(value: Any, *kinds: type) -> Any:
    """Return a value of a note; raises TypeError if it is of none of some types."""
    if type(value) not in kinds:
        raise TypeError(value)
    return value


_NONE = type(None)
_FIELD_TYPES: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "voice": (str, _NONE),
        "length": (int, _NONE),
        "bed": (str, dict, _NONE),
        "slow": (bool,),
        "easy": (bool,),
        "skip_intro": (bool,),
        "seed": (int,),
    }
)


def _read_request(note: dict[str, Any]) -> SessionRequest:
    for name, kinds in _FIELD_TYPES.items():
        _check_type(note[name], *kinds)
    _check_type(note.get("progression"), _NONE)
    _check_type(note.get("weekly_goal", 0), int)
    for name in ("is_fresh", "stronger"):
        _check_type(note.get(name, False), bool)
    if (day := _check_type(note.get("as_of"), str, _NONE)) is not None:
        date.fromisoformat(day)
    filters = {
        name: tuple(_check_type(one, str) for one in names)
        for name, names in note["filters"].items()
    }
    levels, bed = note["levels"], note["bed"]
    for name in ("voice", "cue", "bed"):
        if not MIN_LEVEL_DB <= levels[name] <= MAX_LEVEL_DB:
            raise ValueError(name)
    for name in ("target", "peak"):
        if not -70 < levels["loudness"][name] < 0:
            raise ValueError(name)
    return SessionRequest(
        **{
            **note,
            "bed": Path(bed["path"]) if isinstance(bed, dict) else bed,
            "talk": TalkLevel(note["talk"]),
            "filters": Filters(**filters),
            "levels": Levels(**{**levels, "loudness": Loudness(**levels["loudness"])}),
        }
    )
