"""The commands by name: each is imported when it is used, and a wrong name gets a suggestion."""

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from itertools import takewhile
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from coach.cli.common_options import add_common_options
from coach.errors import Problem, UsageError

COMMAND_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "list": "listing",
        "show": "show",
        "plan": "plan",
        "play": "play",
        "today": "today",
        "back": "back",
        "ctl": "ctl",
        "export": "export",
        "handout": "handout",
        "serve": "serve",
        "exercises": "exercises",
        "learn": "learn",
        "history": "history",
        "done": "done",
        "undo": "undo",
        "pause": "pause",
        "remind": "remind",
        "screen": "health_questions",
        "pain": "pain",
        "check": "check",
        "new": "new",
        "import": "import_command",
        "voices": "voices",
        "ears": "ears",
        "doctor": "doctor",
        "schema": "schema",
        "config": "config",
        "cache": "cache",
    }
)
"""The module of each command in `coach.cli`, in the order of the help."""


class CommandGroup(TyperGroup):
    """Imports the module of a command when it is used, and suggests one for an unknown name.

    To import all of them would take as long as it takes until a session begins to play.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return list(COMMAND_MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name, or None where there is none of that name."""
        if cmd_name not in self.commands and cmd_name in COMMAND_MODULES:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            import_module(f"coach.cli.{COMMAND_MODULES[cmd_name]}").add_to(alone)
            self.commands[cmd_name] = add_common_options(typer.main.get_command(alone))
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first argument names; raises UsageError for no command."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise UsageError(
                Problem(f"coach has no command {name!r}", hint=self._suggest_command(args))
            )
        return super().resolve_command(ctx, args)

    def _suggest_command(self, args: list[str]) -> str:
        from coach.script.script_names import match_name
        from coach.system.paths import SCRIPT_SUFFIXES, routine_names

        name, words = args[0], takewhile(lambda word: not word.startswith("-"), args)
        for typed in (" ".join(words), name):
            if routine := match_name(typed, routine_names()):
                return f"coach play {routine}"
        if name.endswith(SCRIPT_SUFFIXES):
            return f"coach play {name}"
        if near := get_close_matches(name, COMMAND_MODULES, 1):
            return f"did you mean coach {near[0]}?"
        return "coach -h lists the commands"


class PanelCommand(TyperCommand):
    """A command whose help has a section for each panel of options, in the order of the options."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then a section for each panel."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            usual = "Options" if parameter.param_type_name == "option" else "Arguments"
            panel = getattr(parameter, "rich_help_panel", None) or usual
            sections.setdefault(panel, []).append(record)
        for name, records in sections.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)
