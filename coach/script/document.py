"""Text of a YAML file -> its root node, or the problem why there is none.

Only the structure of the document is checked here; what its values mean is left to the reader.
A script is written by a person: what no person writes (a file over 1 MB, forty levels of nesting,
aliases that multiply) is refused before it can cost memory or time.
"""

import re
from pathlib import Path

import yaml

from coach.errors import MachineError, Problem, ScriptError, Where
from coach.script.syntax_errors import explain_yaml_error, split_lines

MAX_FILE_BYTES = 1_000_000
MAX_NESTING = 40
MAX_YAML_EVENTS = 200_000

# The loader in C is some eight times faster; both give the same nodes and marks.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONTROL_CHARACTER = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

_NESTING_MESSAGE = f"expected at most {MAX_NESTING} levels of nesting, found more"
_LIBYAML_DEPTH_MESSAGE = "exceeded maximum nesting depth"
"""What libyaml says from 0.2.6 on: it parses far ahead, and gives up before we count a level."""
_OUT_OF_RANGE_ESCAPE = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")


def load_text(path: Path, display_path: str) -> str:
    """Read a script as text; `display_path` is its path in messages.

    Raises MachineError where the file cannot be read, ScriptError where it is not a text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineError(Problem(f"{display_path}: cannot be read: {reason}")) from error
    return decode(content, display_path)


def decode(content: bytes, display_path: str) -> str:
    """Decode a script from UTF-8; raises ScriptError for any other encoding, or more than 1 MB."""
    start = Where(display_path, 1, 1)
    if len(content) > MAX_FILE_BYTES:
        message = "expected a script, found a file of more than 1 MB"
        raise ScriptError(Problem(message, start, "a routine takes a few thousand bytes"))
    if _is_utf16(content):
        message = "expected UTF-8 text, found UTF-16"
        raise ScriptError(Problem(message, start, "save the file as UTF-8"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        message = f"expected UTF-8 text, found the byte 0x{content[error.start]:02x}"
        where = _where_after(before, display_path)
        raise ScriptError(Problem(message, where, "save the file as UTF-8")) from error


def _is_utf16(content: bytes) -> bool:
    """Return True for UTF-16 and UTF-32, known by their mark or the zeros between the letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    head = content[:64]
    return len(head) > 1 and head.count(0) * 3 > len(head)


def _where_after(before: str, display_path: str) -> Where:
    """Return the place at the end of a text."""
    lines = split_lines(before)
    return Where(display_path, len(lines), len(lines[-1]) + 1)


def read_yaml(text: str, display_path: str) -> yaml.Node:
    """Parse a document into its root node; raises ScriptError for the first fault."""
    start = Where(display_path, 1, 1)
    if odd := CONTROL_CHARACTER.search(text):
        message = f"expected text, found the control character U+{ord(odd[0]):04X}"
        where = _where_after(text[: odd.start()], display_path)
        raise ScriptError(Problem(message, where, "delete it; it cannot be seen or spoken"))
    try:
        _check_structure(text, display_path)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        if error.problem == _LIBYAML_DEPTH_MESSAGE and (mark := error.problem_mark):
            where = Where(display_path, mark.line + 1, mark.column + 1)
            raise ScriptError(Problem(_NESTING_MESSAGE, where)) from error
        raise ScriptError(explain_yaml_error(error, text, display_path)) from error
    except ValueError as error:
        # The loader in Python does not check the number of an escape before it calls `chr`.
        beyond = _OUT_OF_RANGE_ESCAPE.search(text)
        where = _where_after(text[: beyond.start()], display_path) if beyond else start
        message = "expected text, found a backslash that escapes nothing"
        hint = "there is no letter of that number"
        raise ScriptError(Problem(message, where, hint)) from error
    except yaml.YAMLError as error:
        raise ScriptError(Problem(f"this is not YAML: {error}", start)) from error
    if node is None:
        raise ScriptError(
            Problem(
                "expected a script, found an empty file", start, "coach new FILE writes a start"
            )
        )
    return node


def top_keys(node: yaml.Node) -> set[str]:
    """Return the keys at the root of a document, by which the kind of a script is known."""
    if not isinstance(node, yaml.MappingNode):
        return set()
    return {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}


def _check_structure(text: str, display_path: str) -> None:
    """Raise ScriptError for what would grow too large, before any node is built."""
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        problem, hint = _refusal_reason(event, depth, count, documents)
        if problem:
            mark = event.start_mark
            assert mark is not None
            raise ScriptError(
                Problem(problem, Where(display_path, mark.line + 1, mark.column + 1), hint)
            )


def _refusal_reason(
    event: yaml.Event, depth: int, count: int, documents: int
) -> tuple[str | None, str | None]:
    """Return why a document is not read further, and a hint; None where it may be."""
    if depth > MAX_NESTING:
        return _NESTING_MESSAGE, None
    if count > MAX_YAML_EVENTS:
        return f"expected at most {MAX_YAML_EVENTS:,} values in one file, found more", None
    if documents > 1:
        hint = "one routine or exercise card a file"
        return "expected one document, found a second one after '---'", hint
    if tag := getattr(event, "tag", None):
        hint = "text that starts with ! needs quotes"
        return f"expected a value, found the tag {_format_tag(tag)!r}", hint
    return None, None


def _format_tag(tag: str) -> str:
    """Return a tag as its author wrote it, cut to 40 characters."""
    return tag.replace("tag:yaml.org,2002:", "!!")[:40]
