"""The page a screen shows of a session: lines of text for a width and a height. It draws nothing.

What can be read from three metres comes first: the count, as large as there is room, then the
name. Where room is short, what is least needed on the mat goes first: keys, what comes next, the
line that is spoken.
"""

from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from coach.cli.display.bar import bar
from coach.cli.display.key_help import hints, key_table
from coach.cli.display.letters import enlarged, pixels, scale_for
from coach.cli.display.paper import Paper, centred, ends, indented
from coach.live.controls.now_playing import count_of, side_of
from coach.live.status import Phase, Status
from coach.script.talk_level import Talk
from coach.units import format_clock

CLOSING = "? again, or any other key, closes this"
"""Said at the foot of the table of keys."""
LARGEST_NAME = 3
ROOM_FOR_NAME = 28
"""How many lines there must be, so that a large name does not make the count small."""
CLOCK_FROM = 100
"""From so many seconds on, a count is shown as minutes and seconds."""
WORDS = {
    Phase.PAUSED: "PAUSED",
    Phase.WAITING: "READY?",
    Phase.LOST: "NO SOUND",
    Phase.ENDED: "DONE",
}
STYLES = {Phase.PAUSED: "yellow", Phase.WAITING: "cyan", Phase.LOST: "red", Phase.ENDED: "green"}


def page(status: Status, paper: Paper, heard: str = "", helping: bool = False) -> list[Text]:
    """Lay a status out; gives exactly `height` lines, none wider than `width`.

    `heard` is the line that was said last: it stays, dimmed, where there is nothing else.
    `helping` shows all keys in place of what is done.
    """
    lines = _keys(status, paper) if helping else _session(status, paper, heard)
    for line in lines:
        line.truncate(paper.width, overflow="ellipsis")
    return lines[: paper.height] + [Text()] * (paper.height - len(lines))


def _keys(status: Status, paper: Paper) -> list[Text]:
    top, bottom = _head(status, paper, 1), _bottom(status, paper, CLOSING)
    room = max(0, paper.height - len(top) - len(bottom))
    return [*top, *key_table(paper, room), *bottom]


def _session(status: Status, paper: Paper, heard: str) -> list[Text]:
    top, bottom = _top(status, paper), _bottom(status, paper)
    room = paper.height - len(top) - len(bottom)
    said = _said(status, paper)[: max(0, room - 1)]
    middle = _middle(status, paper, room - len(said), heard)
    return [*top, *middle, *said, *bottom]


def _head(status: Status, paper: Paper, most: int) -> list[Text]:
    """Name the session, and show what it has to tell the eye, in at most so many lines."""
    lines = [ends(Text(status.title, "bold"), Text(_manner(status), "bright_black"), paper)]
    if paper.height < 8:
        lines = []
    if status.message:
        lines += _message(status, paper, most)
    elif paper.height >= 16:
        lines.append(Text())
    return lines


def _message(status: Status, paper: Paper, most: int) -> list[Text]:
    """Set a message on a ground of its own: to its end, for it may say what is to be done."""
    style = "bold reverse red" if _is_lost(status) else "reverse"
    told = _wrapped(status.message, paper.inner - 2, most)
    widest = max(map(cell_len, told), default=0)
    return [centred(Text(f" {set_cell_size(line, widest)} ", style), paper) for line in told]


