"""The errors of coach: problems, each with its place, what was expected and a hint."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

INTERNAL_ERROR = 70
"""Exit code of a mistake in the code of coach itself: EX_SOFTWARE of sysexits.h."""


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
    """One thing that is wrong, its place, and a hint of what to do about it."""

    message: str
    where: Where | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


class CoachError(Exception):
    """An error that its user can put right; `problems` are all that were found, in order."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        given = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.problems = sort_problems(given)
        super().__init__("\n".join(map(str, self.problems)))


class ScriptError(CoachError):
    """A script is wrong: exit code 1."""


class UsageError(CoachError):
    """The command was asked for something it does not offer: exit code 2."""

    exit_code = 2


class MachineError(CoachError):
    """The machine lacks something, such as a sound device, a voice or room on the disk: code 3."""

    exit_code = 3


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems sorted by their places; those of one place stay in their order."""
    return tuple(sorted(problems, key=_sort_key))


def merge_alike(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems with those of one place that differ in numbers only as one, with its count.

    >>> place = Where("x.yaml", 1, 1)
    >>> merge_alike([Problem("late by 3 ms", place), Problem("late by 4 ms", place)])[0].message
    'late by 3 ms (2 times)'
    """
    alike: dict[object, list[Problem]] = {}
    for problem in problems:
        key = (problem.where, without_numbers(problem.message)) if problem.where else problem
        alike.setdefault(key, []).append(problem)
    return tuple(
        replace(group[0], message=f"{group[0].message} ({len(group)} times)")
        if len(group) > 1
        else group[0]
        for group in alike.values()
    )


def first_of_each_place(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems without those that say the same of one place in other numbers."""
    first: dict[tuple[Where | None, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.where, without_numbers(problem.message)), problem)
    return tuple(first.values())


def without_numbers(message: str) -> str:
    """Return a message without its numbers, by which two are known to say the same.

    >>> without_numbers("'25' lasts 0:01.1 (20 times)")
    "'' lasts "
    """
    return re.sub(r"[\d:.]*\d", "", re.sub(r" \(\d+ times\)$", "", message))


def suggest_nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the nearest known word as a hint; None where none is near."""
    # Needed only where something is wrong.
    from difflib import get_close_matches

    near = get_close_matches(word[:100], sorted(known), 1, 0.6)
    # A member of an enumeration is told by its word.
    return f"did you mean {str(near[0])!r}?" if near else None


def _sort_key(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.path, where.line, where.column) if where else ("", 0, 0)
