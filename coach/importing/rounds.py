"""Rounds of what was read: a rest that stands between rounds is no entry of a round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.importing.programme import Block, Entry, Pause


@dataclass(frozen=True, slots=True)
class PauseBetween(Pause):
    """A rest of which its line says that it stands between rounds."""


def fill_block(block: Block, entries: Sequence[Entry]) -> Block:
    """Return a block with its entries, and with the rest between its rounds."""
    between = [each.length for each in entries if isinstance(each, PauseBetween)]
    kept = tuple(each for each in entries if not isinstance(each, PauseBetween))
    rest = between[0] if between and block.between is None else block.between
    return replace(block, entries=kept, between=rest)
