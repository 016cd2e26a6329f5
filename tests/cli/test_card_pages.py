"""Cards and talks as a person reads them: everything is there, in order, at any width."""

import pytest

from coach.cli.card_pages import Block, BlockKind, Page, card_page, format_usual_dose, lesson_page
from coach.cli.page_printing import page_lines
from coach.script.library import find_exercise, find_lesson, load_phrases
from coach.script.positions import Position
from coach.system.paths import exercise_names, user_folder
from coach.timeline.descriptions import LIMIT_DESCRIPTIONS, POSITION_DESCRIPTIONS
from tests.commanding import run_coach
from tests.paths import ROOT
from tests.script.test_lesson import own_talk

REFERENCE = (ROOT / "docs" / "script-language.md").read_text("utf-8")
CARD = """\
name: Side stretch
position: standing
sides: each
work: hold
goals: [stretch]
equipment: [wall]
dose: {reps: [1, 2, 3], hold: [10s, 20s, 30s], pause: 3s}
purpose: This one makes room [between] rib and hip.
setup: Stand tall.
steps: ["Reach your {side} arm up, the {other} one down.", Lean over.]
breathing: Breathe out as you lean.
release: Come up again.
mistakes: [Leaning forward]
cautions: [Lean less if it pinches.]
easier: [{name: Hand on hip, say: [Leave the arm down., Lean a little.]}]
harder: [{name: Both arms, say: Reach both arms up.}]
limits: {skip: [balance], modify: {shoulder: Leave the arm down.}}
sources: [Our own figures]
"""
PAGE = """\
Side stretch
standing · one side, then the other; described here for the right side · stretch

What for
  This one makes room [between] rib and hip.

You need
  - wall

Get ready
  1. Stand tall.

How
  1. Reach your right arm up, the left one down.
  2. Lean over.

Breathing
  Breathe out as you lean.

How much
                      least   usual   most
  times, each side        1       2      3
  hold                 10 s    20 s   30 s
  stillness between             3 s

To come out of it
  1. Come up again.

Mind
  ! Lean less if it pinches.

What often goes wrong
  - Leaning forward

Easier
  - Hand on hip: Leave the arm down. Lean a little.

Harder
  - Both arms: Reach both arms up.

Changed for somebody
  - whose shoulder is sore: Leave the arm down.

Left out for somebody
  - who may fall

Where it comes from
  - Our own figures
"""


@pytest.fixture
def card():
    path = user_folder() / "exercises" / "side-stretch.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(CARD, encoding="utf-8")
    return path


def test_a_card_is_shown_as_a_person_reads_it(card):
    for name in ("side-stretch", str(card)):
        ran = run_coach("exercises", name)
        assert (ran.code, ran.out) == (0, PAGE)


@pytest.mark.parametrize("width", [50, 60, 88])
@pytest.mark.parametrize("name", exercise_names())
def test_every_shipped_card_reads_well_at_any_width(name, width):
    page = card_page(find_exercise(name))
    lines = [line.mark + line.text for line in page_lines(page, width)]
    assert all(len(line) <= width for line in lines if "usual" not in line)
    assert all(line == line.rstrip() for line in lines)
    text = " ".join(" ".join(lines).split())
    assert "{" not in text
    headings = [block.heading for block in page.blocks]
    for heading in ("How", "How much", "Mind", "Where it comes from"):
        assert heading in headings
    assert headings[-1] == "Where it comes from"


@pytest.mark.parametrize("name", exercise_names())
def test_what_is_said_in_the_first_repetition_is_read_as_well(name):
    card = find_exercise(name)
    text = " ".join(" ".join(line.text for line in page_lines(card_page(card), 72)).split())
    for first in (card.first, *(variant.first for variant in card.easier)):
        for line in first.lines if first else ():
            assert line.text.replace("{side}", "right").replace("{other}", "left") in text


def test_what_wraps_is_indented_below_its_text():
    page = Page("T", "", (Block("H", (("one two three four",),), BlockKind.STEPS),))
    lines = [line.mark + line.text for line in page_lines(page, 14)]
    assert lines == ["T", "", "H", "  1. one two", "     three", "     four"]