def _top(status: Status, paper: Paper) -> list[Text]:
    lines = _head(status, paper, max(1, paper.height // 3))
    name = status.exercise or ("" if status.phase is Phase.ENDED else status.title)
    lines += _name(name, paper)
    details = [side_of(status), count_of(status)]
    if status.phase is not Phase.PLAYING and status.count is not None and not status.reps:
        details.append(
            f"{_count(status)} left" if status.count >= CLOCK_FROM else f"{status.count} s left"
        )
    if detail := " · ".join(filter(None, details)):
        lines.append(centred(Text(detail, "bold cyan"), paper))
    return lines


def _name(name: str, paper: Paper) -> list[Text]:
    drawn = pixels(name)
    room = paper.height // 7
    scale = scale_for(drawn, paper.inner, room, LARGEST_NAME) if drawn else 0
    if not drawn or scale < 1 or paper.height < ROOM_FOR_NAME:
        return [centred(Text(name, "bold"), paper)]
    lines = enlarged(drawn, scale, paper.blocks)
    return [Text(), *(centred(Text(line), paper) for line in lines), Text()]


def _middle(status: Status, paper: Paper, room: int, heard: str) -> list[Text]:
    """Draw the count, or what the session waits for, or else the line that is said."""
    word, style = _large(status)
    if room <= 0:
        return []
    lines = _spoken(status.saying or heard, paper, room, "bold" if status.saying else "dim")
    if word:
        # The last nine seconds are as large as the ten before.
        word, widest = _pointing(word, status, paper), _pointing(word.rjust(2, "0"), status, paper)
        drawn, frame = pixels(word), pixels(widest)
        scale = scale_for(frame, paper.inner, room - 1 if room > 3 else room) if frame else 0
        large = enlarged(drawn, scale, paper.blocks) if drawn and scale else [word]
        lines = [centred(Text(line, style if scale else f"bold {style}"), paper) for line in large]
    above = (room - len(lines)) // 2
    return [Text()] * above + lines + [Text()] * (room - len(lines) - above)


def _large(status: Status) -> tuple[str, str]:
    """Say what is to be drawn large, and how: work in the terminal's own colour, it is certain."""
    if word := WORDS.get(status.phase):
        return word, STYLES[status.phase]
    if status.count is None:
        return "", ""
    return _count(status), "cyan" if status.resting else "bold"


def _pointing(word: str, status: Status, paper: Paper) -> str:
    """Put an arrow to the count of a side, that can be told from afar."""
    if not paper.blocks or status.side not in ("left", "right") or not word[0].isdigit():
        return word
    return f"◀ {word}" if status.side == "left" else f"{word} ▶"


def _count(status: Status) -> str:
    seconds = status.count or 0
    clock = not status.reps and seconds >= CLOCK_FROM
    return format_clock(seconds * 1000) if clock else str(seconds)


def _said(status: Status, paper: Paper) -> list[Text]:
    """Show what is said, in as many lines whatever it is: what is above must not jump."""
    lines = []
    if room := min(3, paper.height // 9):
        lines = _spoken(status.saying, paper, room, "italic") if _large(status)[0] else []
        lines += [Text()] * (room - len(lines))
    if status.segments and paper.height >= 14:
        then = f"then {status.next}" if status.next else ""
        lines += [Text(), centred(Text(then, "bright_black"), paper)]
    return [*lines, Text()] if lines and paper.height >= 18 else lines


def _spoken(saying: str, paper: Paper, most: int, style: str) -> list[Text]:
    lines = _wrapped(saying, min(paper.inner, 100), most)
    return [centred(Text(line, style), paper) for line in lines]


def _wrapped(words: str, width: int, most: int) -> list[str]:
    """Break words into at most so many lines; where some are left over, the last one says so."""
    lines = wrap(words, max(1, width))
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _bottom(status: Status, paper: Paper, hint: str = "") -> list[Text]:
    left = max(0, status.length - status.elapsed)
    clocks = Text(format_clock(status.elapsed), "bold"), Text(f"{format_clock(left)} left", "bold")
    lines = [ends(*clocks, paper)]
    if paper.height >= 6:
        lines.insert(0, indented(bar(status, paper.inner, paper.blocks), paper))
    if paper.keys and paper.height >= 12:
        if paper.height >= 20:
            lines.append(Text())
        lines.append(centred(Text(hint or hints(status, paper), "bright_black"), paper))
    return lines


def _manner(status: Status) -> str:
    parts = []
    if status.volume != 100:
        parts.append(f"volume {status.volume} %")
    if status.talk is not Talk.FULL:
        parts.append("short talk" if status.talk is Talk.SHORT else "sounds only")
    if status.segments and status.segment >= 0:
        parts.append(f"{status.segment + 1} of {len(status.segments)}")
    return " · ".join(parts)


def _is_lost(status: Status) -> bool:
    return status.phase is Phase.LOST
