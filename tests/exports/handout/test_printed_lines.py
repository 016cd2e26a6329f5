"""What is read of an exercise: from its own words, few of them, and nothing for the ear alone."""

import re
from functools import cache

import pytest

from coach.exports.handout.printed_lines import (
    MAX_CHARACTERS,
    LineReader,
    find_sheet_caution,
    list_sheet_lines,
    make_card_reader,
)
from coach.exports.handout.sheet_content import load_handout_words
from coach.plan.adapted_cards import adapt_card
from coach.script.exercise import Exercise, SideRule
from coach.script.handout_words import HandoutWords
from coach.script.library import find_exercise, load_phrases
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.steps import Perform
from coach.system.paths import exercise_names
from coach.timeline.session import make_dose

WORDS, PHRASES = load_handout_words("en"), load_phrases("en")
ONLY_HEARD = re.compile(r"\bI(?:'ll)?\b|\bme\b|\bsound|\bI say\b|\bname\b|as it falls|[{}\0…]")
FIT_TO_READ = re.compile(r"[A-Z].*[.!?]")


def lines_of(card: Exercise, side: str | None = None, limits: tuple[str, ...] = ()):
    reader = make_card_reader(card, make_dose(card, Perform(card.slug)), side, PHRASES, WORDS)
    return list_sheet_lines(card, reader, side, limits), find_sheet_caution(card, reader)


@cache
def find_card(name: str) -> Exercise:
    return find_exercise(name)


@pytest.mark.parametrize("name", exercise_names())
def test_every_card_is_read_in_one_to_three_lines(name):
    card = find_card(name)
    check_lines(card, ())
    for limit in card.limits.modify:
        check_lines(adapt_card(card, (limit,)), (limit,))


def check_lines(card: Exercise, limits: tuple[str, ...]) -> None:
    lines, caution = lines_of(card, limits=limits)
    assert 1 <= len(lines) <= 3
    for line in filter(None, (*lines, caution)):
        assert FIT_TO_READ.fullmatch(line), line
        assert not ONLY_HEARD.search(line), line
        assert "  " not in line
        assert not re.search(r" [.,;:!?]", line), line
    assert bool(caution) == bool(card.cautions)


@pytest.mark.parametrize("name", exercise_names())
def test_all_that_is_read_stands_on_the_card(name):
    """But for the position, the other side, and what was taken out."""
    card = find_card(name)
    reader = make_card_reader(card, make_dose(card, Perform(name)), None, PHRASES, WORDS)
    groups = (card.setup.full, card.steps.full, card.first.lines if card.first else ())
    known = {line for group in groups for line in reader.read_lines(group)}
    known |= set(reader.read_lines((*card.release.full, *filter(None, [card.breathing]))))
    known |= set(reader.read_lines([*WORDS.positions.values()]))
    known |= {PHRASES.format_shown("sheet_in_turn")}
    known |= {PHRASES.format_shown("sheet_other_side", side="left")}
    rest = " ".join(lines_of(card)[0])
    for line in sorted(known, key=len, reverse=True):
        rest = rest.replace(line, "")
    assert not rest.strip(), rest


@pytest.mark.parametrize("name", exercise_names())
def test_what_moves_a_body_is_never_missed(name):
    card = find_card(name)
    read = " ".join(lines_of(card)[0])
    reader = make_card_reader(card, make_dose(card, Perform(name)), None, PHRASES, WORDS)
    first = card.first
    ways = (*first.into, *first.out) if first else card.steps.full
    for line in reader.read_lines((*card.setup.full, *ways)):
        assert line in read or line.startswith(WORDS.lesser)


def test_the_right_side_is_named_and_then_the_left():
    lines, _ = lines_of(find_card("knee-to-chest"))
    assert "your right knee" in lines[1]
    assert lines[-1].endswith("Then the same on the left.")


def test_what_is_done_on_one_side_names_that_one_alone():
    lines, _ = lines_of(find_card("knee-to-chest"), "left")
    assert "your left knee" in lines[1]
    assert not [line for line in lines if "right" in line or "same on" in line]


def test_sides_that_take_turns_do_so_on_paper():
    for name in exercise_names():
        card = find_card(name)
        says_so = lines_of(card)[0][-1].endswith(PHRASES.format_shown("sheet_in_turn"))
        assert says_so == (card.sides is SideRule.ALTERNATE)


def test_the_coach_names_no_side_to_a_reader():
    lines, _ = lines_of(find_card("bird-dog"))
    assert lines[1].startswith("Slide your right arm forward and your left leg back.")
    assert "other way round" not in " ".join(lines)


def test_a_position_is_told_where_the_card_leaves_it_to_the_way_there():
    assert lines_of(find_card("bridge"))[0][0].startswith("Lie on your back. Bend")
    assert lines_of(find_card("clamshell"))[0][0].startswith("Lie on your left side.")
    for name in exercise_names():
        card, first = find_card(name), lines_of(find_card(name))[0][0]
        if card.position not in (Position.ANY, Position.STANDING, Position.SEATED, Position.WALL):
            assert any(
                first.startswith(line.text.split()[0]) for line in WORDS.positions.values()
            ), name


def test_what_may_be_missed_is_missed_where_there_is_no_room():
    for name in exercise_names():
        lines, _ = lines_of(find_card(name))
        if sum(map(len, lines)) > MAX_CHARACTERS + 60:
            assert not [line for line in lines if any(each in line for each in WORDS.lesser)]


def test_what_a_limit_has_said_is_read_only_by_who_has_it():
    card = find_card("bird-dog")
    said = "Slide only as far as your surgeon allows."
    assert said in " ".join(lines_of(card, limits=("spine-surgery",))[0])
    assert said not in " ".join(lines_of(card)[0])


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("When I say right, lift it.", "Lift it."),
        ("Breathe in as the sound rises.", "Breathe in."),
        ("When I say left, lift the other.", ""),
        ("Now {next}.", ""),
        ("{exercise}: lift {side:en}.", "Plank: lift right."),
        ("...", ""),
    ],
)
def test_a_line_for_the_ear_becomes_one_for_the_eye_or_none(line, read):
    reader = LineReader(PHRASES, WORDS, {"exercise": "Plank", "side": "right"})
    line = line.replace(":en", "")
    assert "".join(reader.read_lines([Line(line)])) == read


def test_a_language_without_such_a_file_prints_its_words_as_they_are():
    assert load_handout_words("xx") == HandoutWords()
    card = find_card("bridge")
    reader = make_card_reader(
        card, make_dose(card, Perform("bridge")), None, PHRASES, HandoutWords()
    )
    assert list_sheet_lines(card, reader, None)[0].startswith("Bend your knees")
