"""What is said about time: minutes that are known only once the timeline is laid out."""

import re
from dataclasses import replace

from coach.cues import Cue, CueSheet
from coach.scene import LATE
from coach.source import Utterance


def is_late(sheet: CueSheet) -> bool:
    """Tell whether anything is said about minutes."""
    return any(_late(cue) for span in sheet.spans for cue in span.cues)


def _late(cue: Cue) -> bool:
    source = cue.source
    return isinstance(source, Utterance) and any(f"{{{name}}}" in source.text for name in LATE)


def tell_time(sheet: CueSheet, begins: list[int], total: int) -> CueSheet:
    """Put the minutes into what is said about them, by the time each span begins."""
    spans = []
    for span, start in zip(sheet.spans, begins, strict=True):
        values = {"minutes": _minutes(total - start), "total": _minutes(total)}
        cues = tuple(_told(cue, values) if _late(cue) else cue for cue in span.cues)
        spans.append(replace(span, cues=cues))
    return replace(sheet, spans=tuple(spans))


def _told(cue: Cue, values: dict[str, int]) -> Cue:
    assert isinstance(cue.source, Utterance)
    text = re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), cue.source.text)
    return replace(cue, source=replace(cue.source, text=text))


def _minutes(length: int) -> int:
    return max(1, round(length / 60_000))
