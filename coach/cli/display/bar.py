"""A session as a bar of one line: what is done, the segment that plays, what is ahead."""

from bisect import bisect_right

from rich.text import Text

from coach.live.status import Status

BLOCK_CHARACTERS = {"done": "█", "ahead": "░", "here": "█"}
ASCII_CHARACTERS = {"done": "#", "ahead": "-", "here": "#"}
STYLES = {"done": "green", "ahead": "bright_black", "here": "bold green"}


def timeline_bar(status: Status, width: int, blocks: bool = True) -> Text:
    """Return a bar `width` columns wide, with a gap between segments that are wide enough."""
    line = Text()
    if status.length <= 0 or width <= 0:
        return line
    characters = BLOCK_CHARACTERS if blocks else ASCII_CHARACTERS
    now = min(width - 1, status.elapsed * width // status.length)
    starts = [segment.start for segment in status.segments[1:]]
    places = [_segment_at(column, width, status.length, starts) for column in range(width + 1)]
    here = places[now]
    for column in range(width):
        last = column + 1 < width and places[column + 1] != places[column]
        alone = column == 0 or places[column - 1] != places[column]
        if last and not alone and column != now:
            line.append(" ")
            continue
        part = "done" if column < now or status.elapsed >= status.length else "ahead"
        kind = "here" if places[column] == here and part == "done" else part
        line.append(
            "▌" if blocks and column == now and part == "ahead" else characters[kind],
            STYLES["done" if column == now else kind],
        )
    return line


def _segment_at(column: int, width: int, length: int, starts: list[int]) -> int:
    """Return the number of the segment that the middle of a column lies in.

    `starts` are those of all segments but the first, in ms, as is `length`.
    """
    return bisect_right(starts, (2 * column + 1) * length // (2 * width))
