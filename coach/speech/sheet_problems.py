"""What keeps a cue sheet from being heard: sounds that are missing, texts without a word."""

from coach.errors import Problem
from coach.script.reader import suggest
from coach.system.paths import find_sound, sound_names
from coach.timeline.cues import Cue, CueSheet
from coach.timeline.source import Sound


def find_sheet_problems(sheet: CueSheet) -> tuple[Problem, ...]:
    """Return the problems of the cues of a sheet, each once."""
    cues = [cue for span in sheet.spans for cue in span.cues]
    # Each is looked for once: a session may play the same tick a thousand times.
    faulty = {source for source, cue in {c.source: c for c in cues}.items() if _cue_problem(cue)}
    problems = [problem for c in cues if c.source in faulty and (problem := _cue_problem(c))]
    return tuple(dict.fromkeys(problems))


def _cue_problem(cue: Cue) -> Problem | None:
    if isinstance(cue.source, Sound):
        if find_sound(cue.source.name):
            return None
        message = f"no sound is called {cue.source.name!r}"
        return Problem(message, cue.where, suggest(cue.source.name, sound_names()))
    if any(map(str.isalnum, cue.source.text)):
        return None
    return Problem(f"expected words to speak, found {cue.source.text!r}", cue.where)
