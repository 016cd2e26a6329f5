"""Changes one default in the text of the config file; all else in it stays as it was written.

A key that stands there is replaced in its place, one that is commented out takes the place of its
comment, and any other goes to the end.
"""

import re

import yaml

from coach.errors import Problem, UsageError
from coach.listener.config_schema import CONFIG, EXAMPLES
from coach.script.document import read_yaml
from coach.script.reader import read_script


def replace_default(text: str, key: str, value: str | None, display_path: str) -> str:
    """Return the text of a config file with a value for a key, in YAML; None comments it out.

    Raises ScriptError with every problem of the text that would come of it, UsageError for a file
    that is not one line and more for each key.
    """
    line = f"# {key}: {EXAMPLES[key]}" if value is None else f"{key}: {value}"
    lines = text.splitlines()
    first, last, rest = _find_key(text, key, display_path)
    if first >= 0:
        lines[first : last + 1] = [line + (rest if value is not None else "")]
    elif value is not None:
        commented = re.compile(rf"#\s?{key}:")
        places = [number for number, each in enumerate(lines) if commented.match(each)]
        if places:
            lines[places[0]] = line
        else:
            lines.append(line)
    changed = "\n".join(lines) + "\n"
    if has_settings(changed):
        read_script(changed, CONFIG, display_path)
    return changed


def has_settings(text: str) -> bool:
    """Return True where a config file says anything: a line that is no comment."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _find_key(text: str, key: str, display_path: str) -> tuple[int, int, str]:
    """Return the first and last line of a key, and what follows its value there; -1 for none."""
    if not has_settings(text):
        return -1, -1, ""
    root = read_yaml(text, display_path)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        message = f"{display_path}: expected a line for each key, such as {key}: ..."
        raise UsageError(Problem(message, hint="change it in the file"))
    for name, node in root.value:
        if name.value == key:
            last, column = _find_end(node)
            rest = text.splitlines()[last][column:]
            return name.start_mark.line, last, rest if rest.lstrip().startswith("#") else ""
    return -1, -1, ""


def _find_end(node: yaml.Node) -> tuple[int, int]:
    """Return the line and column behind the last of a value; a block ends where its last part does.

    What YAML calls the end of a block is the beginning of what comes next.
    """
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _find_end(last[1] if isinstance(last, tuple) else last)
    line, column = node.end_mark.line, node.end_mark.column
    if column == 0 and line > node.start_mark.line:
        return line - 1, 0
    return line, column
