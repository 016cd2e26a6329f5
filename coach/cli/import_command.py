"""`coach import`: a list, a table or a timer's file as a routine, and how it was understood."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coach.importing.programme import Reading, Work

STANDARD_STREAM = "-"
MAX_TITLE = 80
"""Letters of a title, so that it stands on one line wherever it is shown."""
MAX_COMMENT = 200
"""Letters of a line of the source that a comment in the routine holds."""
MAX_SOURCE_WIDTH = 44
"""Letters of a line of the source that are shown beside what it was understood as."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_source)


def import_source(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            allow_dash=True,
            help="A list, CSV, a timer's JSON or .zwo; - is what you paste.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The routine to write: mine.yaml. If left out, it goes to standard output.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="What it is called.", show_default=False),
    ] = None,
    no_cards: Annotated[
        bool,
        typer.Option("--no-cards", help="Only names and doses, no words of exercise cards."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace a file that exists.")
    ] = False,
) -> None:
    """Make a routine of your list, your table or the file of a timer.

    It shows how each line was understood. What it cannot read it names, and keeps it as a comment
    in the routine; then it ends with 1. An exercise that coach knows is done from its card.
    """
    from dataclasses import replace

    from coach.cli.messages import print_notes
    from coach.cli.stdout import is_stdout
    from coach.errors import ScriptError
    from coach.importing.routine_yaml import format_routine
    from coach.importing.source_format import read_source

    is_file = output is not None and not is_stdout(output)
    if output is not None and is_file:
        _check_output(output, force)
    text = _load_source(source)
    reading = read_source(
        text, _show_path(source), _make_title("" if _is_pipe(source) else source.stem)
    )
    if title is not None:
        programme = replace(reading.programme, title=_check_title(title))
        reading = replace(reading, programme=programme)
    if not no_cards:
        reading = _match_cards(reading)
    _print_reading(reading, err=not is_file)
    print_notes(reading.notes)
    lines = text.splitlines()
    unread = sorted({each.where.line for each in reading.problems if each.where})
    written = format_routine(
        reading.programme, [f"not read, line {at}: {_shorten(lines, at)}" for at in unread]
    )
    if output is not None and is_file:
        _write(output, written)
        typer.echo(f"{output}: edit it, then: coach check {output}, coach play {output}")
    else:
        typer.echo(written, nl=False)
    if reading.problems:
        raise ScriptError(reading.problems)


def _check_output(output: Path, force: bool) -> None:
    from coach.cli.output_paths import check_not_folder, check_output_paths, check_script_path

    check_not_folder(output, "mine.yaml")
    check_script_path(output, "-o")
    check_output_paths((output,), force)


def _load_source(source: Path) -> str:
    """Return the text of a file, or of standard input."""
    from coach.cli.messages import print_note
    from coach.cli.printable_output import raw_stream
    from coach.cli.terminal import is_terminal
    from coach.errors import Problem, UsageError
    from coach.script.document import MAX_FILE_BYTES, decode, load_text
    from coach.system.paths import check_is_file

    if str(source) != STANDARD_STREAM:
        if not _is_pipe(source):
            check_is_file(source, "- reads what you paste")
        return load_text(source, str(source))
    if sys.stdin is None:
        raise UsageError(Problem("standard input is closed", hint="name a file"))
    if is_terminal(sys.stdin):
        print_note("paste the list, then end it with Ctrl-D on a line of its own")
    stream = getattr(raw_stream(sys.stdin), "buffer", None)
    if stream is None:
        return sys.stdin.read(MAX_FILE_BYTES)
    return decode(stream.read(MAX_FILE_BYTES + 1), _show_path(source))


def _is_pipe(source: Path) -> bool:
    """Return True for what a shell makes of `<(pdftotext sheet.pdf -)`."""
    from coach.system.paths import is_true_for_path

    return is_true_for_path(source.is_fifo)


def _show_path(source: Path) -> str:
    return "standard input" if str(source) == STANDARD_STREAM else str(source)


