"""A cue sheet whose words are all spoken: the times filled in that its text tells, and its length.

Both need takes: how a time is spoken changes when the next line comes.
"""

from coach.speech.studio import Studio
from coach.timeline.cues import SECOND, CueSheet
from coach.timeline.layout import find_span_starts, lay_span
from coach.timeline.session import Session
from coach.timeline.time_checks import (
    fill_timeline_variables,
    has_time_checks,
    has_timeline_variables,
    insert_time_checks,
)


def speak_sheet(sheet: CueSheet, session: Session, studio: Studio, length: int | None) -> CueSheet:
    """Return a sheet with the times filled in that its text tells, and all its lengths known.

    How a time is spoken changes when the next line comes. What is said is rounded to minutes,
    so one round with a guess finds where each line falls.
    """
    if has_timeline_variables(sheet):
        exercises = len(session.exercises)
        guess = fill_timeline_variables(sheet, [0] * len(sheet.spans), length or 600_000, exercises)
        studio.ensure_lengths(guess.sources, session.lexicon)
        starts = find_span_starts(guess, studio.media.lengths)
        sheet = fill_timeline_variables(sheet, starts[:-1], length or starts[-1], exercises)
    studio.ensure_lengths(sheet.sources, session.lexicon)
    if has_time_checks(sheet):
        target = length if length is not None and can_stretch_to(sheet, studio, length) else None
        sheet = insert_time_checks(sheet, find_span_starts(sheet, studio.media.lengths, target))
        studio.ensure_lengths(sheet.sources, session.lexicon)
    return sheet


def measure_sheet(sheet: CueSheet, studio: Studio) -> tuple[int, int]:
    """Return the least and the most ms, in whole seconds, that a spoken sheet can last."""
    natural, most = _measure_exactly(sheet, studio)
    return -(-natural // SECOND) * SECOND, most // SECOND * SECOND


def can_stretch_to(sheet: CueSheet, studio: Studio, length: int) -> bool:
    """Return whether a spoken sheet can last `length` ms."""
    natural, most = _measure_exactly(sheet, studio)
    return natural <= length <= most


def _measure_exactly(sheet: CueSheet, studio: Studio) -> tuple[int, int]:
    """Return the ms of a sheet as it is spoken, and those that it can be stretched to."""
    natural = sum(lay_span(span, studio.media.lengths).length for span in sheet.spans)
    return natural, natural + sum(span.stretch for span in sheet.spans)
