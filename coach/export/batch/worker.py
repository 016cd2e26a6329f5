"""Making: an order -> its files. Runs in a process of its own, which tells how it goes."""

from dataclasses import dataclass
from pathlib import Path

from coach.errors import UsageError
from coach.export.batch.jobs import Order
from coach.export.batch.manifest import Made, made_file
from coach.export.cover import load_cover
from coach.export.session_metadata import about_of
from coach.export.sidecars.kinds import sidecars
from coach.export.sidecars.sidecar_input import Told
from coach.export.writer import TELL_SOFTER, export
from coach.pipeline import Prepared, prepare
from coach.system.atomic_file import replacing
from coach.system.worker_pool import Tell


@dataclass(frozen=True, slots=True)
class Refused:
    """The routine cannot have this length."""

    reason: str


@dataclass(frozen=True, slots=True)
class Planned:
    """The session is planned: what there is to tell of it, its length in ms."""

    title: str
    description: str
    language: str
    length: int


@dataclass(frozen=True, slots=True)
class Passed:
    """So many ms of sound more are written."""

    length: int


@dataclass(frozen=True, slots=True)
class Softer:
    """The session stays so many LU below the loudness that was asked for."""

    by: float


@dataclass(frozen=True, slots=True)
class Wrote:
    """A file is whole and in its place."""

    path: Path
    made: Made


def make(order: Order, tell: Tell) -> None:
    """Make every file of an order, each whole or not at all.

    Raises ScriptError for a wrong script, MachineError where something cannot be written.
    """
    try:
        prepared = prepare(order.routine, order.wishes)
    except UsageError as error:
        if order.wishes.length is None:
            raise
        tell(Refused(error.problems[0].message))
        return
    about = about_of(prepared, order.year, load_cover())
    tell(Planned(about.title, about.description, about.language, prepared.timeline.length))
    softer = 0.0
    for suffix in order.pending:
        path = order.folder / (order.stem + suffix)
        softer = export(prepared, path, _Passing(tell), about)
        tell(Wrote(path, made_file(path, order.keys[suffix])))
    if softer > TELL_SOFTER:
        tell(Softer(softer))
    _write_texts(order, prepared, tell)


def _write_texts(order: Order, prepared: Prepared, tell: Tell) -> None:
    # The first format is what a CUE sheet names.
    sound = order.folder / (order.stem + order.sounds[0])
    told = Told(about_of(prepared, order.year), prepared.timeline, sound.name)
    for path, text in sidecars(order.kinds, sound, told).items():
        suffix = path.name.removeprefix(order.stem)
        if suffix in order.keys:
            with replacing(path) as file:
                file.write(text.encode())
            tell(Wrote(path, made_file(path, order.keys[suffix])))


@dataclass(slots=True)
class _Passing:
    """Turns progress of one file into what is told: how much more."""

    tell: Tell
    before: int = 0

    def __call__(self, done: int, _whole: int) -> None:
        self.tell(Passed(done - self.before))
        self.before = done
