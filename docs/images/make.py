"""Makes the picture in the README: what `coach plan` shows, as an SVG.

python docs/images/make.py
"""

import io
import re
from itertools import islice
from pathlib import Path

from rich.console import Console

from coach.cli.overview import print_overview
from coach.pipeline import Wishes, prepare
from coach.transcript import timed_script

MINUTES = 15
LINES = (88, 112)


def main() -> None:
    """Write plan.svg beside this file."""
    prepared = prepare("lower-back", Wishes("espeak", MINUTES * 60_000))
    console = Console(record=True, width=92, file=io.StringIO(), highlight=False)
    console.print(f"$ coach plan lower-back --minutes {MINUTES}", style="bold green")
    print_overview(prepared, console)
    console.print("...")
    for line in islice(timed_script(prepared.timeline), *LINES):
        console.print(line)
    picture = console.export_svg(title="coach", unique_id="coach")
    # Fonts from elsewhere are fetched by whoever looks: the system's own will do.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    (Path(__file__).parent / "plan.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
