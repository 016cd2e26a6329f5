"""The keys as the screen names them: a line of the most needed, and the table of all."""

from rich.text import Text

from coach.cli.display_paper import Paper, indented
from coach.controls.keymap import BINDINGS
from coach.status import Phase, Status

HINTS = (
    ("space", "pause", 0),
    ("n", "next", 3),
    ("p", "previous", 4),
    ("← →", "10 s", 8),
    ("r", "repeat", 5),
    ("+", "more time", 6),
    ("w", "wait", 7),
    ("↑ ↓", "volume", 9),
    ("v V", "talk", 10),
    ("?", "help", 2),
    ("q", "stop", 1),
)
"""Keys, what they do, and how soon they are worth their room."""
WAITING = ("space", "n", "p", "?", "q")
"""What is named while the session waits, when most keys mean that it go on."""
WAITING = ("space", "n", "p", "?", "q")
"""What is named while the session waits, when most keys mean that it go on."""
TWO_COLUMNS = 108
NAMES = {"left": "←", "right": "→", "up": "↑", "down": "↓"}


def hints(status: Status, paper: Paper) -> str:
    """Name as many keys as there is room for."""
    told = ""
    offered = [hint for hint in HINTS if status.phase is not Phase.WAITING or hint[0] in WAITING]
    for number in range(1, len(HINTS) + 1):
        named = (_hint(key, means, status) for key, means, rank in offered if rank < number)
        longer = "  ".join(named)
        if len(longer) > paper.inner:
            break
        told = longer
    return told if paper.blocks else _spelt(told)


def _hint(key: str, means: str, status: Status) -> str:
    if key == "space" and status.phase is Phase.WAITING:
        return "any key goes on"
    if key == "space" and status.phase is Phase.PAUSED:
        means = "go on"
    return f"{key} {means}"


def _spelt(told: str) -> str:
    return told.replace("← →", "arrows").replace("↑ ↓", "up/down")


def key_table(paper: Paper, room: int) -> list[Text]:
    """Tell what every key does, in as many columns as there is room for; gives `room` lines."""
    columns = 2 if paper.inner >= TWO_COLUMNS else 1
    rows = -(-len(BINDINGS) // columns)
    width = paper.inner // columns
    lines = [Text() for _ in range(rows)]
    for number, binding in enumerate(BINDINGS):
        keys = " ".join(NAMES.get(key, key) if paper.blocks else key for key in binding.keys)
        told = Text(f"{keys:<11}", "bold cyan").append(f" {binding.means}", "default not bold")
        told.truncate(width - 1, pad=True, overflow="ellipsis")
        lines[number % rows].append_text(told).append(" ")
    lines = [indented(line, paper) for line in lines][:room]
    above = (room - len(lines)) // 2
    return [Text()] * above + lines + [Text()] * (room - len(lines) - above)
