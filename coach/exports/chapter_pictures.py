"""The drawing of an exercise as the picture of its chapter, or of the file that holds it alone.

Pictures are what podcast apps show of a chapter in an MP3: Apple's on the lock screen, too, and
AntennaPod only of a feed. In MP4 they are a track, which Apple's players and those made with its
libraries show. In Vorbis comments chapters have no pictures at all. So there, and in WAV, only
the files of single chapters have them.
Drawn by Pillow: without it, chapters have no pictures.
"""

from collections.abc import Mapping
from dataclasses import replace

from coach.errors import CoachError
from coach.exports.metadata import Chapter, Metadata
from coach.figures.figure_drawing import draw_png
from coach.pipeline import PreparedSession
from coach.script.exercise import Exercise

PIXELS = 300
"""Pixels a side; two to five thousand bytes, in an MP3 half a second of sound."""
PICTURED_SUFFIXES = frozenset({".mp3", ".m4a", ".m4b"})
"""Files whose chapters can have pictures."""


def add_chapter_pictures(metadata: Metadata, prepared: PreparedSession) -> Metadata:
    """Return metadata with a picture for each chapter whose exercise has a drawing.

    A card whose drawing is wrong is as one without: the sound is right all the same. Where there
    are pictures already they stay.
    """
    if any(chapter.picture for chapter in metadata.chapters):
        return metadata
    cards = {chapter: _find_card(chapter, prepared) for chapter in metadata.chapters}
    drawn = _draw_cards(
        {card.slug: card for card in cards.values() if card is not None and card.figure}
    )
    chapters = tuple(
        replace(chapter, picture=drawn.get(card.slug, b"")) if card else chapter
        for chapter, card in cards.items()
    )
    return replace(metadata, chapters=chapters)


def _draw_cards(cards: Mapping[str, Exercise]) -> dict[str, bytes]:
    """Return the drawing of each card that has a right one, by its name."""
    drawn = {}
    for slug, card in cards.items():
        try:
            drawn[slug] = draw_png(card, PIXELS, PIXELS) or b""
        except CoachError:
            continue
    return drawn


def _find_card(chapter: Chapter, prepared: PreparedSession) -> Exercise | None:
    """Return the card of the first exercise in a chapter; None where there is none."""
    for span, start in zip(prepared.sheet.spans, prepared.span_starts, strict=False):
        if chapter.start <= start < chapter.end and span.card:
            return prepared.session.cards.get(span.card)
    return None
