"""What a script can hold: the bounds of doses and texts, checked where a source is read."""

from collections.abc import Iterator

from coach.importing.programme import Block, Breathed, Dose, Pause, Repeated, Timed, Work
from coach.importing.speech_room import estimate_length
from coach.script.bare_steps import write_dose
from coach.units import format_duration

MAX_LENGTH = 3_600_000
MIN_LENGTH = 1_000
MIN_ROUND = 5_000
MIN_LIMIT = 10_000
MAX_REP_HOLD = 60_000
MAX_REPS = 1_000
MIN_PHASE = 500
MAX_PHASE = 60_000
MAX_SETS = 100
MAX_NAME = 80
MAX_TEXT = 600
MAX_ENTRIES = 2_000
MAX_NESTING = 8


def find_bound(entry: Work | Pause | Block) -> str | None:
    """Return what is expected where a dose is out of bounds; None where all is within them."""
    match entry:
        case Work():
            return next(_work_bounds(entry), None)
        case Pause():
            return _time_bound(entry.length, "a rest")
        case Block():
            return next(_block_bounds(entry), None)


def _work_bounds(work: Work) -> Iterator[str]:
    if len(work.name) > MAX_NAME:
        yield f"a name of at most {MAX_NAME} letters"
    if not any(map(str.isalpha, work.name)):
        yield "a name with a word in it"
    if write_dose(work.name):
        yield "a name without a dose"
    if len(work.say) > MAX_TEXT:
        yield f"words of at most {MAX_TEXT} letters"
    if not 1 <= work.sets <= MAX_SETS:
        yield f"from 1 to {MAX_SETS} sets"
    if work.rest is not None and (bound := _time_bound(work.rest, "a rest")):
        yield bound
    yield from _dose_bounds(work.dose)


def _dose_bounds(dose: Dose) -> Iterator[str]:
    match dose:
        case Timed(length):
            yield from filter(None, [_time_bound(length, "a time")])
        case Repeated(reps, hold):
            if reps is not None and not 1 <= reps <= MAX_REPS:
                yield f"from 1 to {MAX_REPS:,} repetitions"
            if hold > MAX_REP_HOLD:
                yield "a repetition held for at most 60 s"
        case Breathed(breaths, phases):
            if not 1 <= breaths <= MAX_REPS:
                yield f"from 1 to {MAX_REPS:,} breaths"
            yield from _breath_bounds(phases) if phases else ()


def _breath_bounds(phases: tuple[int, int, int, int]) -> Iterator[str]:
    inhale, _, exhale, _ = phases
    if not all(0 <= phase <= MAX_PHASE for phase in phases):
        yield f"at most {MAX_PHASE // 1000} s for each part of a breath"
    if min(inhale, exhale) < MIN_PHASE:
        yield "at least half a second for a breath in, and for one out"


def _block_bounds(block: Block) -> Iterator[str]:
    counts = (block.rounds,) if isinstance(block.rounds, int) else block.rounds
    if not all(1 <= count <= MAX_REPS for count in counts) or len(counts) > 100:
        yield f"from 1 to {MAX_REPS:,} rounds"
    lengths = (
        (block.between, MIN_LENGTH, "a rest"),
        (block.every, MIN_ROUND, "rounds"),
        (block.limit, MIN_LIMIT, "as many rounds as fit"),
    )
    for length, least, what in lengths:
        if length is not None and not least <= length <= MAX_LENGTH:
            yield f"{what} from {least // 1000} s to 60 minutes"
    room, needed = block.every or block.limit, estimate_length(block.entries)
    if room and needed > room:
        yield f"a round of at most {format_duration(room)}, found {format_duration(needed)}"


def _time_bound(length: int, what: str) -> str | None:
    return None if MIN_LENGTH <= length <= MAX_LENGTH else f"{what} from 1 s to 60 minutes"