@pytest.mark.usefixtures("card")
def test_the_list_tells_position_goals_and_usual_dose(monkeypatch):
    monkeypatch.setattr("coach.cli.page_printing.is_plain", lambda: False)
    narrow, wide = run_coach("exercises", columns=60).out, run_coach("exercises", columns=220).out
    told = "standing with a wall behind you"
    assert told in wide
    assert all(len(line) <= 60 for line in narrow.splitlines())
    for name in exercise_names():
        row = next(line for line in wide.splitlines() if line.split()[0] == name)
        assert format_usual_dose(find_exercise(name), load_phrases("en")) in row
        assert f"{name}\n" in narrow
    assert "side-stretch" in wide


def test_a_wrong_card_is_listed_with_its_fault_and_hides_no_other(card):
    card.write_text("name: X\n", encoding="utf-8")
    ran = run_coach("exercises", columns=220)
    assert ran.code == 0
    assert "the key 'position' is missing" in " ".join(ran.out.split())
    assert "bridge" in ran.out


def test_an_exercise_nobody_has_is_refused_with_the_nearest():
    ran = run_coach("exercises", "brige")
    assert ran.code == 2
    assert ran.err == "error: no exercise card is called 'brige'\n  hint: did you mean 'bridge'?\n"


def test_positions_and_limits_are_worded_as_in_the_reference():
    for position in Position:
        also = "in an exercise card: " if position is Position.ANY else ""
        assert f"| `{position}` | {also}{POSITION_DESCRIPTIONS[position]} |" in REFERENCE
    for limit, who in LIMIT_DESCRIPTIONS.items():
        assert f"| `{limit}` | {who} |" in REFERENCE


def test_the_talks_are_listed_with_their_length():
    own_talk()
    ran = run_coach("learn")
    assert ran.code == 0
    row = next(line for line in ran.out.splitlines() if line.startswith("sleep"))
    assert row.split() == ["sleep", "Sleep", "about", "0:08", "11", "words"]


def test_a_talk_is_read_with_its_sources():
    own_talk()
    ran = run_coach("learn", "sleep", "--read")
    assert ran.code == 0
    assert ran.out == (
        "Sleep\n\nA quiet hour helps. So does a dark room.\n\nSleep well.\n\n"
        "Where it comes from\n  - Our own\n"
    )


def test_a_paragraph_of_a_talk_is_wrapped_and_nothing_of_it_lost():
    own_talk(text="title: T\nsources: S\nlines:\n  - [" + "Word and word. " * 30 + "]\n")
    page = lesson_page(find_lesson("sleep"))
    lines = [line.text for line in page_lines(page, 40)]
    assert max(map(len, lines)) <= 40
    assert " ".join(lines).split().count("Word") == 30


def test_a_talk_nobody_has_is_refused():
    ran = run_coach("learn", "nothing")
    assert ran.code == 2
    assert "no talk is called 'nothing'" in ran.err


def test_a_talk_is_heard():
    own_talk()
    ran = run_coach("plan", "sleep", "-v", "tone")
    assert ran.code == 0
    assert "So does a dark room." in ran.out


def test_a_talk_is_played_as_a_session_is():
    own_talk()
    ran = run_coach("learn", "sleep", "--voice", "tone", "--player", "gramophone")
    assert ran.code == 2
    assert "no player is called 'gramophone'" in ran.err


@pytest.mark.parametrize("name", ["exercises", "learn", "screen", "check"])
def test_each_command_has_help(name):
    ran = run_coach(name, "-h")
    assert ran.code == 0
    assert f"coach {name} " in ran.out
    assert "<bool>" not in ran.out


def test_an_easier_way_is_shown_with_doses_of_its_own():
    lines = page_lines(card_page(find_exercise("bridge")), 100)
    shown = " ".join(" ".join(line.text for line in lines).split())
    assert "Low and brief: " in shown
    assert "(sets 1, reps 5 to 8, hold 1 s)" in shown
    assert "whose back hurts badly just now: Low and brief" in shown
