"""Every example in a hint reads as what it is shown for."""

import re
from itertools import product

from coach.checks import unnamed_work
from coach.errors import ScriptError
from coach.script.bare_steps import explain_bare_step, explain_doubtful_step, suggest_dose
from coach.script.exercise import EXERCISE
from coach.script.lesson import LESSON
from coach.script.other_words import (
    _KEY_WORDS,
    list_kind_words,
    suggest_apart,
    suggest_key,
    suggest_kind,
    suggest_named_work,
)
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.script.step_schema import STEP
from tests.docs.test_docs import RECORDS
from tests.script.reading import CARD
from tests.script.test_bare_steps import SENTENCES
from tests.script.test_bare_steps import STEPS as BARE_STEPS

BLANKS = {
    "steps: [...]": "steps: [Go.]",
    "say: ...": "say: Go.",
    "rest: ...": "rest: 10s",
    "hold: ...": "hold: 30s",
    "reps: ...": "reps: 10",
    "breathe: ...": "breathe: 6",
    "sets: ...": "sets: 3",
    "side: ...": "side: left",
    "sides: ...": "sides: true",
    "work: ...": "work: Plank",
    "work: NAME": "work: Plank",
    "[least, usual, most]": "[1, 2, 3]",
}
"""What stands in hints for what an author fills in, and something to fill in."""
KINDS = ("hold", "rest", "pause", "breathe", "breaths", "reps", "silence", "wait", "repeat", "sets")
DOSES = ("30s", "1:30", "5 min", "10", "3x", "x3", "3x10", "3x30s")
NAMES = ("plank", "squats, deep", "push-ups [wide]", "'good' mornings", "no", "row & press")


def list_examples(hint: str) -> list[str]:
    """Return the scripts that a hint shows: mappings in braces, and keys with a value in quotes."""
    for blank, filled in BLANKS.items():
        hint = hint.replace(blank, filled)
    examples, start, depth = [], 0, 0
    for at, letter in enumerate(hint):
        if letter == "{":
            start, depth = (at, 1) if depth == 0 else (start, depth + 1)
        elif letter == "}":
            depth -= 1
            examples += [hint[start : at + 1]] if depth == 0 else []
    hint, _, spoken = hint.partition("; to have it spoken, write '")
    examples += [spoken[:-1]] if spoken else []
    bare = re.sub(r"\{.*\}", "", hint)
    return examples + re.findall(r"'([a-z]+: [^']+)'", bare)


def read_example(example: str) -> None:
    """Read a step, the dose of a card, or a section."""
    if example.startswith("{title:"):
        read_script(f"title: T\nsections: [{example}]\n", ROUTINE, "x.yaml")
    elif ": [1, 2, 3]" in example:
        card = re.sub(r"(?m)^(work|dose):.*\n", "", CARD)
        read_script(f"{card}work: reps\ndose: {example}\n", EXERCISE, "x.yaml")
    else:
        read_script(f"title: T\nsteps:\n  - {example}\n", ROUTINE, "x.yaml")


def collect_hints() -> dict[str, None]:
    """Return all that may be suggested for the words of others, and for bare steps."""
    kinds = STEP.kinds()
    texts: list[str] = [*BARE_STEPS, *SENTENCES, "3 rounds", "10 reps", "Plank 1 minute each side"]
    texts += [f"{kind} {dose}" for kind, dose in product(KINDS, DOSES)]
    texts += [f"{name} {dose}" for name, dose in product(NAMES, DOSES)]
    explained = [explain_bare_step(text) or explain_doubtful_step(text) for text in texts]
    hints = [found[1] for found in explained if found]
    hints += [hint for _, hint in list_kind_words()]
    hints += [suggest_dose(dose) for dose in (*DOSES, "30 s each side", "10 per side")]
    hints += [suggest_named_work(name, dose) for name, dose in product(NAMES, DOSES)]
    for name, dose in product(NAMES, (*DOSES, "a while")):
        hints += [suggest_kind("name", {"name": name, key: dose}) for key in ("time", "count")]
    records = [record.fields for record in (*RECORDS.values(), ROUTINE, EXERCISE, LESSON)]
    words = (*_KEY_WORDS, "sets", "reps", "hold", "breaths", "time", "rest", "exercises", "name")
    hints += [suggest_key(word, fields) for word, fields in product(words, records)]
    hints += [suggest_apart(one, other, (one, other)) for one, other in product(kinds, kinds)]
    hints += [unnamed_work._NAME_HINT, unnamed_work._COUNT_HINT]
    return dict.fromkeys(hint for hint in hints if hint)


def find_problem(example: str) -> str:
    """Return what is wrong with an example, "" for one that reads."""
    try:
        read_example(example)
    except ScriptError as error:
        return str(error)
    return ""


def test_the_examples_of_all_hints_read():
    examples = {example: hint for hint in collect_hints() for example in list_examples(hint)}
    assert len(examples) > 100
    problems = {example: find_problem(example) for example in examples}
    assert {example: found for example, found in problems.items() if found} == {}


def test_an_example_is_found_whether_in_braces_or_in_quotes():
    assert list_examples("write {rounds: 3, steps: [...]}, or 'hold: 30s'") == [
        "{rounds: 3, steps: [Go.]}",
        "hold: 30s",
    ]


def test_a_word_for_a_key_means_another_key_that_there_is():
    keys = {key for record in RECORDS.values() for key in record.fields}
    assert [word for word, meant in _KEY_WORDS.items() if not set(meant) <= keys - {word}] == []
