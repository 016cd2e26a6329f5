"""A command that takes the name of a script, which may be typed as several words."""

from pathlib import Path
from typing import Any, ClassVar

from coach.cli.groups import PanelCommand
from coach.errors import Problem, UsageError, suggest_nearest
from coach.script.script_names import SESSION_KINDS, find_script
from coach.system.paths import is_path, is_true_for_path, script_paths


class NameCommand(PanelCommand):
    """A command whose argument `name` is a routine or a talk: `coach play lower back`."""

    kinds: ClassVar[tuple[str, ...]] = SESSION_KINDS

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line; words behind the name belong to it, or are refused."""
        ctx.allow_extra_args = True
        extra: list[str] = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.params["name"] = self._join_words(ctx.command_path, [ctx.params["name"], *extra])
            ctx.args = extra = []
        return extra

    def _join_words(self, command: str, words: list[str]) -> str:
        """Return several words as one name or path; raises UsageError where there is none such."""
        joined = " ".join(words)
        if find_script(joined, *self.kinds) or (
            is_path(joined) and is_true_for_path(Path(joined).is_file)
        ):
            return joined
        if find_script(words[0], *self.kinds):
            hint: str | None = f"{command} -h shows what else it takes"
        else:
            known = [name for kind in self.kinds for name in script_paths(kind)]
            hint = suggest_nearest("-".join(words).lower(), known)
        found = " and ".join(map(repr, words))
        raise UsageError(Problem(f"{command}: expected one NAME, found {found}", hint=hint))


class ExerciseNameCommand(NameCommand):
    """A command whose argument `name` is an exercise: `coach exercises bird dog`."""

    kinds = ("exercises",)


class TalkNameCommand(NameCommand):
    """A command whose argument `name` is a talk: `coach learn what it is`."""

    kinds = ("talks",)
