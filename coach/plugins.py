"""Sockets: built-ins from a table of names, guests from entry points, by one door.

A plug-in that fails to import is reported as such, never as unknown.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

from coach.errors import MachineError, Problem, UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def list_plugins(group: str, builtins: Mapping[str, str]) -> tuple[str, ...]:
    """List what can be plugged into a socket: the built-ins in their order, then the guests."""
    return (
        *builtins,
        *(point.name for point in _list_entry_points(group) if point.name not in builtins),
    )


def load_plugin(group: str, builtins: Mapping[str, str], name: str) -> Any:
    """Import the plug-in `name`: a built-in, given as `module:attribute`, or an entry point.

    Raises UsageError for a name nobody has, MachineError for one whose import fails.
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
        raise MachineError(
            Problem(f"the {kind} {name!r} is installed but does not load: {error}")
        ) from error
    known = list_plugins(group, builtins)
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}"
    raise UsageError(Problem(f"no {kind} is called {name!r}", hint=hint))


def _list_entry_points(group: str) -> "tuple[EntryPoint, ...]":
    # Slow to import, and not needed for a built-in.
    from importlib.metadata import entry_points

    return tuple(sorted(entry_points(group=group), key=lambda point: point.name))
