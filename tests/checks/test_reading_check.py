"""What `coach check` says of words that could be read in another way, and of marks."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.checks.reading_check import find_reading_notes
from coach.checks.script_check import load_script
from coach.speech.normalize import list_guessed_readings
from coach.system.paths import shipped_folder


def notes(tmp_path: Path, *lines: str, head: str = "") -> list[str]:
    steps = "".join(f"  - {line!r}\n" if "'" not in line else f"  - {line}\n" for line in lines)
    path = tmp_path / "sheet.yaml"
    path.write_text(f"title: Sheet\n{head}steps:\n{steps}", "utf-8")
    return [str(note).removeprefix(str(path)) for note in find_reading_notes(load_script(path))]


@pytest.mark.parametrize(
    ("line", "written", "spoken"),
    [
        ("Walk 50m today.", "50m", "50 metres"),
        ("Each 2m, turn.", "2m", "2 metres"),
        ("Do it at 8:30.", "8:30", "8 30"),
        ("Then 20/10, eight times.", "20/10", "20 10"),
        ("See you on 3/4/2026.", "3/4/2026", "3 April 2026"),
        ('Lift it (6") and lower.', '6"', "6 inches"),
        ("Take 1,5 of it.", "1,5", "1.5"),
        ("Reach 1.500 soon.", "1.500", "1.500"),
        ("The code is 116 117.", "116 117", "1 1 6, 1 1 7"),
    ],
)
def test_a_guess_is_named_with_its_whole_word_and_its_reading(tmp_path, line, written, spoken):
    (note,) = notes(tmp_path, line)
    place, message = note.split(": ", 1)
    assert place == ":3:5"
    assert message.startswith(
        f"{written!r} is read as {spoken!r}\n  hint: where that is not meant, "
    )


@pytest.mark.parametrize(
    "line",
    [
        "Walk for 5m, 30s on, 2m off.",
        "Walk 2m forward.",
        "Every morning at 8:00, and at 20:30.",
        "At 1:30, switch sides.",
        "Hold for 1:30, then 40s/20s.",
        "Sit in the 90/90 position, pain below 3/10, set 2/3.",
        "Ring 116 117, or 01632 960 123.",
        "Take 1,5 kg on days 1,3 and 5.",
        "Breathe 4-7-8, L4-L5, 120/80.",
        "See www.csp.org.uk/a/1/2.",
    ],
)
def test_what_is_sure_is_no_note(tmp_path, line):
    assert notes(tmp_path, line) == []


def test_a_lexicon_makes_a_reading_sure(tmp_path):
    assert notes(tmp_path, "Walk 50m today.", head="lexicon: {50m: fifty metres}\n") == []


@pytest.mark.parametrize(
    ("mark", "step"),
    [
        ("[pause]", "`silence: 2s`"),
        ("[pause 5s]", "`silence: 5s`"),
        ("(long pause)", "`silence: 2s`"),
        ("[10 second pause]", "`silence: 10s`"),
        ("[1.5 min]", "`silence: 1.5m`"),
        ('<break time="500ms"/>', "`silence: 500ms`"),
        ('<silence msec="500"/>', "`silence: 500ms`"),
        ("[[slnc 800]]", "`silence: 800ms`"),
        ("<#0.5#>", "`silence: 0.5s`"),
        ("[bell]", "sound, with"),
    ],
)
def test_a_mark_for_a_pause_is_named_with_the_step_to_write(tmp_path, mark, step):
    (note,) = notes(tmp_path, f"Breathe in. {mark} Breathe out.")
    assert note.startswith(f":3:5: expected words, found {mark!r}, which is not spoken")
    assert step in note.split("hint: ")[1]


def test_the_step_of_a_hint_can_be_written(tmp_path):
    lengths = ["2s", "1.5m", "500ms", "0.5s"]
    text = "title: T\nsteps:\n  - Hi.\n" + "".join(f"  - silence: {each}\n" for each in lengths)
    path = tmp_path / "steps.yaml"
    path.write_text(text, "utf-8")
    assert load_script(path).routine


@pytest.mark.content
def test_the_shipped_scripts_leave_nothing_to_guess():
    scripts = [
        path
        for path in sorted((shipped_folder() / "scripts").rglob("*.yaml"))
        if path.parent.name in ("exercises", "routines", "talks", "phrases")
    ]
    assert len(scripts) > 70
    assert [str(note) for path in scripts for note in find_reading_notes(load_script(path))] == []


_PIECES = [
    *"0158:/-–,.(m'x%°\" ",
    *"12 30 50 100 2026".split(),
    "at ",
    "from ",
    "to ",
    "walk ",
    "call ",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_the_numbers_of_a_guess_stand_in_the_text(text):
    for guess in list_guessed_readings(text):
        numbers = re.findall(r"\d+", guess.written)
        assert numbers
        assert all(number in text for number in numbers)
