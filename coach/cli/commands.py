"""The commands as a group that knows what somebody meant who typed none of them."""

from difflib import get_close_matches
from typing import Any

from typer.core import TyperGroup

from coach.errors import Problem, UsageError


class Commands(TyperGroup):
    """Refuses what is no command with the command that was probably meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is named first; raises UsageError where there is none."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise UsageError(Problem(f"coach has no command {name!r}", hint=self._meant(name)))
        return super().resolve_command(ctx, args)

    def _meant(self, name: str) -> str:
        from coach.folders import SUFFIXES, routine_names

        if name in routine_names() or name.endswith(SUFFIXES):
            return f"coach play {name}"
        if near := get_close_matches(name, self.commands, 1):
            return f"did you mean coach {near[0]}?"
        return "coach -h lists the commands"
