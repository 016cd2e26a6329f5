"""Makes the minute that is heard on the front page: its page, its sound, and the words below it.

python docs/sample/make.py
"""

import re
from dataclasses import replace
from pathlib import Path

from coach import PreparedSession, prepare
from coach.exports.page.page_writer import write_page_folder
from coach.exports.session_metadata import session_metadata
from coach.units import format_clock

FOLDER = Path(__file__).parent
FRONT_PAGE = FOLDER.parent / "index.md"
WORDS = re.compile(r"(?<=\| at \| what is heard \|\n\|---\|---\|\n)(\|.*\n)*")
SOUNDS = {"start": "a bowl", "hold-start": "a small bowl", "hold-end": "two small bowls"}


def main() -> None:
    """Write index.html and session.m4a beside this file, and the words into the front page."""
    session = prepare_minute("natural")
    # Nobody enters a sample in a log, and it needs no cover.
    about = replace(session_metadata(session), mark="")
    write_page_folder(session, FOLDER, metadata=about)
    page = FRONT_PAGE.read_text(encoding="utf-8")
    page = WORDS.sub(format_words(session), page, count=1)
    FRONT_PAGE.write_text(page, encoding="utf-8")


def prepare_minute(voice: str) -> PreparedSession:
    """Return the session, in which nothing depends on the day or on who makes it."""
    return prepare(FOLDER / "minute.yaml", talk="short", voice=voice)


def format_words(session: PreparedSession) -> str:
    """Return what is heard as rows of a table: the time of each clip, and its words or sound."""
    lines = []
    for clip in session.timeline.clips:
        name = getattr(clip.source, "name", "")
        text = f"*{SOUNDS[name]}*" if name else clip.source.text
        lines.append(f"| {format_clock(clip.start)} | {text} |\n")
    return "".join(lines)


if __name__ == "__main__":
    main()
