"""What was heard is known, until it says something else."""

from coach.cli.resume import knowing
from coach.listener.heard_intro import note_heard, was_heard
from coach.pipeline import prepare
from coach.plan.request import Wishes
from coach.script.library import load_routine
from coach.system.notes import Memory

TEXT = """title: T
opening: [Welcome.]
safety: [Stop if it hurts.]
steps: [Lie down.]
"""


def routine(tmp_path, text=TEXT):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return load_routine(path)


def test_what_was_heard_is_known(tmp_path):
    memory = Memory(tmp_path / "state")
    assert not was_heard(memory, routine(tmp_path))
    note_heard(memory, routine(tmp_path))
    assert was_heard(memory, routine(tmp_path))
    # Where it stands in the file, and what comes later, does not matter.
    assert was_heard(memory, routine(tmp_path, "description: x\n" + TEXT + "closing: [Bye.]\n"))


def test_new_words_of_safety_are_to_be_heard_again(tmp_path):
    memory = Memory(tmp_path / "state")
    note_heard(memory, routine(tmp_path))
    assert not was_heard(memory, routine(tmp_path, TEXT.replace("if it hurts", "at sharp pain")))
    assert not was_heard(memory, routine(tmp_path, TEXT.replace("Welcome.", "Hello.")))


def test_a_session_that_was_heard_past_its_safety_words_is_known(own_folders, tmp_path):
    path = str(tmp_path / "mine.yaml")
    known = routine(tmp_path)
    prepared = prepare(path, Wishes("tone"))
    kept = []
    told = knowing(path, prepared, kept.append)
    memory = Memory(own_folders / "state")
    told(1_000)
    assert not was_heard(memory, known)
    told(prepared.timeline.length - 1)
    assert was_heard(memory, known)
    assert kept == [1_000, prepared.timeline.length - 1]


def test_a_folder_that_cannot_be_written_does_not_break_a_session(own_folders, tmp_path):
    (own_folders / "state").write_text("in the way")
    routine(tmp_path)
    prepared = prepare(str(tmp_path / "mine.yaml"), Wishes("tone"))
    knowing(str(tmp_path / "mine.yaml"), prepared, lambda _at: None)(None)
