"""The shipped words: fit to be heard with eyes shut, by someone who has never seen the exercise."""

import re
from collections.abc import Iterator

import pytest

from coach.script.card_variants import NO_WORDING, FirstRep, Variant
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.library import load_exercise, load_phrases, load_routine
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.positions import FLOOR_POSITIONS, Position
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.script.steps import Say
from coach.system.paths import shipped_folder

FOLDER = shipped_folder() / "scripts"
PHRASES = load_phrases("en")
CARDS = {path.stem: load_exercise(path) for path in sorted((FOLDER / "exercises").glob("*.yaml"))}

BANNED = (
    r"as long as you can",
    r"push through",
    r"no pain",
    r"relie[fv]",
    r"\b(cures?|heals?|fix(es)?|treats?|prevents?|eases? (the |your )?pain)\b",
    r"\b(disc|posture|damage|weak|wrong|bad|must|should be able)\b",
    r"\b(max(imum)?|force it|try harder|harder)\b",
)
# One name for one thing, so that a listener never wonders whether another is meant.
OTHER_NAMES = (
    r"\b(glutes?|core|abs|abdom\w+|tummy|stomach|bum|backside|spine|coccyx|calf|shins? bone)\b",
    r"\b(low back|lumbar|hamstrings|quads?|thighbone|elbow joint|hip bone)\b",
    r"\b(inhale|exhale|engage|neutral|extend|flex|rotate|prone|supine)\b",
)
PLAIN = re.compile(r"[A-Za-z'’,.:? -]+")
# Done on one's feet or wheels, in water, or only breathed: nothing has to fit between counts, a few
# words are a whole cue, and they have rules of their own. No promise, no threat holds for all.
ELSEWHERE = ("walk-", "cycle-", "water-", "box-")
ON_THE_MAT = {slug: card for slug, card in CARDS.items() if not slug.startswith(ELSEWHERE)}
# Words that name a place, and the positions in which they name no other one.
PLACES = {
    r"chair|seat|sit|sits|sitting": {Position.SEATED},
    r"stand|stands|standing": {Position.STANDING, Position.WALL},
    r"wall": {Position.WALL},
    r"bed|table|counter|sofa": set[Position](),
}
ACTION = re.compile(
    r"\b(breath(e|ing) (in|out)|I (name|say)|let|lift|keep|take|tuck|squeeze|feel|march|lean"
    r"|move|make|come|breathe)\b",
    re.IGNORECASE,
)
BREATHES = re.compile(r"\bbreath", re.IGNORECASE)
SENTENCE = re.compile(r"[^.?]+[.?]")
ON_A_BREATH_OUT = ("Breathing out,", "Breathe out,")
SIDE_IS_SAID = re.compile(r"\bI (name a side|say (a side|right|left))\b")


@pytest.fixture(params=list(ON_THE_MAT.values()), ids=list(ON_THE_MAT))
def card(request: pytest.FixtureRequest) -> Exercise:
    found: Exercise = request.param
    return found


BACK = (
    *("lower-back", "lower-back-stretch", "lower-back-strength", "morning", "bedtime"),
    *("desk-break", "after-sitting", "hips", "no-floor", "flare-up", "breathing"),
)
ROUTINES = {name: load_routine(FOLDER / "routines" / f"{name}.yaml") for name in BACK}
SUMMARY = "{total:minute}, {exercises:exercise}. Well done."
"""What a session ends with: numbers, not an instruction."""
GREETINGS = ("Good morning.", "Good evening.", "Good night.", "Welcome.")


@pytest.fixture(params=list(ROUTINES.values()), ids=list(ROUTINES))
def routine(request: pytest.FixtureRequest) -> Routine:
    found: Routine = request.param
    return found


def lines(card: Exercise) -> Iterator[Line]:
    """Give every line of a card that is spoken as a sentence."""
    yield from (*card.setup.full, *card.setup.short, *card.steps.full, *card.steps.short)
    yield from (*card.release.full, *card.release.short, *card.cautions)
    yield from (*(card.setup.there or ()), *first_rep_lines(card.first))
    yield from (line for line in (*card.purpose, card.breathing) if line)
    for variant in (*card.easier, *card.harder):
        yield from variant_lines(variant)
    yield from changes(card)


def variant_lines(variant: Variant) -> Iterator[Line]:
    """Yield every line of another way that is spoken as a sentence."""
    setup, release = variant.setup or NO_WORDING, variant.release or NO_WORDING
    yield from (*variant.say, *variant.short, *first_rep_lines(variant.first))
    yield from (*setup.full, *setup.short, *(setup.there or ()))
    yield from (*release.full, *release.short, *(variant.cautions or ()))
    if variant.breathing:
        yield variant.breathing


