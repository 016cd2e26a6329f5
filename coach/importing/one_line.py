"""Several exercises in one line, as in --say and in rounds: commas stand between them."""

from coach.importing.exercise_line import UnreadError, parse_exercise
from coach.importing.programme import Entry, Pause


def parse_entries(text: str, in_counts: bool = False) -> list[Entry]:
    """Return the exercises and rests of a line. Raises UnreadError that names the piece.

    Where a semicolon stands, only semicolons separate.
    """
    entries: list[Entry] = []
    for piece in text.split(";" if ";" in text else ","):
        if not piece.strip():
            continue
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
