"""Measures how well spoken commands are heard, what is taken for one, and what listening costs.

    python -m tests.proof.ears                 all of it: half an hour, or more
    python -m tests.proof.ears accuracy        a part of it: accuracy, own, others, echo, cost
    python -m tests.proof.ears --short         a little of each
    python -m tests.proof.ears --write         and put the tables into their page of the docs
    python -m tests.proof.ears --keep FOLDER   keep what was measured there, and go on from it

It needs the extra `ears` and the natural voice; FFmpeg adds more voices. All speech is made here,
by voices: nobody has spoken into a microphone. Ends with 1 where something is missed.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.proof.ears_accuracy import measure_accuracy
from tests.proof.ears_cost import measure_cost
from tests.proof.ears_echo import measure_echo
from tests.proof.ears_keep import Keep
from tests.proof.ears_other_talk import measure_other_talk
from tests.proof.ears_own_speech import measure_own_speech
from tests.proof.ears_tables import Table, format_lines, write_part


def list_parts(keep: Keep, *, is_short: bool) -> dict[str, Callable[[], Iterator[Table]]]:
    """Return what measures each part."""
    return {
        "accuracy": lambda: measure_accuracy(keep, is_short=is_short),
        "own": lambda: measure_own_speech(keep, is_short=is_short),
        "others": lambda: measure_other_talk(keep, is_short=is_short),
        "echo": lambda: measure_echo(keep, is_short=is_short),
        "cost": lambda: measure_cost(is_short=is_short),
    }


def main() -> int:
    """Print the tables; return 1 where something is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", help="accuracy, own, others, echo, cost; all of them")
    parser.add_argument("--short", action="store_true", help="a little of each")
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    parser.add_argument("--keep", type=Path, help="a folder that keeps what was measured")
    given = parser.parse_args()
    parts = list_parts(Keep(given.keep), is_short=given.short)
    if unknown := set(given.parts) - set(parts):
        parser.error(
            f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(parts)}"
        )
    faults = 0
    for part in given.parts or parts:
        tables = []
        for table in parts[part]():
            print(format_lines(table), flush=True)
            tables.append(table)
            faults += len(table.faults)
        if given.write:
            write_part(part, tables)
    print(f"\n{faults} figures miss what is wanted")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
