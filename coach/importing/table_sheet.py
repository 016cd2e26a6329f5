"""A table: CSV, or pasted with tabs or bars, each column known by the word at its head -> Reading.

A time beside repetitions is how long each is held. A rest beside several sets stands between
them, and else behind the exercise.
"""

import csv
import re
from collections.abc import Mapping
from types import MappingProxyType

from coach.errors import Problem, ScriptError, Where
from coach.importing.bounds import MAX_ENTRIES
from coach.importing.dose_phrases import (
    DURATION,
    LIMB,
    NUMBER,
    PAUSE_NAME,
    SIDE,
    read_duration,
    read_number,
)
from coach.importing.exercise_line import UnreadError, check_bounds, parse_exercise, read_limb
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import (
    Dose,
    Entry,
    Part,
    Pause,
    Placing,
    Programme,
    Reading,
    ReadLine,
    Repeated,
    SideUse,
    Timed,
    Work,
    as_sentence,
)
from coach.importing.programme_text import describe_entry
from coach.script.positions import Position

_DELIMITERS = ",;\t|"
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        word.strip(): column
        for column, words in {
            "name": """name, exercise, exercise name, movement, activity, step, title, what, task,
                übung, exercice, ejercicio, nom, nombre""",
            "time": """seconds, second, secs, sec, s, time, duration, length, work, hold, hold time,
                sekunden, dauer, zeit, durée, secondes, segundos, duración""",
            "minutes": "minutes, minute, mins, min, minuten, minutos",
            "reps": """reps, rep, repetitions, repetition, count, repeats, times, wiederholungen,
                répétitions, repeticiones""",
            "sets": "sets, set, series, sätze, séries",
            "rest": "rest, rests, rest time, rest between sets, pause, break, repos, descanso",
            "side": "side, sides, seite, côté, lado",
            "position": "position, posture, starting position, start position, posición",
            "say": """comment, comments, note, notes, instruction, instructions, description, how,
                details, cue, cues, kommentar, commentaire, comentario""",
            "ignored": "id, #, no, no., nr, nr., number, order, url, link, video, image, picture",
        }.items()
        for word in words.split(",")
    }
)
"""The column that a word at the head of a table means."""
POSITIONS: Mapping[str, str] = MappingProxyType(
    {
        "stand": "standing",
        "sitting": "seated",
        "sit": "seated",
        "on a chair": "seated",
        "on your back": "supine",
        "lying on your back": "supine",
        "on the back": "supine",
        "on your front": "prone",
        "lying on your front": "prone",
        "on the front": "prone",
        "on hands and knees": "quadruped",
        "hands and knees": "quadruped",
        "on all fours": "quadruped",
        "all fours": "quadruped",
        "at a wall": "wall",
        "against a wall": "wall",
    }
)
"""What sheets call the positions of a script."""
_SIDES = {
    **dict.fromkeys(("each", "both", "each side", "both sides", "yes", "x"), SideUse.EACH),
    **dict.fromkeys(("left", "l", "left side"), SideUse.LEFT),
    **dict.fromkeys(("right", "r", "right side"), SideUse.RIGHT),
    **dict.fromkeys(("alternate", "alternating"), SideUse.ALTERNATE),
}
_UNIT = re.compile(r"\s*[(\[]\s*(s|secs?|seconds|min|mins|minutes)\s*[)\]]$|\s+in\s+(seconds)$")


def find_delimiter(text: str) -> str | None:
    """Return what separates the columns of a text that is a table, None for any other text."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in _DELIMITERS:
        columns = _read_head(_split_row(head, delimiter))
        known = set(columns) & set(COLUMNS.values())
        if "name" in known and known & {"time", "minutes", "reps"}:
            return delimiter
    return None


def read_table_sheet(text: str, path: str, title: str, delimiter: str) -> Reading:
    """Return what a table says, a line for each of its rows."""
    lines = text.splitlines()
    (at, head), *body = _split_rows(text, path, delimiter)
    columns = _read_head(head)
    problems = [
        Problem(f"no column is called {cell.strip()!r}", Where(path, at, 1), "it is left out")
        for cell, column in zip(head, columns, strict=True)
        if not column and cell.strip()
    ]
    entries: list[Entry] = []
    understood = [ReadLine(at, lines[at - 1], ", ".join(filter(None, columns)))]
    for at, cells in body[: MAX_ENTRIES + 1]:
        if all(set(cell.strip()) <= set("-:=") for cell in cells):
            continue  # the rule below the head of a table in Markdown
        named = dict(
            zip(columns, (normalize_line(cell.strip().strip("*")) for cell in cells), strict=False)
        )
        try:
            found = _read_row({key: value for key, value in named.items() if key and value})
        except UnreadError as error:
            problems.append(Problem(str(error), Where(path, at, 1), error.hint))
            continue
        placed = [each for each in entries if isinstance(each, Placing)]
        fresh = [each for each in found if each not in placed[-1:]]
        entries += fresh
        meaning = "; ".join(map(describe_entry, fresh))
        said = "".join(
            f"; says: {each.say}" for each in fresh if isinstance(each, Work) and each.say
        )
        understood.append(ReadLine(at, lines[at - 1], meaning + said))
    if len(body) > MAX_ENTRIES:
        message = f"expected at most {MAX_ENTRIES:,} exercises, found {len(body):,}"
        problems.append(Problem(message, Where(path, body[MAX_ENTRIES][0], 1)))
    programme = Programme(title, (Part("", tuple(entries)),) if entries else ())
    return Reading(programme, tuple(understood), tuple(problems))


def _split_rows(text: str, path: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the cells of each row with the line where it begins; a cell in quotes may have lines.

    Raises ScriptError for what is no table, though its head is that of one.
    """
    if delimiter == "|":
        rows = [_split_row(line, delimiter) for line in text.splitlines()]
        return [(at, row) for at, row in enumerate(rows, 1) if any(map(str.strip, row))]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, skipinitialspace=True)
    found, start = [], 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                found.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"expected a table: {error}"
        raise ScriptError(Problem(message, Where(path, start, 1))) from error
    return found


