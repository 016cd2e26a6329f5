"""The schema beside a new script, in `.coach/`, which its first line names for editors.

A path within the folder holds on every system and where the folder is moved or shared; that of a
folder of the user's does not, may have spaces in it, and would show their name to everyone they
send the script to. The network is not used.
"""

import json
import re
from pathlib import Path

SCHEMA_FOLDER = ".coach"
_COMMENT = re.compile(r"# yaml-language-server: \$schema=\.coach/(routine|exercise|talk)\.json\n")


def write_schema_beside(file: Path, text: str) -> None:
    """Write the schema that the first line of a script names, with the names that there are now.

    Raises MachineError where it cannot be written.
    """
    from coach.errors import MachineError, Problem
    from coach.script.json_schema import script_schema
    from coach.system.atomic_file import atomic_write

    comment = _COMMENT.match(text)
    if comment is None:
        return
    path = file.parent / SCHEMA_FOLDER / f"{comment[1]}.json"
    # Nobody reads it, and indented it is three times as long.
    schema = json.dumps(script_schema(comment[1]), ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(exist_ok=True)
        with atomic_write(path) as handle:
            handle.write(schema.encode())
    except OSError as error:
        raise MachineError(Problem(f"{path}: cannot be written: {error.strerror}")) from error
