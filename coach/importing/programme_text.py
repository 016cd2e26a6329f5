"""A programme as text, one exercise a line, as it was understood; `plain_text` reads it back."""

from collections.abc import Iterator

from coach.importing.programme import (
    Block,
    Breathed,
    Dose,
    Entry,
    Pause,
    Placing,
    Programme,
    Repeated,
    SideUse,
    Timed,
    Words,
    Work,
)
from coach.units import format_count

_SIDES = {
    SideUse.EACH: "each side",
    SideUse.ALTERNATE: "alternating",
    SideUse.LEFT: "left",
    SideUse.RIGHT: "right",
}


def format_programme(programme: Programme) -> str:
    """Return a whole programme as text."""
    lines = [f"# {programme.title}"]
    if programme.description:
        lines.append(f"description: {programme.description}")
    if programme.stated is not None:
        lines.append(f"total: {format_time(programme.stated)}")
    for part in programme.parts:
        lines += ["", *([f"## {part.title}"] if part.title else [])]
        lines += [line for entry in part.entries for line in format_entry(entry)]
    return "\n".join(lines) + "\n"


def format_entry(entry: Entry) -> Iterator[str]:
    """Yield the lines of an entry: its own, and below it those that belong to it."""
    yield describe_entry(entry)
    match entry:
        case Work(say=say, cues=cues):
            if say:
                yield f"  say: {say}"
            yield from (f"  at {format_time(at)}: {text}" for at, text in cues)
        case Block(entries=entries):
            yield from (f"  {line}" for inner in entries for line in format_entry(inner))


def describe_entry(entry: Entry) -> str:
    """Return an entry in one line, without what stands below it."""
    match entry:
        case Work():
            return ", ".join(_describe_work(entry))
        case Pause(length):
            return f"rest {format_time(length)}"
        case Words(text):
            return f"say: {text}"
        case Placing(position):
            return f"move: {position}"
        case Block():
            return f"{entry.name + ', ' if entry.name else ''}{_describe_rounds(entry)}:"


def format_time(ms: int) -> str:
    """Return a time as it is written in text.

    >>> [format_time(ms) for ms in (5_500, 60_000, 90_000, 3_600_000)]
    ['5.5 s', '1 m', '1 m 30 s', '60 m']
    """
    minutes, rest = divmod(ms, 60_000)
    parts = [f"{minutes} m"] if minutes else []
    return " ".join([*parts, f"{rest / 1000:g} s"] if rest or not parts else parts)


def _describe_work(work: Work) -> Iterator[str]:
    yield work.name
    yield from _describe_dose(work.dose, work.sets)
    if work.rest is not None:
        yield f"rest {format_time(work.rest)}"
    if work.side:
        yield _SIDES[work.side]


def _describe_dose(dose: Dose, sets: int) -> Iterator[str]:
    match dose:
        case Timed(length):
            yield f"{sets} x {format_time(length)}" if sets > 1 else format_time(length)
        case Repeated(reps, hold, tempo):
            if reps is not None:
                yield f"{sets} sets of {reps}" if sets > 1 else format_count(reps, "time")
            if tempo:
                yield f"tempo {tempo[0] // 1000}-{hold // 1000}-{tempo[1] // 1000}"
            elif hold:
                yield f"hold {format_time(hold)}"
        case Breathed(breaths, phases):
            if phases:
                inhale, full, exhale, empty = map(format_time, phases)
                yield f"in {inhale}"
                yield from [f"hold {full}"] if phases[1] else []
                yield f"out {exhale}"
                yield from [f"hold {empty}"] if phases[3] else []
            yield format_count(breaths, "breath")
            yield from [f"{sets} sets"] if sets > 1 else []


def _describe_rounds(block: Block) -> str:
    between = f", rest {format_time(block.between)} between" if block.between else ""
    if block.limit is not None:
        return f"as many rounds as fit in {format_time(block.limit)}"
    if not isinstance(block.rounds, int):
        return "-".join(map(str, block.rounds)) + between
    rounds = format_count(block.rounds, "round")
    return f"every {format_time(block.every)}, {rounds}" if block.every else rounds + between
