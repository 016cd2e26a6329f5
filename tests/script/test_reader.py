"""Reading scripts: what is wrong is told with its place, all of it, and nothing else happens."""

import pytest
import yaml

from coach.checks.style_rules import STYLE
from coach.errors import ScriptError
from coach.script.exercise import EXERCISE
from coach.script.phrases import PHRASES
from coach.script.reader import MAX_PROBLEMS, load_file, read_script, suggest
from coach.script.records import Record
from coach.script.routine import ROUTINE
from coach.script.step_fields import VARIABLES
from coach.system.paths import script_paths

CARD = """\
name: Bridge
position: supine
work: hold
dose: {hold: [5s, 10s, 30s]}
steps: Lift.
sources: custom
"""


def problems(text: str, shape: Record = ROUTINE) -> list[str]:
    """Give what is wrong, each as `line:column message | hint`."""
    with pytest.raises(ScriptError) as caught:
        read_script(text, shape, "x.yaml")
    assert all(problem.where.path == "x.yaml" for problem in caught.value.problems)
    return [
        f"{p.where.line}:{p.where.column} {p.message} | {p.hint}" for p in caught.value.problems
    ]


def step(*lines: str) -> str:
    """Give a routine with the lines in its steps; the first of them is line 3."""
    return "title: T\nsteps:\n" + "".join(f"  {line}\n" for line in lines)


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


QUOTES_AS_TYPED = [(a, b) for a, b in ("“”", "‘’", "„“", "«»")]


@pytest.mark.parametrize(("opening", "closing"), QUOTES_AS_TYPED)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: “Back: day 1”\nsteps: [a]\n", "1:8"),
        ("title: T\ndescription: “A: b”\nsteps: [a]\n", "2:14"),
        (step("- say: “In: slowly.”"), "3:10"),
        (step("- “In: slowly.”"), "3:5"),
        (step("- {say: “In: slowly.”}"), "3:11"),
        (step("- {hold: 9s, cues: [Out., “In: slowly.”]}"), "3:29"),
        (step("- hold: 9s", "  cues:", "    - “In: slowly.”"), "5:9"),
        ("title: T\nclosing: [“In: slowly.”]\nsteps: [a]\n", "2:11"),
    ],
)
def test_a_text_torn_apart_in_its_curly_quotes_names_them(text, place, opening, closing):
    text = text.replace("“", opening).replace("”", closing)
    hint = "curly quotes are letters of a text; put straight ones round it: \" or '"
    (told,) = problems(text)
    assert (
        told
        == f"{place} expected text in straight quotes, found the curly quote {opening} | {hint}"
    )


def test_a_comma_tears_a_text_in_curly_quotes_as_well():
    (told,) = problems(step("- {say: “In, slowly.”}"))
    assert told.startswith("3:16 expected text in straight quotes, found the curly quote ”")


@pytest.mark.parametrize(
    "text",
    ["“In slowly.”", "In “slowly”.", '"“In: slowly.”"', "'“In: slowly.”'", "It’s “in”", "«In»"],
)
def test_curly_quotes_that_tear_nothing_apart_are_letters(text):
    read_script(step(f"- say: {text}", f"- {text}"), ROUTINE, "x.yaml")


def test_a_word_may_end_in_an_apostrophe():
    read_script("title: T\nlexicon: {dogs’: dogs}\nsteps: [a]\n", ROUTINE, "x.yaml")


def test_a_colon_outside_of_curly_quotes_is_a_colon():
    (told,) = problems(step("- say: “In” and: out"))
    assert "found a colon" in told


def test_all_faults_come_at_once_sorted_by_line():
    text = (
        "titel: T\n"
        "length: soon\n"
        "steps:\n"
        "  - hold: thirty\n"
        "    halfway: perhaps\n"
        "  - say: 'Lift {sid}'\n"
        "  - hold: 5s\n"
        "    hold: 6s\n"
        "  - yes\n"
    )
    found = problems(text)
    assert [line.split(" |")[0] for line in found] == [
        "1:1 unknown key 'titel'",
        "1:1 the key 'title' is missing",
        "2:9 expected a duration, found 'soon'",
        "4:11 expected a duration, found 'thirty'",
        "5:14 expected true or false, found 'perhaps'",
        "6:10 no variable is called '{sid}'",
        "8:5 the key 'hold' stands here twice",
        "9:5 expected text, found 'yes'",
    ]
    assert found[6].endswith("first at x.yaml:7:5")


def test_the_form_of_a_message_is_the_house_form(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsteps:\n  - hold: thirty\n")
    with pytest.raises(ScriptError) as caught:
        load_file(path, ROUTINE, "mine.yaml")
    assert str(caught.value) == (
        "mine.yaml:3:11: expected a duration, found 'thirty'\n  hint: write 30s, 1m30s or 1:30"
    )


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("30s", 30_000),
        ("1m30s", 90_000),
        ("1:30", 90_000),
        ("'1:30'", 90_000),
        ("2 min", 120_000),
        ("90", 90_000),
        ("7.5", 7_500),
        ("010", 10_000),
        ("1:00:00", 3_600_000),
    ],
)
def test_the_written_form_of_a_duration_counts(written, ms):
    routine = read_script(step(f"- hold: {written}"), ROUTINE, "x.yaml")
    assert routine.sections[0].steps[0].hold == ms


