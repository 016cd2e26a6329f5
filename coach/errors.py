"""What can go wrong, said so that it can be put right: a place, what was expected, a hint."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a script: the path as the user knows it, line and column counted from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it."""

    message: str
    where: Where | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


class CoachError(Exception):
    """The user must do something about it; carries every problem that was found."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        given = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.problems = sort_problems(given)
        super().__init__("\n".join(map(str, self.problems)))


class ScriptError(CoachError):
    """A script is wrong."""


class UsageError(CoachError):
    """The command was asked for something it does not offer."""

    exit_code = 2


class MachineError(CoachError):
    """The machine lacks something: a sound device, a voice, room on the disk."""

    exit_code = 3


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by where they are; those of one place stay as they came."""
    return tuple(sorted(problems, key=_sort_key))


def _sort_key(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.path, where.line, where.column) if where else ("", 0, 0)
