"""Sentence rules: what a listener would stumble on in one line: its length, order and words."""

import re
from collections.abc import Iterator

from coach.checks.style.heard_lines import LineRole, SpokenLine
from coach.checks.style_rules import Style
from coach.errors import Problem

MAX_WORDS = 18
"""Words in a sentence that an ear can hold while the body moves; 6 to 14 are best."""
MAX_ACTIONS = {LineRole.INSTRUCT: 1, LineRole.REMIND: 2}
"""How many actions one sentence may ask for; a listener who is reminded knows the movement. Lines
that inform, as in a talk, ask for nothing now."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_APART_FROM_WORDS = r"[()\[\]!.…*_|]*"
"""What stands beside a word without being a part of it."""


def find_line_problems(spoken_line: SpokenLine, style: Style) -> Iterator[Problem]:
    """Yield every problem of one line."""
    for sentence in _SENTENCE.split(spoken_line.line.text):
        yield from find_long_sentence(spoken_line, sentence)
        yield from find_excess_actions(spoken_line, sentence, style)
        yield from find_late_side(spoken_line, sentence, style)
        yield from find_promises(spoken_line, sentence, style)
        yield from find_stilted_words(spoken_line, sentence, style)
    yield from find_misreadings(spoken_line, style)


def find_long_sentence(spoken_line: SpokenLine, sentence: str) -> Iterator[Problem]:
    """Yield a problem if a sentence is too long to be held in mind."""
    words = len(sentence.split())
    if words > MAX_WORDS:
        found = f"expected at most {MAX_WORDS} words in a sentence, found {words}"
        yield _make_problem(
            spoken_line, f"{found}: {_quote_beginning(sentence)}", "make two sentences of it"
        )


def find_excess_actions(spoken_line: SpokenLine, sentence: str, style: Style) -> Iterator[Problem]:
    """Yield a problem if a sentence asks for too many things: only the last one is done."""
    most = MAX_ACTIONS.get(spoken_line.role)
    if most is None:
        return
    found = list_actions(sentence, style)
    if len(found) > most:
        wanted = "one action" if most == 1 else f"at most {most} actions"
        message = f"expected {wanted} in a sentence, found {len(found)}: {', '.join(found)}"
        yield _make_problem(
            spoken_line, message, "make a sentence of each, in the order it is done"
        )


def list_actions(sentence: str, style: Style) -> list[str]:
    """Return the verbs that ask for a movement, where a clause begins with one.

    What follows an "or" is another way to do the same, and is not counted.
    """
    found = []
    before = re.compile(rf"^(?:(?:{'|'.join(map(re.escape, style.before))})\s+)+")
    for clause in style.joins.split(sentence):
        instruction = before.sub("", clause.lower().strip(" .!?"))
        verb = instruction.split(" ")[0]
        if verb in style.actions and not instruction.startswith(style.still):
            found.append(verb)
    return found


def find_late_side(spoken_line: SpokenLine, sentence: str, style: Style) -> Iterator[Problem]:
    """Yield a problem if a side is named after the limb: by then the wrong one has moved."""
    patterns = style.late_sides + (style.unnamed_sides if spoken_line.has_sides else ())
    for pattern, hint in patterns:
        if found := pattern.search(sentence):
            limb = found[found.lastindex or 0]
            message = f"expected the side before what moves, found it after {limb!r}"
            yield _make_problem(spoken_line, f"{message}: {_quote_beginning(sentence)}", hint)
            return


def find_misreadings(spoken_line: SpokenLine, style: Style) -> Iterator[Problem]:
    """Yield what a voice would read otherwise than it is meant, and what is only for the eye."""
    text = re.sub(r"\{[\w:]+\}", "x", spoken_line.line.text)
    for pattern, hint in style.misread:
        for found in pattern.finditer(text):
            yield _make_problem(spoken_line, f"voices misread {_quote_word(found)} here", hint)
    for pattern, hint in style.written:
        for found in pattern.finditer(text):
            message = f"expected words as they are said, found {_quote_word(found)}"
            yield _make_problem(spoken_line, message, hint)


def find_promises(spoken_line: SpokenLine, sentence: str, style: Style) -> Iterator[Problem]:
    """Yield promises of relief, unless they are denied in the same sentence."""
    if style.unless.search(sentence):
        return
    for pattern in style.promises:
        if found := pattern.search(sentence):
            message = f"expected no promise of relief, found {found[0]!r}"
            yield _make_problem(
                spoken_line, message, "say what it does: stretches, warms, trains, lets rest"
            )


def find_stilted_words(spoken_line: SpokenLine, sentence: str, style: Style) -> Iterator[Problem]:
    """Yield what nobody says like that; and, where a body part matters, what is often misheard."""
    for pattern, hint in style.stilted:
        if found := pattern.search(sentence):
            message = f"expected words as one says them, found {found[0]!r}"
            yield _make_problem(spoken_line, message, hint)
    if spoken_line.role is LineRole.INFORM:
        return
    for pattern, hint in style.misheard:
        if found := pattern.search(sentence):
            message = f"expected a word that is heard well, found {found[0]!r}"
            yield _make_problem(spoken_line, message, hint)


def _make_problem(spoken_line: SpokenLine, message: str, hint: str) -> Problem:
    return Problem(message, spoken_line.line.where, hint)


def _quote_beginning(sentence: str) -> str:
    """Return the first words of a sentence in quotes."""
    words = sentence.split()
    return repr(" ".join(words[:7]) + (" ..." if len(words) > 7 else ""))


def _quote_word(found: re.Match[str]) -> str:
    """Return what was found in quotes, with all of the word that it is a part of."""
    before = after = ""
    if not re.fullmatch(_APART_FROM_WORDS, found[0].strip()):
        before = re.split(r"[\s(\[\"]", found.string[: found.start()])[-1]
        after = re.split(r"[\s,;!?)\]\"]", found.string[found.end() :])[0].rstrip(".:")
    return repr((before + found[0] + after).strip())