@pytest.mark.parametrize("written", ["yes", "on", "true", "True"])
def test_yes_is_yes_where_a_flag_stands(written):
    (hold,) = (
        read_script(step("- hold: 9s", f"  halfway: {written}"), ROUTINE, "x").sections[0].steps
    )
    assert hold.halfway is True


def test_numbers_and_dates_are_text_where_text_stands():
    routine = read_script("title: 2020-01-01\nsteps: [5]\n", ROUTINE, "x.yaml")
    assert (routine.title, routine.sections[0].steps[0].say[0].text) == ("2020-01-01", "5")


def test_every_value_knows_its_place():
    text = step("- one", "- say: [two, three]", "- hold: 9s", "  cues:", "    - four")
    one, two, hold = read_script(text, ROUTINE, "x.yaml").sections[0].steps
    places = [one.where, *(line.where for line in two.say), hold.where, hold.cues[0].where]
    assert [str(place) for place in places] == [
        "x.yaml:3:5",
        "x.yaml:4:11",
        "x.yaml:4:16",
        "x.yaml:5:5",
        "x.yaml:7:9",
    ]


def test_every_variable_may_be_spoken():
    words = " ".join(f"{{{name}}}" for name in VARIABLES)
    read_script(step(f'- "{words}"'), ROUTINE, "x.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "title: T\nsteps: &a\n  - rounds: 2\n    steps: *a\n",
        "&a\ntitle: T\nsteps: &b\n  - sides:\n      - group: g\n        steps: *b\n",
        "title: T\nsteps: &a\n" + "  - {rounds: 2, steps: *a}\n" * 2,
    ],
    ids=["rounds", "sides", "twice"],
)
def test_aliases_that_contain_themselves_are_refused(text):
    assert "through aliases" in problems(text)[-1]


def test_a_list_that_contains_itself_is_no_step():
    assert problems("title: T\nsteps: &a [*a]\n")[0].startswith("2:8 expected a step, found a list")


def bomb(leaf: str) -> str:
    lines = [f"  - &a0 {{group: g, steps: [{leaf}]}}"]
    for n in range(1, 12):
        inner = ", ".join([f"*a{n - 1}"] * 10)
        lines.append(f"  - &a{n} {{group: g, steps: [{inner}]}}")
    return "title: T\nsteps:\n" + "\n".join(lines) + "\n"


def test_aliases_that_multiply_are_refused():
    assert "expected at most 200,000 values, found more through aliases" in problems(bomb("a"))[0]


def test_what_an_alias_repeats_is_told_once():
    text = step("- &x {hold: thirty}", "- *x", "- *x")
    assert len(problems(text)) == 1


def test_nobody_reads_more_than_so_many_problems():
    found = problems("title: T\nsteps:\n" + "  - hold: x\n" * 5_000)
    assert len(found) == MAX_PROBLEMS + 1
    assert "read no further" in found[-1]


def test_an_alias_may_stand_for_a_whole_value():
    routine = read_script(step("- &x {say: a, pause: 1s}", "- *x"), ROUTINE, "x.yaml")
    assert routine.sections[0].steps[0] == routine.sections[0].steps[1]


def test_did_you_mean_names_the_nearest_or_all():
    assert suggest("brigde", ["bridge", "plank"]) == "did you mean 'bridge'?"
    assert suggest("zzz", ["bridge", "plank"]) == "there are: bridge, plank"
    assert suggest("zzz", []) == "there are: none"


# The coach's own files


@pytest.mark.parametrize(
    ("part", "key", "told"),
    [
        ("words", "halfway", "expected every word, missing: halfway"),
        ("live", None, "expected every word, missing: "),
        ("moves", "prone to quadruped", "expected every move, missing: prone to quadruped"),
        ("moves_without_kneeling", None, "expected every such move, missing: "),
    ],
)
def test_phrases_that_lack_something_name_it(part, key, told):
    text = script_paths("phrases")["en"].read_text(encoding="utf-8")
    phrases = yaml.safe_load(text)
    del phrases[part][key or next(iter(phrases[part]))]
    (fault,) = problems(yaml.safe_dump(phrases), PHRASES)
    assert told in fault


STYLE_LINES = {
    "misread": "{'\\\\d+': write it out}",
    "written": "{}",
    "promises": "[]",
    "unless": "'not'",
    "actions": "[lift]",
    "still": "[]",
    "before": "[]",
    "joins": "and",
    "stop": "stop",
    "late_sides": "{}",
    "unnamed_sides": "{}",
    "positions": "{'lie down': [supine, prone]}",
    "choice": "'or'",
}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("unless", "'('", "expected a regular expression: missing ), unterminated subpattern"),
        ("unless", "[a]", "expected a regular expression, found a list"),
        ("unless", "null", "expected a regular expression, found nothing"),
        ("promises", "['a', '*']", "expected a regular expression: nothing to repeat"),
        ("written", "{'(': say it}", "expected a regular expression: missing )"),
        ("written", "[a]", "found a list"),
        ("positions", "{'sit': [sofa]}", "expected one of standing, wall, seated"),
        ("positions", "{'(': seated}", "expected a regular expression: missing )"),
    ],
)
def test_a_pattern_that_is_none_is_refused_with_its_place(field, value, told):
    lines = [f"{name}: {value if name == field else usual}" for name, usual in STYLE_LINES.items()]
    (fault,) = problems("\n".join(lines), STYLE)
    assert told in fault
    assert fault.startswith(f"{[*STYLE_LINES].index(field) + 1}:")