def _make_title(stem: str) -> str:
    """Return the title of what has none: the name of its file, as words."""
    from coach.importing.plain_signs import normalize_line
    from coach.importing.programme import as_sentence

    words = normalize_line(stem.replace("_", " ").replace("-", " "))
    return as_sentence(words)[:MAX_TITLE] if any(map(str.isalnum, words)) else "My session"


def _check_title(title: str) -> str:
    from coach.errors import Problem, UsageError
    from coach.importing.plain_signs import normalize_line

    words = normalize_line(title)
    if not any(map(str.isalnum, words)) or len(words) > MAX_TITLE:
        message = f"--title: expected at most {MAX_TITLE} letters with a word, found {title[:40]!r}"
        raise UsageError(Problem(message))
    return words


def _print_reading(reading: "Reading", err: bool) -> None:
    """Print how each line was understood, and what it all lasts."""
    from coach.cli.output_style import is_plain
    from coach.cli.table import table_lines, terminal_width
    from coach.importing.programme import list_works
    from coach.importing.programme_text import format_time
    from coach.importing.totals import measure_total
    from coach.system.printable import make_one_line
    from coach.units import format_count

    rows = [
        (str(each.line), make_one_line(_cut(each.source)), make_one_line(each.meaning))
        for each in reading.lines
    ]
    if is_plain():
        for row in rows:
            typer.echo("\t".join(row), err=err)
    else:
        head, *lines = table_lines(("line", "written", "read as"), rows, terminal_width())
        for name, rest in (head, *lines):
            typer.echo((name + rest).rstrip(), err=err)
    entries = reading.programme.entries
    works = list(list_works(entries))
    count = format_count(len(works), "exercise")
    total = measure_total(entries)
    parts = "what is in it lasts" if total.is_whole else "what has a time lasts"
    # What a card says and leads through lasts many times what the sheet gives a time.
    is_known = total.length and not any(work.card for work in works)
    last = f"; {parts} {format_time(total.length)}" if is_known else ""
    typer.echo(f"{make_one_line(reading.programme.title)}: {count}{last}", err=err)

    if done := list(dict.fromkeys(filter(None, map(_describe_card, works)))):
        words = "with the words and the drawings of exercise cards"
        typer.echo(make_one_line(f"{words}: {', '.join(done)}"), err=err)


def _describe_card(work: "Work") -> str:
    """Return the name of work and that of the card it is done from; "" for work without one."""
    return f"{work.name} ({work.card.name})" if work.card else ""


def _match_cards(reading: "Reading") -> "Reading":
    """Return a reading with the cards that its exercises are done from; wrong cards are none."""
    from dataclasses import replace

    from coach.errors import CoachError
    from coach.importing.card_matching import match_cards
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import load_exercise
    from coach.system.paths import script_paths

    cards = {}
    for name, path in script_paths("exercises").items():
        with suppress(CoachError):
            cards[name] = load_exercise(path)
    cards = {name: card for name, card in cards.items() if card.language == DEFAULT_LANGUAGE}
    programme, notes = match_cards(reading.programme, cards)
    return replace(reading, programme=programme, notes=(*reading.notes, *notes))


def _cut(source: str) -> str:
    from coach.script.document import CONTROL_CHARACTER

    source = " ".join(CONTROL_CHARACTER.sub(" ", source).split())
    return source if len(source) <= MAX_SOURCE_WIDTH else source[: MAX_SOURCE_WIDTH - 1] + "…"


def _shorten(lines: list[str], at: int) -> str:
    """Return a line as a comment can hold it: without control characters, and not too long."""
    from coach.importing.plain_signs import normalize_line

    return normalize_line(lines[at - 1])[:MAX_COMMENT] if at <= len(lines) else ""


def _write(output: Path, written: str) -> None:
    from coach.system.atomic_file import atomic_write

    with atomic_write(output) as file:
        file.write(written.encode("utf-8"))