def first_rep_lines(first: FirstRep | None) -> Iterator[Line]:
    """Yield the words of a first repetition."""
    if first:
        yield from (*first.into, *first.hold, *first.out)


def changes(card: Exercise) -> Iterator[Line]:
    """Yield what is said for those whom something limits."""
    yield from (change.say for change in card.limits.modify.values() if change.say)


def key_words(card: Exercise) -> Iterator[Line]:
    for way in (card, *card.easier, *card.harder):
        yield from (call for call in way.calls or () if call)
        yield from way.cues or ()


def spoken(line: Line) -> str:
    """Give what a listener hears of a line."""
    return re.sub(r"\{[\w:]+\}", "right", line.text)


def words(text: str) -> list[str]:
    return text.split()


def routine_lines(routine: Routine) -> Iterator[Line]:
    steps = [step for section in routine.sections for step in section.steps]
    for step in (*routine.opening, Say(routine.safety), *steps, *routine.closing):
        if isinstance(step, Say):
            yield from step.say


def test_short_talk_is_short(card: Exercise) -> None:
    assert len(card.setup.short) <= 2
    assert len(card.steps.short) <= 2


def test_sentences_are_long_enough_to_grasp_and_short_enough_to_follow(card: Exercise) -> None:
    for line in lines(card):
        sentences = SENTENCE.findall(line.text)
        assert "".join(sentences) == line.text, f"{line.text!r} ends without a full stop"
        for sentence in sentences:
            assert 4 <= len(words(sentence)) <= 14, sentence


def test_lines_are_plain_words(card: Exercise) -> None:
    for line in (*lines(card), *key_words(card)):
        assert PLAIN.fullmatch(spoken(line)), line.text
        assert not re.search(r"\b[A-Z]{2,}\b", line.text), line.text


@pytest.mark.parametrize("pattern", [*BANNED, *OTHER_NAMES])
def test_no_promise_no_threat_and_one_name_for_a_thing(pattern: str) -> None:
    found = [
        line.text
        for line in (
            *(line for card in CARDS.values() for line in (*lines(card), *key_words(card))),
            *(line for routine in ROUTINES.values() for line in routine_lines(routine)),
            *(line for group in PHRASES.words.values() for line in group),
        )
        if re.search(pattern, line.text, re.IGNORECASE)
    ]
    assert not found


def test_one_action_a_sentence(card: Exercise) -> None:
    for line in lines(card):
        assert not re.search(r"\b(and|,) then\b|;", line.text), line.text
        for sentence in SENTENCE.findall(line.text):
            assert sentence.count(",") <= 2, sentence
            assert len(re.findall(r"\band\b", sentence)) <= 2, sentence


def test_key_words_fit_their_beats(card: Exercise) -> None:
    # Between two long holds there is time for a few words more.
    most = (6, 6, 6) if card.work is WorkKind.HOLD else (3, 2, 2)
    for way in (card, *card.easier, *card.harder):
        for call, limit in zip(way.calls or (), most, strict=False):
            assert call is None or len(words(call.text)) <= limit, call.text
            assert call is None or call.text[-1].isalpha(), call.text


def test_cues_fit_the_gaps_they_are_said_in(card: Exercise) -> None:
    for cue in (cue for way in (card, *card.easier, *card.harder) for cue in way.cues or ()):
        assert 2 <= len(words(cue.text)) <= 6, cue.text
        assert len(cue.text) <= 30, cue.text
        assert cue.text.endswith("."), cue.text
        if card.work is WorkKind.REPS:  # a comma costs half a second of a gap of two to five
            assert len(cue.text) <= 25, cue.text
            assert "," not in cue.text, cue.text


def test_teaching_is_no_lecture(card: Exercise) -> None:
    taught = " ".join(spoken(line) for line in (*card.setup.full, *card.steps.full))
    assert len(words(taught)) / WORDS_PER_MINUTE[Pace.INSTRUCT] * 60 <= 30


def test_sides_are_named_where_a_side_is_done(card: Exercise) -> None:
    before = (*card.purpose, *card.calls, *card.cues, *changes(card))
    assert not any("{" in line.text for line in before if line)
    if card.sides is not SideRule.EACH:
        assert not any("{" in line.text for line in lines(card))
        return
    there = (card.setup.there,) if card.setup.there else ()
    for group in (card.setup.full, card.setup.short, *there, card.steps.full, card.steps.short):
        assert any("{" in line.text for line in group), [line.text for line in group]
    for variant in (*card.easier, *card.harder):
        assert any("{side}" in line.text for line in variant.say), variant.name
    whole = " ".join(line.text for line in (*card.setup.short, *card.steps.short))
    assert "{side}" in whole, "the second side is led by the short lines alone"


