"""What somebody types for a proposal of `coach today` -> what is played, if anything."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from coach.errors import UsageError

if TYPE_CHECKING:
    from coach.cli.today_lines import Proposal

LEAVE = frozenset({"q", "quit", "n", "no", "not now"})
GO = frozenset({"", "y", "yes", "go"})
OTHER = frozenset({"o", "other"})
MINUTES_AND_EASIER = re.compile(
    r"(e|easy|easier)?\s*(\d[\d.:]*\s*(?:m|min|minutes?)?)?\s*(e|easy|easier)?"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to play, as options of `coach play`; without any it asks which session."""

    options: dict[str, Any] = field(default_factory=dict)
    plays: bool = True


def read_choice(typed: str, proposal: "Proposal") -> Choice | None:
    """Return what was chosen; None, and a line that says what is expected, where it is unclear."""
    words = typed.strip().casefold()
    if words in LEAVE or (not words and proposal.is_enough):
        return Choice(plays=False)
    if words in GO:
        return Choice(proposal.options)
    if words in OTHER:
        return Choice()
    if found := MINUTES_AND_EASIER.fullmatch(words):
        is_easier = bool(found[1] or found[3])
        if found[2]:
            return _read_minutes(found[2], proposal, is_easier=is_easier)
        return Choice({**proposal.options, "easy": True})
    return _find_routine(typed)


def _read_minutes(words: str, proposal: "Proposal", *, is_easier: bool) -> Choice | None:
    from coach.cli.lengths import read_minutes

    try:
        length = read_minutes(words)
    except UsageError:
        length = 0
    if not proposal.can_last(length):
        typer.echo(proposal.bounds)
        return None
    changed = proposal.with_length(length).options
    return Choice({**changed, "easy": True} if is_easier else changed)


def _find_routine(typed: str) -> Choice | None:
    from coach.script.script_names import SESSION_KINDS, find_script

    if found := find_script(typed.strip(), *SESSION_KINDS):
        return Choice({"name": found[1]})
    typer.echo("Return, a number of minutes, e, o, q, or the name of a routine.")
    return None
