"""A sheet in plain text: parts, rounds, what belongs together, and what could not be read."""

import pytest

from coach.errors import ScriptError, sort_problems
from coach.importing.plain_text import MAX_LINES
from coach.importing.programme_text import format_programme
from coach.importing.source_format import read_source


def read(text, title="My sheet"):
    return read_source(text, "sheet.txt", title)


def outline(text):
    """The programme of a text as text, without its title."""
    return format_programme(read(text).programme).split("\n\n", 1)[1]


def said(text):
    """The problems of a text."""
    return [str(each).partition("\n")[0] for each in sort_problems(read(text).problems)]


@pytest.mark.parametrize(
    "head",
    ["8x", "8 rounds", "8 rounds:", "Repeat 8 times:", "x8", "8 sets:", "8 times:", "eight rounds"],
)
@pytest.mark.parametrize("indent", ["", "  ", "- ", "\t"])
def test_lines_under_rounds_belong_to_them(head, indent):
    text = f"Walk 5m\n\n{head}\n{indent}Jog 60s\n{indent}Walk 90s\n\nStroll 5m\n"
    assert outline(text) == ("Walk, 5 m\n8 rounds:\n  Jog, 1 m\n  Walk, 1 m 30 s\nStroll, 5 m\n")


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("[1m (Work), 30s (Rest)]x5", "5 rounds:\n  Work, 1 m\n  rest 30 s\n"),
        ("5 x (jog 60s, walk 90s)", "5 rounds:\n  Jog, 1 m\n  Walk, 1 m 30 s\n"),
        ("5 rounds: jog 60s, walk 90s", "5 rounds:\n  Jog, 1 m\n  Walk, 1 m 30 s\n"),
        ("21-15-9:\n  Squats\n  Push-ups", "21-15-9:\n  Squats\n  Push-ups\n"),
        ("(21-15-9)\nSquats\nPlank 20s", "21-15-9:\n  Squats\n  Plank, 20 s\n"),
        ("EMOM 10:\n  Burpees x10", "every 1 m, 10 rounds:\n  Burpees, 10 times\n"),
        ("EMOM 12 min\n- 10 burpees", "every 1 m, 12 rounds:\n  Burpees, 10 times\n"),
        ("Every 90s x 5:\n- 10 burpees", "every 1 m 30 s, 5 rounds:\n  Burpees, 10 times\n"),
        ("AMRAP 10 min:\n- 10 squats", "as many rounds as fit in 10 m:\n  Squats, 10 times\n"),
        (
            "3 rounds, rest 60s between:\n- 10 squats",
            "3 rounds, rest 1 m between:\n  Squats, 10 times\n",
        ),
        (
            "3 rounds\n- 10 squats\n- rest 60s between rounds",
            "3 rounds, rest 1 m between:\n  Squats, 10 times\n",
        ),
        ("Circuit, 3 rounds:\n  10 squats", "Circuit, 3 rounds:\n  Squats, 10 times\n"),
        ("Main set 3x\n- 5m hard\n- 2m easy", "Main set, 3 rounds:\n  Hard, 5 m\n  Easy, 2 m\n"),
        (
            "2x\n  3x\n    Jog 60s\n  Walk 2m\nStretch 1m",
            "2 rounds:\n  3 rounds:\n    Jog, 1 m\n  Walk, 2 m\nStretch, 1 m\n",
        ),
    ],
)
def test_rounds_are_understood(text, understood):
    assert outline(text) == understood


@pytest.mark.parametrize(
    "text",
    [
        "Clamshell\n  3 sets of 12 each side\n  Keep your feet together.\n",
        "1. Clamshell:\n   3 sets of 12, each side\n   Keep your feet together\n",
        "- Clamshell 3x12 each side\n    Keep your feet together\n",
        "Clamshell 3x12 each side, keep your feet together\n",
        "Clamshell 3x12 each side\n  say: Keep your feet together.\n",
    ],
)
def test_lines_that_stand_deeper_belong_to_the_exercise(text):
    assert outline(text) == (
        "Clamshell, 3 sets of 12, each side\n  say: Keep your feet together.\n"
    )


def test_words_at_a_time_belong_to_the_exercise_above():
    text = "Spin 5m\n  at 10s: Turn the legs lightly.\n  at 3:00: A little more.\n"
    (work,) = read(text).programme.entries
    assert work.cues == ((10_000, "Turn the legs lightly."), (180_000, "A little more."))
    assert said("Spin 1m\n  at 2m: Late.\n") == [
        "sheet.txt:2:3: expected a time before the end of 'Spin', found '2m'"
    ]


@pytest.mark.parametrize(
    "bullet",
    ["- ", "* ", "• ", "1. ", "2) ", "(3) ", "a) ", "– ", "☐ ", "→ ", "o\t", "o ", "•", "\uf0b7 "],
)
def test_bullets_and_numbers_of_lists_are_no_part_of_a_line(bullet):
    assert outline(f"{bullet}Plank 30s\n{bullet}Wall sit 20s\n") == "Plank, 30 s\nWall sit, 20 s\n"


@pytest.mark.parametrize("line", ["Burpees | 30", "Burpees;30", "Burpees\t30s", "Burpees | 0:30 |"])
def test_a_bar_stands_between_a_name_and_its_seconds(line):
    assert outline(line) == "Burpees, 30 s\n"
    assert outline("Circles with both arms; 60\nRest | 15\n") == (
        "Circles with both arms, 1 m\nrest 15 s\n"
    )


