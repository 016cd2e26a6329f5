"""Facts are told in sessions that they are about: those on sitting where somebody sits."""

from coach.checks.style.fact_rules import find_misplaced_facts
from coach.checks.style.style_check import find_style_problems
from coach.script.library import read_routine
from coach.system.paths import routine_names

LYING = """
title: In bed
safety: [Stop if it hurts.]
facts: [{facts}]
sections:
  - title: On your back
    exercises:
      - exercise: bridge
"""


def misplaced(tmp_path, facts: str) -> list[tuple[str, int]]:
    path = tmp_path / "mine.yaml"
    path.write_text(LYING.format(facts=facts), encoding="utf-8")
    found = find_misplaced_facts(read_routine(path))
    return [(one.message.split()[-1], one.where.column) for one in found]


def test_facts_on_sitting_are_not_told_to_who_lies(tmp_path):
    assert misplaced(tmp_path, "pacing, desk") == [("'desk'", 17)]


def test_facts_that_belong_anywhere_are_told_anywhere(tmp_path):
    assert not misplaced(tmp_path, "pacing, causes, weight")


def test_check_style_tells_it(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(LYING.format(facts="desk"), encoding="utf-8")
    messages = [one.message for one in find_style_problems(path)]
    assert "expected facts that belong in this session, found those of 'desk'" in messages


def test_every_shipped_routine_tells_facts_of_its_own():
    assert not [p for name in routine_names() for p in find_misplaced_facts(read_routine(name))]
