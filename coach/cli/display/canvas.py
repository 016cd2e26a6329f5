"""What a screen is drawn on: its columns and lines, and how a text is set on a line."""

from dataclasses import dataclass

from rich.text import Text

MARGIN = 2


@dataclass(frozen=True, slots=True)
class Canvas:
    """What there is to draw on: columns and lines; blocks or only letters; whether keys work."""

    width: int
    height: int
    blocks: bool = True
    keys: bool = True

    @property
    def inner_width(self) -> int:
        """Give the columns between the margins, which narrow screens do without."""
        return self.width - 2 * MARGIN if self.width >= 40 else self.width


def centre_line(text: Text, paper: Canvas) -> Text:
    """Put text in the middle of a line."""
    text.truncate(paper.inner_width, overflow="ellipsis")
    return Text(" " * ((paper.width - text.cell_len) // 2)).append_text(text)


def indent_line(text: Text, paper: Canvas) -> Text:
    """Put text behind the margin."""
    return Text(" " * ((paper.width - paper.inner_width) // 2)).append_text(text)


def justify_ends(left: Text, right: Text, paper: Canvas) -> Text:
    """Put one text at each end of a line; the left one gives way."""
    left.truncate(max(0, paper.inner_width - right.cell_len - 1), overflow="ellipsis")
    gap = " " * max(0, paper.inner_width - left.cell_len - right.cell_len)
    return indent_line(left.append(gap).append_text(right), paper)
