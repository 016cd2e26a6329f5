"""A cue sheet -> the card that each segment is about, whose drawing page and screen show in it."""

from coach.timeline.cues import CueSheet, Purpose


def list_segment_cards(sheet: CueSheet) -> tuple[str, ...]:
    """Return the names of the cards that the segments are about, in order; "" for none.

    It is the card of its first work. Without any marker the whole is one segment, and what comes
    before the first one belongs to it.
    """
    cards, has_begun = [""], False
    for span in sheet.spans:
        if span.marker is not None:
            cards += [""] if has_begun else []
            has_begun = True
        if span.card and not cards[-1] and span.purpose is Purpose.WORK:
            cards[-1] = span.card
    return tuple(cards)
