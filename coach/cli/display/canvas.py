"""What a screen is drawn on: its columns and lines, and where a text stands on a line."""

from dataclasses import dataclass

from rich.text import Text

MARGIN = 2


@dataclass(frozen=True, slots=True)
class Canvas:
    """Width in columns, height in lines; whether block characters can be shown and keys work."""

    width: int
    height: int
    blocks: bool = True
    keys: bool = True

    @property
    def inner_width(self) -> int:
        """Columns between the margins; a narrow screen has none."""
        return self.width - 2 * MARGIN if self.width >= 40 else self.width


def centre_line(text: Text, canvas: Canvas) -> Text:
    """Return a line with a text in its middle, cut where it is too long."""
    text.truncate(canvas.inner_width, overflow="ellipsis")
    return Text(" " * ((canvas.width - text.cell_len) // 2)).append_text(text)


def indent_line(text: Text, canvas: Canvas) -> Text:
    """Return a line with a text after the left margin."""
    return Text(" " * ((canvas.width - canvas.inner_width) // 2)).append_text(text)


def justify_ends(left: Text, right: Text, canvas: Canvas) -> Text:
    """Return a line with a text at each end; the left one is cut where both do not fit."""
    left.truncate(max(0, canvas.inner_width - right.cell_len - 1), overflow="ellipsis")
    gap = " " * max(0, canvas.inner_width - left.cell_len - right.cell_len)
    return indent_line(left.append(gap).append_text(right), canvas)
