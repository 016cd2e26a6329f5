"""Makes the pictures in the README: what `coach plan`, `play` and `export` show, as SVG.

python docs/images/make.py
"""

import io
import re
from html import escape
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import MONOKAI
from rich.text import Text

from coach.cli.display.canvas import Canvas
from coach.cli.display.screen_lines import screen_lines
from coach.cli.overview import print_overview
from coach.exports.picture.page_layout import make_page as printed
from coach.exports.picture.svg import render_svg
from coach.exports.session_metadata import session_metadata
from coach.live.reporting import make_status
from coach.live.schedule import Schedule, make_schedule
from coach.live.status import Phase
from coach.live.tape import Tape
from coach.live.transitions import State
from coach.pipeline import PreparedSession, SessionRequest, prepare_in_studio
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.timeline.transcript import format_timed_script

MINUTES = 15
LINES = (88, 112)


SCREEN = (84, 28)
COUNT = 12
CELL = (10, 20)
GROUND, INK, DIM = "#1a1a1a", "#e8e8e8", "#8c8c8c"


def main() -> None:
    """Write plan.svg, screen.svg and session.svg beside this file."""
    with open_studio(None) as studio:
        prepared = prepare_in_studio(studio, "lower-back", SessionRequest(length=MINUTES * 60_000))
        plan = make_schedule(prepared.sheet, studio.media.lengths, prepared.span_starts)
    picture = _planned(prepared).export_svg(title="coach", unique_id="coach")
    # Fonts from elsewhere are fetched by whoever looks: the system's own will do.
    _write("plan", re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL))
    _write("screen", _played(plan))
    about = session_metadata(prepared)
    _write("session", render_svg(printed(prepared, about), about.title))


def _planned(prepared: PreparedSession) -> Console:
    console = Console(record=True, width=92, file=io.StringIO(), highlight=False)
    console.print(f"$ coach plan lower-back --minutes {MINUTES}", style="bold green")
    print_overview(prepared, console)
    console.print("...")
    for line in islice(format_timed_script(prepared.timeline), *LINES):
        console.print(line)
    return console


def _played(plan: Schedule) -> str:
    """Draw the screen in the first hold of a left side."""
    for at in range(0, plan.length, 250):
        status = make_status(
            State(plan, Tape(start=0), Phase.PLAYING, at), None, 100, TalkLevel.FULL
        )
        if status.side == "left" and status.count == COUNT and not status.resting:
            return _drawn(screen_lines(status, Canvas(*SCREEN)))
    raise AssertionError("no hold of a left side counts so far")


def _drawn(lines: list[Text]) -> str:
    """Draw a page, blocks as blocks: a font would leave gaps between their lines."""
    width, height = (SCREEN[0] + 2) * CELL[0], (SCREEN[1] + 2) * CELL[1]
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' font-family="monospace" font-size="{CELL[1] - 4}">'
        ),
        f'<rect width="{width}" height="{height}" rx="8" fill="{GROUND}"/>',
    ]
    console = Console(width=400, file=io.StringIO())
    for row, line in enumerate(lines, 1):
        column = 1
        for segment in line.render(console):
            for sign in segment.text:
                parts.append(_sign(sign, column * CELL[0], row * CELL[1], segment.style))
                column += 1
    return "\n".join((*filter(None, parts), "</svg>", ""))


def _sign(sign: str, x: int, y: int, style: Style | None) -> str:
    wide, high = CELL
    colour = INK
    if style and style.color and not style.color.is_default:
        colour = "#{:02x}{:02x}{:02x}".format(*style.color.get_truecolor(MONOKAI))
        colour = DIM if style.color.name == "bright_black" else colour
    boxes = {
        "█": (0, 0, wide, high),
        "▀": (0, 0, wide, high // 2),
        "▄": (0, high // 2, wide, high - high // 2),
        "▌": (0, 0, wide // 2, high),
    }
    if sign in boxes:
        left, top, w, h = boxes[sign]
        return f'<rect x="{x + left}" y="{y + top}" width="{w}" height="{h}" fill="{colour}"/>'
    if sign == "░":
        box = f'x="{x}" y="{y}" width="{wide}" height="{high}"'
        return f'<rect {box} fill="{colour}" opacity="0.4"/>'
    if sign in " \n":
        return ""
    weight = ' font-weight="bold"' if style and style.bold else ""
    return f'<text x="{x}" y="{y + high - 6}" fill="{colour}"{weight}>{escape(sign)}</text>'


def _write(name: str, picture: str) -> None:
    (Path(__file__).parent / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
