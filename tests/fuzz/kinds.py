"""All kinds of cases, each with its part of the whole."""

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from tests.fuzz.around import AROUND
from tests.fuzz.cases import MAKERS, Case

SHARES: Mapping[str, int] = MappingProxyType(
    {
        "bytes": 320,
        "values": 340,
        "text": 90,
        "grown": 175,
        "paths": 60,
        "bombs": 15,
        "config": 30,
        "kept": 40,
        "beds": 15,
        "arguments": 80,
        "uses": 25,
        "import": 40,
    }
)
"""Of a thousand scripts, how many of each kind; what is no script comes on top."""
SCRIPTS = tuple(MAKERS)
_ALL: Mapping[str, Callable[[Random], Case]] = MappingProxyType({**MAKERS, **AROUND})


def make_case(kind: str, chance: Random) -> Case:
    """Make a case of a kind, by chance."""
    return _ALL[kind](chance)


def share_out(scripts: int) -> list[tuple[str, int]]:
    """List the cases to try, so that there are that many scripts; kinds take turns."""
    cases = [
        ((number + 0.5) * 1000 / share, kind, number)
        for kind, share in SHARES.items()
        for number in range(max(1, scripts * share // 1000))
    ]
    return [(kind, number) for _, kind, number in sorted(cases)]
