"""What the screen shows of a session, as lines of text for a canvas; drawing is not done here.

What must be readable from three metres has priority: the count, as large as there is room for,
then the name. Where room is short, what is least needed on the mat goes first: keys, what comes
next, the line that is spoken.
"""

from dataclasses import fields, replace
from textwrap import wrap
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from coach.cli.display.bar import timeline_bar
from coach.cli.display.canvas import Canvas, centre_line, indent_line, justify_ends
from coach.cli.display.drawing_place import Draw, join_drawing
from coach.cli.display.key_help import key_hints, key_table
from coach.cli.display.letters import enlarge_pixels, max_scale, text_pixels
from coach.live.controls.now_playing import EAR_WORDS, format_count, format_side, format_way
from coach.live.status import Phase, Status
from coach.script.talk_level import TalkLevel
from coach.system.printable import make_one_line
from coach.units import format_clock

CLOSE_HINT = "? again, or any other key, closes this"
"""Shown below the table of keys."""
MAX_NAME_SCALE = 3
MIN_HEIGHT_FOR_LARGE_NAME = 28
"""Lines below which a large name would make the count small."""
MIN_CLOCK_SECONDS = 100
"""From this many seconds on, a count is shown as minutes and seconds."""
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
    status: Status,
    canvas: Canvas,
    last_saying: str = "",
    show_keys: bool = False,
    draw: Draw | None = None,
) -> list[Text]:
    """Return exactly `canvas.height` lines for a status, none wider than `canvas.width`.

    `last_saying` is the line that was spoken last: it stays, dimmed, where there is nothing else.
    With `show_keys` the table of keys stands in place of the exercise. `draw` draws that.
    """
    if show_keys:
        lines = _help_lines(status, canvas)
    else:
        lines = _session_lines(status, canvas, last_saying, draw)
    for line in lines:
        line.truncate(canvas.width, overflow="ellipsis")
    return lines[: canvas.height] + [Text()] * (canvas.height - len(lines))


def make_status_printable(status: Status) -> Status:
    """Return a status whose texts are printable, so that what is shown is as wide as it is."""
    texts = {field.name: getattr(status, field.name) for field in fields(status)}
    shown: dict[str, Any] = {
        name: make_one_line(text) for name, text in texts.items() if type(text) is str
    }
    segments = tuple(replace(one, title=make_one_line(one.title)) for one in status.segments)
    return replace(status, **shown, segments=segments)


def _help_lines(status: Status, canvas: Canvas) -> list[Text]:
    top, bottom = _header_lines(status, canvas, 1), _footer_lines(status, canvas, CLOSE_HINT)
    room = max(0, canvas.height - len(top) - len(bottom))
    return [*top, *key_table(canvas, room), *bottom]


