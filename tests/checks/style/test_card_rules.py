"""Between the lines of a card: things at hand, orders that hold, nobody told to lie who lies."""

import pytest

from coach.checks.style.heard_lines import LineRole, SpokenLine
from coach.checks.style.sentence_rules import find_line_problems
from coach.checks.style.style_check import find_style_problems
from coach.checks.style_rules import STYLE
from coach.errors import Where
from coach.script.library import load_language_file
from coach.script.scalars import Line

TABLE = load_language_file("style", "en", STYLE)
CARD = """
name: Arm reach
position: quadruped
dose: {reps: [3, 5, 8]}
equipment: [mat, a wall or sturdy chair]
steps: {full: ["When I name a side, slide that arm forward."], short: [Slide the named arm.]}
calls: {out: Back}
easier:
  - {name: Leg only, say: [Slide only the leg back.]}
"""


def said(text: str, role: LineRole = LineRole.INSTRUCT) -> list[str]:
    line = SpokenLine(Line(text, Where("x.yaml", 1, 1)), role)
    return [one.message for one in find_line_problems(line, TABLE)]


def found(tmp_path, text: str) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(CARD + text, encoding="utf-8")
    return [one.message for one in find_style_problems(path)]


@pytest.mark.parametrize(
    "text",
    [
        "Knees bent, roll onto your side.",
        "Feet flat, lean forward.",
        "Let the breath out be longer, through your mouth.",
        "Discomfort may reach three out of ten.",
        "Change legs if need be.",
        "You shall feel a stretch.",
        "Lie upon the mat.",
        "We lie down on our backs now.",
        "Half is done.",
        "Stand at ease.",
        "Roll over in one piece.",
        "Do not hold your breath.",
        "If that is easy, reach further.",
        "It is only light work.",
        "You are doing well.",
    ],
)
def test_what_nobody_says_like_that_is_found(text):
    assert any("as one says them" in one for one in said(text)), text
    assert any("as one says them" in one for one in said(text, LineRole.INFORM)), text


@pytest.mark.parametrize(
    "text",
    [
        "Bend your knees, and roll onto your side.",
        "With your knees bent, rest your arms by your sides.",
        "Let go of your leg.",
        "Stay where it is easy.",
        "As it is, your back is fine.",
        "Notice how strong it is today.",
        "Don't hold your breath. It's only light work.",
        "Halfway.",
    ],
)
def test_what_one_says_is_good(text):
    assert not [one for one in said(text) if "as one says them" in one]


def test_what_is_often_misheard_is_found_where_the_body_acts_on_it():
    line = "You should feel a mild stretch in your thigh."
    assert len([one for one in said(line) if "heard well" in one]) == 2
    assert not [one for one in said(line, LineRole.INFORM) if "heard well" in one]
    assert said("Hold")
    assert not said("Hold the chair with one hand.")


def test_a_thing_that_nobody_was_told_to_have_is_found_once(tmp_path):
    setup = "setup: [Loop a towel behind you., Hold the towel., One hand on the chair or table.]"
    assert found(tmp_path, setup) == ["expected only what is in equipment, found 'a towel'"]
    assert found(tmp_path, "setup: [Rest one hand on the table.]")
    assert not found(tmp_path, "setup: [Rest one hand on the wall behind you.]")


def test_an_order_for_a_limit_that_the_steps_undo_is_found(tmp_path):
    limit = "limits: {modify: {balance: 'Keep both hands down, and move the leg.'}}"
    (message,) = found(tmp_path, limit)
    assert message.startswith("expected one order, found 'Keep both hands down")
    assert message.endswith("and then 'When I name a side, slide that arm forward.'")
    done = "say: 'Keep both hands down.', variant: Leg only"
    assert found(tmp_path, f"limits: {{modify: {{balance: {{{done}}}}}}}") == []


def test_a_caution_that_the_steps_undo_is_found_unless_it_has_a_condition(tmp_path):
    assert found(tmp_path, "cautions: [Keep both hands on the mat.]")
    assert not found(tmp_path, "cautions: ['If you wobble, keep both hands on the mat.']")


def test_who_is_there_is_not_told_to_get_there(tmp_path):
    setup = "setup: {full: [Look down.], there: [Come onto hands and knees.]}"
    (message,) = found(tmp_path, setup)
    assert "no position of one who is in it" in message
    assert not found(tmp_path, "setup: {full: [Come onto hands and knees.], there: [Look down.]}")


def test_in_a_session_who_lies_is_not_told_to_lie_down_again(tmp_path):
    card = "{name: N, position: supine, dose: {reps: 3}, setup: [Lie on your back.], steps: [Nod.]}"
    path = tmp_path / "mine.yaml"
    path.write_text(
        f"title: T\nsafety: [Stop if it hurts.]\ncards:\n  a: {card}\n"
        f"  b: {card.replace('Lie on your back.', 'Rest your arms.')}\n"
        "steps: [{exercise: ORDER}]\n",
        encoding="utf-8",
    )
    text = path.read_text(encoding="utf-8")

    def messages(order: str) -> list[str]:
        steps = "".join(f"  - {{exercise: {name}}}\n" for name in order)
        path.write_text(text.replace("steps: [{exercise: ORDER}]\n", f"steps:\n{steps}"))
        return [one.message for one in find_style_problems(path) if "in it" in one.message]

    assert messages("ab") == []
    assert messages("ba") == ["expected no position of one who is in it, found 'Lie on your back.'"]
