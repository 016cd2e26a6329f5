"""The page a screen shows of a session: lines of text for a width and a height. It draws nothing.

What can be read from three metres comes first: the count, as large as there is room, then the
name. Where room is short, what is least needed on the mat goes first: keys, what comes next, the
line that is spoken.
"""

from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from coach.cli.display.bar import timeline_bar
from coach.cli.display.canvas import Canvas, centre_line, indent_line, justify_ends
from coach.cli.display.key_help import key_hints, key_table
from coach.cli.display.letters import enlarge_pixels, max_scale, text_pixels
from coach.live.controls.now_playing import format_count, format_side
from coach.live.status import Phase, Status
from coach.script.talk_level import TalkLevel
from coach.units import format_clock

CLOSE_HINT = "? again, or any other key, closes this"
"""Said at the foot of the table of keys."""
MAX_NAME_SCALE = 3
MIN_HEIGHT_FOR_LARGE_NAME = 28
"""How many lines there must be, so that a large name does not make the count small."""
MIN_CLOCK_SECONDS = 100
"""From so many seconds on, a count is shown as minutes and seconds."""
PHASE_WORDS = {
    Phase.PAUSED: "PAUSED",
    Phase.WAITING: "READY?",
    Phase.LOST: "NO SOUND",
    Phase.ENDED: "DONE",
}
PHASE_STYLES = {
    Phase.PAUSED: "yellow",
    Phase.WAITING: "cyan",
    Phase.LOST: "red",
    Phase.ENDED: "green",
}


def screen_lines(
    status: Status, paper: Canvas, last_saying: str = "", show_keys: bool = False
) -> list[Text]:
    """Lay a status out; gives exactly `height` lines, none wider than `width`.

    `heard` is the line that was said last: it stays, dimmed, where there is nothing else.
    `helping` shows all keys in place of what is done.
    """
    lines = _help_lines(status, paper) if show_keys else _session_lines(status, paper, last_saying)
    for line in lines:
        line.truncate(paper.width, overflow="ellipsis")
    return lines[: paper.height] + [Text()] * (paper.height - len(lines))


def _help_lines(status: Status, paper: Canvas) -> list[Text]:
    top, bottom = _header_lines(status, paper, 1), _footer_lines(status, paper, CLOSE_HINT)
    room = max(0, paper.height - len(top) - len(bottom))
    return [*top, *key_table(paper, room), *bottom]


def _session_lines(status: Status, paper: Canvas, last_saying: str) -> list[Text]:
    top, bottom = _top_lines(status, paper), _footer_lines(status, paper)
    room = paper.height - len(top) - len(bottom)
    said = _lower_lines(status, paper)[: max(0, room - 1)]
    middle = _middle_lines(status, paper, room - len(said), last_saying)
    return [*top, *middle, *said, *bottom]


def _header_lines(status: Status, paper: Canvas, most: int) -> list[Text]:
    """Name the session, and show what it has to tell the eye, in at most so many lines."""
    lines = [
        justify_ends(
            Text(status.title, "bold"), Text(_header_details(status), "bright_black"), paper
        )
    ]
    if paper.height < 8:
        lines = []
    if status.message:
        lines += _message_lines(status, paper, most)
    elif paper.height >= 16:
        lines.append(Text())
    return lines


def _message_lines(status: Status, paper: Canvas, most: int) -> list[Text]:
    """Set a message on a ground of its own: to its end, for it may say what is to be done."""
    style = "bold reverse red" if _is_lost(status) else "reverse"
    told = _wrap_lines(status.message, paper.inner_width - 2, most)
    widest = max(map(cell_len, told), default=0)
    return [centre_line(Text(f" {set_cell_size(line, widest)} ", style), paper) for line in told]


