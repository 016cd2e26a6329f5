"""How many exercises a session has, as a listener would count them: what work is done under a name.

That is the name of a card, of named work, of a group or of a titled section; however often it
comes, it is one exercise. What opens and closes a session is none.
"""

from collections.abc import Iterator

from coach.errors import Problem, ScriptError
from coach.script.grammar import list_variables
from coach.timeline.cues import CueSheet, Purpose
from coach.timeline.session import Session
from coach.timeline.source import spoken_text


def count_exercises(sheet: CueSheet, session: Session) -> int:
    """Return how many exercises are done in a session, by its cue sheet."""
    # Work in a part that nobody names goes by the title of the part, or of the whole.
    unnamed = {session.title, *(part.title for part in session.parts if part.is_unannounced), ""}
    worked = {span.exercise for span in sheet.spans if span.purpose is Purpose.WORK}
    return len({name.casefold() for name in worked - unnamed})


def check_exercise_count(sheet: CueSheet, session: Session) -> None:
    """Raise ScriptError where a session tells how many exercises it has, and has none to count."""
    if not count_exercises(sheet, session) and (problems := dict.fromkeys(_find_lines(sheet))):
        raise ScriptError(problems)


def _find_lines(sheet: CueSheet) -> Iterator[Problem]:
    for span in sheet.spans:
        for cue in span.cues:
            if "exercises" in list_variables(spoken_text(cue.source)):
                hint = "it counts cards, named work, and groups and sections with work in them"
                yield Problem("{exercises} has nothing to count", cue.where, hint)
