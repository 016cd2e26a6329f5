"""Unfinished: the session that was broken off, kept so that it can be taken up where it was."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from coach.errors import MachineError
from coach.plan.request import Filters, Wishes
from coach.script.talk_level import Talk
from coach.sound.levels import HIGHEST, LOWEST, Levels, Loudness
from coach.system.notes import Memory

if TYPE_CHECKING:
    from coach.live.schedule import Plan

NOTE = "unfinished"
FORGOTTEN_AFTER = 12 * 3600
"""Seconds after which nobody goes on: the body is cold by then, and needs its warm-up anew."""
WORTH = 20_000
"""Less than this done, or left, is not worth taking up, in ms."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session by its name and what was asked of it; `at` ms of `length` were done."""

    name: str
    title: str
    at: int
    length: int
    wishes: Wishes

    @property
    def left(self) -> int:
        """Give what is left, in ms."""
        return self.length - self.at


def read(memory: Memory, clock: Callable[[], float] = time.time) -> Unfinished | None:
    """Read which session was broken off; None where none was, or it is too long ago."""
    note = memory.read(NOTE)
    if note is None:
        return None
    try:
        age = clock() - float(note["time"])
        wishes = _wishes(note["wishes"])
        name, title = _kind(note["name"], str), _kind(note["title"], str)
        at, length = _kind(note["at"], int), _kind(note["length"], int)
        found = Unfinished(name, title, at, length, wishes)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    worth = WORTH <= found.at <= found.length - WORTH
    return found if worth and 0 <= age < FORGOTTEN_AFTER else None


def forget(memory: Memory) -> None:
    """Forget the session that was broken off."""
    memory.forget(NOTE)


class Keeper:
    """Keeps the place of a session; when nothing can be written, the session goes on without."""

    def __init__(
        self,
        memory: Memory,
        unfinished: Unfinished,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._memory = memory
        self._unfinished = unfinished
        self._clock = clock
        self._kept: Unfinished | None = None

    def __call__(self, at: int | None) -> None:
        """Keep the place, or forget the session once it has come to its end."""
        self._kept = None
        if at is None:
            self._memory.forget(NOTE)
            return
        place = replace(self._unfinished, at=at)
        note = asdict(place) | {"time": self._clock()}
        with suppress(MachineError):
            self._memory.write(NOTE, _plain(note))
            self._kept = place

    @property
    def offered(self) -> Unfinished | None:
        """Give the session as it will be offered again, None where it will not be.

        It is read back: only what is found there can be gone on with.
        """
        found = read(self._memory, self._clock)
        return found if found == self._kept else None


def original(first: "Plan", plan: "Plan", at: int) -> int:
    """Give the moment of the plan a session began with that is a moment of a changed one.

    In a plan of another talk only the segments are the same: then it is the start of one.
    """
    if plan is first:
        return at
    if len(plan.spans) != len(first.spans):
        segment = plan.segment(at)
        return first.segments[segment].start if segment >= 0 else 0
    index = plan.index(at)
    return min(first.begins[index] + at - plan.begins[index], first.end(index))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return {"path": str(value)} if isinstance(value, Path) else value


def _kind(value: Any, *kinds: type) -> Any:
    """Give a value of a note back; raises TypeError where it is of none of some kinds."""
    if type(value) not in kinds:
        raise TypeError(value)
    return value


_NONE = type(None)
_KINDS: Mapping[str, tuple[type, ...]] = MappingProxyType(
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


def _wishes(note: dict[str, Any]) -> Wishes:
    for name, kinds in _KINDS.items():
        _kind(note[name], *kinds)
    filters = {
        name: tuple(_kind(one, str) for one in names) for name, names in note["filters"].items()
    }
    levels, bed = note["levels"], note["bed"]
    for name in ("voice", "cue", "bed"):
        if not LOWEST <= levels[name] <= HIGHEST:
            raise ValueError(name)
    for name in ("target", "peak"):
        if not -70 < levels["loudness"][name] < 0:
            raise ValueError(name)
    return Wishes(
        **{
            **note,
            "bed": Path(bed["path"]) if isinstance(bed, dict) else bed,
            "talk": Talk(note["talk"]),
            "filters": Filters(**filters),
            "levels": Levels(**{**levels, "loudness": Loudness(**levels["loudness"])}),
        }
    )
