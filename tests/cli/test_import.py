"""`coach import`, and a session without a script: what is printed, written, and how it ends."""

import os
from io import BytesIO, TextIOWrapper
from threading import Thread

import pytest

from coach.checks.script_check import check_file
from coach.script.library import load_routine
from tests.commanding import run_coach

SHEET = """\
# Knee sheet (20 min)

Ankle pumps, 30 times
Quad sets: hold 5 seconds, repeat 10 times
Do these when you can
Calf stretch 0:30 each side
Walk 5 min
"""
ROUTINE = """\
title: Knee sheet (20 min)
steps:
  - {exercise: ankle-pumps, reps: 30}
  - rest: 20s
  - {work: Quad sets, reps: 10, hold: 5s}
  - {work: Calf stretch, hold: 30s, sides: true}
  - {work: Walk, hold: 5m}
"""
COMMENT = "# not read, line 5: Do these when you can\n"
UNREAD = "error: sheet.txt:5:1: expected a dose, found 'Do these when you can'\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a sheet in it, as the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sheet.txt").write_text(SHEET, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_routine_goes_to_standard_output_and_all_else_beside_it():
    ran = run_coach("import", "sheet.txt")
    assert ran.code == 1  # a line could not be read
    assert ran.out == ROUTINE + COMMENT
    assert UNREAD in ran.err
    assert (
        "4\tQuad sets: hold 5 seconds, repeat 10 times\tQuad sets, 10 times, hold 5 s\n" in ran.err
    )
    assert "Knee sheet (20 min): 4 exercises\n" in ran.err
    cards = "with the words and the drawings of exercise cards: Ankle pumps (ankle-pumps)\n"
    assert cards in ran.err


@pytest.mark.usefixtures("folder")
def test_without_cards_there_are_only_names():
    ran = run_coach("import", "sheet.txt", "--no-cards")
    assert ran.out.splitlines()[2] == "  - {work: Ankle pumps, reps: 30}"
    assert "cards" not in ran.err
    assert "4 exercises; what has a time lasts 6 m\n" in ran.err


def test_a_wrong_card_of_the_user_keeps_nobody_from_the_others(folder, monkeypatch):
    cards = folder / "home" / "exercises"
    cards.mkdir(parents=True)
    (cards / "bridge.yaml").write_text("name: [\n")
    (cards / "my-lift.yaml").write_text(
        "name: My lift\naliases: [Leg press]\nposition: supine\nsteps: [Lift.]\ndose: {reps: 3}\n"
    )
    monkeypatch.setenv("COACH_HOME", str(folder / "home"))
    (folder / "sheet.txt").write_text("Bridge 10x\nLeg press 10x\nAnkle pumps 10x\n")
    ran = run_coach("import", "sheet.txt")
    assert ran.code == 0
    assert [line.partition(",")[0] for line in ran.out.splitlines()[2:]] == [
        "  - {work: Bridge",
        "  - {exercise: my-lift",
        "  - {exercise: ankle-pumps",
    ]


def test_a_file_is_written_and_what_was_understood_is_the_output(folder):
    (folder / "sheet.txt").write_text(SHEET.replace("Do these when you can\n", ""))
    ran = run_coach("import", "sheet.txt", "-o", "mine.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(
        "mine.yaml: edit it, then: coach check mine.yaml, coach play mine.yaml\n"
    )
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == ROUTINE
    check_file(folder / "mine.yaml")


def test_a_file_is_written_though_a_line_could_not_be_read(folder):
    ran = run_coach("import", "sheet.txt", "-o", "mine.yaml")
    assert (ran.code, ran.err.startswith(UNREAD)) == (1, True)
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == ROUTINE + COMMENT
    assert load_routine(folder / "mine.yaml").title == "Knee sheet (20 min)"


def test_nothing_is_replaced_unasked(folder):
    (folder / "mine.yaml").write_text("title: Mine\n")
    ran = run_coach("import", "sheet.txt", "-o", "mine.yaml")
    assert ran.code == 2
    assert ran.err == "error: mine.yaml: the file exists\n  hint: --force replaces it\n"
    assert (folder / "mine.yaml").read_text() == "title: Mine\n"
    assert run_coach("import", "sheet.txt", "-o", "mine.yaml", "--force").code == 1
    assert (folder / "mine.yaml").read_text() == ROUTINE + COMMENT


def test_nothing_is_written_where_nothing_could_be_read(folder):
    (folder / "sheet.txt").write_text("# Knee sheet\n\nAs we talked about.\n")
    ran = run_coach("import", "sheet.txt", "-o", "mine.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "expected a dose, found 'As we talked about.'" in ran.err
    assert not (folder / "mine.yaml").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("none.txt",), "none.txt"),
        (
            ("sheet.txt", "-o", "mine.txt"),
            "mine.txt: expected a file that ends in .yaml, found '.txt'",
        ),
        (("sheet.txt", "-o", "none/mine.yaml"), "there is no folder none"),
        (("sheet.txt", "--title", "?!"), "--title: expected at most 80 letters with a word"),
        ((), "coach import: expected FILE, found nothing"),
    ],
)
def test_a_wrong_command_line_is_refused_with_2(options, said):
    ran = run_coach("import", *options)
    assert ran.code == 2
    assert said in ran.err


