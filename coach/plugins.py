"""Loads plug-ins: built-ins from a table of names, those of other packages from entry points.

A plug-in that fails to import is reported as such, never as unknown. One that was written for a
module that coach no longer has is told where its names are now.
"""

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from coach.errors import MachineError, Problem, UsageError, suggest_nearest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

MOVED_NAMES: Mapping[str, Mapping[str, str]] = {
    "coach.about": {"About": "Metadata"},
    "coach.audio": {"Pcm": "Pcm", "RATE": "RATE"},
    "coach.commands": {"Command": "Command", "Verb": "Verb"},
    "coach.controls": {"Control": "Control"},
    "coach.encoders": {"Encoder": "Encoder", "Promise": "LengthCheck"},
    "coach.players": {"Player": "Player", "NO_SOUND_HINT": "NO_SOUND_HINT"},
    "coach.status": {"Phase": "Phase", "Status": "Status"},
    "coach.voices": {"Voice": "Voice", "VoiceEntry": "VoiceEntry"},
}
"""Modules that plug-ins were once told to import from: each name, and what `coach` calls it now.

`Promise` was in `coach.encoders.promise`; it is the package that is not found first.
"""


def list_plugins(group: str, builtins: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of all plug-ins of a group, the built-ins first and in their order."""
    return (
        *builtins,
        *(point.name for point in _list_entry_points(group) if point.name not in builtins),
    )


def load_plugin(
    group: str, builtins: Mapping[str, str], name: str, offered: Iterable[str] = ()
) -> Any:
    """Import the plug-in `name`: a built-in, given as `module:attribute`, or an entry point.

    Raises UsageError for an unknown name, which says which are `offered`, or else which there are,
    and MachineError for a plug-in whose import fails.
    """
    kind = group.rpartition(".")[2].removesuffix("s")
    try:
        if target := builtins.get(name):
            module, _, attribute = target.partition(":")
            return getattr(import_module(module), attribute)
        for point in _list_entry_points(group):
            if point.name == name:
                return point.load()
    except (ImportError, AttributeError, OSError) as error:
        reason, hint = _explain_failed_import(error)
        message = f"the {kind} {name!r} is installed but does not load: {reason}"
        raise MachineError(Problem(message, hint=hint)) from error
    known = tuple(offered) or list_plugins(group, builtins)
    hint = suggest_nearest(name, known) or f"there are: {', '.join(known)}"
    raise UsageError(Problem(f"no {kind} is called {name!r}", hint=hint))


def _explain_failed_import(error: Exception) -> tuple[str, str | None]:
    """Return why a plug-in does not load, and a hint where it imports what has moved."""
    module = _missing_module(error)
    if module not in MOVED_NAMES:
        return str(error), None
    names = MOVED_NAMES[module]
    hint = f"in the plug-in, write: from coach import {', '.join(names.values())}"
    renamed = [f"{old} is {new} now" for old, new in names.items() if old != new]
    if renamed:
        hint += f" ({', '.join(renamed)})"
    return f"it imports {module}, which is not a module of coach any more", hint


def _missing_module(error: Exception) -> str:
    """Return the full name of the module that an import did not find; "" for any other error."""
    if isinstance(error, ModuleNotFoundError):
        return error.name or ""
    # `from coach import audio` finds the package, and says in words alone what it lacks.
    missing = re.match(r"cannot import name '(\w+)' from 'coach'", str(error))
    return f"coach.{missing[1]}" if missing else ""


def _list_entry_points(group: str) -> "tuple[EntryPoint, ...]":
    # Slow to import, and not needed for a built-in.
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=group), key=lambda point: point.name))
