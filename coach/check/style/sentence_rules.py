"""What a listener would stumble on in one line: its length, its order, its words."""

import re
from collections.abc import Iterator

from coach.check.style.heard_lines import Part, Told
from coach.check.style_rules import Style
from coach.errors import Problem

MOST_WORDS = 18
"""Words in a sentence that an ear can hold while the body moves; 6 to 14 are best."""
MOST_ACTIONS = {Part.LEAD: 1, Part.REMIND: 2}
"""What may be asked for in one sentence; who is reminded knows the movement. What is only told,
as in a talk, asks for nothing now."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"(?:[,;:]\s+)?\b(?:and then|then|and)\s+|[,;:]\s+")
_SIDE = r"(?:\{side\}|\{other\}|right|left)"


def line_findings(told: Told, style: Style) -> Iterator[Problem]:
    """Find everything in one line."""
    for sentence in _SENTENCE.split(told.line.text):
        yield from too_long(told, sentence)
        yield from too_many_actions(told, sentence, style)
        yield from late_side(told, sentence, style)
        yield from promises(told, sentence, style)
    yield from misread(told, style)


def too_long(told: Told, sentence: str) -> Iterator[Problem]:
    """Find a sentence that is too long to be held in mind."""
    words = len(sentence.split())
    if words > MOST_WORDS:
        found = f"expected at most {MOST_WORDS} words in a sentence, found {words}"
        yield _problem(told, f"{found}: {_begin(sentence)}", "make two sentences of it")


def too_many_actions(told: Told, sentence: str, style: Style) -> Iterator[Problem]:
    """Find a sentence that asks for one thing after another: what is heard last is done."""
    most = MOST_ACTIONS.get(told.part)
    if most is None:
        return
    found = actions(sentence, style)
    if len(found) > most:
        wanted = "one action" if most == 1 else f"at most {most} actions"
        message = f"expected {wanted} in a sentence, found {len(found)}: {', '.join(found)}"
        yield _problem(told, message, "make a sentence of each, in the order it is done")


def actions(sentence: str, style: Style) -> list[str]:
    """List the verbs that ask for a movement, where a clause begins with one.

    What follows an "or" is another way of doing the same, and counts no more.
    """
    found = []
    before = re.compile(rf"^(?:(?:{'|'.join(map(re.escape, style.before))})\s+)+")
    for clause in _CLAUSE.split(sentence):
        asked = before.sub("", clause.lower().strip(" .!?"))
        verb = asked.split(" ")[0]
        if verb in style.actions and not asked.startswith(style.still):
            found.append(verb)
    return found


def late_side(told: Told, sentence: str, style: Style) -> Iterator[Problem]:
    """Find a side that is named after the limb: the wrong one has already moved by then."""
    limbs = "|".join(style.limbs)
    trailing = re.search(
        rf"\b({limbs})\b[^.]*?,\s+(?:the |your )?{_SIDE}(?: one| side| first)?(?=[.,;!?]|$)"
        rf"|\b(?:the|your) ({limbs}) on (?:the|your) {_SIDE}\b",
        sentence,
    )
    bare = told.sided and re.search(
        rf"\b(?:your|the) ({limbs})\b(?!\s+of\b)[^.,;]*?(?:\{{side\}}|\{{other\}})", sentence
    )
    if found := trailing or bare:
        message = (
            f"expected the side before what moves, found it after {found[found.lastindex or 1]!r}"
        )
        yield _problem(told, f"{message}: {_begin(sentence)}", "write: your {side} knee ...")


def misread(told: Told, style: Style) -> Iterator[Problem]:
    """Find what a voice reads otherwise than it is meant, or what cannot be heard."""
    text = re.sub(r"\{\w+\}", "x", told.line.text)
    for pattern, hint in style.misread:
        for found in pattern.finditer(text):
            yield _problem(told, f"voices misread {found[0].strip()!r} here", hint)
    for pattern, hint in style.written:
        for found in pattern.finditer(text):
            message = f"expected words as they are said, found {found[0].strip()!r}"
            yield _problem(told, message, hint)


def promises(told: Told, sentence: str, style: Style) -> Iterator[Problem]:
    """Find a promise of relief, unless it is denied in the same sentence."""
    if style.unless.search(sentence):
        return
    for pattern in style.promises:
        if found := pattern.search(sentence):
            message = f"expected no promise of relief, found {found[0]!r}"
            yield _problem(told, message, "say what it does: stretches, warms, trains, lets rest")


def _problem(told: Told, message: str, hint: str) -> Problem:
    return Problem(message, told.line.where, hint)


def _begin(sentence: str) -> str:
    """Quote the first words of a sentence."""
    words = sentence.split()
    return repr(" ".join(words[:7]) + (" ..." if len(words) > 7 else ""))