def test_the_title_is_given_or_found_or_that_of_the_file(folder):
    (folder / "my_knee-sheet.txt").write_text("Plank 30s\n")
    assert run_coach("import", "my_knee-sheet.txt").out.startswith("title: My knee sheet\n")
    told = run_coach("import", "sheet.txt", "--title", "Knee: the first").out
    assert told.startswith('title: "Knee: the first"\n')


def test_a_paste_is_read_from_standard_input(folder, monkeypatch):
    pasted = TextIOWrapper(BytesIO("Plank 30s\n\xdcbung ×8\n".encode()), encoding="ascii")
    monkeypatch.setattr("tests.commanding.StringIO", StandIn(pasted))
    ran = run_coach("import", "-", "-o", "mine.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == (
        "title: My session\nsteps:\n"
        "  - {exercise: plank, hold: 30s, reps: 1}\n  - rest: 20s\n  - {work: Übung, reps: 8}\n"
    )


class StandIn:
    """Makes streams as StringIO does, but standard input, which is made last, as a given one."""

    def __init__(self, stream):
        self.streams = []
        self.stream = stream

    def __call__(self):
        from io import StringIO

        self.streams.append(StringIO())
        return self.stream if len(self.streams) > 2 else self.streams[-1]


# --say


def test_what_is_said_is_planned_as_often_as_asked_for():
    ran = run_coach("plan", "--say", "plank 30s, rest 10s", "--rounds", "8", "-v", "tone")
    assert ran.code == 0
    assert ran.out.count("hold-start") == 8
    assert ran.out.count("== Plank ==") == 8


@pytest.mark.parametrize(
    ("text", "holds", "reps"),
    [
        ("EMOM 2: burpees x3", 0, 6),
        ("2x (jog 5s, walk 5s)", 4, 0),
        ("2 rounds: jog 5s, walk 5s", 4, 0),
        ("wall sit 5s, 2x (jog 5s, rest 5s), walk 5s", 4, 0),
        ("plank 5s (on the forearms, slowly), walk 5s", 2, 0),
        ("plank 0,1 min, walk 5s", 2, 0),
    ],
)
def test_rounds_are_said_in_one_line(text, holds, reps):
    ran = run_coach("plan", "--say", text, "-v", "tone")
    assert ran.code == 0
    assert ran.out.count("hold-start") == holds
    assert ran.out.count("breathe-out") == reps


def test_what_is_said_is_exported_under_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run_coach("export", "--say", "squats 3x5 rest 5s", "--voice", "tone")
    assert (ran.code, ran.out.partition(":")[0]) == (0, "your-session.wav")
    assert (tmp_path / "your-session.wav").stat().st_size > 100_000
    assert run_coach("export", "--say", "plank 5s", "-v", "tone", "-o", "a.wav").code == 0


def test_what_is_said_is_played_and_its_place_is_not_kept(own_folders):
    said = ("--say", "plank 5s", "--voice", "tone", "--player", "recorder", "--plain")
    ran = run_coach("play", *said)
    assert ran.code == 0
    assert "Plank" in ran.out
    assert not list(own_folders.glob("state/unfinished*"))


@pytest.mark.parametrize("command", ["plan", "play", "export"])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--rounds", "8"), "error: --rounds goes with --say\n"),
        (("lower-back", "--say", "plank 30s"), "error: expected NAME or --say, found both"),
        (("--say", "plank"), "error: --say: expected a dose, found 'plank'\n"),
        (("--say", "rest 10s"), "error: --say: expected an exercise, found none\n"),
        (("--say", "plank 30s, squats 12"), "expected a dose, found 'squats 12'\n"),
        (
            ("--say", "plank 30s, dip 8-12 reps"),
            "found the range '8-12 reps', in 'dip 8-12 reps'\n",
        ),
        (
            ("--say", "plank 30s twice a day"),
            "error: --say: expected a dose, found 'twice a day'\n",
        ),
        (
            ("--say", "plank 30s", "--rounds", "0"),
            "error: --rounds: expected a whole number from 1",
        ),
    ],
)
def test_what_is_said_unclearly_is_refused_with_2(command, options, said):
    ran = run_coach(command, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_what_is_said_cannot_be_continued():
    ran = run_coach("play", "--say", "plank 30s", "--continue", "--player", "none")
    assert ran.code == 2
    assert "--continue goes with NAME" in ran.err


def test_a_folder_of_sessions_is_not_made_of_what_is_said(tmp_path):
    ran = run_coach("export", "--say", "plank 30s", "--all", str(tmp_path))
    assert (ran.code, ran.err) == (2, "error: expected --all or --say, found both\n")


def test_help_names_both_ways():
    assert "FILE" in run_coach("import", "-h").out
    for command in ("plan", "play", "export"):
        assert 'Exercises with their doses: "plank 30s, rest 10s' in run_coach(command, "-h").out


@pytest.mark.skipif(os.name != "posix", reason="pipes with names")
def test_what_a_shell_hands_over_as_a_file_is_read(tmp_path):
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=("plank 30s\n",), daemon=True)
    writer.start()
    ran = run_coach("import", str(pipe))
    writer.join(5)
    assert ran.code == 0
    assert "title: My session\n" in ran.out
    ran = run_coach("import", os.devnull)
    assert (ran.code, "expected a file, found a device or a pipe" in ran.err) == (2, True)