@pytest.mark.parametrize(
    "heading",
    ["# Warm-up", "## Warm-up ##", "**Warm-up**", "Warm-up:", "Warm-up\n=======", "Warm-up\n---"],
)
def test_headings_make_parts(heading):
    programme = read(f"Walk 1m\n{heading}\nJog 5m\n").programme
    assert [part.title for part in programme.parts] == ["", "Warm-up"]


@pytest.mark.parametrize(
    "title",
    [
        "# Evening sheet",
        "Evening sheet",
        "Title: Evening sheet",
        "Evening sheet\n====",
        "# Evening sheet\n\n## Part one",
    ],
)
def test_the_first_heading_is_the_title(title):
    assert read(f"{title}\n\nPlank 30s\n").programme.title == "Evening sheet"
    assert read("Plank 30s\n", "Some sheet").programme.title == "Some sheet"


def test_comments_and_empty_lines_say_nothing():
    reading = read("// from March\n\n% no\nPlank 30s\n<!-- x -->\n")
    assert [each.line for each in reading.lines] == [4]
    assert not reading.problems


def test_what_is_not_understood_is_named_with_its_line_and_the_rest_is_read():
    text = "Plank 30s\nDo it well\nSquats 8-12 reps\n8x\n\nBridge 10 times\n"
    assert said(text) == [
        "sheet.txt:2:1: expected a dose, found 'Do it well'",
        "sheet.txt:3:1: expected one number, found the range '8-12 reps'",
        "sheet.txt:4:1: expected exercises in the lines below",
    ]
    assert outline(text) == "Plank, 30 s\nBridge, 10 times\n"


def test_rounds_that_last_longer_than_their_time_are_refused():
    assert said("Plank 30s\nEMOM 5:\n  Burpees x20\nAMRAP 1 min:\n  Jog 90s\n") == [
        "sheet.txt:2:1: expected a round of at most 1 m, found 1 m 22 s",
        "sheet.txt:4:1: expected a round of at most 1 m, found 1 m 32 s",
    ]


def test_a_session_longer_than_half_a_day_is_refused():
    with pytest.raises(ScriptError, match="expected a session of at most 12 h, found more"):
        read("20 rounds\n  Row 60m\n")


def test_how_often_a_day_is_shown_as_left_out():
    reading = read("Bridge 10 times, twice a day\nRepeat 2 times a day.\n")
    assert not reading.problems
    assert [each.meaning for each in reading.lines] == [
        "Bridge, 10 times; left out: twice a day",
        "left out: 2 times a day",
    ]


PHYSIO = """\
HOME EXERCISES
Patient: A. Sample

1. GLUTEAL BRIDGE
   Lie on your back with knees bent.
   3 sets of 10 repetitions, hold 3 seconds
   Twice daily
2. Clamshell (with band)
   Sets: 2   Reps: 15   each side
3. Calf stretch at a wall – 3 × 30 sec each side
4. Leg raise: 2 x 10 reps, left leg
• Heel raises, 2–3 sets of 10
"""


def test_a_pasted_sheet_is_understood_line_by_line():
    assert outline(PHYSIO) == (
        "GLUTEAL BRIDGE, 3 sets of 10, hold 3 s\n  say: Lie on your back with knees bent.\n"
        "Clamshell, 2 sets of 15, each side\n  say: With band.\n"
        "Calf stretch at a wall, 3 x 30 s, each side\n"
        "Leg raise, 2 sets of 10, left\n"
    )
    assert read(PHYSIO).programme.title == "HOME EXERCISES"
    assert said(PHYSIO) == [
        "sheet.txt:2:1: expected a dose, found 'Patient: A. Sample'",
        "sheet.txt:12:1: expected one number, found the range '2-3 sets'",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# Sheet\n", "rest 10s\n", "say: Hello.\n"])
def test_a_text_without_an_exercise_is_refused(text):
    with pytest.raises(ScriptError) as caught:
        read(text)
    assert caught.value.problems[0].message == "expected exercises, found none"


def test_a_text_of_too_many_lines_is_refused():
    with pytest.raises(ScriptError, match="expected at most 2,000 lines, found 2,001"):
        read("Plank 30s\n" * (MAX_LINES + 1))


# totals


def notes(text):
    return [each.message for each in read(text).notes]


def test_a_stated_length_that_differs_is_told():
    week = "Brisk walk 5 min\n8 rounds:\n  Jog 90s\n  Walk 2 min\n"
    told = "'Week two (25 min)' is said to last 25 m, its parts last 33 m"
    assert notes(f"Week two (25 min)\n{week}") == [told]
    assert notes(f"# Week two (25 min)\n{week}") == [told]
    assert notes(f"# Week two\nTotal: 25 minutes\n{week}") == [told.replace(" (25 min)", "")]
    assert not notes(f"# Week two (33 min)\n{week}")


def test_a_stated_length_of_a_part_is_compared_too():
    assert notes("## Warm-up (5 min)\nJog 3m\n## Rest of it\nRow 5m\n") == [
        "'Warm-up (5 min)' is said to last 5 m, its parts last 3 m"
    ]


def test_repetitions_may_take_the_rest_of_a_stated_length():
    assert not notes("# Core (10 min)\nPlank 60s\nBridge 10 times\n")
    assert notes("# Core (10 min)\nPlank 15m\nBridge 10 times\n") == [
        "'Core (10 min)' is said to last 10 m, its timed parts alone last 15 m"
    ]