def test_sides_in_turn_are_explained(card: Exercise) -> None:
    if card.sides is SideRule.ALTERNATE:
        assert any(SIDE_IS_SAID.search(line.text) for line in card.steps.full)
        for variant in (*card.easier, *card.harder):
            assert any(SIDE_IS_SAID.search(line.text) for line in variant.say), variant.name


def test_the_hand_that_acts_is_named_first(card: Exercise) -> None:
    for line in lines(card):
        assert not re.search(r".with your \{(side|other)\} hand", line.text), line.text


def test_a_hold_begins_on_a_breath_out(card: Exercise) -> None:
    if card.work is WorkKind.HOLD:
        for group in (card.steps.full, card.steps.short, *(v.say for v in card.easier)):
            assert group[-1].text.startswith(ON_A_BREATH_OUT), group[-1].text
        assert any(BREATHES.search(cue.text) for cue in card.cues[:3])


def test_effort_is_never_held_on_one_breath(card: Exercise) -> None:
    if "strength" in card.goals:
        assert card.breathing
        assert any(BREATHES.search(cue.text) for cue in card.cues[:3])


def test_what_the_routine_says_follows_the_same_rules(routine: Routine) -> None:
    for line in routine_lines(routine):
        if line.text == SUMMARY:
            continue
        assert PLAIN.fullmatch(line.text), line.text
        for sentence in SENTENCE.findall(line.text):
            assert sentence in GREETINGS or 4 <= len(words(sentence)) <= 14, sentence


def test_the_easier_way_stays_where_the_exercise_is(card: Exercise) -> None:
    # With --easy it is spoken instead of the steps, after its own set-up or the usual one.
    way = card.easier[0]
    said = " ".join(spoken(line) for line in (*way.say, *first_rep_lines(way.first)))
    there = " ".join(spoken(line) for line in (way.setup or card.setup).short)
    for place, positions in PLACES.items():
        if card.position not in positions and not re.search(rf"\b({place})\b", there):
            assert not re.search(rf"\b({place})\b", said, re.IGNORECASE), said
    assert ACTION.search(said), said


def test_the_easier_way_keeps_the_pace(card: Exercise) -> None:
    said = " ".join(line.text for line in card.easier[0].say)
    assert not re.search(r"\b(faster|slower|pace|counts?|never stay|each time)\b", said), said


def test_who_holds_no_thigh_need_not_begin() -> None:
    crossed = CARDS["piriformis"]
    for group in (crossed.steps.full, crossed.steps.short, crossed.easier[0].say):
        assert any("stay like this" in line.text for line in group)
    for group in (crossed.release.full, crossed.release.short):
        assert "let go" in group[0].text.lower()


def test_knees_stay_soft_on_both_sides() -> None:
    for group in (CARDS["hamstring"].steps.full, CARDS["hamstring"].steps.short):
        assert re.search(r"knee (soft|never locked)", group[-1].text)


@pytest.mark.parametrize("pair", list(PHRASES.moves), ids=lambda pair: f"{pair[0]} to {pair[1]}")
def test_a_way_is_told_before_it_is_gone(pair: tuple[Position, Position]) -> None:
    lines = PHRASES.moves[pair]
    for line in lines:
        assert PLAIN.fullmatch(spoken(line)), line.text
        for sentence in SENTENCE.findall(line.text):
            assert 4 <= len(words(sentence)) <= 14, sentence
    if len(lines) > 1:
        assert lines[0].text.startswith("Now let's "), lines[0].text
    else:
        assert not lines[0].text.startswith("Now let's "), "what is the only line tells how"
    if set(pair) & {Position.STANDING} and set(pair) & FLOOR_POSITIONS:
        assert re.search(r"\bhand on (a sturdy|the) chair\b", lines[1].text), lines[1].text


def test_what_may_be_done_on_a_bed_names_no_floor(card: Exercise) -> None:
    lying = (Position.SUPINE, Position.PRONE, Position.SIDE_LYING)
    if card.position not in lying or "no-kneeling" in card.limits.skip:
        return
    orders = (*card.setup.full, *card.setup.short, *card.steps.full, *card.steps.short)
    orders += (*card.release.full, *card.release.short, *first_rep_lines(card.first))
    assert not [line.text for line in orders if re.search(r"\b(mat|floor)\b", line.text)]
