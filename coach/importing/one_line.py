"""Several exercises in one line, as in --say and in rounds: commas stand between them."""

import re

from coach.importing.exercise_line import UnreadError, parse_exercise
from coach.importing.programme import Entry, Pause
from coach.importing.rounds import fill_block
from coach.importing.sheet_lines import find_rounds

_COMMA = re.compile(r",(?![^(\[]*[)\]])(?!(?<=\d,)\d)")
_SEMICOLON = re.compile(r";(?![^(\[]*[)\]])")


def parse_said(text: str) -> list[Entry]:
    """Return the exercises, rests and rounds of a line by itself; raises UnreadError."""
    if (head := find_rounds(text)) and head.is_certain and head.inline:
        counts = not isinstance(head.block.rounds, int)
        return [fill_block(head.block, parse_entries(head.inline, counts))]
    entries: list[Entry] = []
    for piece in _split_pieces(text):
        head = find_rounds(piece)
        inner = head is not None and head.is_certain and head.inline
        entries += parse_said(piece) if inner else parse_entries(piece)
    return entries


def parse_entries(text: str, in_counts: bool = False) -> list[Entry]:
    """Return the exercises and rests of a line. Raises UnreadError that names the piece.

    Where a semicolon stands, only semicolons separate.
    """
    entries: list[Entry] = []
    for piece in _split_pieces(text):
        try:
            found = parse_exercise(piece, in_counts)
        except UnreadError as error:
            shown = piece.strip()[:60]
            place = "" if shown in str(error) else f", in {shown!r}"
            raise UnreadError(f"{error}{place}", error.hint) from error
        if found.left_out:
            raise UnreadError(f"expected a dose, found {found.left_out!r}")
        entries.append(found.entry)
        if found.after is not None:
            entries.append(Pause(found.after))
    return entries


def _split_pieces(text: str) -> list[str]:
    """Return the pieces of a line; what stands in brackets is in one of them."""
    separator = _SEMICOLON if _SEMICOLON.search(text) else _COMMA
    return [piece for piece in separator.split(text) if piece.strip()]
