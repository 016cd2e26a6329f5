"""A cue sheet whose lengths are all known: the times filled in that its text tells, and its length.

Both need the lengths of lines: how a time is said changes when the next line comes.
"""

from dataclasses import replace

from coach.speech.studio import Studio
from coach.timeline.cues import SECOND, CueSheet
from coach.timeline.exercise_count import count_exercises
from coach.timeline.layout import find_span_starts
from coach.timeline.session import Session
from coach.timeline.span_layout import lay_span
from coach.timeline.time_blocks import choose_rounds, fill_time_blocks, has_time_blocks
from coach.timeline.time_checks import (
    fill_assumed_times,
    fill_timeline_variables,
    has_time_checks,
    has_timeline_variables,
    insert_time_checks,
)

MAX_LATER = 15 * SECOND
"""How much longer the last span may become, in ms: names, numbers and what a
plan tells differ by less."""


def speak_sheet(
    sheet: CueSheet,
    session: Session,
    studio: Studio,
    length: int | None,
    *,
    is_planned: bool = False,
) -> CueSheet:
    """Return a sheet with the times filled in that its text tells, and all its lengths known.

    How a time is spoken changes when the next line comes. What is said is rounded to minutes,
    so one round with assumed numbers finds where each line falls. A sheet that `is_planned` for
    the length meets it, however long its names and numbers take to say.
    """
    if has_time_blocks(sheet):
        assumed = _assume_times(sheet, studio, session)
        sheet = choose_rounds(sheet, studio.media.lengths, assumed)
    if has_timeline_variables(sheet):
        assumed = fill_time_blocks(_assume_times(sheet, studio, session), studio.media.lengths)
        starts = _find_starts(assumed, studio, length)
        total, exercises = length or starts[-1], count_exercises(sheet, session)
        sheet = fill_timeline_variables(sheet, starts[:-1], total, exercises)
    studio.ensure_lengths(sheet.sources, session.lexicon)
    sheet = fill_time_blocks(sheet, studio.media.lengths)
    if is_planned and length is not None:
        sheet = _let_end_later(sheet, studio, length)
    if has_time_checks(sheet):
        sheet = insert_time_checks(sheet, _find_starts(sheet, studio, length))
        studio.ensure_lengths(sheet.sources, session.lexicon)
    return sheet


def _assume_times(sheet: CueSheet, studio: Studio, session: Session) -> CueSheet:
    """Return the sheet with assumed numbers for times not known yet, all of it spoken."""
    spans = tuple(fill_assumed_times(span, sheet.grammar) for span in sheet.spans)
    assumed = replace(sheet, spans=spans)
    studio.ensure_lengths(assumed.sources, session.lexicon)
    return assumed


def _let_end_later(sheet: CueSheet, studio: Studio, length: int) -> CueSheet:
    """Return the sheet with an end that makes up for words that were said in less time.

    A plan is measured with the longest names and with numbers that take long to say.
    """
    missing = length - _measure_exactly(sheet, studio)[1]
    if not 0 < missing <= MAX_LATER:
        return sheet
    *spans, last = sheet.spans
    return replace(sheet, spans=(*spans, replace(last, stretch=last.stretch + missing)))


def _find_starts(sheet: CueSheet, studio: Studio, length: int | None) -> list[int]:
    """Return the starts of the spans, stretched to a length where they can be."""
    target = length if length is not None and can_stretch_to(sheet, studio, length) else None
    return find_span_starts(sheet, studio.media.lengths, target)


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
