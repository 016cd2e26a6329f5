"""Words that stand below an exercise, and are said with it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from coach.importing.bounds import MAX_TEXT
from coach.importing.dose_phrases import PAUSE_NAME, read_duration
from coach.importing.exercise_line import UnreadError, parse_exercise
from coach.importing.plain_signs import normalize_line
from coach.importing.programme import Timed, Work, as_sentence
from coach.importing.sheet_lines import SheetLine, find_key, find_rounds
from coach.importing.sheet_notes import SheetNotes
from coach.importing.speech_room import space_cues


def add_words(work: Work, below: Sequence[SheetLine], notes: SheetNotes) -> Work:
    """Return an exercise with the words below it; notes how each line was understood."""
    said, cues = [work.say] if work.say else [], []
    for line in below:
        key, value = find_key(line.text) or ("say", f"{as_sentence(line.text.rstrip('.'))}.")
        if key == "say":
            said.append(normalize_line(value))
            notes.add(line, f"say: {normalize_line(value)}")
            continue
        at, _, text = value.partition("\n")
        if not isinstance(work.dose, Timed):
            notes.refuse(line, "expected words at a time below an exercise for a time")
        elif read_duration(at) >= work.dose.length:
            notes.refuse(line, f"expected a time before the end of {work.name!r}, found {at!r}")
        else:
            cues.append((read_duration(at), normalize_line(text)[:MAX_TEXT]))
            notes.add(line, f"at {at}: {text}")
    if isinstance(work.dose, Timed) and cues:
        kept, lost = space_cues(cues, work.dose.length)
        cues = list(kept)
        for _, text in lost:
            line = next(
                (each for each in below if text[:40] in normalize_line(each.text)), below[0]
            )
            notes.refuse(line, f"no room is left to say {text!r}")
    return replace(work, say=" ".join(said)[:MAX_TEXT], cues=tuple(cues))


def take_words(line: SheetLine, below: Iterable[SheetLine]) -> tuple[SheetLine, ...]:
    """Return those of the lines below an exercise, up to the first that is none, which are words.

    Words stand deeper by their indent; a bullet alone begins something of its own.
    """
    own: list[SheetLine] = []
    for each in below:
        key = find_key(each.text)
        is_words = key is not None and key[0] in ("say", "at")
        if not is_words and not (each.column > line.column and is_remark(each.text)):
            break
        own.append(each)
    return tuple(own)


@lru_cache(4_096)  # each line below a line is looked at for it
def is_exercise(text: str) -> bool:
    """Return True for a line that can be read alone: an exercise, a rest, the head of rounds."""
    if find_key(text):
        return False
    if is_head(text):
        return True
    try:
        parse_exercise(text)
    except UnreadError:
        return False
    return True


def is_head(text: str) -> bool:
    """Return True for the head of rounds, where it can be nothing else."""
    head = find_rounds(text)
    return head is not None and head.is_certain


def is_remark(text: str) -> bool:
    """Return True for words without a number, which are no exercise and no key."""
    is_bare = not any(map(str.isdigit, text)) and not PAUSE_NAME.fullmatch(text.strip())
    return is_bare and not find_key(text) and not is_exercise(text)
