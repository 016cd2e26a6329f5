"""`coach history export` and `import`: the log as a file that other programs read, and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.messages import print_note
from coach.errors import Problem, UsageError
from coach.units import format_count

if TYPE_CHECKING:
    from coach.cli.action_options import ActionOptions
    from coach.training.log_records import Log
    from coach.training.record_json import Record

TABLE_SUFFIXES, LINE_SUFFIXES = (".csv",), (".json", ".jsonl")
MAX_BYTES = 100_000_000
MAX_LISTED_LINES = 5
"""How many of the lines that cannot be read are named."""


def export_log(words: Sequence[str], options: "ActionOptions") -> None:
    """Write the log to a file, `.csv` or `.jsonl`, or as lines of JSON to standard output.

    Nothing of pain or limits is in it, unless that is asked for. Nobody else can read the file.
    """
    from coach.cli.log_reading import load_log
    from coach.cli.output_paths import check_output_paths
    from coach.cli.stdout import open_stdout
    from coach.system.atomic_file import atomic_write

    if len(words) != 1:
        hint = "coach history export log.csv, or log.jsonl, or -"
        raise UsageError(Problem("coach history export: expected one FILE", hint=hint))
    is_table = _is_table(words[0])
    if words[0] != "-":
        check_output_paths((Path(words[0]),), options.force)
    log = load_log()
    content = _format_log(log, is_table=is_table, with_health=options.health)
    if words[0] == "-":
        with open_stdout(seekable=False) as file:
            file.write(content)
        return
    with atomic_write(Path(words[0]), private=True, hint="name another folder") as file:
        file.write(content)
    if not options.health and (log.answers or any(one.limits for one in log.sessions)):
        print_note("what it says of pain and limits is left out; with --health it is written, too")
    typer.echo(f"{words[0]}: {format_count(len(log.sessions), 'session')}")


def _is_table(name: str) -> bool:
    suffix = Path(name).suffix.lower()
    if name == "-" or suffix in LINE_SUFFIXES:
        return False
    if suffix in TABLE_SUFFIXES:
        return True
    raise UsageError(Problem(f"{name}: expected a file that ends in .csv or .jsonl"))


def _format_log(log: "Log", *, is_table: bool, with_health: bool) -> bytes:
    from dataclasses import replace

    from coach.training.log_file import format_line
    from coach.training.log_table import format_table

    if is_table:
        return format_table(log, with_health=with_health).encode("utf-8", "replace")
    if with_health:
        records: list[Record] = [*log.sessions, *log.answers]
        return b"".join(map(format_line, records))
    return b"".join(format_line(replace(one, limits=())) for one in log.sessions)


def import_logs(words: Sequence[str]) -> None:
    """Merge files into the log by the ids of what they hold; what was there already stays once."""
    from coach.system.paths import check_is_file, state_folder
    from coach.training.log_merging import merge_records

    if not words:
        hint = "a log-2026.jsonl from elsewhere, or what coach history export wrote"
        raise UsageError(Problem("coach history import: expected a FILE, found nothing", hint=hint))
    files = [Path(word) for word in words]
    for path in files:
        check_is_file(path)
    read = [(path, _read_records(path)) for path in files]  # all, before anything is written
    for path, records in read:
        merge = merge_records(state_folder(), records)
        parts = [f"{merge.added} added"]
        parts += [f"{merge.changed} changed"] if merge.changed else []
        parts += [f"{merge.taken_back} taken back"] if merge.taken_back else []
        parts += [f"{merge.kept} there already"] if merge.kept else []
        typer.echo(f"{path}: {', '.join(parts)}")


def _read_records(path: Path) -> "list[Record]":
    """Return the records in a file; raises UsageError where it holds none."""
    from coach.training.log_transfer import read_log_copy

    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UsageError(Problem(f"{path}: cannot be read: {error.strerror or error}")) from error
    records, damaged = read_log_copy(content)
    if not records and (damaged or content.strip() or size):
        hint = "what coach history export wrote, or a log-YEAR.jsonl"
        raise UsageError(Problem(f"{path}: expected a log of coach, found none", hint=hint))
    if damaged:
        more = " ..." if damaged[MAX_LISTED_LINES:] else ""
        listed = ", ".join(map(str, damaged[:MAX_LISTED_LINES])) + more
        lines, are = ("line", "is") if len(damaged) == 1 else ("lines", "are")
        print_note(f"{path}: {lines} {listed} cannot be read, and {are} left out")
    return records
