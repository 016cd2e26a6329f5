"""A session, who hands it out and who gets it -> a sheet: all that stands on it."""

import re
from dataclasses import dataclass
from itertools import pairwise

from coach.errors import Problem, UsageError
from coach.exports.handout.sheet_rows import SheetRow, list_sheet_rows
from coach.exports.handout.sheet_session import PrintedSession
from coach.script.handout_words import HANDOUT_WORDS, NO_HANDOUT_WORDS, HandoutWords
from coach.script.library import load_language_file
from coach.script.phrases import Phrases
from coach.script.steps import Say, Wait
from coach.system.paths import script_paths
from coach.timeline.opening_plan import PLAN_KIND
from coach.timeline.session import Session
from coach.timeline.unroll import unroll

USUAL_SAFETY = "movement"
"""The set of safety words for a routine that has none of its own."""
MAX_ADDRESS = 60
"""Characters of an address that is printed beside its code."""


@dataclass(frozen=True, slots=True)
class SheetDetails:
    """What the person who hands a sheet out has said; what is empty is filled in by hand.

    `url` is where the session can be heard: without it there is no code.
    """

    patient: str = ""
    clinic: str = ""
    phone: str = ""
    next_visit: str = ""
    often: str = ""
    url: str = ""

    @property
    def sender(self) -> str:
        """The line of who hands the sheet out; "" where that is left to fill in."""
        return " · ".join(filter(None, (self.clinic, self.phone)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on a sheet; `safety` has whole lines, `needs` says what to fetch first."""

    title: str
    language: str
    needs: str
    safety: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    details: SheetDetails
    phrases: Phrases
    words: HandoutWords


def make_sheet(printed: PrintedSession, details: SheetDetails) -> Sheet:
    """Return the sheet of a session; nothing of the listener is on it but the details.

    Raises UsageError where nothing is done in it, as in a talk.
    """
    session = printed.session
    phrases, words = session.delivery.phrases, load_handout_words(session.language)
    rows = list_sheet_rows(session, words)
    if not rows:
        message = f"{session.title}: nothing is done in it that could stand on a sheet"
        raise UsageError(Problem(message, hint="coach list names the routines there are"))
    minutes = max(1, round(printed.length / 60_000))
    length = phrases.grammar.format_length(minutes * 60)
    usual = phrases.safety.get(USUAL_SAFETY)
    safety = printed.routine.safety or (usual.full if usual else ())
    return Sheet(
        phrases.format_shown("session_title", title=session.title, length=length),
        session.language,
        _find_needs(session),
        tuple(line.text for line in safety),
        rows,
        details,
        phrases,
        words,
    )


def list_fields(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the fields of a sheet, name and value; one without a value is filled in by hand."""
    details, show = sheet.details, sheet.phrases.format_shown
    fields = [
        ("sheet_for", details.patient),
        ("sheet_next_visit", details.next_visit),
        ("sheet_often", details.often),
        *([] if details.clinic else [("sheet_from", "")]),
        *([] if details.phone else [("sheet_phone", "")]),
    ]
    return [(show(key), value) for key, value in fields]


def shorten_address(address: str, *, has_code: bool) -> str:
    """Return an address as it is printed: beside its code, only enough to recognize it.

    >>> shorten_address("https://clinic.example/back", has_code=True)
    'clinic.example/back'
    """
    shown = re.sub(r"^https?://", "", address)
    is_cut = has_code and len(shown) > MAX_ADDRESS
    return f"{shown[: MAX_ADDRESS - 1]}…" if is_cut else shown


def load_handout_words(language: str) -> HandoutWords:
    """Return what a language says of sheets; nothing where it has no such file."""
    if language not in script_paths("handout"):
        return NO_HANDOUT_WORDS
    found: HandoutWords = load_language_file("handout", language, HANDOUT_WORDS)
    return found


def _find_needs(session: Session) -> str:
    """Return what a session asks for at its beginning; "" where it asks for nothing."""
    steps = [one.step for one in unroll(session)]
    for step, after in pairwise(steps):
        if isinstance(step, Say) and step.kind == PLAN_KIND and isinstance(after, Wait):
            return after.say.text if after.say else ""
    return ""