def _session_lines(
    status: Status, canvas: Canvas, last_saying: str, draw: Draw | None
) -> list[Text]:
    top = _header_lines(status, canvas, max(1, canvas.height // 3))
    bottom = _footer_lines(status, canvas)
    room = canvas.height - len(top) - len(bottom)

    def make_texts(canvas: Canvas, room: int) -> list[Text]:
        name = _headline_lines(status, canvas)
        room -= len(name)
        lower = _lower_lines(status, canvas)[: max(0, room - 1)]
        return [*name, *_middle_lines(status, canvas, room - len(lower), last_saying), *lower]

    is_over = status.phase is Phase.ENDED
    return [*top, *join_drawing(canvas, room, None if is_over else draw, make_texts), *bottom]


def _header_lines(status: Status, canvas: Canvas, most: int) -> list[Text]:
    """Return the title with its details, and a message in at most `most` lines."""
    lines = [
        justify_ends(
            Text(status.title, "bold"), Text(_header_details(status), "bright_black"), canvas
        )
    ]
    if canvas.height < 8:
        lines = []
    if status.message:
        lines += _message_lines(status, canvas, most)
    elif canvas.height >= 16:
        lines.append(Text())
    return lines


def _message_lines(status: Status, canvas: Canvas, most: int) -> list[Text]:
    """Return a message on a coloured ground, wrapped: its end may say what to do."""
    style = "bold reverse red" if _is_lost(status) else "reverse"
    lines = _wrap_lines(status.message, canvas.inner_width - 2, most)
    widest = max(map(cell_len, lines), default=0)
    return [centre_line(Text(f" {set_cell_size(line, widest)} ", style), canvas) for line in lines]


def _headline_lines(status: Status, canvas: Canvas) -> list[Text]:
    """Return the name of the exercise, and the line below it: its side, or the way to it."""
    name = status.exercise or ("" if status.phase is Phase.ENDED else status.title)
    lines = _name_lines(name, canvas)
    details = ["stays paused"] if status.stays_paused else []
    way = format_way(status)
    details += [way] if way else [format_side(status), format_count(status)]
    if status.phase is not Phase.PLAYING and status.counts_seconds and not status.counts_up:
        number = _format_count(status)
        details.append(f"{number} left" if ":" in number else f"{number} s left")
    if detail := " · ".join(filter(None, details)):
        lines.append(centre_line(Text(detail, "bold cyan"), canvas))
    return lines


def _name_lines(name: str, canvas: Canvas) -> list[Text]:
    drawn = text_pixels(name)
    room = canvas.height // 7
    scale = max_scale(drawn, canvas.inner_width, room, MAX_NAME_SCALE) if drawn else 0
    if not drawn or scale < 1 or canvas.height < MIN_HEIGHT_FOR_LARGE_NAME:
        return [centre_line(Text(name, "bold"), canvas)]
    lines = enlarge_pixels(drawn, scale, canvas.blocks)
    return [Text(), *(centre_line(Text(line), canvas) for line in lines), Text()]


def _middle_lines(status: Status, canvas: Canvas, room: int, last_saying: str) -> list[Text]:
    """Return `room` lines with the count or the phase in large letters, or else the spoken line."""
    word, style = _large_word(status)
    if room <= 0:
        return []
    lines = _saying_lines(
        status.saying or last_saying, canvas, room, "bold" if status.saying else "dim"
    )
    if word:
        # Scaled for two digits, so that the last nine seconds are as large as those before.
        word, widest = (
            _add_side_arrow(word, status, canvas),
            _add_side_arrow(word.rjust(2, "0"), status, canvas),
        )
        drawn, frame = text_pixels(word), text_pixels(widest)
        scale = max_scale(frame, canvas.inner_width, room - 1 if room > 3 else room) if frame else 0
        large = enlarge_pixels(drawn, scale, canvas.blocks) if drawn and scale else [word]
        lines = [
            centre_line(Text(line, style if scale else f"bold {style}"), canvas) for line in large
        ]
        if len(lines) < room and (unit := _format_count_unit(status)):
            lines.append(centre_line(Text(unit, style), canvas))
    above = (room - len(lines)) // 2
    return [Text()] * above + lines + [Text()] * (room - len(lines) - above)


def _phase_word(status: Status) -> str:
    """Return the word of a phase in which nothing is counted; an open hold is, while it waits."""
    if status.phase is Phase.WAITING and status.counts_up:
        return ""
    return PHASE_WORDS.get(status.phase, "")


def _large_word(status: Status) -> tuple[str, str]:
    """Return the word to draw large, and its style.

    A count of work keeps the terminal's own colour, which is sure to be readable.
    """
    if word := _phase_word(status):
        return word, PHASE_STYLES[status.phase]
    if status.count is None:
        return "", ""
    return _format_count(status), "cyan" if status.resting else "bold"


def _add_side_arrow(word: str, status: Status, canvas: Canvas) -> str:
    """Return a count with an arrow to its side, which can be seen from afar."""
    if not canvas.blocks or status.side not in ("left", "right") or not word[0].isdigit():
        return word
    return f"◀ {word}" if status.side == "left" else f"{word} ▶"


def _format_count(status: Status) -> str:
    seconds = status.count or 0
    clock = status.counts_seconds and seconds >= MIN_CLOCK_SECONDS
    return format_clock(seconds * 1000) if clock else str(seconds)


def _format_count_unit(status: Status) -> str:
    """Return the unit of a count that is drawn large, or ""."""
    if _phase_word(status) or status.count is None or not status.count_unit:
        return ""
    if not status.counts_seconds:
        return status.count_unit
    if status.count >= MIN_CLOCK_SECONDS:
        return "minutes"
    return "second" if status.count == 1 else "seconds"


def _lower_lines(status: Status, canvas: Canvas) -> list[Text]:
    """Return the spoken line and what comes next, in a number of lines that no text changes.

    Else what stands above would jump.
    """
    lines = []
    if room := min(3, canvas.height // 9):
        lines = (
            _saying_lines(status.saying, canvas, room, "italic") if _large_word(status)[0] else []
        )
        lines += [Text()] * (room - len(lines))
    if status.segments and canvas.height >= 14:
        then = f"then {status.next}" if status.next else ""
        lines += [Text(), centre_line(Text(then, "bright_black"), canvas)]
    return [*lines, Text()] if lines and canvas.height >= 18 else lines


def _saying_lines(saying: str, canvas: Canvas, most: int, style: str) -> list[Text]:
    lines = _wrap_lines(saying, min(canvas.inner_width, 100), most)
    return [centre_line(Text(line, style), canvas) for line in lines]


def _wrap_lines(words: str, width: int, most: int) -> list[str]:
    """Return a text in at most `most` lines; `…` ends the last where some of it is cut off."""
    lines = wrap(words, max(1, width))
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _footer_lines(status: Status, canvas: Canvas, hint: str = "") -> list[Text]:
    left = format_clock(status.remaining)
    clocks = Text(format_clock(status.elapsed), "bold"), Text(f"{left} left", "bold")
    lines = [justify_ends(*clocks, canvas)]
    if canvas.height >= 6:
        bar = timeline_bar(status, canvas.inner_width, canvas.blocks)
        lines.insert(0, indent_line(bar, canvas))
    if canvas.keys and canvas.height >= 12:
        if canvas.height >= 20:
            lines.append(Text())
        lines.append(centre_line(Text(hint or key_hints(status, canvas), "bright_black"), canvas))
    return lines


def _header_details(status: Status) -> str:
    parts = [EAR_WORDS[status.ear]] if status.ear in EAR_WORDS else []
    if status.volume != 100:
        parts.append(f"volume {status.volume} %")
    if status.talk not in (TalkLevel.AUTO, TalkLevel.FULL):
        parts.append("short talk" if status.talk is TalkLevel.SHORT else "sounds only")
    if status.pace != 100:
        parts.append(f"pace {status.pace} %")
    if status.segments and status.segment >= 0:
        parts.append(f"{status.segment + 1} of {len(status.segments)}")
    return " · ".join(parts)


def _is_lost(status: Status) -> bool:
    return status.phase is Phase.LOST
