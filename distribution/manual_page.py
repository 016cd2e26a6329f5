"""The manual page of `coach`, from the same texts as --help, in the macros that man reads.

click-man does not fit: it asks click what a command is, and Typer brings a click of its own.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import typer

from coach.cli.main import app

EVERYWHERE = ("-h, --help", "--plain")
"""Options that each command has; they are described once."""
HEAD = """\
.\\" Made by python -m distribution.make; what is written here by hand is lost.
.TH COACH 1 "{date}" "coach {version}" "User Commands"
.SH NAME
coach \\- a voice that guides you through exercise while your eyes are shut
"""
TAIL = """\
.SH EXIT STATUS
.TP
.B 0
Fine.
.TP
.B 1
The script is wrong.
.TP
.B 2
The command line, or a setting, is wrong.
.TP
.B 3
The machine lacks something.
.TP
.B 70
A fault of coach.
.TP
.B 130
Ended by Ctrl\\-C.
.SH ENVIRONMENT
.TP
.B COACH_CONFIG, COACH_HOME, COACH_STATE, COACH_CACHE
The folders of your defaults, of your own scripts and voices, of what you did, and of what is kept
to save time. Without them the usual folders of the system are taken;
.B coach doctor
shows which.
.TP
.B COACH_PROFILE
The same as
.BR \\-\\-for .
.TP
.B COACH_ENGINE
The engine that speaks where neither an option nor your defaults name a voice.
.TP
.B COACH_DEBUG
The same as
.BR \\-\\-debug .
.TP
.B NO_COLOR
Nothing is coloured.
.SH EXAMPLES
.EX
coach play lower\\-back \\-\\-minutes 12
coach export lower\\-back \\-m 15 \\-o back.mp3
coach plan lower\\-back \\-\\-limits no\\-kneeling
coach serve \\-\\-lan
.EE
.SH CAVEATS
No medical advice, and no treatment.
Stop when pain is sharp, rises, or travels down a leg.
"""


def format_manual(version: str, date: str) -> str:
    """Return the manual page of all commands, of a version and its date."""
    group: Any = typer.main.get_command(app)
    context: Any = group.context_class(group, info_name="coach", **group.context_settings)
    page: Any = _ManualWriter()
    page.lines.append(".SH SYNOPSIS")
    group.format_usage(context, page)
    page.lines.append(".SH DESCRIPTION")
    group.format_help_text(context, page)
    group.format_epilog(context, page)
    page.lines.append(".SH OPTIONS")
    page.write_dl(parameter.get_help_record(context) for parameter in group.params)
    page.lines += [".PP", "Each command has these, too:"]
    page.write_dl(_find_common_options(group, context))
    page.lines.append(".SH COMMANDS")
    for name in group.list_commands(context):
        _write_command(page, group, context, name)
    return HEAD.format(version=version, date=date) + "\n".join(page.lines) + "\n" + TAIL


def _find_common_options(group: Any, context: Any) -> Iterator[tuple[str, str]]:
    first, *_ = group.list_commands(context)
    command = group.get_command(context, first)
    within = command.context_class(command, info_name=first, parent=context)
    for parameter in command.get_params(within):
        record = parameter.get_help_record(within)
        if record and record[0] in EVERYWHERE:
            yield record


def _write_command(page: "_ManualWriter", group: Any, context: Any, name: str) -> None:
    command = group.get_command(context, name)
    within = command.context_class(command, info_name=name, parent=context)
    page.lines.append(f".SS {escape_roff(f'coach {name}')}")
    command.format_usage(within, page)
    command.format_help_text(within, page)
    page.skipped = EVERYWHERE
    command.format_options(within, page)
    command.format_epilog(within, page)


class _ManualWriter:
    """Takes the help of a command in place of click's formatter, and keeps it as roff.

    Rows about options in `skipped` are left out.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.skipped: tuple[str, ...] = ()

    def write_usage(self, prog: str, args: str = "") -> None:
        self.lines += [f".B {escape_roff(prog)}", escape_roff(args)]

    def write_paragraph(self) -> None:
        if not self.lines[-1].startswith(".SH"):
            self.lines.append(".PP")

    def write_text(self, text: str) -> None:
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text)):
            self.lines += [*([".PP"] * (number > 0)), escape_roff(" ".join(paragraph.split()))]

    def indentation(self) -> Any:
        return nullcontext()

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        begin = len(self.lines)
        self.lines += [".PP", f".I {escape_roff(name)}"]
        yield
        if len(self.lines) == begin + 2:
            del self.lines[begin:]

    def write_dl(self, rows: Iterable[tuple[str, str] | None]) -> None:
        for term, text in filter(None, rows):
            if term not in self.skipped:
                self.lines += [".TP", f".B {escape_roff(term)}", escape_roff(text)]


def escape_roff(text: str) -> str:
    """Return a text escaped for roff: no line of it is a request, and a hyphen stays a hyphen."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^(?=[.'])", r"\\&", " ".join(escaped.split()))