def _top_lines(status: Status, paper: Canvas) -> list[Text]:
    lines = _header_lines(status, paper, max(1, paper.height // 3))
    name = status.exercise or ("" if status.phase is Phase.ENDED else status.title)
    lines += _name_lines(name, paper)
    details = [format_side(status), format_count(status)]
    if status.phase is not Phase.PLAYING and status.count is not None and not status.reps:
        details.append(
            f"{_format_count(status)} left"
            if status.count >= MIN_CLOCK_SECONDS
            else f"{status.count} s left"
        )
    if detail := " · ".join(filter(None, details)):
        lines.append(centre_line(Text(detail, "bold cyan"), paper))
    return lines


def _name_lines(name: str, paper: Canvas) -> list[Text]:
    drawn = text_pixels(name)
    room = paper.height // 7
    scale = max_scale(drawn, paper.inner_width, room, MAX_NAME_SCALE) if drawn else 0
    if not drawn or scale < 1 or paper.height < MIN_HEIGHT_FOR_LARGE_NAME:
        return [centre_line(Text(name, "bold"), paper)]
    lines = enlarge_pixels(drawn, scale, paper.blocks)
    return [Text(), *(centre_line(Text(line), paper) for line in lines), Text()]


def _middle_lines(status: Status, paper: Canvas, room: int, last_saying: str) -> list[Text]:
    """Draw the count, or what the session waits for, or else the line that is said."""
    word, style = _large_word(status)
    if room <= 0:
        return []
    lines = _saying_lines(
        status.saying or last_saying, paper, room, "bold" if status.saying else "dim"
    )
    if word:
        # The last nine seconds are as large as the ten before.
        word, widest = (
            _add_side_arrow(word, status, paper),
            _add_side_arrow(word.rjust(2, "0"), status, paper),
        )
        drawn, frame = text_pixels(word), text_pixels(widest)
        scale = max_scale(frame, paper.inner_width, room - 1 if room > 3 else room) if frame else 0
        large = enlarge_pixels(drawn, scale, paper.blocks) if drawn and scale else [word]
        lines = [
            centre_line(Text(line, style if scale else f"bold {style}"), paper) for line in large
        ]
    above = (room - len(lines)) // 2
    return [Text()] * above + lines + [Text()] * (room - len(lines) - above)


def _large_word(status: Status) -> tuple[str, str]:
    """Say what is to be drawn large, and how: work in the terminal's own colour, it is certain."""
    if word := PHASE_WORDS.get(status.phase):
        return word, PHASE_STYLES[status.phase]
    if status.count is None:
        return "", ""
    return _format_count(status), "cyan" if status.resting else "bold"


def _add_side_arrow(word: str, status: Status, paper: Canvas) -> str:
    """Put an arrow to the count of a side, that can be told from afar."""
    if not paper.blocks or status.side not in ("left", "right") or not word[0].isdigit():
        return word
    return f"◀ {word}" if status.side == "left" else f"{word} ▶"


def _format_count(status: Status) -> str:
    seconds = status.count or 0
    clock = not status.reps and seconds >= MIN_CLOCK_SECONDS
    return format_clock(seconds * 1000) if clock else str(seconds)


def _lower_lines(status: Status, paper: Canvas) -> list[Text]:
    """Show what is said, in as many lines whatever it is: what is above must not jump."""
    lines = []
    if room := min(3, paper.height // 9):
        lines = (
            _saying_lines(status.saying, paper, room, "italic") if _large_word(status)[0] else []
        )
        lines += [Text()] * (room - len(lines))
    if status.segments and paper.height >= 14:
        then = f"then {status.next}" if status.next else ""
        lines += [Text(), centre_line(Text(then, "bright_black"), paper)]
    return [*lines, Text()] if lines and paper.height >= 18 else lines


def _saying_lines(saying: str, paper: Canvas, most: int, style: str) -> list[Text]:
    lines = _wrap_lines(saying, min(paper.inner_width, 100), most)
    return [centre_line(Text(line, style), paper) for line in lines]


def _wrap_lines(words: str, width: int, most: int) -> list[str]:
    """Break words into at most so many lines; where some are left over, the last one says so."""
    lines = wrap(words, max(1, width))
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _footer_lines(status: Status, paper: Canvas, hint: str = "") -> list[Text]:
    left = max(0, status.length - status.elapsed)
    clocks = Text(format_clock(status.elapsed), "bold"), Text(f"{format_clock(left)} left", "bold")
    lines = [justify_ends(*clocks, paper)]
    if paper.height >= 6:
        lines.insert(0, indent_line(timeline_bar(status, paper.inner_width, paper.blocks), paper))
    if paper.keys and paper.height >= 12:
        if paper.height >= 20:
            lines.append(Text())
        lines.append(centre_line(Text(hint or key_hints(status, paper), "bright_black"), paper))
    return lines


def _header_details(status: Status) -> str:
    parts = []
    if status.volume != 100:
        parts.append(f"volume {status.volume} %")
    if status.talk is not TalkLevel.FULL:
        parts.append("short talk" if status.talk is TalkLevel.SHORT else "sounds only")
    if status.segments and status.segment >= 0:
        parts.append(f"{status.segment + 1} of {len(status.segments)}")
    return " · ".join(parts)


def _is_lost(status: Status) -> bool:
    return status.phase is Phase.LOST
