"""Laws of a session as a whole: each tells what is wrong with one, and nothing where all is well.

They judge what is heard, clip by clip, whatever made it. A law of a card or of a single move has
its place beside those; here stands what shows only in a session.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.positions import (
    LINE_MOVE_TIME,
    MOVES,
    MOVES_WITHOUT_KNEELING,
    Move,
    MoveTime,
    Position,
    choose_side_lying,
    moves_between,
)
from coach.timeline.bell_level import NAME_KINDS
from coach.timeline.cues import Purpose, Span
from coach.timeline.session import make_dose
from coach.timeline.source import spoken_text
from coach.timeline.travels import choose_time
from tests.content.test_forbidden import CARDS, clashes, faults
from tests.content.test_safety import ACTION, SENTENCE, STILL, WARNINGS
from tests.heard_sessions import HeardSession

Found = Iterator[str]
SIDE_WORD = re.compile(r"\b(left|right)\b", re.I)
SIDE_KINDS = ("side", "switch")
"""Kinds of speech that name the side where one is worked behind the other."""
SIDE_SLACK = 1_000
"""How much later than its work the word of a side may begin, in ms: it sits on the first beat."""
ANNOUNCED = 1_000
"""Quiet behind a line that only says where a move of several lines leads, in ms."""
NOWHERE = replace(CARDS["breathing"], slug="move")
"""Stands for the card of what is said on the way, in no position."""
HALFWAY_FROM, MAX_COUNTED = 30_000, 5
"""How long a hold is at least, in ms, of which half is told; one part of so many is counted."""
NAMES_POSITION = {
    Position.SUPINE: r"^(now )?lie (down|on|back)|\bon your back\b",
    Position.PRONE: r"^(now )?lie (down|on)|\bon your (front|belly|stomach)\b|face down",
    Position.QUADRUPED: r"hands and knees",
    Position.SEATED: r"^sit down|on (a|your) chair$",
    Position.STANDING: r"^stand (up|with your feet)\b",
    Position.WALL: r"^stand .*\bwall\b",
    Position.HALF_KNEELING: r"^kneel down|onto (one|your \w+) knee",
    Position.TALL_KNEELING: r"^kneel",
    Position.KNEELING_REST: r"^kneel|hands and knees",
    Position.SIDE_LYING: r"^(now )?lie (down|on)|on your (left|right) side",
}
"""Words of a set-up that say no more than where one has to be."""


def asks_for_what_a_limit_forbids(heard: HeardSession) -> Found:
    """What is heard of an exercise, and of a way, asks for nothing that is forbidden.

    Nor does it undo itself. What has to stand beside something is said where every word is.
    """
    for name, said in _list_sentences(heard).items():
        card = heard.cards.get(name)
        if card is None:
            continue
        for limit in heard.limits:
            found = faults(card, limit, said)
            every = heard.delivery.has_explanations
            yield from (f"{name}: {one}" for one in found if every or "needs" not in one)
        yield from (f"{name}: {one}" for one in clashes(card, said))
    ways = _split(heard.said("move", "rise"))
    for limit in heard.limits:
        yield from (one for one in faults(NOWHERE, limit, ways) if "'" in one)
        skipped = [card.name for card in heard.cards.values() if limit in card.limits.skip]
        yield from (f"{name} is done with {limit}" for name in skipped)


def _list_sentences(heard: HeardSession) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for clip in heard.voice:
        if clip.kind not in ("move", *NAME_KINDS):  # a name asks for nothing
            said.setdefault(clip.exercise, []).append(spoken_text(clip.source))
    return {name: _split(texts) for name, texts in said.items()}


def _split(texts: list[str]) -> list[str]:
    """Return the sentences of what is said, each once, in small letters."""
    parts = (part.strip() for text in texts for part in re.split(r"(?<=[.!?])\s+", text))
    return list(dict.fromkeys(part.lower().replace("’", "'") for part in parts))


def warns_of_too_little(heard: HeardSession) -> Found:
    """There is always a word of safety; where every word is said, all that cannot wait is told."""
    lines = heard.said("safety")
    if not lines:
        yield "nothing is said of safety"
    if heard.name in STILL or heard.request.skip_intro:
        return
    if not any(map(ACTION.search, lines)):
        yield f"nothing to do in {lines}"
    sentences = [one for line in lines for one in SENTENCE.findall(line)]
    for warning, pattern in WARNINGS.items() if heard.delivery.tells_safety else ():
        found = [one for one in sentences if re.search(pattern, one, re.I)]
        if not any(map(ACTION.search, found)):
            yield f"no warning of {warning}"


def hurries_a_move(heard: HeardSession) -> Found:
    """Each move has the time of its table, and each of its lines the quiet to do it."""
    table, quiet = _make_move_table(heard), choose_time(LINE_MOVE_TIME, heard.delivery)
    for number, clip in enumerate(heard.voice[:-1]):
        if clip.kind != "move":
            continue
        text, later = spoken_text(clip.source), heard.voice[number + 1 :]
        further = [one.kind == "move" and spoken_text(one.source) not in table for one in later]
        least = ANNOUNCED if text in table and further[0] else quiet
        if later[0].start - clip.end < least:
            yield f"{later[0].start - clip.end} ms behind {text!r}"
        end = later[further.index(False)] if False in further else later[-1]
        if text in table and end.start - clip.end < table[text]:
            yield f"{end.start - clip.end} ms for {text!r}, which takes {table[text]}"


def _make_move_table(heard: HeardSession) -> dict[str, int]:
    """Return how long a move takes at least by the line that opens it."""
    moves, lines = _choose_moves(heard)
    table: dict[str, int] = {}
    for pair, time in moves.items():
        for side, other in (("right", "left"), ("left", "right")):
            text = lines[pair].replace("{side}", side).replace("{other}", other)
            needed = choose_time(time, heard.delivery)
            table[text] = min(table.get(text, needed), needed)
    return table


def _choose_moves(heard: HeardSession) -> tuple[dict[Move, MoveTime], dict[Move, str]]:
    """Return the moves of a listener with their times, and the line that opens each."""
    phrases = heard.delivery.phrases
    if not heard.delivery.avoids_kneeling:
        return dict(MOVES), {pair: phrases.moves[pair][0].text for pair in MOVES}
    own = {**phrases.moves, **phrases.moves_without_kneeling}
    ways = MOVES_WITHOUT_KNEELING
    return dict(ways), {pair: own[pair][0].text for pair in ways}


def leaves_no_time_between_positions(heard: HeardSession) -> Found:
    """From one exercise to the next there is the time of the way, with words or without."""
    if heard.delivery.avoids_kneeling:
        return  # they stand and lie elsewhere
    here, spent = None, 0
    for span, begin, end in heard.spans:
        card = heard.cards.get(span.exercise)
        if span.purpose is Purpose.MOVE:
            spent += end - begin
        if card is None or span.purpose is not Purpose.WORK:
            continue
        there = choose_side_lying(card.position, span.side or heard.delivery.first_side)
        if there is not Position.ANY:
            moves = moves_between(here, there) if here else ()
            needed = sum(choose_time(MOVES[pair], heard.delivery) for pair in moves)
            if spent < needed:
                yield f"{spent} ms from {here} to {there} for {card.name}, which takes {needed}"
            here, spent = there, 0


def goes_on_after_breathing(heard: HeardSession) -> Found:
    """Where slow breathing is done, it is the last thing that is done."""
    calm = ["breathing" in card.goals for _, card in heard.performs]
    if any(calm) and not calm[-1]:
        yield f"{heard.performs[-1][1].name} comes behind the breathing"


def leaves_a_name_or_side_unsaid(heard: HeardSession) -> Found:
    """Each exercise is named, and each side of it before or as its work begins."""
    told = [text.lower() for text in heard.said("announce")]
    for _, card in heard.performs:
        named = next((text for text in told if card.name.lower() in text), None)
        if named is None:
            yield f"{card.name} is not named"
        else:
            told.remove(named)
    for span, begin, _ in heard.spans:
        card = heard.cards.get(span.exercise)
        if card and span.side and span.purpose is Purpose.WORK:
            heard_side = _find_side(heard, card, span, begin)
            if heard_side != span.side:
                yield f"{card.name}: {span.side} at {begin}, heard {heard_side}"


def _find_side(heard: HeardSession, card: Exercise, span: Span, begin: int) -> str:
    """Return the side that was named last for some work."""
    kinds = SIDE_KINDS if card.sides is SideRule.EACH else None
    before = (one for one in reversed(heard.voice) if one.start < begin + SIDE_SLACK)
    for one in before:
        word = SIDE_WORD.search(spoken_text(one.source))
        if word and one.exercise == span.exercise and (not kinds or one.kind in kinds):
            return word[1].lower()
    return ""


def talks_through_a_hold(heard: HeardSession) -> Found:
    """Half-way is told of long holds only, and a fifth of one at most is counted down."""
    for span, begin, end in heard.spans:
        card = heard.cards.get(span.exercise)
        if card is None or span.purpose is not Purpose.WORK or card.work is WorkKind.BREATHS:
            continue
        within = [one for one in heard.voice if begin <= one.start < end]
        if end - begin < HALFWAY_FROM and any(one.kind == "half-way" for one in within):
            yield f"{card.name}: half-way in {end - begin} ms"
        counts = [one.beat for one in within if one.kind == "count" and one.beat is not None]
        counted = end - counts[0] if counts and card.work is not WorkKind.REPS else 0
        if counted > (end - begin) / MAX_COUNTED:
            yield f"{card.name}: {counted} ms of {end - begin} are counted"


def asks_for_more_than_usual(heard: HeardSession) -> Found:
    """Who has not worked up to it holds no longer and repeats no more than usual.

    What is held may be held once more, and what an author wrote stays.
    """
    for perform, card in heard.performs:
        own, dose = heard.written.get(perform.exercise), make_dose(card, perform)
        reps = card.doses.reps.usual + (card.work is WorkKind.HOLD)
        if dose.reps > reps and not (own and own.reps):
            yield f"{card.name}: {dose.reps} times, usually {card.doses.reps.usual}"
        if card.doses.hold and dose.hold > card.doses.hold.usual and not (own and own.hold):
            yield f"{card.name}: held {dose.hold} ms, usually {card.doses.hold.usual}"


def says_something_twice(heard: HeardSession) -> Found:
    """Nothing is said twice in a row."""
    for one, after in pairwise(heard.voice):
        if spoken_text(one.source) == spoken_text(after.source):
            yield f"{spoken_text(one.source)!r} twice, as {one.kind} and as {after.kind}"


def sends_who_is_there(heard: HeardSession) -> Found:
    """Who is in the position of an exercise is not told to get there."""
    here = None
    for name, clips in groupby(heard.voice, lambda one: one.exercise):
        card, said = heard.cards.get(name), list(clips)
        moved = any(one.kind == "move" for one in said)
        if card is None:
            here = None if moved else here
            continue
        pattern = NAMES_POSITION.get(card.position)
        for one in said if here is card.position and not moved and pattern else ():
            text = spoken_text(one.source)
            if one.kind == "set-up" and re.search(pattern or "", text, re.I):
                yield f"{name}: {text!r} to who is there"
        here = card.position


LAWS: tuple[Callable[[HeardSession], Found], ...] = (
    asks_for_what_a_limit_forbids,
    warns_of_too_little,
    hurries_a_move,
    leaves_no_time_between_positions,
    goes_on_after_breathing,
    leaves_a_name_or_side_unsaid,
    talks_through_a_hold,
    asks_for_more_than_usual,
    says_something_twice,
    sends_who_is_there,
)
