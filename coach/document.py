"""Text of a YAML file -> its root node, or every reason why there is none.

Only the shape of the document is looked at here; what its values mean is the reader's task.
A script is written by a person: what no person writes (a hundred megabytes, forty levels of
nesting, aliases that multiply) is refused before it can cost anything.
"""

import re
from pathlib import Path

import yaml

from coach.errors import MachineError, Problem, ScriptError, Where

LARGEST = 1_000_000
DEEPEST = 40
MOST_EVENTS = 200_000

# The loader in C is some eight times faster; both give the same nodes and marks.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSPEAKABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_text(path: Path, shown: str) -> str:
    """Read a script as text; `shown` is the path to name in messages."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineError(Problem(f"{shown}: cannot be read: {reason}")) from error
    start = Where(shown, 1, 1)
    if len(content) > LARGEST:
        raise ScriptError(
            Problem("expected a script, found a file of more than 1 MB", start, "is it a script?")
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:64]:
        raise ScriptError(
            Problem("expected UTF-8 text, found UTF-16 or binary", start, "save the file as UTF-8")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        where = Where(shown, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        found = f"0x{content[error.start]:02x}"
        raise ScriptError(
            Problem(f"expected UTF-8 text, found the byte {found}", where, "save the file as UTF-8")
        ) from error


def parse(text: str, shown: str) -> yaml.Node:
    """Parse a document into its root node; raises ScriptError with the place of the fault."""
    start = Where(shown, 1, 1)
    if odd := _UNSPEAKABLE.search(text):
        before = text[: odd.start()]
        where = Where(shown, before.count("\n") + 1, odd.start() - (before.rfind("\n") + 1) + 1)
        raise ScriptError(
            Problem(f"expected text, found the control character U+{ord(odd[0]):04X}", where)
        )
    try:
        _guard(text, shown)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise ScriptError(_explain(error, shown, text)) from error
    except yaml.YAMLError as error:
        raise ScriptError(Problem(f"this is not YAML: {error}", start)) from error
    if node is None:
        raise ScriptError(
            Problem(
                "expected a script, found an empty file", start, "coach new FILE writes a start"
            )
        )
    return node


def _guard(text: str, shown: str) -> None:
    """Refuse what would explode, by walking the parse events before any node is built."""
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        problem = ""
        if depth > DEEPEST:
            problem = f"nested more than {DEEPEST} levels deep"
        elif count > MOST_EVENTS:
            problem = f"more than {MOST_EVENTS:,} values in one file"
        elif documents > 1:
            problem = "expected one document, found a second one after '---'"
        if problem:
            mark = event.start_mark
            assert mark is not None
            raise ScriptError(Problem(problem, Where(shown, mark.line + 1, mark.column + 1)))


def _explain(error: yaml.MarkedYAMLError, shown: str, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = Where(shown, mark.line + 1, mark.column + 1) if mark else Where(shown, 1, 1)
    lines = text.splitlines()
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    hint = None
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in str(error.problem):
        hint = "indent with spaces; YAML does not take tabs"
    elif "mapping values are not allowed" in str(error.problem):
        hint = "text with a colon in it needs quotes"
    elif re.search(r":\s+[{\[@`%&*!|>]", line) or re.match(r"\s*-?\s*[@`%]", line):
        hint = "text that starts with a sign needs quotes"
    elif line.count('"') % 2 or line.count("'") % 2:
        hint = "a quote is opened and not closed, or stands inside quotes of its own kind"
    context = f" ({error.context})" if error.context else ""
    return Problem(f"this is not YAML: {error.problem}{context}", where, hint)
