"""Blocks of a fixed time: rounds that last a minute each, as many rounds as fit into ten.

How long words take is known late. So a block ends with a rest whose length is found only then:
what the rest of the block leaves. Of rounds that may be done as often as they fit, all that could
are compiled, and those that do not fit are taken out of the sheet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from coach.errors import Problem, ScriptError
from coach.script.grammar import Grammar, list_variables
from coach.timeline.chimes import LEAST_REST
from coach.timeline.clips import CHIME_LEAD, Extent
from coach.timeline.cues import Cue, CueSheet, Span
from coach.timeline.session_bounds import make_long_round_problem
from coach.timeline.source import Source, Utterance, spoken_text
from coach.timeline.span_layout import lay_span

FITTED = "fitted"
"""The variable for how many rounds fitted into the block before it."""


def has_time_blocks(sheet: CueSheet) -> bool:
    """Return whether anything in a sheet has its length from what is around it."""
    return any(
        span.block is not None or any(_tells_fitted(cue) for cue in span.cues)
        for span in sheet.spans
    )


def _tells_fitted(cue: Cue) -> bool:
    return FITTED in list_variables(spoken_text(cue.source))


def choose_rounds(sheet: CueSheet, lengths: Mapping[Source, Extent], assumed: CueSheet) -> CueSheet:
    """Return a sheet with the rounds that fit into each block, and their number in its text.

    `assumed` is the same sheet with numbers in the place of those that are not known yet, and
    `lengths` has all that is spoken in it.
    """
    spans: list[Span] = []
    fitted: int | None = None
    pairs = zip(sheet.spans, assumed.spans, strict=True)
    for block, some in groupby(pairs, lambda pair: _number_of(pair[0])):
        if not block:
            spans += (_fill_fitted(span, fitted, sheet.grammar) for span, _ in some)
            continue
        members = list(some)
        kept = _count_fitting_rounds([other for _, other in members], lengths)
        if kept is not None:
            fitted = kept
            members = [(one, other) for one, other in members if _is_kept(one, kept)]
        spans += (_fill_fitted(span, fitted, sheet.grammar) for span, _ in members)
    return replace(sheet, spans=tuple(spans))


def fill_time_blocks(sheet: CueSheet, lengths: Mapping[Source, Extent]) -> CueSheet:
    """Return a sheet whose blocks end with a rest of the length that they leave.

    Raises ScriptError for what lasts longer than its block.
    """
    spans: list[Span] = []
    problems: list[Problem] = []
    for block, some in groupby(sheet.spans, _number_of):
        members = list(some)
        if not block:
            spans += members
            continue
        *work, rest = members
        assert rest.block is not None
        taken = sum(lay_span(span, lengths).length for span in work)
        if taken > rest.block.length:
            problems.append(make_long_round_problem(taken, rest.block))
        spans += (*work, _with_length(rest, max(0, rest.block.length - taken)))
    if problems:
        raise ScriptError(dict.fromkeys(problems))
    return replace(sheet, spans=tuple(spans))


def _number_of(span: Span) -> int:
    return span.block.number if span.block else 0


def _is_kept(span: Span, rounds: int) -> bool:
    return span.block is not None and (span.block.is_rest or span.block.round <= rounds)


def _count_fitting_rounds(members: Iterable[Span], lengths: Mapping[Source, Extent]) -> int | None:
    """Return how many rounds fit into a block; None for a block of one round only.

    Raises ScriptError where not even one does.
    """
    blocks = [(span, span.block) for span in members if span.block]
    block = blocks[0][1]
    if not block.repeats:
        return None
    taken = fitting = 0
    for number, some in groupby(
        (pair for pair in blocks if not pair[1].is_rest), lambda pair: pair[1].round
    ):
        taken += sum(lay_span(span, lengths).length for span, _ in some)
        if taken > block.length:
            break
        fitting = number
    if not fitting:
        raise ScriptError(make_long_round_problem(taken, block))
    return fitting


def _with_length(rest: Span, length: int) -> Span:
    """Return a rest of another length: what is said at its end moves with that."""
    moved = length - (rest.length or 0)
    cues = []
    for cue in rest.cues if length >= LEAST_REST else ():
        at = cue.at
        if at is not None and rest.stretch_at is not None and at >= rest.stretch_at:
            at += moved
            if at < CHIME_LEAD:
                continue
        cues.append(replace(cue, at=at))
    stretch_at, until = (
        None if at is None else max(0, at + moved) for at in (rest.stretch_at, rest.talk_until)
    )
    return replace(rest, cues=tuple(cues), length=length, stretch_at=stretch_at, talk_until=until)


def _fill_fitted(span: Span, fitted: int | None, grammar: Grammar) -> Span:
    """Return a span whose text tells how many rounds fitted; raises ScriptError where none were."""
    return replace(span, cues=tuple(_fill_cue(cue, fitted, grammar) for cue in span.cues))


def _fill_cue(cue: Cue, fitted: int | None, grammar: Grammar) -> Cue:
    if not isinstance(cue.source, Utterance) or not _tells_fitted(cue):
        return cue
    if fitted is None:
        message = f"{{{FITTED}}} means nothing here"
        raise ScriptError(Problem(message, cue.where, "it stands behind {for: 10m, steps: [...]}"))
    text = grammar.fill_numbers(cue.source.text, {FITTED: fitted})
    return replace(cue, source=replace(cue.source, text=text))
