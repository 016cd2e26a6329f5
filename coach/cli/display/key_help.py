"""The keys as the screen shows them: a line of the most needed, and a table of all."""

from types import MappingProxyType

from rich.text import Text

from coach.cli.display.canvas import Canvas, indent_line
from coach.live.controls.keymap import BINDINGS, Binding
from coach.live.status import Phase, Status

KEY_HINTS = (
    ("space", "pause", 0),
    ("n", "next", 3),
    ("p", "previous", 4),
    ("← →", "10 s", 8),
    ("r", "repeat", 5),
    ("+", "more time", 6),
    ("w", "wait", 7),
    ("↑ ↓", "volume", 9),
    ("v V", "talk", 10),
    ("l L", "more, less often", 11),
    ("x x", "never again", 12),
    ("[ ]", "pace", 13),
    ("E", "easier", 14),
    ("e", "say it", 15),
    ("?", "help", 2),
    ("q", "stop", 1),
)
"""Keys, what they do, and their rank: where room is short, those of low rank are shown."""
ALL_KEYS = tuple(key for key, _, _ in KEY_HINTS)
KEYS_BY_PHASE = MappingProxyType(
    {
        Phase.WAITING: ("space", "n", "p", "?", "q"),
        Phase.LOST: ("space", "↑ ↓", "v V", "?", "q"),
    }
)
"""The keys shown where not every key does what its hint says: while the session waits most keys
make it go on, and without a device nothing plays that could be skipped."""
TWO_COLUMN_WIDTH = 108
ARROWS = {"left": "←", "right": "→", "up": "↑", "down": "↓"}
SHORT_NAMES = {"page-up": "PgUp", "page-down": "PgDn"}
KEYS_WIDTH = 11


def key_hints(status: Status, canvas: Canvas) -> str:
    """Return a line that names as many keys as there is room for."""
    line = ""
    known = KEYS_BY_PHASE.get(status.phase, ALL_KEYS)
    offered = [hint for hint in KEY_HINTS if hint[0] in known]
    for number in range(1, len(KEY_HINTS) + 1):
        named = (_format_hint(key, means, status) for key, means, rank in offered if rank < number)
        longer = "  ".join(named)
        if len(longer) > canvas.inner_width:
            break
        line = longer
    return line if canvas.blocks else _spell_arrows(line)


def _format_hint(key: str, means: str, status: Status) -> str:
    if key == "space" and status.phase is Phase.WAITING:
        return "any key goes on"
    if key == "space" and (status.phase is Phase.PAUSED or status.stays_paused):
        return f"{key} go on"
    if key == "space" and status.phase is Phase.LOST:
        return f"goes on by itself  {key} {means}"
    return f"{key} {means}"


def _spell_arrows(hints: str) -> str:
    return hints.replace("← →", "arrows").replace("↑ ↓", "up/down")


def key_table(canvas: Canvas, room: int) -> list[Text]:
    """Return `room` lines with what every key does, in two columns where they fit.

    Where lines are too few for one column, short ones that belong together share theirs.
    """
    cells = [_format_binding(binding, canvas) for binding in BINDINGS]
    rows = [[cell] for cell in cells]
    width = canvas.inner_width
    if width >= TWO_COLUMN_WIDTH:
        half = -(-len(cells) // 2)
        rows = [cells[number::half] for number in range(half)]
    elif len(cells) > room:
        rows = _pair_short(cells, width // 2)
    lines = [indent_line(_join_cells(row, width), canvas) for row in rows][:room]
    above = (room - len(lines)) // 2
    return [Text()] * above + lines + [Text()] * (room - len(lines) - above)


def _format_binding(binding: Binding, canvas: Canvas) -> Text:
    named = SHORT_NAMES | (ARROWS if canvas.blocks else {})
    keys = " ".join(named.get(key, key) for key in binding.keys)
    return Text(f"{keys:<{KEYS_WIDTH}}", "bold cyan").append(
        f" {binding.description}", "default not bold"
    )


def _pair_short(cells: list[Text], width: int) -> list[list[Text]]:
    """Return cells in rows: two of them where both, one behind the other, are that short."""
    rows: list[list[Text]] = []
    for cell in cells:
        is_pair = bool(rows) and len(rows[-1]) == 1 and len(rows[-1][0]) < width > len(cell)
        if is_pair:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _join_cells(row: list[Text], width: int) -> Text:
    """Return the cells of a row in columns as wide as each other."""
    line = Text()
    for cell in row:
        fitted = cell.copy()
        fitted.truncate(width // len(row) - 1, pad=True, overflow="ellipsis")
        line.append_text(fitted).append(" ")
    return line
