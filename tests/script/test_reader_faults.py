"""Every fault of a routine or a card is told at its place, with a hint."""

import pytest

from coach.script.exercise import EXERCISE
from coach.script.reader import read_script
from tests.script.reading import CARD, problems, step

QUOTES = "text that starts with { or [ needs quotes"
ROUTINE_FAULTS = {
    "list": ("- a\n", "1:1 expected a routine, found a list"),
    "words": ("hello\n", "1:1 expected a routine, found 'hello'"),
    "nothing": ("~\n", "1:1 expected a routine, found nothing"),
    "no title": ("steps: [a]\n", "1:1 the key 'title' is missing | title: its name, as the coach"),
    "no steps": ("title: T\n", "1:1 expected sections or steps, found neither"),
    "both": (
        "title: T\nsteps: [a]\nsections: [{steps: [a]}]\n",
        "2:1 expected sections or steps, f",
    ),
    "empty section": (
        "title: T\nsections:\n - title: x\n",
        "3:4 expected exercises or steps in this",
    ),
    "full section": (
        "title: T\nsections:\n - exercises: [a]\n   steps: [b]\n",
        "4:4 expected exercises or steps in a section, found both | among steps, write - exercise",
    ),
    "yes": ("title: yes\nsteps: [a]\n", "1:8 expected text, found 'yes' | YAML reads it as true"),
    "null title": ("title:\nsteps: [a]\n", "1:7 expected text, found nothing | write its words"),
    "null word": (
        "title: null\nsteps: [a]\n",
        "1:8 expected text, found nothing | write 'null' in",
    ),
    "null steps": ("title: T\nsteps:\n", "2:7 expected a list, each a step, found nothing"),
    "null length": (
        "title: T\nlength:\nsteps: [a]\n",
        "2:8 expected a duration, found nothing | write",
    ),
    "text in braces": (
        "title: {exercise}\nsteps: [a]\n",
        f"1:8 expected text, found a mapping | {QUOTES}",
    ),
    "text in brackets": (
        "title: [hi]\nsteps: [a]\n",
        f"1:8 expected text, found a list | {QUOTES}",
    ),
    "long text": (
        f"title: {'a' * 81}\nsteps: [a]\n",
        "1:8 expected at most 80 characters, found 81",
    ),
    "control": ('title: "a\\0"\nsteps: [a]\n', "1:8 expected text, found the character U+0000"),
    "language": (
        "title: T\nlanguage: no\nsteps: [a]\n",
        "2:11 expected a language that has phrases, found 'no'",
    ),
    "phrase": (
        "title: T\nphrases: {nxt: x}\nsteps: [a]\n",
        "2:11 unknown key 'nxt' | did you mean 'next'?",
    ),
    "sounds": (
        "title: T\nlexicon: {psoas: /so8s/}\nsteps: [a]\n",
        "2:18 expected sounds of the International Phonetic Alphabet, found '8'",
    ),
    "sounds without a vowel": (
        "title: T\nlexicon: {psoas: /ss/}\nsteps: [a]\n",
        "2:18 expected sounds with a vowel, found '/ss/'",
    ),
    "lexicon": ("title: T\nlexicon: [a]\nsteps: [a]\n", "2:10 expected a mapping, found a list"),
    "list key": (
        "? [a]\n: b\ntitle: T\nsteps: [a]\n",
        f"1:3 expected a key, found a list | {QUOTES}",
    ),
    "variable": (
        'title: "{side}"\nsteps: [a]\n',
        "1:8 no variable is called '{side}' | no variable can",
    ),
    "unknown kind": (
        step("- holds: 3s"),
        "3:5 no kind of step is called 'holds' | did you mean 'hold'?",
    ),
    **{
        f"other name {word}": (
            step(f"- {word}: 3", "  steps: a"),
            f"3:5 no kind of step is called '{word}' | did you mean 'rounds'?",
        )
        for word in ("repeat", "Loop", "circuit", "times")
    },
    "near word of a few": (
        step("- {breathe: 3, aloud: wrds}"),
        "found 'wrds' | did you mean 'words'?",
    ),
    "one word for steps": (
        step("- rounds: 3", "  steps: plank"),
        "4:12 expected steps, found 'plank' | each step stands in a line below, behind a dash; to",
    ),
    "a side for steps": (
        step("- sides: left"),
        "3:12 expected steps, found 'left' | the steps of a side stand below, 'only: left' be",
    ),
    "true for steps": (
        step("- sides: true"),
        "3:12 expected steps, found 'true' | the steps of one side stand below it; or write {wor",
    ),
    "a word for all steps": (
        "title: T\nsteps: plank\n",
        "2:8 expected steps, found 'plank' | each step stands in a line below, behind a dash; to",
    ),
    "a number for steps": (step("- rounds: 3", "  steps: 5"), "4:12 expected steps, found '5'"),
    "a time for steps": (
        "title: T\nsections: [{title: S, steps: 30s}]\n",
        "2:30 expected steps, found '30s' | each step stands in a line below, behind a dash; to ",
    ),
    "half a step": (
        step("- countdown: 3"),
        "3:5 no kind of step is called 'countdown' | 'countdown' bel",
    ),
    "unquoted colon": (
        step("- Now: breathe"),
        "3:5 no kind of step is called 'Now' | text with a colon",
    ),
    "no dashes": (
        step("say: a", "silence: 3s"),
        "4:3 expected one kind of step, found 'silence' beside 'say'",
    ),
    "glued": (
        step("- hold:30s"),
        "3:5 expected a space after the colon, found none | write 'hold: 30s'",
    ),
    "no space": (step("-a"), "3:3 expected a step, found '-a' | a dash that begins a step"),
    "wrong dash": (step("– a"), "3:3 expected a step, found '– a' | a dash that begins a step"),
    "null step": (step("-", "- a"), "3:4 expected a step, found nothing"),
    "empty step": (step("- {}"), "3:5 expected a step, found an empty mapping"),
    "braces for text": (step("- {side}: lift"), f"3:5 expected a key, found a mapping | {QUOTES}"),
    "brackets for text": (step("- [lift]"), f"3:5 expected a step, found a list | {QUOTES}"),
    "empty words": (step('- say: ""'), "3:10 expected text, found an empty text"),
    "no words": (step("- say: []"), "3:10 expected at least 1 in this list, found 0"),
    "swallowed list": (step("- sides: a", "    - b"), "3:12 expected text, found a list below it"),
    "near variable": (
        step('- "{sid} knee"'),
        "3:5 no variable is called '{sid}' | did you mean 'side'?",
    ),
    "capital variable": (
        step('- "{Side}"'),
        "3:5 no variable is called '{Side}' | did you mean 'side'?",
    ),
    "open brace": (
        step('- "{side knee"'),
        "3:5 expected matching braces, found '{side knee' | braces",
    ),
    "merge": (
        step("- &x {say: a}", "- <<: *x", "  say: b"),
        "4:5 expected a key, found the merge key",
    ),
    "no duration": (
        step("- hold: thirty"),
        "3:11 expected a duration, found 'thirty' | write 30s, 1m3",
    ),
    "below zero": (step("- hold: -5"), "3:11 expected a duration, found '-5', which is below zero"),
    "endless": (
        step("- hold: .inf"),
        "3:11 expected a duration, found '.inf', which is not a number",
    ),
    "huge": (step("- hold: 1e99"), "3:11 expected a duration, found '1e99' | write 30s"),
    "a day": (step("- hold: 25h"), "3:11 expected a duration of 24 hours at most, found '25h'"),
    "too short": (step("- hold: 0.5s"), "3:11 expected a duration from 1 s to 1 h, found '0.5s'"),
    "too long": (step("- hold: 2h"), "3:11 expected a duration from 1 s to 1 h, found '2h'"),
    "list of time": (step("- hold: [3]"), "3:11 expected a duration, found a list | write 30s"),
    "count up and down": (
        step("- hold: 30s", "  count: up", "  countdown: 3"),
        "5:5 expected count: up or a countdown, found both | leave one of them out",
    ),
    "late notice": (
        step("- hold: 30s", "  notice: [10s, 30s]"),
        "4:5 expected a notice at most 29 s before the end, found 30 s | the hold is no longer",
    ),
    "late notice of a rest": (
        step("- {rest: 30s, notice: 40s}"),
        "3:17 expected a notice at most 29 s before the end, found 40 s | the rest is no longer",
    ),
    "long countdown of a rest": (
        step("- {rest: 3s, countdown: 4}"),
        "3:16 expected a countdown of at most 3 seconds, found 4 | it runs at the end of the rest",
    ),
    "open hold with an end": (
        step("- {hold: 90s, open: true, halfway: true}"),
        "3:29 expected a hold whose end is known, found 'halfway' in an open one | count: up tells",
    ),
    "late cue": (
        step("- hold: 20s", "  cues: [{at: 20s, say: Now}]"),
        "4:5 expected a cue at a time before 20 s, found 20 s | at counts from the start of its",
    ),
    "cue with a colon": (
        step("- hold: 20s", "  cues: [Mind: your neck]"),
        "4:12 expected text, found a mapping | text that starts with { or [ needs quotes",
    ),
    "cue without words": (
        step("- hold: 20s", "  cues: [{at: 5s}]"),
        "4:12 the key 'say' is missing | say: its words",
    ),
    "countdown": (
        step("- hold: 3s", "  countdown: 5"),
        "4:5 expected a countdown of at most 3 seconds",
    ),
    "many digits": (
        step(f"- reps: {'9' * 5000}"),
        "3:11 expected a whole number from 1 to 1000, found '999",
    ),
    "half a rep": (step("- reps: 3.5"), "3:11 expected a whole number from 1 to 1000, found '3.5'"),
    "base sixty": (step("- reps: 1:30"), "found '1:30' | YAML would read 1:30 in base sixty"),
    "flag": (
        step("- hold: 9s", "  halfway: maybe"),
        "4:14 expected true or false, found 'maybe' | write tr",
    ),
    "quoted flag": (
        step("- hold: 9s", '  halfway: "yes"'),
        "4:14 expected true or false, found 'yes' | w",
    ),
    "position": (
        step("- move: on my back"),
        "3:11 expected one of standing, wall, seated, half-kneeling",
    ),
    "near choice": (step("- move: sitting"), "found 'sitting'"),
    "calls": (
        step("- reps: 3", "  calls: Lift"),
        "4:12 expected the key words into, hold and out, found 'L",
    ),
}
CARD_FAULTS = {
    "no dose": (
        CARD.replace("hold: [5s, 10s, 30s]", "reps: 3"),
        "4:1 expected a dose of hold, because the",
    ),
    "falling": (
        CARD.replace("5s, 10s", "10s, 5s"),
        "4:14 expected least, usual and most in rising order,",
    ),
    "two values": (
        CARD.replace("5s, ", ""),
        "4:14 expected [least, usual, most], each a duration, found 2",
    ),
    "no values": (
        CARD.replace("5s, 10s, 30s", ""),
        "4:14 expected [least, usual, most], each a duration, fo",
    ),
    "null dose": (CARD.replace("[5s, 10s, 30s]", ""), "4:14 expected a list, each a duration"),
    "no hold": (CARD.replace("5s", "0s"), "4:1 expected a hold of at least 1 s, found 0 ms"),
    "alternate": (
        CARD + "sides: alternate\n",
        "7:1 expected sides that alternate with reps only, found wor",
    ),
    "no steps": (CARD.replace("Lift.", "[]"), "5:8 expected at least 1 in this list, found 0"),
    "short only": (CARD.replace("Lift.", "{short: Lift.}"), "5:8 the key 'full' is missing"),
    "no sources": (CARD.replace("custom", "[]"), "6:10 expected at least 1 in this list, found 0"),
    "profile": (CARD + "limits: {skip: [pregnent]}\n", "7:17 expected one of acute-flare, "),
    "modify": (
        CARD + "limits: {modify: {knees: x}}\n",
        "7:19 unknown key 'knees' | did you mean 'knee'?",
    ),
    "work": (
        CARD.replace("work: hold", "work: holds"),
        "3:7 expected one of hold, reps, breaths, time, fou",
    ),
}


@pytest.mark.parametrize(("text", "expected"), ROUTINE_FAULTS.values(), ids=ROUTINE_FAULTS)
def test_a_fault_of_a_routine_is_told_at_its_place(text, expected):
    (found,) = problems(text)
    assert expected in found


@pytest.mark.parametrize(("text", "expected"), CARD_FAULTS.values(), ids=CARD_FAULTS)
def test_a_fault_of_a_card_is_told_at_its_place(text, expected):
    read_script(CARD, EXERCISE, "x.yaml")
    (found,) = problems(text, EXERCISE)
    assert expected in found
