"""Reading scripts: what is wrong is told with its place, all of it, and nothing else happens."""

import pytest
import yaml

from coach.checks.style_rules import STYLE
from coach.errors import ScriptError
from coach.script.phrases import PHRASES
from coach.script.reader import MAX_PROBLEMS, load_file, read_script, suggest
from coach.script.routine import ROUTINE
from coach.script.step_fields import VARIABLES
from coach.system.paths import script_paths
from tests.script.reading import problems, step

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
