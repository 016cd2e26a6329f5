"""Free steps taken as far as a timeline, with takes of made-up lengths, and what is heard there."""

from collections.abc import Iterable
from dataclasses import replace

from coach.plan.adapted_cards import adapt_cards
from coach.script.library import find_exercises, load_phrases
from coach.script.positions import Position
from coach.script.steps import Move, Step
from coach.script.talk_level import TalkLevel
from coach.timeline.clips import Clip, Timeline
from coach.timeline.context import ContextStep
from coach.timeline.cues import CueSheet
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.delivery import Delivery
from coach.timeline.layout import lay_out
from coach.timeline.session import Part, Session, list_performs
from coach.timeline.source import Sound
from coach.timeline.time_blocks import choose_rounds, fill_time_blocks
from coach.timeline.time_checks import fill_assumed_times
from coach.timeline.unroll import unroll
from tests.strategies import MadeUp

LENGTHS = MadeUp()
ENGLISH = load_phrases("en")
PLAIN_ENGLISH = replace(ENGLISH, words={key: lines[:1] for key, lines in ENGLISH.words.items()})
"""Words that do not take turns."""


def acts_of(
    *steps: Step,
    talk: TalkLevel = TalkLevel.FULL,
    slow: bool = False,
    first: str = "right",
    limits: tuple[str, ...] = (),
    easy: bool = False,
    position: Position = Position.ANY,
    rises: bool = False,
) -> tuple[ContextStep, ...]:
    """Write steps out, as those of a routine that is called "Routine"."""
    cards = find_exercises({perform.exercise: None for perform in list_performs(steps)})
    cards = adapt_cards(cards, limits, easy=easy)
    manner = Delivery(ENGLISH, talk, slow, easy, limits, first)
    before = (Move(position),) if position is not Position.ANY else ()
    session = Session("Routine", (Part("Routine", (*before, *steps)),), cards, manner, {}, rises)
    return unroll(session)


def sheet_of(*steps: Step, talk: TalkLevel = TalkLevel.FULL, **more) -> CueSheet:
    """Compile steps with words that do not take turns."""
    acts = acts_of(*steps, talk=talk, **more)
    return fill_blocks(compile_cue_sheet("Routine", acts, PLAIN_ENGLISH, talk))


def laid(*steps: Step, **more) -> Timeline:
    return lay_out(sheet_of(*steps, **more), LENGTHS)


def fill_blocks(sheet: CueSheet) -> CueSheet:
    """Give the blocks of a sheet the time that they last."""
    spans = tuple(fill_assumed_times(span, sheet.grammar) for span in sheet.spans)
    assumed = replace(sheet, spans=spans)
    return fill_time_blocks(choose_rounds(sheet, LENGTHS, assumed), LENGTHS)


def heard(clips: Iterable[Clip], *kinds: str) -> list[str]:
    """What is spoken, and the names of sounds behind a note, of some kinds or of all."""
    return [name(clip) for clip in clips if not kinds or clip.kind in kinds]


def name(clip: Clip) -> str:
    return f"♪{clip.source.name}" if isinstance(clip.source, Sound) else clip.source.text
