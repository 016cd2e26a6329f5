"""Tables, files of timers and .zwo: what is read of them, by their content."""

import json

import pytest

from coach.errors import ScriptError, sort_problems
from coach.importing.programme_text import format_programme
from coach.importing.source_format import read_source


def outline(text):
    """The programme of a content as text, with its title."""
    return format_programme(read_source(text, "file", "My file").programme)


def said(text):
    """The problems of a content."""
    problems = sort_problems(read_source(text, "file", "My file").problems)
    return [str(each).partition("\n")[0] for each in problems]


def refused(text):
    """Why a whole content is refused."""
    with pytest.raises(ScriptError) as caught:
        read_source(text, "file", "My file")
    return [str(each).partition("\n")[0] for each in caught.value.problems]


# tables

TABLE = """\
# My file

move: seated
Leg press, 10 times, hold 5 s
move: standing
Squat, 3 sets of 10, rest 1 m
  say: Four seconds down.
Plank, 30 s, left
rest 20 s
"""


@pytest.mark.parametrize(
    "head",
    [
        "name,position,seconds,reps,sets,rest,side,comment",
        "Exercise,Starting position,Duration (s),Repetitions,Sets,Pause,Side,Notes",
        "übung,position,sekunden,wiederholungen,sätze,pause,seite,kommentar",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_by_the_words_at_its_head(head, delimiter):
    rows = [
        head,
        "leg press,sitting,5,10,1,,,",
        "squat,standing,,10,3,60,,four seconds down",
        "plank,standing,30,,,20,left,",
    ]
    assert outline("\n".join(rows).replace(",", delimiter)) == TABLE


def test_a_table_in_markdown_is_read():
    text = "| Exercise | Sets | Reps |\n|---|:-:|---|\n| **Squat** | 3 | 10 each side |\n"
    assert outline(text) == "# My file\n\nSquat, 3 sets of 10, each side\n"


def test_quotes_hold_a_comma_and_minutes_have_their_column():
    text = 'exercise,minutes,notes\n"Walk, slowly",5,\nrest,0.5,\n'
    assert outline(text) == "# My file\n\nWalk, slowly, 5 m\nrest 30 s\n"


def test_a_cell_in_quotes_may_have_lines():
    text = '\nname,reps,comment\n"Squat",10,"slowly\nall the way"\nDip,x-y,\n'
    assert outline(text) == "# My file\n\nSquat, 10 times\n  say: Slowly all the way.\n"
    assert said(text) == ["file:5:1: expected a number of repetitions, found 'x-y'"]
    assert refused("name,reps\n" + '"' + "x" * 200_000 + '",1\n') == [
        "file:2:1: expected a table: field larger than field limit (131072)"
    ]


def test_a_side_among_the_notes_of_a_table_is_a_side():
    text = (
        "exercise,sets,hold,notes\nHip stretch,2,30 sec,each side\n"
        "Calf stretch,1,20,Left leg. Heel down.\nPlank,1,20,both legs\n"
    )
    assert outline(text).splitlines()[2:] == [
        "Hip stretch, 2 x 30 s, each side",
        "Calf stretch, 20 s, left",
        "  say: Heel down.",
        "Plank, 20 s",
        "  say: Both legs.",
    ]


def test_what_a_table_says_unclearly_is_named_with_its_line():
    text = (
        "name,reps,sets,position,colour\nSquat,8-12,3,,\nLunge,10,3,,\nDip,lots,,,\n,5,,,\n"
        "Row,10,,flying,\nSit-up,,3,,\n"
    )
    assert said(text) == [
        "file:1:1: no column is called 'colour'",
        "file:2:1: expected one number, found the range '8-12 reps'",
        "file:4:1: expected a number of repetitions, found 'lots'",
        "file:5:1: expected the name of an exercise, found none",
        "file:6:1: no position is called 'flying'",
        "file:7:1: expected a time or repetitions, found neither",
    ]


# timers

JAWT = {
    "title": "Core",
    "sets": [
        {
            "id": "a",
            "repetitions": 3,
            "exercises": [
                {"id": "b", "name": "Plank", "duration": 40},
                {"id": "c", "name": "Rest", "duration": 20},
            ],
        },
        {"id": "d", "repetitions": 1, "exercises": [{"id": "e", "name": "Fold", "duration": 60}]},
    ],
    "version": 2,
    "position": 0,
}
HIIT = {
    "workouts": [
        {
            "name": "Easy run",
            "sets": [
                {"name": "Warmup", "repetitions": 1, "actions": [{"name": "Jog", "time": 300}]},
                {
                    "name": "Intervals",
                    "repetitions": 8,
                    "actions": [{"name": "Fast", "time": 60}],
                },
            ],
        }
    ]
}
INSTRUCTIONS = {
    "language": "en",
    "background_urls": ["https://example.org/x"],
    "instructions": [
        {"text": "Neck: tilt it gently", "duration_seconds": 30},
        {"text": "Rest", "duration_seconds": 15},
    ],
}


@pytest.mark.parametrize(
    ("content", "understood"),
    [
        (JAWT, "# Core\n\n3 rounds:\n  Plank, 40 s\n  rest 20 s\nFold, 1 m\n"),
        (
            HIIT,
            "# Easy run\n\n## Warmup\nJog, 5 m\n\n## Intervals\n8 rounds:\n  Fast, 1 m\n",
        ),
        (INSTRUCTIONS, "# My file\n\nNeck, 30 s\n  say: Tilt it gently.\nrest 15 s\n"),
        ([{"name": "Plank", "time": "0:30"}], "# My file\n\nPlank, 30 s\n"),
        (
            {"exercises": [{"name": "Squat", "reps": 10, "sets": 3, "rest": 60}]},
            "# My file\n\nSquat, 3 sets of 10, rest 1 m\n",
        ),
        (
            {"name": "A", "rounds": 2, "intervals": [{"title": "Row", "minutes": 5, "rest": 30}]},
            "# A\n\n2 rounds:\n  Row, 5 m\n  rest 30 s\n",
        ),
    ],
)
@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_the_files_of_timers_are_read(content, understood, indent):
    assert outline(json.dumps(content, indent=indent)) == understood


def test_what_a_timer_says_unclearly_is_named_with_its_place():
    text = """{"sets": [{"repetitions": 2, "exercises": [
{"name": "A", "duration": "soon", "glow": 1},
{"name": "B", "glow": 2},
7, {"name": "3x10", "time": 9},
{"duration": 5},
{"name": "C", "duration": 9}]}]}"""
    assert said(text) == [
        "file:2:1: expected a time, found 'soon'",
        "file:2:35: no key is called 'glow'",
        "file:3:1: expected a time or repetitions of 'B', found neither",
        "file:4:1: expected an exercise, found '7'",
        "file:4:4: expected a name without a dose, found '3x10, 9 s'",
        "file:5:1: expected the name of an exercise, found none",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"sets": [', "file:1:11: expected JSON: expecting value"),
        ("[" * 3_000 + "]" * 3_000,
         "file:1:1001: expected at most 40 levels of nesting, found more"),
        ("[" * 60 + "]" * 60, "file:1:41: expected at most 40 levels of nesting, found more"),
        ("[" + ",".join(['{"name": "A", "time": 1}'] * 2_001) + "]",
         "file:1:50002: expected at most 2,000 exercises, found more"),
        ('{"name": "A", "time": ' + "9" * 5_000 + "}",
         "file:1:1: expected numbers of a usual size, found more"),
        ("{}", "file:1:1: expected the name of an exercise, found none"),
        ('{"name": "A", "time": 99999}',
         "file:1:1: expected a time from 1 s to 60 minutes, found 'A, 1666 m 39 s'"),
    ],
)  # fmt: skip
def test_json_that_is_none_is_refused(text, message):
    assert refused(text) == [message]


# .zwo

RIDE = """<?xml version="1.0"?>
<workout_file><author>Me</author><name>Two long ones (30 min)</name><workout>
<Warmup Duration="300" PowerLow="0.5" PowerHigh="0.75">
  <textevent timeoffset="10" message="Turn the legs."/></Warmup>
<IntervalsT Repeat="2" OnDuration="480" OffDuration="240" OnPower="0.88" OffPower="0.55"/>
<SteadyState Duration="60" Power="0.6"/><FreeRide Duration="60"/>
</workout></workout_file>
"""


def test_a_zwo_workout_is_read():
    assert outline(RIDE) == (
        "# Two long ones (30 min)\n\n"
        "Warm-up from 50 to 75 percent, 5 m\n  at 10 s: Turn the legs.\n"
        "2 rounds:\n  Interval at 88 percent, 8 m\n  Recovery at 55 percent, 4 m\n"
        "Steady at 60 percent, 1 m\nFree ride, 1 m\n"
    )
    (note,) = read_source(RIDE, "ride", "").notes
    assert note.message.endswith("is said to last 30 m, its parts last 31 m")


def test_texts_in_intervals_come_in_their_own_interval():
    text = (
        '<workout_file><workout><IntervalsT Repeat="2" OnDuration="60" OffDuration="30">'
        '<textevent timeoffset="95" message="Last one."/></IntervalsT></workout></workout_file>'
    )
    assert outline(text).split("\n\n")[1] == (
        "Interval, 1 m\nRecovery, 30 s\nInterval, 1 m\n  at 5 s: Last one.\nRecovery, 30 s\n"
    )


def test_texts_that_would_run_into_one_another_come_one_after_the_other():
    texts = "".join(
        f'<textevent timeoffset="{at}" message="Keep the legs turning, without haste."/>'
        for at in (10, 12, 50, 58)
    )
    ride = f'<workout_file><workout><Ramp Duration="60">{texts}</Ramp></workout></workout_file>'
    reading = read_source(ride, "ride", "")
    (work,) = reading.programme.entries
    assert [at for at, _ in work.cues] == [10_000, 16_000, 50_000]
    assert [each.message for each in reading.problems] == [
        "no room is left to say 'Keep the legs turning, without haste.'"
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<Sprint Duration="9"/>', "no part of a workout is called <sprint>"),
        ('<Ramp Duration="soon"/>', "expected seconds in duration, found 'soon'"),
        ("<Ramp/>", "expected seconds in duration, found ''"),
        ('<IntervalsT Repeat="x" OnDuration="9"/>', "expected a number of repeats, found 'x'"),
        (
            '<Ramp Duration="9"><textevent timeoffset="9" message="Late"/></Ramp>',
            "expected texts before the end, found one at 9 s",
        ),
        ('<Ramp Duration="9"><glow/></Ramp>', "nothing in a workout is called <glow>"),
    ],
)
def test_what_a_workout_says_unclearly_is_named_with_its_line(body, message):
    good = '<FreeRide Duration="60"/>'
    text = f"<workout_file><workout>\n{good}\n{body}</workout></workout_file>"
    assert said(text) == [f"file:3:1: {message}"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html></html>", "file:1:1: expected a .zwo workout, found <html>"),
        ("<workout_file>", "file:1:15: expected XML: no element found"),
        ("<" + "a><" * 40, "file:1:1: expected at most 20 levels, found more"),
        (
            '<!DOCTYPE a [<!ENTITY b "c">]><workout_file/>',
            "file:1:1: expected a workout, found a document type",
        ),
    ],
)
def test_xml_that_is_no_workout_is_refused(text, message):
    assert refused(text) == [message]
