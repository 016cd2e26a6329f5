"""A programme -> the YAML of a routine, as short as a person would write it.

What the source does not say is not in it: no opening, no further exercises, no other doses. A run
of exercises with one dose and one rest between them becomes a list of names. Work that has a card
is the step that does it.
"""

from collections.abc import Iterator, Sequence

from coach.importing.programme import (
    Block,
    Breathed,
    CardUse,
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
from coach.importing.speech_room import USUAL_REST, has_room
from coach.script.quotes import quote_yaml

WIDTH = 96
MAX_NAMES = 100

Pairs = list[tuple[str, str]]


def format_routine(programme: Programme, comments: Sequence[str] = ()) -> str:
    """Return the YAML of a routine, with comments at its end."""
    lines = [f"title: {quote_yaml(programme.title)}"]
    if programme.description:
        lines.append(f"description: {quote_yaml(programme.description)}")
    parts = [part for part in programme.parts if part.entries]
    if len(parts) > 1 or parts[0].title:
        lines.append("sections:")
        for part in parts:
            head = [f"title: {quote_yaml(part.title)}"] if part.title else []
            inner = [*head, "steps:", *_indent(_format_steps(part.entries))]
            lines += [f"  - {inner[0]}", *(f"    {line}" for line in inner[1:])]
    else:
        lines += ["steps:", *_indent(_format_steps(parts[0].entries))]
    lines += [f"# {comment}" for comment in comments]
    return "\n".join(lines) + "\n"


def quote_time(ms: int) -> str:
    """Return a time as a script has it.

    >>> [quote_time(ms) for ms in (5_500, 60_000, 90_000, 300_000)]
    ['5.5s', '60s', '90s', '5m']
    """
    return f"{ms // 60_000}m" if ms % 60_000 == 0 and ms > 60_000 else f"{ms / 1000:g}s"


def _indent(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _format_steps(entries: Sequence[Entry]) -> Iterator[str]:
    index = 0
    while index < len(entries):
        entry = entries[index]
        names = _find_run(entries, index)
        index += max(1, 2 * len(names) - 1)
        match entry:
            case Work() if len(names) > 1:
                rest = entries[index - 2]
                assert isinstance(rest, Pause)
                yield from _format_work(entry, names, rest.length)
            case Work():
                yield from _format_work(entry, names, entry.rest)
            case Pause(length):
                yield f"- rest: {quote_time(length)}"
            case Words(text):
                yield _format_words(text)
            case Placing(position):
                yield f"- move: {position}"
            case Block():
                yield from _format_block(entry)


def _format_words(text: str) -> str:
    """Return a step that speaks; with a number in it, its key says that it is no work."""
    key = "say: " if any(map(str.isdigit, text)) else ""
    return f"- {key}{quote_yaml(text)}"


def _find_run(entries: Sequence[Entry], start: int) -> list[str]:
    """Return the names of works from `start` on that differ in nothing else, one rest apart."""
    first = entries[start]
    if not isinstance(first, Work):
        return []
    names, at = [first.name], start
    rest = entries[start + 1] if start + 1 < len(entries) else None
    if first.say or first.cues or first.sets > 1 or first.card or not isinstance(rest, Pause):
        return names
    while len(names) < MAX_NAMES and at + 2 < len(entries) and entries[at + 1] == rest:
        after = entries[at + 2]
        if not isinstance(after, Work) or _without_name(after) != _without_name(first):
            break
        names.append(after.name)
        at += 2
    return names


def _without_name(work: Work) -> tuple[object, ...]:
    return work.dose, work.sets, work.rest, work.side, work.say, work.cues, work.card


def _format_work(work: Work, names: Sequence[str], rest: int | None) -> Iterator[str]:
    if work.card:
        if work.say:
            yield _format_words(work.say)
        yield from _format_pairs(_list_asked(work.card), ())
        return
    quoted = [quote_yaml(name) for name in names]
    named = quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"
    pairs = [("work", named), *_list_dose(work)]
    if work.sets > 1:
        pairs.append(("sets", str(work.sets)))
    if work.side in (SideUse.LEFT, SideUse.RIGHT):
        pairs.append(("side", work.side))
    elif work.side is SideUse.EACH:
        pairs.append(("sides", "true"))
    elif work.side is SideUse.ALTERNATE:
        pairs.append(("alternate", "true"))
    pairs += _list_rest(work, rest)
    if work.say and not has_room(work):
        yield _format_words(work.say)
    elif work.say:
        pairs.append(("say", quote_yaml(work.say)))
    yield from _format_pairs(pairs, work.cues)


def _list_asked(card: CardUse) -> Pairs:
    """Return the keys of the step that does a card."""
    asked = [
        (key, quote_time(value) if key in ("hold", "time") else str(value))
        for key, value in card.asked
    ]
    return [("exercise", card.name), *asked, *([("side", card.side)] if card.side else [])]


def _list_rest(work: Work, rest: int | None) -> Pairs:
    """Return the rest between sets, or names: in breathing the key rest is that of a breath."""
    if not isinstance(work.dose, Breathed):
        return [] if rest is None else [("rest", quote_time(rest))]
    if rest is None and work.sets > 1 and work.dose.phases and work.dose.phases[3]:
        rest = USUAL_REST  # beside the rest of a breath it has to be written
    return [] if rest is None else [("between", quote_time(rest))]


def _list_dose(work: Work) -> Pairs:
    match work.dose:
        case Timed(length):
            return [("hold", quote_time(length))]
        case Repeated(reps, hold, tempo):
            pairs = [("reps", '"{count}"' if reps is None else str(reps))]
            if tempo:
                pairs.append(("into", quote_time(tempo[0])))
            if hold:
                pairs.append(("hold", quote_time(hold)))
            return [*pairs, ("out", quote_time(tempo[1]))] if tempo else pairs
        case Breathed(breaths, phases):
            pairs = [("breathe", str(breaths))]
            if phases:
                named = zip(("inhale", "hold", "exhale", "rest"), phases, strict=True)
                pairs += [(key, quote_time(length)) for key, length in named if length]
            return pairs


def _format_pairs(pairs: Pairs, cues: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield a step in one line where it fits in one, else a line for each key."""
    flow = ", ".join(f"{key}: {value}" for key, value in pairs)
    if not cues and len(flow) <= WIDTH:
        yield f"- {{{flow}}}"
        return
    lead = "- "
    for key, value in pairs:
        yield from _wrap_list(f"{lead}{key}: {value}")
        lead = "  "
    if cues:
        yield "  cues:"
        yield from (f"    - {{at: {quote_time(at)}, say: {quote_yaml(text)}}}" for at, text in cues)


def _wrap_list(line: str) -> Iterator[str]:
    """Yield a list of names over as many lines as it needs."""
    if len(line) <= WIDTH or not line.endswith("]"):
        yield line
        return
    while len(line) > WIDTH and (at := line.rfind(", ", 10, WIDTH)) > 0:
        yield line[: at + 1]
        line = "    " + line[at + 2 :]
    yield line


def _format_block(block: Block) -> Iterator[str]:
    if block.limit is not None:
        head = [f"for: {quote_time(block.limit)}"]
    elif isinstance(block.rounds, int):
        head = [f"rounds: {block.rounds}"]
    else:
        head = [f"rounds: [{', '.join(map(str, block.rounds))}]"]
    if block.every is not None:
        head.append(f"every: {quote_time(block.every)}")
    if block.between is not None:
        head.append(f"between: {quote_time(block.between)}")
    lines = [*head, "steps:", *_indent(_format_steps(block.entries))]
    if block.name:
        step = [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
        lines = [f"group: {quote_yaml(block.name)}", "steps:", *(f"  {line}" for line in step)]
    yield f"- {lines[0]}"
    yield from (f"  {line}" for line in lines[1:])
