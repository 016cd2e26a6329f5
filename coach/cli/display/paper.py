"""Paper: what a page is laid out on, and how a line is set on it."""

from dataclasses import dataclass

from rich.text import Text

MARGIN = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """What there is to draw on: columns and lines; blocks or only letters; whether keys work."""

    width: int
    height: int
    blocks: bool = True
    keys: bool = True

    @property
    def inner(self) -> int:
        """Give the columns between the margins, which narrow screens do without."""
        return self.width - 2 * MARGIN if self.width >= 40 else self.width


def centred(text: Text, paper: Paper) -> Text:
    """Put text in the middle of a line."""
    text.truncate(paper.inner, overflow="ellipsis")
    return Text(" " * ((paper.width - text.cell_len) // 2)).append_text(text)


def indented(text: Text, paper: Paper) -> Text:
    """Put text behind the margin."""
    return Text(" " * ((paper.width - paper.inner) // 2)).append_text(text)


def ends(left: Text, right: Text, paper: Paper) -> Text:
    """Put one text at each end of a line; the left one gives way."""
    left.truncate(max(0, paper.inner - right.cell_len - 1), overflow="ellipsis")
    gap = " " * max(0, paper.inner - left.cell_len - right.cell_len)
    return indented(left.append(gap).append_text(right), paper)