def _split_row(line: str, delimiter: str) -> list[str]:
    if delimiter == "|":
        return line.strip().strip("|").split("|")
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return line.split(delimiter)


def _read_head(cells: list[str]) -> list[str]:
    """Return the column of each cell of a head, "" for a word that means none."""
    columns = []
    for cell in cells:
        word = cell.strip().strip("*").lower().replace("_", " ")
        unit = _UNIT.search(word)
        column = COLUMNS.get(word[: unit.start()] if unit else word, "")
        is_minutes = unit is not None and (unit[1] or "").startswith("min")
        column = "minutes" if column == "time" and is_minutes else column
        columns.append("" if column in columns and column != "ignored" else column)
    return columns


def _read_row(cells: Mapping[str, str]) -> list[Entry]:
    """Return the entries of a row: perhaps a position, the exercise, perhaps a rest behind it."""
    name = as_sentence(cells.get("name", "").rstrip("."))
    time = _read_time(cells.get("time"), 1) or _read_time(cells.get("minutes"), 60)
    rest = _read_time(cells.get("rest"), 1)
    if not name:
        raise UnreadError("expected the name of an exercise, found none")
    if PAUSE_NAME.fullmatch(name) and (time or rest):
        return [check_bounds(Pause(time or rest or 0))]
    sets = _read_count(cells.get("sets"), "sets") or 1
    dose, side = _read_dose(cells.get("reps"), time)
    if written := cells.get("side"):
        side = _SIDES.get(written.lower())
        if side is None:
            raise UnreadError(f"expected left, right or each, found {written!r}", "each, left")
    noted, said = _split_notes(cells.get("say", ""))
    side = side or noted
    say = f"{as_sentence(said.rstrip('.'))}." if said else ""
    work = Work(name, dose, sets, rest if sets > 1 else None, side, say)
    before = [_read_position(cells["position"])] if "position" in cells else []
    after = [check_bounds(Pause(rest))] if rest and sets == 1 else []
    return [*before, check_bounds(work), *after]


def _read_dose(reps: str | None, time: int | None) -> tuple[Dose, SideUse | None]:
    count: int | None = None
    side: SideUse | None = None
    if reps and re.fullmatch(NUMBER, reps, re.IGNORECASE):
        count = read_number(reps)
    elif reps:
        count, side = _read_phrases(reps)
    if count:
        return Repeated(count, time or 0), side
    if time:
        return Timed(time), side
    raise UnreadError("expected a time or repetitions, found neither", "fill one of the columns")


def _read_phrases(reps: str) -> tuple[int | None, SideUse | None]:
    """Return the number and the side of a cell with more than a number: 10 each side."""
    written = re.sub(r"^(\d+(?:\s*-\s*\d+)?)(?!\d|\s*(?:reps?|times|x))", r"\1 reps", reps)
    try:
        found = parse_exercise(f"Exercise, {written}").entry
    except UnreadError as error:
        if not error.has_no_dose:
            raise
        found = None
    if not isinstance(found, Work) or not isinstance(found.dose, Repeated) or found.sets > 1:
        raise UnreadError(f"expected a number of repetitions, found {reps!r}", "write 10")
    return found.dose.reps, found.side


def _split_notes(notes: str) -> tuple[SideUse | None, str]:
    """Return the side that notes say in a part of their own, and the rest of them."""
    side, said = None, []
    for part in re.split(r"(?<=[,;.])\s+", notes):
        words = part.rstrip(",;. ")
        if side is None and (limb := LIMB.fullmatch(words)):
            side = read_limb(limb)
        elif side is None and SIDE.fullmatch(words):
            side = SideUse.EACH
        else:
            said.append(part)
    return side, " ".join(said).rstrip(",; ")


def _read_time(cell: str | None, unit_s: int) -> int | None:
    """Return the ms of a cell; a bare number has the unit of its column."""
    if not cell:
        return None
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", cell):
        return round(float(cell) * 1000 * unit_s) or None
    if not re.fullmatch(DURATION, cell, re.IGNORECASE):
        raise UnreadError(f"expected a time, found {cell!r}", "write 30, 30s or 1:30")
    return read_duration(cell)


def _read_count(cell: str | None, what: str) -> int | None:
    if not cell:
        return None
    if not re.fullmatch(r"\d{1,6}", cell):
        raise UnreadError(f"expected a number of {what}, found {cell!r}", "write 3")
    return int(cell)


def _read_position(cell: str) -> Placing:
    word = cell.lower().replace(" ", "-")
    if word in tuple(Position) and word != Position.ANY:
        return Placing(word)
    if found := POSITIONS.get(cell.lower()):
        return Placing(found)
    known = ", ".join(each for each in Position if each != Position.ANY)
    raise UnreadError(f"no position is called {cell!r}", f"there are: {known}")
