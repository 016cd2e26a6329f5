"""The name of a script, from what a person types for it: `Bird dog`, `BIRD_DOG`, `bird-dog`.

A script goes by the name of its file, without regard to case, hyphen, underscore or space, and by
its title, which is what lists and screens show. No script is read here, so that it is quick.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from coach.system.paths import is_path, is_true_for_path, script_paths

SESSION_KINDS = ("routines", "talks")
"""The kinds of script of which a session is made; a routine comes before a talk of its name."""
_BETWEEN_WORDS = re.compile(r"[\s_\-\u2010-\u2015]+")
_TITLE = re.compile(r"^(?:title|name):[ \t]*(['\"]?)(.+?)\1[ \t\r]*$", re.MULTILINE)


def match_name(typed: str, known: Iterable[str]) -> str | None:
    """Return the known name that was meant: the same, or the only one of the same letters.

    >>> match_name("Bird Dog", ["bird-dog", "birds"])
    'bird-dog'
    """
    names = tuple(known)
    if typed in names:
        return typed
    letters = _letters(typed)
    alike = [name for name in names if _letters(name) == letters]
    return alike[0] if letters and len(alike) == 1 else None


def find_script(typed: str, *kinds: str) -> tuple[str, str] | None:
    """Return the kind and the name of the script that was meant; None where there is none."""
    known = {kind: script_paths(kind) for kind in kinds}
    letters = _letters(typed)
    for kind, paths in known.items():
        if typed in paths:
            return kind, typed
    for kind, paths in known.items():
        if name := match_name(typed, paths):
            return kind, name
    for kind, paths in known.items() if letters else ():
        titled = [name for name, path in paths.items() if _letters(_read_title(path)) == letters]
        if len(titled) == 1:
            return kind, titled[0]
    return None


def resolve_session_name(typed: str) -> str:
    """Return the name of the routine or talk that was meant; a path, or what is unknown, as is."""
    found = None if is_path(typed) else find_script(typed, *SESSION_KINDS)
    return found[1] if found else typed


def is_session_name(typed: str) -> bool:
    """Return True for the name of a routine or a talk, or the path of a file."""
    if is_path(typed):
        return is_true_for_path(Path(typed).is_file)
    return find_script(typed, *SESSION_KINDS) is not None


def _letters(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name.casefold())


def _read_title(path: Path) -> str:
    """Return the title in a script as its line has it; nothing where there is none to be found."""
    try:
        found = _TITLE.search(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return found[2] if found else ""
