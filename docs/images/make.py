"""Makes the pictures in the README: what `coach plan` and `export` show, as SVG.

python docs/images/make.py

That of the screen is made by draw_screen.py.
"""

import io
import re
from itertools import islice
from pathlib import Path

from rich.console import Console

from coach.cli.overview import print_overview
from coach.exports.picture.page_layout import make_page as printed
from coach.exports.picture.svg import render_svg
from coach.exports.session_metadata import session_metadata
from coach.pipeline import PreparedSession, SessionRequest, prepare_in_studio
from coach.speech.studio import open_studio
from coach.timeline.transcript import format_timed_script

MINUTES = 15
LINES = (88, 112)


def main() -> None:
    """Write plan.svg and session.svg beside this file."""
    with open_studio(None) as studio:
        prepared = prepare_in_studio(studio, "lower-back", SessionRequest(length=MINUTES * 60_000))
    picture = _planned(prepared).export_svg(title="coach", unique_id="coach")
    # Fonts from elsewhere are fetched by whoever looks: the system's own will do.
    _write("plan", re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL))
    about = session_metadata(prepared)
    _write("session", render_svg(printed(prepared, about), about.title))


def _planned(prepared: PreparedSession) -> Console:
    console = Console(record=True, width=92, file=io.StringIO(), highlight=False)
    console.print(f"$ coach plan lower-back --minutes {MINUTES}", style="bold green")
    print_overview(prepared, console)
    console.print("...")
    for line in islice(format_timed_script(prepared.timeline), *LINES):
        console.print(line)
    return console


def _write(name: str, picture: str) -> None:
    (Path(__file__).parent / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
