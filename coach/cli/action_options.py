"""The options of what `coach history` does with the log, beside showing it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionOptions:
    """Before which day, whether all, unasked, with what is told of health, replacing a file."""

    before: str | None = None
    everything: bool = False
    yes: bool = False
    health: bool = False
    force: bool = False
